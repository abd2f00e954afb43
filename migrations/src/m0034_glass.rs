//! Records that were opened in an emergency by somebody whose they are not, and that staff are told of it.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::constraint::{at_most, check, index, key, one_of, unique, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0034_glass"
    }
}

/// Why somebody of the staff is written to, as m0017 has it, and with what is new.
const KINDS: [&str; 8] =
    ["alert", "waiting", "second-look", "passed-on", "sent-back", "load", "handover", "glass"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        db.create_table(
            Table::create()
                .table("glass")
                .col(uuid("partnership_id"))
                .col(uuid("id"))
                .col(uuid("person_id"))
                // Who opened it.
                .col(uuid("staff_id"))
                .col(text("reason"))
                .col(text("words"))
                .col(timestamp_with_time_zone("opened_at"))
                // Until then they reach the young person, by this.
                .col(timestamp_with_time_zone("ends_at"))
                .col(uuid_null("reviewed_by"))
                .col(timestamp_with_time_zone_null("reviewed_at"))
                .col(boolean_null("justified"))
                .col(text_null("review_words"))
                .primary_key(&mut key("pk_glass", &["partnership_id", "id"]))
                .foreign_key(&mut within("fk_glass_person", "glass", "person_id", "person"))
                .foreign_key(&mut within("fk_glass_staff", "glass", "staff_id", "staff"))
                .foreign_key(&mut within("fk_glass_reviewed_by", "glass", "reviewed_by", "staff"))
                .check(one_of(
                    "ck_glass_reason",
                    "reason",
                    &["risk-of-harm", "colleague-away", "court-or-police", "other"],
                ))
                // Enough to be reviewed.
                .check(check("ck_glass_words", "length(words) BETWEEN 10 AND 500"))
                .check(at_most("ck_glass_review_words", "review_words", 500))
                // Nobody says of themselves that they were right.
                .check(check("ck_glass_reviewer", "reviewed_by <> staff_id"))
                .check(check(
                    "ck_glass_reviewed",
                    "(reviewed_at IS NULL) = (reviewed_by IS NULL) \
                     AND (reviewed_at IS NULL) = (justified IS NULL)",
                ))
                .to_owned(),
        )
        .await?;
        // Whom somebody reaches by it, with every request.
        db.create_index(index(
            "ix_glass_staff",
            "glass",
            &["partnership_id", "staff_id", "ends_at"],
        ))
        .await?;
        db.create_index(index(
            "ix_glass_person",
            "glass",
            &["partnership_id", "person_id", "opened_at"],
        ))
        .await?;
        // What waits for somebody to look at it.
        db.create_index(
            index("ix_glass_waiting", "glass", &["partnership_id", "opened_at"])
                .and_where(Expr::cust("reviewed_at IS NULL"))
                .to_owned(),
        )
        .await?;
        kinds(db, &KINDS).await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        let run = db.get_connection();
        run.execute_unprepared("DELETE FROM staff_notice WHERE kind = 'glass'").await?;
        kinds(db, &KINDS[..KINDS.len() - 1]).await?;
        db.drop_table(Table::drop().table("glass").to_owned()).await
    }
}

/// Exchanges the list of what staff are told. SQLite copies the table for it.
async fn kinds(db: &SchemaManager<'_>, kinds: &[&'static str]) -> Result<(), DbErr> {
    let run = db.get_connection();
    if db.get_database_backend() != DbBackend::Sqlite {
        let list = kinds.join("', '");
        run.execute_unprepared(&format!(
            "ALTER TABLE staff_notice DROP CONSTRAINT ck_staff_notice_kind,
             ADD CONSTRAINT ck_staff_notice_kind CHECK (kind IN ('{list}'))"
        ))
        .await?;
        return Ok(());
    }
    run.execute_unprepared(
        "CREATE TABLE kept AS SELECT * FROM staff_notice; DROP TABLE staff_notice;",
    )
    .await?;
    db.create_table(
        Table::create()
            .table("staff_notice")
            .col(uuid("partnership_id"))
            .col(uuid("id"))
            .col(text("kind"))
            .col(uuid("staff_id"))
            .col(uuid_null("alert_id"))
            .col(small_integer("rung"))
            .col(timestamp_with_time_zone("made_at"))
            .col(timestamp_with_time_zone_null("leased_until"))
            .col(timestamp_with_time_zone_null("handed_at"))
            .col(timestamp_with_time_zone_null("settled_at"))
            .col(boolean("taken").default(false))
            .primary_key(&mut key("pk_staff_notice", &["partnership_id", "id"]))
            .foreign_key(&mut within("fk_staff_notice_staff", "staff_notice", "staff_id", "staff"))
            .foreign_key(&mut within("fk_staff_notice_alert", "staff_notice", "alert_id", "alert"))
            .check(one_of("ck_staff_notice_kind", "kind", kinds))
            .to_owned(),
    )
    .await?;
    run.execute_unprepared("INSERT INTO staff_notice SELECT * FROM kept; DROP TABLE kept;").await?;
    db.create_index(unique(
        "ux_staff_notice_rung",
        "staff_notice",
        &["partnership_id", "alert_id", "kind", "rung", "staff_id"],
    ))
    .await?;
    db.create_index(
        index("ix_staff_notice_waiting", "staff_notice", &["made_at"])
            .and_where(Expr::cust("settled_at IS NULL"))
            .to_owned(),
    )
    .await
}
