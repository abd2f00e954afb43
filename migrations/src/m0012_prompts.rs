//! Prompts that arrive: by which way, at which local hour, handed over once; whom to look at next; which ways work.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::constraint::{at_most, check, index, key, one_of, unique, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0012_prompts"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        let (day, moment) = match db.get_database_backend() {
            DbBackend::Sqlite => ("date_text", "timestamp_with_timezone_text"),
            _ => ("date", "timestamp with time zone"),
        };
        for column in [
            // Ways that somebody does not want, since when (YP-31). All of them: `prompts_stopped_at`.
            format!("person ADD COLUMN pushes_stopped_at {moment}"),
            format!("person ADD COLUMN texts_stopped_at {moment}"),
            format!("person ADD COLUMN emails_stopped_at {moment}"),
            // The key that the phone subscribed with, where keys are exchanged. Empty: the one of before there were two.
            "push_subscription ADD COLUMN vapid_key text".to_owned(),
            // Since when its push service has not taken anything, and when it may be tried again.
            format!("push_subscription ADD COLUMN failing_since {moment}"),
            format!("prompt ADD COLUMN local_day {day}"),
            "prompt ADD COLUMN local_time text".to_owned(),
            format!("prompt ADD COLUMN meant_at {moment}"),
            "prompt ADD COLUMN lost integer NOT NULL DEFAULT 0".to_owned(),
            format!("prompt ADD COLUMN handed_at {moment}"),
            "prompt ADD COLUMN reference text".to_owned(),
            "prompt ADD COLUMN receipt text".to_owned(),
            format!("prompt ADD COLUMN receipt_at {moment}"),
            "prompt ADD COLUMN late boolean NOT NULL DEFAULT FALSE".to_owned(),
            "prompt ADD COLUMN fell_back boolean NOT NULL DEFAULT FALSE".to_owned(),
        ] {
            db.get_connection().execute_unprepared(&format!("ALTER TABLE {column}")).await?;
        }
        prompts(db).await?;
        task_kinds(db, &["call", "wrong-person", "follow-up", "request", "check-number"]).await?;
        asking(db).await?;
        failed_ways(db).await?;
        channels(db).await?;
        notices(db).await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        for table in ["notice", "channel", "failed_way", "asking"] {
            db.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        let run = db.get_connection();
        run.execute_unprepared(
            "DELETE FROM task WHERE kind = 'check-number';
             UPDATE prompt SET outcome = 'cancelled' WHERE outcome IN ('capped', 'unsure')",
        )
        .await?;
        task_kinds(db, &["call", "wrong-person", "follow-up", "request"]).await?;
        for name in ["ix_prompt_day", "ix_prompt_had", "ix_prompt_reference"] {
            db.drop_index(Index::drop().name(name).table("prompt").to_owned()).await?;
        }
        match db.get_database_backend() {
            DbBackend::Sqlite => copied(db, before()).await?,
            _ => {
                run.execute_unprepared(&format!(
                    "ALTER TABLE prompt DROP CONSTRAINT ck_prompt_receipt,
                     DROP CONSTRAINT ck_prompt_local_time, DROP CONSTRAINT ck_prompt_reference,
                     DROP CONSTRAINT ck_prompt_outcome,
                     ADD CONSTRAINT ck_prompt_outcome CHECK (outcome IN ('{}'))",
                    OUTCOMES[..6].join("', '")
                ))
                .await?;
            }
        }
        for column in [
            "fell_back",
            "late",
            "receipt_at",
            "receipt",
            "reference",
            "handed_at",
            "lost",
            "meant_at",
            "local_time",
            "local_day",
        ] {
            // On SQLite the table was made without them.
            if db.has_column("prompt", column).await? {
                run.execute_unprepared(&format!("ALTER TABLE prompt DROP COLUMN {column}")).await?;
            }
        }
        for column in [
            "push_subscription DROP COLUMN failing_since",
            "push_subscription DROP COLUMN vapid_key",
            "person DROP COLUMN emails_stopped_at",
            "person DROP COLUMN texts_stopped_at",
            "person DROP COLUMN pushes_stopped_at",
        ] {
            run.execute_unprepared(&format!("ALTER TABLE {column}")).await?;
        }
        Ok(())
    }
}

/// Why a prompt is over. Capped: there were enough of late. Unsure: somebody may have taken it, and asking twice is worse
/// than not at all.
const OUTCOMES: [&str; 8] =
    ["sent", "no-channel", "gone", "failed", "expired", "cancelled", "capped", "unsure"];

/// What a provider says later.
const RECEIPTS: [&str; 3] = ["delivered", "temporary-failure", "permanent-failure"];

