//! How a call is recorded with all that came of it; how somebody can be reached safely; and a history of any kind of thing.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::constraint::{at_most, check, index, key, one_of, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0027_calls"
    }
}

/// Who changes things: as in `m0016_changes`.
const ACTORS: [&str; 5] = ["young-person", "supporter", "staff", "file", "system"];

/// A history of any kind of thing, and of those there were, on PostgreSQL.
const ANY: &str = "ALTER TABLE change DROP CONSTRAINT ck_change_thing,
                   ADD CONSTRAINT ck_change_thing_length CHECK (length(thing) <= 40),
                   DROP CONSTRAINT pk_change,
                   ADD CONSTRAINT pk_change PRIMARY KEY (partnership_id, thing_id, thing, version, field)";
const LISTED: &str = "ALTER TABLE change DROP CONSTRAINT ck_change_thing_length,
                      ADD CONSTRAINT ck_change_thing CHECK (thing IN ('destination', 'promise', 'contact', 'task')),
                      DROP CONSTRAINT pk_change,
                      ADD CONSTRAINT pk_change PRIMARY KEY (partnership_id, thing_id, version, field)";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        for column in [
            // Codes of who was there, with commas between them. Empty: nobody has said.
            "present text CONSTRAINT \"ck_contact_present\" CHECK (length(present) <= 200)",
            // What is to be done on the day to follow it up.
            "follow_up_words text CONSTRAINT \"ck_contact_follow_up_words\" CHECK (length(follow_up_words) <= 200)",
            // It kept to what they said is safe. Empty: nothing was known of that, or they began it.
            "safe_way boolean",
        ] {
            let column = format!("ALTER TABLE contact ADD COLUMN {column}");
            db.get_connection().execute_unprepared(&column).await?;
        }
        safe_contacts(db).await?;
        things(db, after(), ANY).await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        // What was kept of other things has no place in the list of before.
        db.get_connection()
            .execute_unprepared(
                "DELETE FROM change WHERE thing NOT IN ('destination', 'promise', 'contact', 'task')",
            )
            .await?;
        things(db, before(), LISTED).await?;
        db.drop_table(Table::drop().table("safe_contact").to_owned()).await?;
        for column in ["safe_way", "follow_up_words", "present"] {
            let column = format!("ALTER TABLE contact DROP COLUMN {column}");
            db.get_connection().execute_unprepared(&column).await?;
        }
        Ok(())
    }
}

/// The ways and times at which somebody has said that they can be reached safely. One row for each person: what they said
/// last.
async fn safe_contacts(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("safe_contact")
            .col(uuid("partnership_id"))
            .col(uuid("person_id"))
            // Codes, with commas between them. Empty: any way.
            .col(text("ways"))
            .col(text("times"))
            // Whether a message may be left where others could find it. Empty: they were not asked.
            .col(boolean_null("message_ok"))
            .col(text_null("not_to"))
            .col(text("said_by"))
            .col(date("said_on"))
            // The check-in that it was said in, or the member of staff who wrote it down.
            .col(uuid_null("check_in_id"))
            .col(uuid_null("recorded_by"))
            .col(integer("version").default(1))
            .primary_key(&mut key("pk_safe_contact", &["partnership_id", "person_id"]))
            .foreign_key(&mut within(
                "fk_safe_contact_person",
                "safe_contact",
                "person_id",
                "person",
            ))
            .foreign_key(&mut within(
                "fk_safe_contact_check_in",
                "safe_contact",
                "check_in_id",
                "check_in",
            ))
            .foreign_key(&mut within(
                "fk_safe_contact_recorded_by",
                "safe_contact",
                "recorded_by",
                "staff",
            ))
            .check(at_most("ck_safe_contact_ways", "ways", 100))
            // When it is safe: as for a wish to talk.
            .check(one_of(
                "ck_safe_contact_times",
                "times",
                &["any", "morning", "afternoon", "evening"],
            ))
            .check(at_most("ck_safe_contact_not_to", "not_to", 200))
            // Whose word it is.
            .check(one_of(
                "ck_safe_contact_said_by",
                "said_by",
                &["young-person", "supporter", "worker"],
            ))
            .to_owned(),
    )
    .await
}

/// Exchanges the rule on what a history is kept of. SQLite cannot change a rule, so it copies the table.
async fn things(
    db: &SchemaManager<'_>,
    mut like: TableCreateStatement,
    sql: &str,
) -> Result<(), DbErr> {
    let run = db.get_connection();
    if db.get_database_backend() != DbBackend::Sqlite {
        run.execute_unprepared(sql).await?;
        return Ok(());
    }
    let columns: Vec<String> =
        like.get_columns().iter().map(|column| column.get_column_name()).collect();
    let columns = columns.join(", ");
    run.execute_unprepared(
        "PRAGMA defer_foreign_keys = ON;
         CREATE TABLE kept AS SELECT * FROM change;
         DROP TABLE change;",
    )
    .await?;
    db.create_table(like.take()).await?;
    run.execute_unprepared(&format!(
        "INSERT INTO change ({columns}) SELECT {columns} FROM kept; DROP TABLE kept;"
    ))
    .await?;
    db.create_index(index("ix_change_person", "change", &["partnership_id", "person_id", "at"]))
        .await
}

/// The table with any kind of thing: which there are, the code says, and a new one needs no new rule.
fn after() -> TableCreateStatement {
    // Whoever makes a thing chooses its id, so a thing of another kind may have the same.
    table(&["partnership_id", "thing_id", "thing", "version", "field"])
        .check(at_most("ck_change_thing_length", "thing", 40))
        .to_owned()
}

/// The table as it was.
fn before() -> TableCreateStatement {
    table(&["partnership_id", "thing_id", "version", "field"])
        .check(one_of("ck_change_thing", "thing", &["destination", "promise", "contact", "task"]))
        .to_owned()
}

fn table(named_by: &[&'static str]) -> TableCreateStatement {
    Table::create()
        .table("change")
        .col(uuid("partnership_id"))
        .col(uuid("thing_id"))
        .col(integer("version"))
        .col(text("field"))
        .col(uuid("person_id"))
        .col(text("thing"))
        .col(timestamp_with_time_zone("at"))
        .col(text("actor_kind"))
        .col(uuid_null("actor_id"))
        .col(text_null("before"))
        .col(text_null("after"))
        .primary_key(&mut key("pk_change", named_by))
        .foreign_key(&mut within("fk_change_person", "change", "person_id", "person"))
        .check(one_of("ck_change_actor_kind", "actor_kind", &ACTORS))
        .check(check("ck_change_version", "version >= 1"))
        .check(at_most("ck_change_field", "field", 60))
        .check(at_most("ck_change_before", "before", 4000))
        .check(at_most("ck_change_after", "after", 4000))
        .to_owned()
}
