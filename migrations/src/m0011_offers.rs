//! What may be offered because of how things go, answers from a notification, and what changed because of what young
//! people said.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::constraint::{
    at_most, check, exactly, index, key, of_partnership, one_of, unique, within,
};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0011_offers"
    }
}

/// What a young person may be asked once: until now a month and a kind.
const MONTH: [&str; 4] = ["partnership_id", "person_id", "month", "kind"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        let day = match db.get_database_backend() {
            DbBackend::Sqlite => "date_text",
            _ => "date",
        };
        for column in [
            // Since when they like to be asked every two weeks for a while.
            format!("person ADD COLUMN closer_from {day}"),
            // Zero, or what marks a check-in that was asked in between.
            "check_in ADD COLUMN extra smallint NOT NULL DEFAULT 0".to_owned(),
        ] {
            db.get_connection().execute_unprepared(&format!("ALTER TABLE {column}")).await?;
        }
        db.drop_index(Index::drop().name("ux_check_in_month").table("check_in").to_owned()).await?;
        // Asking may be tried again, by several instances at once, and must not ask twice.
        let [partnership, person, month, kind] = MONTH;
        db.create_index(unique(
            "ux_check_in_month",
            "check_in",
            &[partnership, person, month, kind, "extra"],
        ))
        .await?;
        offers(db).await?;
        links(db).await?;
        improvements(db).await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        for table in ["improvement", "answer_link", "offer_answer"] {
            db.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        db.drop_index(Index::drop().name("ux_check_in_month").table("check_in").to_owned()).await?;
        db.create_index(unique("ux_check_in_month", "check_in", &MONTH)).await?;
        for column in ["check_in DROP COLUMN extra", "person DROP COLUMN closer_from"] {
            db.get_connection().execute_unprepared(&format!("ALTER TABLE {column}")).await?;
        }
        Ok(())
    }
}

/// What was offered and answered, so that it is offered once.
async fn offers(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("offer_answer")
            .col(uuid("partnership_id"))
            .col(uuid("person_id"))
            .col(text("offer"))
            // The spell or check-in it came from. Of several tables, so no key.
            .col(uuid("because"))
            .col(boolean("taken"))
            .col(timestamp_with_time_zone("answered_at"))
            .primary_key(&mut key(
                "pk_offer_answer",
                &["partnership_id", "person_id", "offer", "because"],
            ))
            .foreign_key(&mut within(
                "fk_offer_answer_person",
                "offer_answer",
                "person_id",
                "person",
            ))
            // What can be offered.
            .check(one_of("ck_offer_answer_offer", "offer", &["closer", "less"]))
            .to_owned(),
    )
    .await
}

/// What a notification carries so that one question can be answered from it.
async fn links(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("answer_link")
            .col(uuid("partnership_id"))
            .col(blob("token_hash"))
            .col(uuid("person_id"))
            .col(uuid("check_in_id"))
            // The question that it answers, and no other.
            .col(text("question"))
            .col(timestamp_with_time_zone("made_at"))
            .col(timestamp_with_time_zone("expires_at"))
            .col(timestamp_with_time_zone_null("used_at"))
            .primary_key(&mut key("pk_answer_link", &["partnership_id", "token_hash"]))
            .foreign_key(&mut within("fk_answer_link_person", "answer_link", "person_id", "person"))
            .foreign_key(&mut within(
                "fk_answer_link_check_in",
                "answer_link",
                "check_in_id",
                "check_in",
            ))
            // A SHA-256, never the secret itself.
            .check(exactly("ck_answer_link_token_hash", "token_hash", 32))
            // There has to be time to answer.
            .check(check("ck_answer_link_expires", "expires_at > made_at"))
            .to_owned(),
    )
    .await?;
    // Old ones are swept out.
    db.create_index(index("ix_answer_link_expires", "answer_link", &["expires_at"])).await
}

/// "You said, we did."
async fn improvements(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("improvement")
            .col(uuid("partnership_id"))
            .col(uuid("id"))
            .col(text("said"))
            .col(text("said_easy"))
            .col(text("did"))
            .col(text("did_easy"))
            .col(date("done_on"))
            .col(uuid_null("written_by"))
            .col(timestamp_with_time_zone("changed_at"))
            .primary_key(&mut key("pk_improvement", &["partnership_id", "id"]))
            .foreign_key(&mut of_partnership("fk_improvement_partnership", "improvement"))
            .foreign_key(&mut within(
                "fk_improvement_written_by",
                "improvement",
                "written_by",
                "staff",
            ))
            // A few sentences on a phone.
            .check(at_most("ck_improvement_said", "said", 300))
            .check(at_most("ck_improvement_said_easy", "said_easy", 300))
            .check(at_most("ck_improvement_did", "did", 300))
            .check(at_most("ck_improvement_did_easy", "did_easy", 300))
            .to_owned(),
    )
    .await
}
