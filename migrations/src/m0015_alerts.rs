//! How alerts end: who read the words, what came of it, who looked at that as well; and what happened on the way.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::constraint::{at_most, check, index, key, one_of, unique, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0015_alerts"
    }
}

/// What can come of an alert.
const OUTCOMES: [&str; 8] = [
    "spoken-safe",
    "childrens-social-care",
    "adult-safeguarding",
    "emergency-services",
    "other-service",
    "could-not-reach",
    "raised-in-error",
    "settled-in-contact",
];

/// What is noted of an alert on its way.
const EVENTS: [&str; 5] = ["taken", "read", "proposed", "sent-back", "closed"];

/// Possible harm is closed by two people, who propose it and agree, and never because nobody answers.
const SECOND_PERSON: &str = "priority <> 'p1' OR closed_at IS NULL OR (closed_by IS NOT NULL \
                             AND proposed_by IS NOT NULL AND closed_by <> proposed_by \
                             AND outcome IS NOT NULL AND outcome <> 'could-not-reach')";
/// Whoever told them nothing says why.
const TOLD: &str = "told_them IS NULL OR told_them OR not_told_why IS NOT NULL";
const PROPOSED: &str = "(proposed_at IS NULL) = (proposed_by IS NULL)";
const READ: &str = "(read_at IS NULL) = (read_by IS NULL)";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        match db.get_database_backend() {
            DbBackend::Sqlite => copied(db, after()).await?,
            _ => {
                let outcomes = OUTCOMES.join("', '");
                db.get_connection()
                    .execute_unprepared(&format!(
                        "ALTER TABLE alert ADD COLUMN read_at timestamp with time zone,
                         ADD COLUMN read_by uuid,
                         ADD COLUMN outcome text,
                         ADD COLUMN outcome_note text,
                         ADD COLUMN told_them boolean,
                         ADD COLUMN not_told_why text,
                         ADD COLUMN next_on date,
                         ADD COLUMN proposed_at timestamp with time zone,
                         ADD COLUMN proposed_by uuid,
                         ADD COLUMN closed_by uuid,
                         ADD CONSTRAINT fk_alert_read_by FOREIGN KEY (partnership_id, read_by)
                             REFERENCES staff (partnership_id, id),
                         ADD CONSTRAINT fk_alert_proposed_by FOREIGN KEY (partnership_id, proposed_by)
                             REFERENCES staff (partnership_id, id),
                         ADD CONSTRAINT fk_alert_closed_by FOREIGN KEY (partnership_id, closed_by)
                             REFERENCES staff (partnership_id, id),
                         ADD CONSTRAINT ck_alert_outcome CHECK (outcome IN ('{outcomes}')),
                         ADD CONSTRAINT ck_alert_outcome_note CHECK (length(outcome_note) <= 4000),
                         ADD CONSTRAINT ck_alert_not_told_why CHECK (length(not_told_why) <= 4000),
                         ADD CONSTRAINT ck_alert_told CHECK ({TOLD}),
                         ADD CONSTRAINT ck_alert_proposed CHECK ({PROPOSED}),
                         ADD CONSTRAINT ck_alert_read CHECK ({READ}),
                         ADD CONSTRAINT ck_alert_second_person CHECK ({SECOND_PERSON})"
                    ))
                    .await?;
            }
        }
        events(db).await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        db.drop_table(Table::drop().table("alert_event").to_owned()).await?;
        if db.get_database_backend() == DbBackend::Sqlite {
            return copied(db, before()).await;
        }
        // A rule and a key go with the column that they name.
        db.get_connection()
            .execute_unprepared(
                "ALTER TABLE alert DROP COLUMN closed_by, DROP COLUMN proposed_by,
                 DROP COLUMN proposed_at, DROP COLUMN next_on, DROP COLUMN not_told_why,
                 DROP COLUMN told_them, DROP COLUMN outcome_note, DROP COLUMN outcome,
                 DROP COLUMN read_by, DROP COLUMN read_at",
            )
            .await?;
        Ok(())
    }
}

