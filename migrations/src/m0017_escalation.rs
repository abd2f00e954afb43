//! Who hears of an alert that nobody takes, and by when the next: when each is told again, who of the staff is on duty,
//! when anybody is there, and what each was told.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::constraint::{at_most, exactly, index, key, of_partnership, one_of, unique, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0017_escalation"
    }
}

/// What is noted of an alert on its way, as it was.
const EVENTS_BEFORE: [&str; 5] = ["taken", "read", "proposed", "sent-back", "closed"];
/// The same, with what happens between colleagues.
const EVENTS: [&str; 7] =
    ["taken", "read", "proposed", "sent-back", "closed", "passed-on", "freed"];

/// Why somebody of the staff is written to.
const KINDS: [&str; 7] =
    ["alert", "waiting", "second-look", "passed-on", "sent-back", "load", "handover"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        // How often somebody was told of it, and when it is looked at next. What does not say is due at once: that holds
        // for what is open already, and for what is raised by code that knows of neither.
        for column in [
            small_integer("rung").default(0).to_owned(),
            timestamp_with_time_zone("next_rung_at")
                .default("1970-01-01T00:00:00+00:00")
                .to_owned(),
        ] {
            db.alter_table(Table::alter().table("alert").add_column(column).to_owned()).await?;
        }
        // Alerts that are not closed, by when the next is told.
        db.create_index(
            index("ix_alert_rung", "alert", &["next_rung_at"])
                .and_where(Expr::cust("closed_at IS NULL"))
                .to_owned(),
        )
        .await?;
        // Whoever sees every alert today is on duty from the beginning.
        db.alter_table(
            Table::alter().table("staff").add_column(boolean("on_duty").default(false)).to_owned(),
        )
        .await?;
        db.get_connection()
            .execute_unprepared(
                "UPDATE staff SET on_duty = true WHERE role IN ('manager', 'safeguarding-lead')",
            )
            .await?;
        exchange_events(db, true).await?;
        notices(db).await?;
        hours(db).await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        for table in ["working_hours", "staff_notice"] {
            db.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        exchange_events(db, false).await?;
        db.get_connection()
            .execute_unprepared(
                "ALTER TABLE staff DROP COLUMN on_duty;
                 DROP INDEX ix_alert_rung;
                 ALTER TABLE alert DROP COLUMN next_rung_at;
                 ALTER TABLE alert DROP COLUMN rung;",
            )
            .await?;
        Ok(())
    }
}

/// Exchanges the list of what can happen to an alert, and says whom it was passed on to. SQLite can do neither.
async fn exchange_events(db: &SchemaManager<'_>, longer: bool) -> Result<(), DbErr> {
    let run = db.get_connection();
    if db.get_database_backend() != DbBackend::Sqlite {
        let list = if longer { EVENTS.join("', '") } else { EVENTS_BEFORE.join("', '") };
        let column = match longer {
            true => {
                "ADD COLUMN to_id uuid, ADD CONSTRAINT fk_alert_event_to
                     FOREIGN KEY (partnership_id, to_id) REFERENCES staff (partnership_id, id)"
            }
            false => "DROP COLUMN to_id",
        };
        let gone = "DELETE FROM alert_event WHERE what IN ('passed-on', 'freed');";
        let gone = if longer { "" } else { gone };
        run.execute_unprepared(&format!(
            "{gone} ALTER TABLE alert_event DROP CONSTRAINT ck_alert_event_what, {column},
             ADD CONSTRAINT ck_alert_event_what CHECK (what IN ('{list}'))"
        ))
        .await?;
        return Ok(());
    }
    let kept = "partnership_id, id, alert_id, at, what, staff_id, words";
    run.execute_unprepared(
        "CREATE TABLE kept AS SELECT * FROM alert_event; DROP TABLE alert_event;",
    )
    .await?;
    db.create_table(events(longer)).await?;
    run.execute_unprepared(&format!(
        "INSERT INTO alert_event ({kept}) SELECT {kept} FROM kept
             WHERE {longer} OR what NOT IN ('passed-on', 'freed');
         DROP TABLE kept;"
    ))
    .await?;
    db.create_index(index(
        "ix_alert_event_alert",
        "alert_event",
        &["partnership_id", "alert_id", "at"],
    ))
    .await
}

