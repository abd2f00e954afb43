//! What staff have typed and not saved.

use sea_orm_migration::{prelude::*, schema::*};

use crate::constraint::{at_most, index, key, one_of, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0029_drafts"
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
                .table("draft")
                .col(uuid("partnership_id"))
                // Whose it is: nobody else reads it.
                .col(uuid("staff_id"))
                // What it will be once it is saved. It is not there yet, so no key.
                .col(uuid("thing_id"))
                .col(uuid("person_id"))
                .col(text("thing"))
                // As the page keeps it.
                .col(text("body"))
                .col(timestamp_with_time_zone("changed_at"))
                .primary_key(&mut key("pk_draft", &["partnership_id", "staff_id", "thing_id"]))
                .foreign_key(&mut within("fk_draft_staff", "draft", "staff_id", "staff"))
                .foreign_key(&mut within("fk_draft_person", "draft", "person_id", "person"))
                .check(one_of("ck_draft_thing", "thing", &["contact", "destination", "promise"]))
                // A long note, and what stands around it.
                .check(at_most("ck_draft_body", "body", 16000))
                .to_owned(),
        )
        .await?;
        // They are forgotten by their age.
        db.create_index(index("ix_draft_changed", "draft", &["changed_at"])).await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        db.drop_table(Table::drop().table("draft").to_owned()).await
    }
}
