//! Tasks with an owner and words, and who covers for whom.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::constraint::{at_most, check, index, key, one_of, unique, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0018_tasks"
    }
}

const KINDS_BEFORE: [&str; 5] = ["call", "wrong-person", "follow-up", "request", "check-number"];
/// What staff do, with what later steps have in mind: the table is copied once.
const KINDS: [&str; 16] = [
    "call",
    "wrong-person",
    "follow-up",
    "request",
    "check-number",
    "own",
    "read-words",
    "support-gap",
    "concern-answer",
    "confirm-destination",
    "key-date",
    "handover",
    "review-referral",
    "review-glass",
    "same-person",
    "arrival",
];

/// Of what a history is kept.
const THINGS_BEFORE: [&str; 3] = ["destination", "promise", "contact"];
const THINGS: [&str; 4] = ["destination", "promise", "contact", "task"];

/// Nobody has done what is not done.
const DONE: &str = "done_by IS NULL OR done_at IS NOT NULL";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        let kinds = KINDS.join("', '");
        match db.get_database_backend() {
            DbBackend::Sqlite => copied(db, "task", table(true), BEFORE).await?,
            _ => {
                db.get_connection()
                    .execute_unprepared(&format!(
                        "ALTER TABLE task ADD COLUMN owner_id uuid,
                         ADD COLUMN words text,
                         ADD COLUMN made_by uuid,
                         ADD COLUMN done_by uuid,
                         ADD COLUMN done_words text,
                         ADD COLUMN version integer NOT NULL DEFAULT 1,
                         ADD CONSTRAINT fk_task_owner FOREIGN KEY (partnership_id, owner_id)
                             REFERENCES staff (partnership_id, id),
                         ADD CONSTRAINT fk_task_made_by FOREIGN KEY (partnership_id, made_by)
                             REFERENCES staff (partnership_id, id),
                         ADD CONSTRAINT fk_task_done_by FOREIGN KEY (partnership_id, done_by)
                             REFERENCES staff (partnership_id, id),
                         DROP CONSTRAINT ck_task_kind,
                         ADD CONSTRAINT ck_task_kind CHECK (kind IN ('{kinds}')),
                         ADD CONSTRAINT ck_task_words CHECK (length(words) <= 500),
                         ADD CONSTRAINT ck_task_done_words CHECK (length(done_words) <= 500),
                         ADD CONSTRAINT ck_task_done CHECK ({DONE})"
                    ))
                    .await?;
            }
        }
        // What somebody has to do, and what is open about somebody.
        db.create_index(
            index("ix_task_owner", "task", &["partnership_id", "owner_id", "due_on"])
                .and_where(Expr::cust("done_at IS NULL"))
                .to_owned(),
        )
        .await?;
        db.create_index(
            index("ix_task_open", "task", &["partnership_id", "person_id"])
                .and_where(Expr::cust("done_at IS NULL"))
                .to_owned(),
        )
        .await?;
        things(db, &THINGS).await?;
        absence(db).await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        db.drop_table(Table::drop().table("absence").to_owned()).await?;
        let run = db.get_connection();
        run.execute_unprepared("DELETE FROM change WHERE thing = 'task'").await?;
        things(db, &THINGS_BEFORE).await?;
        let kinds = KINDS_BEFORE.join("', '");
        run.execute_unprepared(&format!(
            "DROP INDEX ix_task_open; DROP INDEX ix_task_owner; DELETE FROM task WHERE kind NOT IN ('{kinds}');"
        ))
        .await?;
        if db.get_database_backend() == DbBackend::Sqlite {
            return copied(db, "task", table(false), BEFORE).await;
        }
        // A rule and a key go with the column that they name.
        run.execute_unprepared(&format!(
            "ALTER TABLE task DROP COLUMN version, DROP COLUMN done_words, DROP COLUMN done_by,
             DROP COLUMN made_by, DROP COLUMN words, DROP COLUMN owner_id,
             DROP CONSTRAINT ck_task_kind,
             ADD CONSTRAINT ck_task_kind CHECK (kind IN ('{kinds}'))"
        ))
        .await?;
        Ok(())
    }
}

/// What is kept of a task when its table is copied.
const BEFORE: &str = "partnership_id, id, person_id, kind, about, due_on, created_at, done_at";