/// The longer list of outcomes, and what the new columns may hold.
async fn prompts(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    if db.get_database_backend() == DbBackend::Sqlite {
        copied(db, after()).await?;
    } else {
        db.get_connection()
            .execute_unprepared(&format!(
                "ALTER TABLE prompt DROP CONSTRAINT ck_prompt_outcome,
                 ADD CONSTRAINT ck_prompt_outcome CHECK (outcome IN ('{}')),
                 ADD CONSTRAINT ck_prompt_receipt CHECK (receipt IN ('{}')),
                 ADD CONSTRAINT ck_prompt_local_time CHECK (length(local_time) = 5),
                 ADD CONSTRAINT ck_prompt_reference CHECK (length(reference) <= 100)",
                OUTCOMES.join("', '"),
                RECEIPTS.join("', '")
            ))
            .await?;
    }
    // How many went out on a day, and by which way.
    db.create_index(index("ix_prompt_day", "prompt", &["partnership_id", "local_day"])).await?;
    // What somebody has had of late.
    let mut had = index("ix_prompt_had", "prompt", &["partnership_id", "person_id", "settled_at"]);
    had.and_where(Expr::cust("outcome IN ('sent', 'unsure')"));
    db.create_index(had).await?;
    // A receipt names what the provider called it, and nobody knows whose it is.
    db.create_index(
        index("ix_prompt_reference", "prompt", &["reference"])
            .and_where(Expr::cust("reference IS NOT NULL"))
            .to_owned(),
    )
    .await
}

/// Exchanges the table for one with these rules. SQLite cannot change a rule.
async fn copied(db: &SchemaManager<'_>, mut like: TableCreateStatement) -> Result<(), DbErr> {
    let columns: Vec<String> =
        like.get_columns().iter().map(|column| column.get_column_name()).collect();
    let columns = columns.join(", ");
    let run = db.get_connection();
    run.execute_unprepared(
        "PRAGMA defer_foreign_keys = ON;
         CREATE TABLE kept AS SELECT * FROM prompt;
         DROP TABLE prompt;",
    )
    .await?;
    db.create_table(like.take()).await?;
    run.execute_unprepared(&format!(
        "INSERT INTO prompt ({columns}) SELECT {columns} FROM kept; DROP TABLE kept;"
    ))
    .await?;
    db.create_index(unique("ux_prompt_step", "prompt", &["partnership_id", "check_in_id", "step"]))
        .await?;
    for (name, columns) in
        [("ix_prompt_due", &["due_at"][..]), ("ix_prompt_open", &["partnership_id", "person_id"])]
    {
        let open = index(name, "prompt", columns);
        db.create_index(open.clone().and_where(Expr::cust("settled_at IS NULL")).to_owned())
            .await?;
    }
    Ok(())
}

/// The table as it was.
fn before() -> TableCreateStatement {
    with(&OUTCOMES[..6])
}

/// The table with what is new.
fn after() -> TableCreateStatement {
    with(&OUTCOMES)
        // The day and time in Europe/London that were meant; `due_at` is worked out from them.
        .col(date_null("local_day"))
        .col(text_null("local_time"))
        // When it was meant to go, whatever became of that.
        .col(timestamp_with_time_zone_null("meant_at"))
        // How often whoever had it was never heard of again.
        .col(integer("lost").default(0))
        // From when on a provider may have it: set before it is handed over, so that nothing is ever texted twice.
        .col(timestamp_with_time_zone_null("handed_at"))
        // What the provider calls it.
        .col(text_null("reference"))
        // What the provider said later became of it, and when.
        .col(text_null("receipt"))
        .col(timestamp_with_time_zone_null("receipt_at"))
        // It went later than it should have.
        .col(boolean("late").default(false))
        // It went another way than was tried first.
        .col(boolean("fell_back").default(false))
        // What a provider can say.
        .check(one_of("ck_prompt_receipt", "receipt", &RECEIPTS))
        // As 16:30.
        .check(check("ck_prompt_local_time", "length(local_time) = 5"))
        // Longer than any provider's id; keeps rubbish out.
        .check(at_most("ck_prompt_reference", "reference", 100))
        .to_owned()
}

