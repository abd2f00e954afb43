//! A record that was of two people and is divided.

use sea_orm_migration::{prelude::*, schema::*};

use crate::constraint::{at_most, check, index, key, unique, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0037_splits"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        db.create_table(
            Table::create()
                .table("split")
                .col(uuid("partnership_id"))
                .col(uuid("id"))
                // Whose record it was, and stays.
                .col(uuid("person_id"))
                // Who has a record of their own since.
                .col(uuid("new_id"))
                .col(text("why"))
                // JSON: which rows are with the new record.
                .col(text("moved"))
                .col(timestamp_with_time_zone("made_at"))
                .col(uuid("made_by"))
                .primary_key(&mut key("pk_split", &["partnership_id", "id"]))
                .foreign_key(&mut within("fk_split_person", "split", "person_id", "person"))
                .foreign_key(&mut within("fk_split_new", "split", "new_id", "person"))
                .foreign_key(&mut within("fk_split_made_by", "split", "made_by", "staff"))
                .check(check("ck_split_two", "person_id <> new_id"))
                .check(at_most("ck_split_why", "why", 500))
                .to_owned(),
        )
        .await?;
        // Nobody is new twice.
        db.create_index(unique("ux_split_new", "split", &["partnership_id", "new_id"])).await?;
        db.create_index(index("ix_split_person", "split", &["partnership_id", "person_id"])).await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        db.drop_table(Table::drop().table("split").to_owned()).await
    }
}
