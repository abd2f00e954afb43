//! Who changed what in a young person's record, from what to what; and how often each thing that staff write has changed,
//! so that nobody writes over what they have not seen.

use sea_orm_migration::{prelude::*, schema::*};

use crate::constraint::{at_most, check, index, key, one_of, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0016_changes"
    }
}

/// What staff write over.
const VERSIONED: [&str; 3] = ["spell", "promise", "contact"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        for table in VERSIONED {
            // 1 when it is new, and one more with each change.
            let column =
                format!("ALTER TABLE {table} ADD COLUMN version integer NOT NULL DEFAULT 1");
            db.get_connection().execute_unprepared(&column).await?;
        }
        db.create_table(
            Table::create()
                .table("change")
                .col(uuid("partnership_id"))
                // No foreign keys on what and by whom: what happened stays true when they are gone. On whose there is
                // one: it holds what was said of them, and goes with them.
                .col(uuid("thing_id"))
                .col(integer("version"))
                .col(text("field"))
                .col(uuid("person_id"))
                .col(text("thing"))
                .col(timestamp_with_time_zone("at"))
                .col(text("actor_kind"))
                .col(uuid_null("actor_id"))
                // As it travels; empty where the field said nothing.
                .col(text_null("before"))
                .col(text_null("after"))
                // Nobody can make one version of a thing twice, and a change is never changed.
                .primary_key(&mut key(
                    "pk_change",
                    &["partnership_id", "thing_id", "version", "field"],
                ))
                .foreign_key(&mut within("fk_change_person", "change", "person_id", "person"))
                .check(one_of("ck_change_thing", "thing", &["destination", "promise", "contact"]))
                .check(one_of(
                    "ck_change_actor_kind",
                    "actor_kind",
                    &["young-person", "supporter", "staff", "file", "system"],
                ))
                .check(check("ck_change_version", "version >= 1"))
                // The longest is a note.
                .check(at_most("ck_change_field", "field", 60))
                .check(at_most("ck_change_before", "before", 4000))
                .check(at_most("ck_change_after", "after", 4000))
                .to_owned(),
        )
        .await?;
        // What changed in the record of one young person, the latest first.
        db.create_index(index("ix_change_person", "change", &["partnership_id", "person_id", "at"]))
            .await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        db.drop_table(Table::drop().table("change").to_owned()).await?;
        for table in VERSIONED {
            let column = format!("ALTER TABLE {table} DROP COLUMN version");
            db.get_connection().execute_unprepared(&column).await?;
        }
        Ok(())
    }
}
