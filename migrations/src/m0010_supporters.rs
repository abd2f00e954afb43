//! People whom a young person has asked to help, and which answers came from them.

use sea_orm_migration::{prelude::*, schema::*};

use crate::constraint::{at_most, check, exactly, index, key, unique, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0010_supporters"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        supporters(db).await?;
        // The supporter who sent an answer from a phone of their own. It names no row: a supporter who is removed is
        // forgotten, and what they said stays.
        db.alter_table(
            Table::alter().table("answer").add_column(uuid_null("supporter_id")).to_owned(),
        )
        .await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        db.alter_table(Table::alter().table("answer").drop_column("supporter_id").to_owned())
            .await?;
        db.drop_table(Table::drop().table("supporter").to_owned()).await
    }
}

async fn supporters(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("supporter")
            .col(uuid("partnership_id"))
            .col(uuid("id"))
            .col(uuid("person_id"))
            .col(text("name"))
            // A code of the questionnaire, which decides what codes there are.
            .col(text("relation"))
            .col(boolean("helps").default(false))
            .col(boolean("gets_reminders").default(false))
            .col(boolean("sees_goals").default(false))
            // Of a link that has not been used. Using it swaps it for a token.
            .col(blob_null("link_hash"))
            .col(timestamp_with_time_zone_null("link_expires_at"))
            // Of the token of the one phone that is signed in.
            .col(blob_null("token_hash"))
            .col(timestamp_with_time_zone("made_at"))
            .col(timestamp_with_time_zone_null("joined_at"))
            .col(timestamp_with_time_zone_null("last_used_at"))
            // Where that phone takes reminders.
            .col(text_null("push_endpoint"))
            .col(text_null("push_p256dh"))
            .col(text_null("push_auth"))
            .primary_key(&mut key("pk_supporter", &["partnership_id", "id"]))
            .foreign_key(&mut within("fk_supporter_person", "supporter", "person_id", "person"))
            // What a young person calls somebody.
            .check(at_most("ck_supporter_name", "name", 60))
            // As long as the answer to a question keeps it.
            .check(at_most("ck_supporter_relation", "relation", 40))
            // A SHA-256, never the secret itself.
            .check(exactly("ck_supporter_link_hash", "link_hash", 32))
            // A SHA-256, never the secret itself.
            .check(exactly("ck_supporter_token_hash", "token_hash", 32))
            // No link works for ever.
            .check(check(
                "ck_supporter_link_expires",
                "(link_hash IS NULL) = (link_expires_at IS NULL)",
            ))
            // Whoever has a token came in at a moment, and whoever has none is not in.
            .check(check(
                "ck_supporter_joined",
                "(token_hash IS NULL) = (joined_at IS NULL) \
                 AND (token_hash IS NULL) = (last_used_at IS NULL)",
            ))
            // A push service's address, with what pushes are encrypted with, on a phone that is signed in.
            .check(at_most("ck_supporter_push_endpoint", "push_endpoint", 2048))
            .check(check(
                "ck_supporter_push",
                "(push_endpoint IS NULL) = (push_p256dh IS NULL) \
                 AND (push_endpoint IS NULL) = (push_auth IS NULL) \
                 AND (push_endpoint IS NULL OR token_hash IS NOT NULL)",
            ))
            .to_owned(),
    )
    .await?;
    // The supporters of one person.
    db.create_index(index("ix_supporter_person", "supporter", &["partnership_id", "person_id"]))
        .await?;
    // A link, and a token, leads to one supporter. Several may have none: empty ones differ.
    db.create_index(unique("ux_supporter_link", "supporter", &["partnership_id", "link_hash"]))
        .await?;
    db.create_index(unique("ux_supporter_token", "supporter", &["partnership_id", "token_hash"]))
        .await
}
