//! What a young person is asked, what they say, and what must not wait.

use sea_orm_migration::{prelude::*, schema::*};

use crate::constraint::{at_most, check, index, key, one_of, unique, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0004_check_ins"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        check_ins(db).await?;
        answers(db).await?;
        alerts(db).await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        for table in ["alert", "answer", "check_in"] {
            db.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn check_ins(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("check_in")
            .col(uuid("partnership_id"))
            .col(uuid("id"))
            .col(uuid("person_id"))
            .col(text("kind"))
            // Months since the transition.
            .col(small_integer("month"))
            .col(date("due_on"))
            .col(timestamp_with_time_zone("opened_at"))
            .col(timestamp_with_time_zone("closes_at"))
            .col(text("questionnaire_id"))
            .col(text("questionnaire_version"))
            .col(timestamp_with_time_zone_null("finished_at"))
            .col(timestamp_with_time_zone_null("expired_at"))
            .primary_key(&mut key("pk_check_in", &["partnership_id", "id"]))
            .foreign_key(&mut within("fk_check_in_person", "check_in", "person_id", "person"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_check_in_questionnaire")
                    .from("check_in", ("questionnaire_id", "questionnaire_version"))
                    .to("questionnaire", ("id", "version")),
            )
            // The kind chooses the questions.
            .check(one_of(
                "ck_check_in_kind",
                "kind",
                &["welcome", "pulse", "core", "anniversary", "leaving", "something-changed"],
            ))
            // The two years.
            .check(check("ck_check_in_month", "month BETWEEN 0 AND 24"))
            // There has to be time to answer.
            .check(check("ck_check_in_closes", "closes_at > opened_at"))
            // Answered to the end and given up on are different findings.
            .check(check("ck_check_in_one_end", "finished_at IS NULL OR expired_at IS NULL"))
            .to_owned(),
    )
    .await?;
    // Asking may be tried again, by several instances at once, and must not ask twice.
    db.create_index(unique(
        "ux_check_in_month",
        "check_in",
        &["partnership_id", "person_id", "month", "kind"],
    ))
    .await?;
    // A phone asks what is open.
    db.create_index(
        index("ix_check_in_open", "check_in", &["partnership_id", "person_id"])
            .and_where(Expr::cust("finished_at IS NULL AND expired_at IS NULL"))
            .to_owned(),
    )
    .await?;
    // Closing looks for the open ones whose time is over.
    db.create_index(
        index("ix_check_in_closing", "check_in", &["closes_at"])
            .and_where(Expr::cust("finished_at IS NULL AND expired_at IS NULL"))
            .to_owned(),
    )
    .await
}

async fn answers(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("answer")
            .col(uuid("partnership_id"))
            .col(uuid("id"))
            .col(uuid("check_in_id"))
            .col(uuid("person_id"))
            // The question, and the item it was asked about if there was one.
            .col(text("key"))
            .col(text("question"))
            .col(uuid_null("item_id"))
            // A JSON list of the chosen codes.
            .col(text_null("codes"))
            .col(text_null("free_text"))
            .col(boolean("skipped").default(false))
            // Who spoke, and who helped.
            .col(text("source"))
            .col(text_null("helper"))
            .col(text("reading"))
            .col(text("language"))
            // By the phone's clock, which may have been offline, and by ours.
            .col(timestamp_with_time_zone("answered_at"))
            .col(timestamp_with_time_zone("received_at"))
            .col(timestamp_with_time_zone_null("superseded_at"))
            .primary_key(&mut key("pk_answer", &["partnership_id", "id"]))
            .foreign_key(&mut within("fk_answer_check_in", "answer", "check_in_id", "check_in"))
            .foreign_key(&mut within("fk_answer_person", "answer", "person_id", "person"))
            // A question's name and an id.
            .check(at_most("ck_answer_key", "key", 120))
            // What the pages allow; more is not from our pages.
            .check(at_most("ck_answer_free_text", "free_text", 1000))
            // Skipped is an answer of its own: the question was seen.
            .check(check(
                "ck_answer_one_form",
                "(skipped AND codes IS NULL AND free_text IS NULL) \
                 OR (NOT skipped AND codes IS NOT NULL AND free_text IS NULL) \
                 OR (NOT skipped AND codes IS NULL AND free_text IS NOT NULL)",
            ))
            // Reports keep a young person's own word apart from others' word.
            .check(one_of("ck_answer_source", "source", &["self", "with-help", "proxy"]))
            // Which wording was read.
            .check(one_of("ck_answer_reading", "reading", &["plain", "easy"]))
            .to_owned(),
    )
    .await?;
    // The latest answer counts; the earlier ones are kept beside it.
    db.create_index(
        unique("ux_answer_key", "answer", &["partnership_id", "check_in_id", "key"])
            .and_where(Expr::cust("superseded_at IS NULL"))
            .to_owned(),
    )
    .await?;
    // A worker reads all that one person said.
    db.create_index(index("ix_answer_person", "answer", &["partnership_id", "person_id"])).await
}

async fn alerts(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("alert")
            .col(uuid("partnership_id"))
            .col(uuid("id"))
            .col(uuid("person_id"))
            .col(uuid_null("check_in_id"))
            .col(uuid_null("answer_id"))
            // Which rule raised it, and about which item.
            .col(text("trigger"))
            .col(uuid_null("item_id"))
            // The trigger, with `:` and the item where there is one.
            .col(text("trigger_key"))
            .col(text("priority"))
            .col(timestamp_with_time_zone("raised_at"))
            .col(timestamp_with_time_zone_null("acknowledged_at"))
            .col(uuid_null("acknowledged_by"))
            .col(timestamp_with_time_zone_null("closed_at"))
            .primary_key(&mut key("pk_alert", &["partnership_id", "id"]))
            .foreign_key(&mut within("fk_alert_person", "alert", "person_id", "person"))
            .foreign_key(&mut within("fk_alert_check_in", "alert", "check_in_id", "check_in"))
            .foreign_key(&mut within("fk_alert_answer", "alert", "answer_id", "answer"))
            .foreign_key(&mut within(
                "fk_alert_acknowledged_by",
                "alert",
                "acknowledged_by",
                "staff",
            ))
            // How soon somebody has to act.
            .check(one_of("ck_alert_priority", "priority", &["p1", "p2", "p3", "p4"]))
            // Somebody in particular has seen it, at a moment.
            .check(check(
                "ck_alert_acknowledged",
                "(acknowledged_at IS NULL) = (acknowledged_by IS NULL)",
            ))
            .to_owned(),
    )
    .await?;
    // A phone may send an answer five times; it alarms once.
    db.create_index(unique(
        "ux_alert_trigger",
        "alert",
        &["partnership_id", "check_in_id", "trigger_key"],
    ))
    .await?;
    // The caseload puts people with open alerts first.
    db.create_index(
        index("ix_alert_open", "alert", &["partnership_id", "person_id"])
            .and_where(Expr::cust("closed_at IS NULL"))
            .to_owned(),
    )
    .await
}
