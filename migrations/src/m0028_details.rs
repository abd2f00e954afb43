//! What staff mend of a young person's details, which no file writes over; and why somebody left.

use sea_orm_migration::{prelude::*, schema::*};

use crate::constraint::{at_most, key, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0028_details"
    }
}

/// Why somebody is not followed any more.
const REASONS: &str =
    "'moved-away', 'left-england', 'does-not-want', 'plan-ended', 'died', 'other'";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        for column in [
            // 1 when they are new, and one more with each change of their details.
            "version integer NOT NULL DEFAULT 1".to_owned(),
            format!(
                "left_reason text CONSTRAINT \"ck_person_left_reason\" CHECK (left_reason IN ({REASONS}))"
            ),
        ] {
            let column = format!("ALTER TABLE person ADD COLUMN {column}");
            db.get_connection().execute_unprepared(&column).await?;
        }
        db.create_table(
            Table::create()
                .table("kept_detail")
                .col(uuid("partnership_id"))
                .col(uuid("person_id"))
                // What staff have written themselves: no file writes over it.
                .col(text("field"))
                .col(uuid("staff_id"))
                .col(timestamp_with_time_zone("kept_at"))
                .primary_key(&mut key("pk_kept_detail", &["partnership_id", "person_id", "field"]))
                .foreign_key(&mut within(
                    "fk_kept_detail_person",
                    "kept_detail",
                    "person_id",
                    "person",
                ))
                .foreign_key(&mut within(
                    "fk_kept_detail_staff",
                    "kept_detail",
                    "staff_id",
                    "staff",
                ))
                .check(at_most("ck_kept_detail_field", "field", 60))
                .to_owned(),
        )
        .await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        db.drop_table(Table::drop().table("kept_detail").to_owned()).await?;
        for column in ["left_reason", "version"] {
            let column = format!("ALTER TABLE person DROP COLUMN {column}");
            db.get_connection().execute_unprepared(&column).await?;
        }
        Ok(())
    }
}
