//! Calendars of key days that members of staff subscribe to.

use sea_orm_migration::{prelude::*, schema::*};

use crate::constraint::{exactly, key, unique, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0024_feeds"
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
                .table("feed")
                .col(uuid("partnership_id"))
                .col(uuid("staff_id"))
                .col(blob("token_hash"))
                .col(timestamp_with_time_zone("made_at"))
                // Each has one: a new address ends the old one.
                .primary_key(&mut key("pk_feed", &["partnership_id", "staff_id"]))
                .foreign_key(&mut within("fk_feed_staff", "feed", "staff_id", "staff"))
                // A SHA-256, never the secret itself.
                .check(exactly("ck_feed_token_hash", "token_hash", 32))
                .to_owned(),
        )
        .await?;
        // A calendar program shows the address and nothing else.
        db.create_index(unique("ux_feed_token", "feed", &["partnership_id", "token_hash"])).await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        db.drop_table(Table::drop().table("feed").to_owned()).await
    }
}
