//! Questions to providers: whether a young person is there. Each is answered once, by a link.

use sea_orm_migration::{prelude::*, schema::*};

use crate::constraint::{at_most, check, exactly, index, key, one_of, unique, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0031_confirmations"
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
                .table("confirmation")
                .col(uuid("partnership_id"))
                .col(uuid("id"))
                .col(uuid("person_id"))
                .col(uuid("spell_id"))
                .col(blob("token_hash"))
                // What the provider is told of who they are.
                .col(text("known_as"))
                .col(text("basis"))
                .col(uuid("asked_by"))
                .col(timestamp_with_time_zone("asked_at"))
                .col(timestamp_with_time_zone("expires_at"))
                .col(timestamp_with_time_zone_null("opened_at"))
                .col(text_null("answer"))
                .col(date_null("ended_on"))
                // Who answers for the provider, as they signed it.
                .col(text_null("answered_by"))
                .col(timestamp_with_time_zone_null("answered_at"))
                .col(timestamp_with_time_zone_null("withdrawn_at"))
                .primary_key(&mut key("pk_confirmation", &["partnership_id", "id"]))
                .foreign_key(&mut within(
                    "fk_confirmation_person",
                    "confirmation",
                    "person_id",
                    "person",
                ))
                .foreign_key(&mut within(
                    "fk_confirmation_spell",
                    "confirmation",
                    "spell_id",
                    "spell",
                ))
                .foreign_key(&mut within(
                    "fk_confirmation_asked_by",
                    "confirmation",
                    "asked_by",
                    "staff",
                ))
                // A SHA-256, never the secret itself.
                .check(exactly("ck_confirmation_token_hash", "token_hash", 32))
                .check(at_most("ck_confirmation_known_as", "known_as", 200))
                .check(at_most("ck_confirmation_answered_by", "answered_by", 200))
                .check(one_of("ck_confirmation_basis", "basis", &["agreed", "agreement"]))
                .check(one_of(
                    "ck_confirmation_answer",
                    "answer",
                    &["yes", "ended", "never", "cannot-say"],
                ))
                // An answer is signed and dated, and only who has left has a last day.
                .check(check(
                    "ck_confirmation_answered",
                    "(answer IS NULL) = (answered_at IS NULL) \
                     AND (answer IS NULL) = (answered_by IS NULL)",
                ))
                .check(check(
                    "ck_confirmation_ended",
                    "(ended_on IS NOT NULL) = (answer IS NOT NULL AND answer = 'ended')",
                ))
                .to_owned(),
        )
        .await?;
        // What was asked about one young person.
        db.create_index(index(
            "ix_confirmation_person",
            "confirmation",
            &["partnership_id", "person_id"],
        ))
        .await?;
        // A link leads to one question.
        db.create_index(unique(
            "ux_confirmation_token",
            "confirmation",
            &["partnership_id", "token_hash"],
        ))
        .await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        db.drop_table(Table::drop().table("confirmation").to_owned()).await
    }
}
