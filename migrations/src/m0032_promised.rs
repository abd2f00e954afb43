//! What came of promised support: what others say was given, and concerns with an answer owed by a day.

use sea_orm_migration::{prelude::*, schema::*};

use crate::constraint::{at_most, check, index, key, one_of, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0032_promised"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        claims(db).await?;
        concerns(db).await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        for table in ["concern", "claim"] {
            db.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// What somebody other than the young person says of what was given.
async fn claims(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("claim")
            .col(uuid("partnership_id"))
            .col(uuid("id"))
            .col(uuid("person_id"))
            .col(uuid("promise_id"))
            .col(text("source"))
            .col(date("from_on"))
            .col(date("until_on"))
            .col(text("given"))
            .col(text_null("words"))
            .col(uuid_null("recorded_by"))
            .col(timestamp_with_time_zone("recorded_at"))
            .col(integer("version").default(1))
            .primary_key(&mut key("pk_claim", &["partnership_id", "id"]))
            .foreign_key(&mut within("fk_claim_person", "claim", "person_id", "person"))
            .foreign_key(&mut within("fk_claim_promise", "claim", "promise_id", "promise"))
            .foreign_key(&mut within("fk_claim_recorded_by", "claim", "recorded_by", "staff"))
            .check(one_of("ck_claim_source", "source", &["provider", "worker"]))
            .check(one_of("ck_claim_given", "given", &["all", "some", "none"]))
            .check(check("ck_claim_days", "until_on >= from_on"))
            .check(at_most("ck_claim_words", "words", 200))
            .to_owned(),
    )
    .await?;
    db.create_index(index("ix_claim_person", "claim", &["partnership_id", "person_id"])).await
}

/// That promised support may not be coming, and what came of that.
async fn concerns(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("concern")
            .col(uuid("partnership_id"))
            .col(uuid("id"))
            .col(uuid("person_id"))
            .col(uuid("promise_id"))
            .col(text("raised_by"))
            .col(date("raised_on"))
            .col(text_null("words"))
            .col(text_null("to_whom"))
            // By when an answer is owed.
            .col(date("due_on"))
            .col(date_null("answered_on"))
            .col(text_null("outcome"))
            .col(text_null("answer"))
            .col(uuid_null("answered_by"))
            .col(timestamp_with_time_zone("recorded_at"))
            .col(integer("version").default(1))
            .primary_key(&mut key("pk_concern", &["partnership_id", "id"]))
            .foreign_key(&mut within("fk_concern_person", "concern", "person_id", "person"))
            .foreign_key(&mut within("fk_concern_promise", "concern", "promise_id", "promise"))
            .foreign_key(&mut within("fk_concern_answered_by", "concern", "answered_by", "staff"))
            .check(one_of(
                "ck_concern_raised_by",
                "raised_by",
                &["young-person", "supporter", "worker", "rule"],
            ))
            .check(one_of(
                "ck_concern_outcome",
                "outcome",
                &["restored", "replaced", "changed", "ended", "refused"],
            ))
            // All of an answer, or nothing of it.
            .check(check(
                "ck_concern_answered",
                "(answered_on IS NULL) = (outcome IS NULL) AND (answered_on IS NULL) = (answer IS NULL)",
            ))
            .check(check("ck_concern_due", "due_on >= raised_on"))
            .check(at_most("ck_concern_words", "words", 200))
            .check(at_most("ck_concern_to_whom", "to_whom", 200))
            .check(at_most("ck_concern_answer", "answer", 4000))
            .to_owned(),
    )
    .await?;
    db.create_index(index("ix_concern_person", "concern", &["partnership_id", "person_id"])).await
}