/// What happened to each alert, in order. Rows are added and never changed: it can be shown who did what, when.
async fn events(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("alert_event")
            .col(uuid("partnership_id"))
            .col(uuid("id"))
            .col(uuid("alert_id"))
            .col(timestamp_with_time_zone("at"))
            .col(text("what"))
            .col(uuid("staff_id"))
            // What they said about it, as it was then.
            .col(text_null("words"))
            .primary_key(&mut key("pk_alert_event", &["partnership_id", "id"]))
            .foreign_key(&mut within("fk_alert_event_alert", "alert_event", "alert_id", "alert"))
            .foreign_key(&mut within("fk_alert_event_staff", "alert_event", "staff_id", "staff"))
            // What can happen to one.
            .check(one_of("ck_alert_event_what", "what", &EVENTS))
            // As long as what staff write about a contact, and what came of it before that.
            .check(at_most("ck_alert_event_words", "words", 4100))
            .to_owned(),
    )
    .await?;
    // The events of one alert, by time.
    db.create_index(index(
        "ix_alert_event_alert",
        "alert_event",
        &["partnership_id", "alert_id", "at"],
    ))
    .await
}

/// Exchanges the table for one with these columns and rules. SQLite cannot add a key or a rule.
async fn copied(db: &SchemaManager<'_>, mut like: TableCreateStatement) -> Result<(), DbErr> {
    let kept: Vec<String> =
        before().get_columns().iter().map(|column| column.get_column_name()).collect();
    let kept = kept.join(", ");
    let run = db.get_connection();
    run.execute_unprepared(
        "PRAGMA defer_foreign_keys = ON;
         CREATE TABLE kept AS SELECT * FROM alert;
         DROP TABLE alert;",
    )
    .await?;
    db.create_table(like.take()).await?;
    run.execute_unprepared(&format!(
        "INSERT INTO alert ({kept}) SELECT {kept} FROM kept; DROP TABLE kept;"
    ))
    .await?;
    db.create_index(unique(
        "ux_alert_trigger",
        "alert",
        &["partnership_id", "check_in_id", "trigger_key"],
    ))
    .await?;
    db.create_index(
        index("ix_alert_open", "alert", &["partnership_id", "person_id"])
            .and_where(Expr::cust("closed_at IS NULL"))
            .to_owned(),
    )
    .await
}

/// The table with what is new.
fn after() -> TableCreateStatement {
    before()
        // Somebody has read the words that raised it.
        .col(timestamp_with_time_zone_null("read_at"))
        .col(uuid_null("read_by"))
        // What came of it. While it is not closed, what somebody says came of it.
        .col(text_null("outcome"))
        .col(text_null("outcome_note"))
        // Whether the young person was told what happens, and if not, why.
        .col(boolean_null("told_them"))
        .col(text_null("not_told_why"))
        // The day of the next step.
        .col(date_null("next_on"))
        .col(timestamp_with_time_zone_null("proposed_at"))
        .col(uuid_null("proposed_by"))
        .col(uuid_null("closed_by"))
        .foreign_key(&mut within("fk_alert_read_by", "alert", "read_by", "staff"))
        .foreign_key(&mut within("fk_alert_proposed_by", "alert", "proposed_by", "staff"))
        .foreign_key(&mut within("fk_alert_closed_by", "alert", "closed_by", "staff"))
        .check(one_of("ck_alert_outcome", "outcome", &OUTCOMES))
        // As long as what staff write about a contact.
        .check(at_most("ck_alert_outcome_note", "outcome_note", 4000))
        .check(at_most("ck_alert_not_told_why", "not_told_why", 4000))
        .check(check("ck_alert_told", TOLD))
        .check(check("ck_alert_proposed", PROPOSED))
        .check(check("ck_alert_read", READ))
        .check(check("ck_alert_second_person", SECOND_PERSON))
        .to_owned()
}

/// The table as it was.
fn before() -> TableCreateStatement {
    Table::create()
        .table("alert")
        .col(uuid("partnership_id"))
        .col(uuid("id"))
        .col(uuid("person_id"))
        .col(uuid_null("check_in_id"))
        .col(uuid_null("answer_id"))
        .col(text("trigger"))
        .col(uuid_null("item_id"))
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
        .foreign_key(&mut within("fk_alert_acknowledged_by", "alert", "acknowledged_by", "staff"))
        // How soon somebody has to act.
        .check(one_of("ck_alert_priority", "priority", &["p1", "p2", "p3", "p4"]))
        // Somebody in particular has seen it, at a moment.
        .check(check(
            "ck_alert_acknowledged",
            "(acknowledged_at IS NULL) = (acknowledged_by IS NULL)",
        ))
        .to_owned()
}
