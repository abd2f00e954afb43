//! What is done for several young people at once, and how it can be undone; a check-in that is put off; and what tells open
//! pages that something has changed.

use sea_orm_migration::{prelude::*, schema::*};

use crate::constraint::{check, index, key, one_of, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0039_bulk"
    }
}

const LONG_AGO: &str = "1970-01-01T00:00:00+00:00";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        db.create_table(
            Table::create()
                .table("bulk")
                .col(uuid("partnership_id"))
                // What was done, by an id that whoever did it chose; a row for each for whom it was.
                .col(uuid("id"))
                .col(uuid("person_id"))
                .col(uuid("staff_id"))
                .col(text("action"))
                .col(timestamp_with_time_zone("done_at"))
                .col(timestamp_with_time_zone_null("undone_at"))
                // The reminder or the task that was made. It is forgotten in its own time, so no key.
                .col(uuid_null("thing_id"))
                // What it was before, and is now, where that can be restored: an id or a day each.
                .col(text_null("before"))
                .col(text_null("after"))
                .primary_key(&mut key("pk_bulk", &["partnership_id", "id", "person_id"]))
                .foreign_key(&mut within("fk_bulk_person", "bulk", "person_id", "person"))
                .foreign_key(&mut within("fk_bulk_staff", "bulk", "staff_id", "staff"))
                .check(one_of(
                    "ck_bulk_action",
                    "action",
                    &["send", "postpone", "assign", "key-date"],
                ))
                .check(check(
                    "ck_bulk_restore",
                    "length(before) <= 40 AND (after IS NULL OR length(after) <= 40)",
                ))
                .to_owned(),
        )
        .await?;
        // What somebody has just done.
        db.create_index(index("ix_bulk_staff", "bulk", &["partnership_id", "staff_id", "done_at"]))
            .await?;
        // They are forgotten by their age.
        db.create_index(index("ix_bulk_done", "bulk", &["done_at"])).await?;
        for column in [
            // The day on which a check-in would open, and the later one on which it does.
            "postponed_from date",
            "postponed_to date CONSTRAINT \"ck_person_postponed\" CHECK (postponed_to > postponed_from)",
        ] {
            let column = format!("ALTER TABLE person ADD COLUMN {column}");
            db.get_connection().execute_unprepared(&column).await?;
        }
        // Every change of what a row depends on has it worked out anew: when it was last tells who has changed since.
        let worked = timestamp_with_time_zone("worked_at").default(LONG_AGO).to_owned();
        db.alter_table(Table::alter().table("standing").add_column(worked).to_owned()).await?;
        db.create_index(index("ix_standing_worked", "standing", &["worked_at"])).await?;
        // Possible harm that is new is told at once.
        let harm = index("ix_alert_harm", "alert", &["raised_at"])
            .and_where(Expr::cust("priority = 'p1' AND closed_at IS NULL"))
            .to_owned();
        db.create_index(harm).await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        for (name, table) in [("ix_alert_harm", "alert"), ("ix_standing_worked", "standing")] {
            db.drop_index(Index::drop().name(name).table(table).to_owned()).await?;
        }
        let sql = [
            "ALTER TABLE standing DROP COLUMN worked_at",
            "ALTER TABLE person DROP COLUMN postponed_to",
            "ALTER TABLE person DROP COLUMN postponed_from",
        ];
        for sql in sql {
            db.get_connection().execute_unprepared(sql).await?;
        }
        db.drop_table(Table::drop().table("bulk").to_owned()).await
    }
}