/// The table with what was always in it, and these outcomes.
fn with(outcomes: &[&'static str]) -> TableCreateStatement {
    Table::create()
        .table("prompt")
        .col(uuid("partnership_id"))
        .col(uuid("id"))
        .col(uuid("person_id"))
        .col(uuid("check_in_id"))
        .col(text("step"))
        // Which way it goes, or went.
        .col(text("channel"))
        .col(timestamp_with_time_zone("due_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone_null("leased_until"))
        .col(integer("attempts").default(0))
        .col(timestamp_with_time_zone_null("settled_at"))
        .col(text_null("outcome"))
        .primary_key(&mut key("pk_prompt", &["partnership_id", "id"]))
        .foreign_key(&mut within("fk_prompt_person", "prompt", "person_id", "person"))
        .foreign_key(&mut within("fk_prompt_check_in", "prompt", "check_in_id", "check_in"))
        .check(one_of("ck_prompt_channel", "channel", &["push", "sms", "email"]))
        // Why it is over.
        .check(one_of("ck_prompt_outcome", "outcome", outcomes))
        .check(check("ck_prompt_settled", "(settled_at IS NULL) = (outcome IS NULL)"))
        .to_owned()
}

/// When to look next whether somebody has a check-in due. Whoever changes when somebody is asked moves it to today.
async fn asking(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("asking")
            .col(uuid("partnership_id"))
            .col(uuid("person_id"))
            .col(date("look_on"))
            .primary_key(&mut key("pk_asking", &["partnership_id", "person_id"]))
            .foreign_key(&mut within("fk_asking_person", "asking", "person_id", "person"))
            .to_owned(),
    )
    .await?;
    // Planning looks for whoever is due, whatever the partnership.
    db.create_index(index("ix_asking_look", "asking", &["look_on", "person_id"])).await?;
    // Everybody is looked at once.
    db.get_connection()
        .execute_unprepared(
            "INSERT INTO asking (partnership_id, person_id, look_on)
             SELECT partnership_id, id, transition_on FROM person",
        )
        .await?;
    Ok(())
}

/// Numbers and addresses that do not exist, as a provider said. A new one takes its place.
async fn failed_ways(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("failed_way")
            .col(uuid("partnership_id"))
            .col(uuid("person_id"))
            .col(text("kind"))
            .col(text("value"))
            .col(timestamp_with_time_zone("failed_at"))
            .primary_key(&mut key("pk_failed_way", &["partnership_id", "person_id", "kind"]))
            .foreign_key(&mut within("fk_failed_way_person", "failed_way", "person_id", "person"))
            // What can be written to.
            .check(one_of("ck_failed_way_kind", "kind", &["mobile", "email"]))
            // The longest address there is (RFC 5321).
            .check(at_most("ck_failed_way_value", "value", 254))
            .to_owned(),
    )
    .await
}

/// Whether the ways out work: texts, e-mail, each push service. Of the installation, not of a partnership.
async fn channels(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("channel")
            .col(text("name"))
            .col(integer("failures").default(0))
            .col(timestamp_with_time_zone_null("failing_since"))
            // Nothing is tried before this moment.
            .col(timestamp_with_time_zone_null("closed_until"))
            .col(timestamp_with_time_zone_null("worked_at"))
            // The technical contact has been told.
            .col(timestamp_with_time_zone_null("told_at"))
            .primary_key(&mut key("pk_channel", &["name"]))
            // A host's name and a word before it.
            .check(at_most("ck_channel_name", "name", 260))
            .to_owned(),
    )
    .await
}

/// Messages to whoever looks after the installation, and the one that is sent every hour to see that messages go out.
async fn notices(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("notice")
            .col(uuid("id"))
            .col(text("kind"))
            .col(text("way"))
            // Which channel it is about.
            .col(text("about"))
            .col(timestamp_with_time_zone("made_at"))
            .col(timestamp_with_time_zone_null("leased_until"))
            .col(timestamp_with_time_zone_null("handed_at"))
            .col(timestamp_with_time_zone_null("settled_at"))
            .col(boolean("taken").default(false))
            .primary_key(&mut key("pk_notice", &["id"]))
            // What there is to say.
            .check(one_of("ck_notice_kind", "kind", &["watch", "trouble", "well-again"]))
            // How it can be said.
            .check(one_of("ck_notice_way", "way", &["mobile", "email"]))
            .check(at_most("ck_notice_about", "about", 260))
            .to_owned(),
    )
    .await?;
    // Sending looks for what waits.
    db.create_index(
        index("ix_notice_waiting", "notice", &["made_at"])
            .and_where(Expr::cust("settled_at IS NULL"))
            .to_owned(),
    )
    .await
}

/// The kinds of task there are. SQLite cannot change a rule, so the table is copied, out and back.
async fn task_kinds(db: &SchemaManager<'_>, kinds: &[&'static str]) -> Result<(), DbErr> {
    let run = db.get_connection();
    if db.get_database_backend() != DbBackend::Sqlite {
        let kinds = kinds.join("', '");
        run.execute_unprepared(&format!(
            "ALTER TABLE task DROP CONSTRAINT ck_task_kind,
             ADD CONSTRAINT ck_task_kind CHECK (kind IN ('{kinds}'))"
        ))
        .await?;
        return Ok(());
    }
    run.execute_unprepared(
        "PRAGMA defer_foreign_keys = ON;
         CREATE TABLE kept AS SELECT * FROM task;
         DROP TABLE task;",
    )
    .await?;
    db.create_table(
        Table::create()
            .table("task")
            .col(uuid("partnership_id"))
            .col(uuid("id"))
            .col(uuid("person_id"))
            .col(text("kind"))
            .col(uuid_null("about"))
            .col(date("due_on"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone_null("done_at"))
            .primary_key(&mut key("pk_task", &["partnership_id", "id"]))
            .foreign_key(&mut within("fk_task_person", "task", "person_id", "person"))
            .check(one_of("ck_task_kind", "kind", kinds))
            .to_owned(),
    )
    .await?;
    run.execute_unprepared("INSERT INTO task SELECT * FROM kept; DROP TABLE kept;").await?;
    db.create_index(unique(
        "ux_task_about",
        "task",
        &["partnership_id", "person_id", "kind", "about"],
    ))
    .await
}