/// Exchanges a table for one with these columns and rules. SQLite cannot add a key or a rule.
async fn copied(
    db: &SchemaManager<'_>,
    name: &str,
    like: TableCreateStatement,
    columns: &str,
) -> Result<(), DbErr> {
    let run = db.get_connection();
    run.execute_unprepared(&format!(
        "PRAGMA defer_foreign_keys = ON;
         CREATE TABLE kept AS SELECT * FROM {name};
         DROP TABLE {name};"
    ))
    .await?;
    db.create_table(like).await?;
    run.execute_unprepared(&format!(
        "INSERT INTO {name} ({columns}) SELECT {columns} FROM kept; DROP TABLE kept;"
    ))
    .await?;
    match name {
        "task" => {
            db.create_index(unique(
                "ux_task_about",
                "task",
                &["partnership_id", "person_id", "kind", "about"],
            ))
            .await
        }
        _ => {
            db.create_index(index(
                "ix_change_person",
                "change",
                &["partnership_id", "person_id", "at"],
            ))
            .await
        }
    }
}

fn table(new: bool) -> TableCreateStatement {
    let mut table = Table::create();
    table
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
        .foreign_key(&mut within("fk_task_person", "task", "person_id", "person"));
    if !new {
        return table.check(one_of("ck_task_kind", "kind", &KINDS_BEFORE)).to_owned();
    }
    table
        // Whose it is. Nobody's in particular: of whoever works with the young person.
        .col(uuid_null("owner_id"))
        // What is to be done, where the kind does not say.
        .col(text_null("words"))
        .col(uuid_null("made_by"))
        .col(uuid_null("done_by"))
        .col(text_null("done_words"))
        .col(integer("version").default(1))
        .foreign_key(&mut within("fk_task_owner", "task", "owner_id", "staff"))
        .foreign_key(&mut within("fk_task_made_by", "task", "made_by", "staff"))
        .foreign_key(&mut within("fk_task_done_by", "task", "done_by", "staff"))
        .check(one_of("ck_task_kind", "kind", &KINDS))
        .check(at_most("ck_task_words", "words", 500))
        .check(at_most("ck_task_done_words", "done_words", 500))
        .check(check("ck_task_done", DONE))
        .to_owned()
}

/// Exchanges the rule on what a history is kept of.
async fn things(db: &SchemaManager<'_>, things: &[&'static str]) -> Result<(), DbErr> {
    if db.get_database_backend() != DbBackend::Sqlite {
        let things = things.join("', '");
        db.get_connection()
            .execute_unprepared(&format!(
                "ALTER TABLE change DROP CONSTRAINT ck_change_thing,
                 ADD CONSTRAINT ck_change_thing CHECK (thing IN ('{things}'))"
            ))
            .await?;
        return Ok(());
    }
    let table = Table::create()
        .table("change")
        .col(uuid("partnership_id"))
        .col(uuid("thing_id"))
        .col(integer("version"))
        .col(text("field"))
        .col(uuid("person_id"))
        .col(text("thing"))
        .col(timestamp_with_time_zone("at"))
        .col(text("actor_kind"))
        .col(uuid_null("actor_id"))
        .col(text_null("before"))
        .col(text_null("after"))
        .primary_key(&mut key("pk_change", &["partnership_id", "thing_id", "version", "field"]))
        .foreign_key(&mut within("fk_change_person", "change", "person_id", "person"))
        .check(one_of("ck_change_thing", "thing", things))
        .check(one_of(
            "ck_change_actor_kind",
            "actor_kind",
            &["young-person", "supporter", "staff", "file", "system"],
        ))
        .check(check("ck_change_version", "version >= 1"))
        .check(at_most("ck_change_field", "field", 60))
        .check(at_most("ck_change_before", "before", 4000))
        .check(at_most("ck_change_after", "after", 4000))
        .to_owned();
    let columns = "partnership_id, thing_id, version, field, person_id, thing, at, actor_kind, actor_id, before, after";
    copied(db, "change", table, columns).await
}

/// Who is away, and who covers for them. Both days count.
async fn absence(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("absence")
            .col(uuid("partnership_id"))
            .col(uuid("id"))
            .col(uuid("staff_id"))
            .col(uuid("cover_id"))
            .col(date("from_on"))
            .col(date("until_on"))
            .col(uuid("made_by"))
            .col(timestamp_with_time_zone("made_at"))
            // Somebody took it back: from then on it is as if it had not been said.
            .col(timestamp_with_time_zone_null("ended_at"))
            .primary_key(&mut key("pk_absence", &["partnership_id", "id"]))
            .foreign_key(&mut within("fk_absence_staff", "absence", "staff_id", "staff"))
            .foreign_key(&mut within("fk_absence_cover", "absence", "cover_id", "staff"))
            .foreign_key(&mut within("fk_absence_made_by", "absence", "made_by", "staff"))
            .check(check("ck_absence_days", "until_on >= from_on"))
            .check(check("ck_absence_cover", "cover_id <> staff_id"))
            .to_owned(),
    )
    .await?;
    // Who is away, and whom somebody covers for.
    db.create_index(index("ix_absence_staff", "absence", &["partnership_id", "staff_id"])).await?;
    db.create_index(index("ix_absence_cover", "absence", &["partnership_id", "cover_id"])).await
}