/// What happened to each alert, as m0015 made it, and with what is new.
fn events(longer: bool) -> TableCreateStatement {
    let mut table = Table::create();
    table
        .table("alert_event")
        .col(uuid("partnership_id"))
        .col(uuid("id"))
        .col(uuid("alert_id"))
        .col(timestamp_with_time_zone("at"))
        .col(text("what"))
        .col(uuid("staff_id"))
        .col(text_null("words"))
        .primary_key(&mut key("pk_alert_event", &["partnership_id", "id"]))
        .foreign_key(&mut within("fk_alert_event_alert", "alert_event", "alert_id", "alert"))
        .foreign_key(&mut within("fk_alert_event_staff", "alert_event", "staff_id", "staff"))
        .check(at_most("ck_alert_event_words", "words", 4100));
    match longer {
        // Whom it was passed on to.
        true => table
            .col(uuid_null("to_id"))
            .foreign_key(&mut within("fk_alert_event_to", "alert_event", "to_id", "staff"))
            .check(one_of("ck_alert_event_what", "what", &EVENTS)),
        false => table.check(one_of("ck_alert_event_what", "what", &EVENTS_BEFORE)),
    };
    table.to_owned()
}

/// What somebody of the staff is told: that something waits, and never about whom (SAFE-09).
async fn notices(db: &SchemaManager<'_>) -> Result<(), DbErr> {
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
            // Whoever sends it has it until then.
            .col(timestamp_with_time_zone_null("leased_until"))
            // From when on a provider may have it.
            .col(timestamp_with_time_zone_null("handed_at"))
            .col(timestamp_with_time_zone_null("settled_at"))
            .col(boolean("taken").default(false))
            .primary_key(&mut key("pk_staff_notice", &["partnership_id", "id"]))
            .foreign_key(&mut within("fk_staff_notice_staff", "staff_notice", "staff_id", "staff"))
            .foreign_key(&mut within("fk_staff_notice_alert", "staff_notice", "alert_id", "alert"))
            .check(one_of("ck_staff_notice_kind", "kind", &KINDS))
            .to_owned(),
    )
    .await?;
    // Each is told of an alert once at each rung. What is about no alert has an id that says what it is about.
    db.create_index(unique(
        "ux_staff_notice_rung",
        "staff_notice",
        &["partnership_id", "alert_id", "kind", "rung", "staff_id"],
    ))
    .await?;
    // What waits to be sent, by when it was made.
    db.create_index(
        index("ix_staff_notice_waiting", "staff_notice", &["made_at"])
            .and_where(Expr::cust("settled_at IS NULL"))
            .to_owned(),
    )
    .await
}

/// When somebody is there. A partnership without a row is open nine to five on working days.
async fn hours(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("working_hours")
            .col(uuid("partnership_id"))
            .col(text("opens"))
            .col(text("closes"))
            // Days on which nobody is there beside weekends and bank holidays, with a space between them.
            .col(text("shut"))
            .col(timestamp_with_time_zone("changed_at"))
            .col(uuid_null("changed_by"))
            .primary_key(&mut key("pk_working_hours", &["partnership_id"]))
            .foreign_key(&mut of_partnership("fk_working_hours_partnership", "working_hours"))
            .foreign_key(&mut within(
                "fk_working_hours_changed_by",
                "working_hours",
                "changed_by",
                "staff",
            ))
            // As "09:00".
            .check(exactly("ck_working_hours_opens", "opens", 5))
            .check(exactly("ck_working_hours_closes", "closes", 5))
            // A month of days.
            .check(at_most("ck_working_hours_shut", "shut", 340))
            .to_owned(),
    )
    .await
}
