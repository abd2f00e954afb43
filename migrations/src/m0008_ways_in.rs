//! Ways back in that are one's own: passkeys, codes, confirmed numbers and addresses; and what young people ask about
//! what is held of them.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::constraint::{at_most, check, exactly, index, key, one_of, unique, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0008_ways_in"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        // When the owner of a phone last showed that they hold it.
        db.get_connection()
            .execute_unprepared(&format!(
                "ALTER TABLE session ADD COLUMN stepped_up_at {}",
                match db.get_database_backend() {
                    DbBackend::Sqlite => "timestamp_with_timezone_text",
                    _ => "timestamp with time zone",
                }
            ))
            .await?;
        own_contacts(db).await?;
        codes(db).await?;
        passkeys(db).await?;
        requests(db).await?;
        task_kinds(db, &["call", "wrong-person", "follow-up", "request"]).await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        db.get_connection().execute_unprepared("DELETE FROM task WHERE kind = 'request'").await?;
        task_kinds(db, &["call", "wrong-person", "follow-up"]).await?;
        for table in ["data_request", "ceremony", "passkey", "one_time_code", "own_contact"] {
            db.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        db.get_connection()
            .execute_unprepared("ALTER TABLE session DROP COLUMN stepped_up_at")
            .await?;
        Ok(())
    }
}

/// Numbers and addresses that young people have shown to be their own. A council's may be a parent's.
async fn own_contacts(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("own_contact")
            .col(uuid("partnership_id"))
            .col(uuid("person_id"))
            .col(text("kind"))
            .col(text("value"))
            .col(timestamp_with_time_zone("confirmed_at"))
            .primary_key(&mut key("pk_own_contact", &["partnership_id", "person_id", "kind"]))
            .foreign_key(&mut within("fk_own_contact_person", "own_contact", "person_id", "person"))
            // Where codes can be sent.
            .check(one_of("ck_own_contact_kind", "kind", &["mobile", "email"]))
            // The longest address there is (RFC 5321).
            .check(at_most("ck_own_contact_value", "value", 254))
            .to_owned(),
    )
    .await?;
    // Signing in again begins with a number or address, and nobody knows whose it is.
    db.create_index(index("ix_own_contact_value", "own_contact", &["value"])).await
}

async fn codes(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("one_time_code")
            .col(uuid("partnership_id"))
            .col(uuid("id"))
            // What the phone that asked holds. Asking again adds a code to the same request.
            .col(uuid("request_id"))
            .col(uuid("person_id"))
            .col(uuid_null("session_id"))
            .col(text("purpose"))
            .col(text("kind"))
            // Where it was sent. Forgotten with the row, a day later.
            .col(text("value"))
            .col(text("code_hash"))
            .col(timestamp_with_time_zone("made_at"))
            .col(timestamp_with_time_zone("expires_at"))
            .col(small_integer("tries").default(0))
            .col(timestamp_with_time_zone_null("used_at"))
            .primary_key(&mut key("pk_one_time_code", &["partnership_id", "id"]))
            .foreign_key(&mut within(
                "fk_one_time_code_person",
                "one_time_code",
                "person_id",
                "person",
            ))
            // A code for one thing does no other.
            .check(one_of(
                "ck_one_time_code_purpose",
                "purpose",
                &["sign-in", "step-up", "contact"],
            ))
            // Where codes can be sent.
            .check(one_of("ck_one_time_code_kind", "kind", &["mobile", "email"]))
            // The longest address there is (RFC 5321).
            .check(at_most("ck_one_time_code_value", "value", 254))
            // Five wrong codes end a request.
            .check(check("ck_one_time_code_tries", "tries BETWEEN 0 AND 5"))
            .to_owned(),
    )
    .await?;
    // A code comes with its request, and nobody knows whose it is.
    db.create_index(index("ix_one_time_code_request", "one_time_code", &["request_id"])).await?;
    // How many were sent to one number or address of late.
    db.create_index(index(
        "ix_one_time_code_value",
        "one_time_code",
        &["partnership_id", "value", "made_at"],
    ))
    .await
}

async fn passkeys(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("passkey")
            .col(uuid("partnership_id"))
            .col(uuid("id"))
            .col(uuid("person_id"))
            // The phone it was made on: when that one is lost, so is the passkey. Of sessions that were forgotten, so
            // no key.
            .col(uuid("session_id"))
            // SHA-256 of the credential's id, by which it is found.
            .col(blob("credential_hash"))
            // Public key and counter, as the library writes them. Nothing in it is secret.
            .col(text("credential"))
            .col(text_null("name"))
            .col(timestamp_with_time_zone("made_at"))
            .col(timestamp_with_time_zone_null("last_used_at"))
            .primary_key(&mut key("pk_passkey", &["partnership_id", "id"]))
            .foreign_key(&mut within("fk_passkey_person", "passkey", "person_id", "person"))
            // A SHA-256.
            .check(exactly("ck_passkey_credential_hash", "credential_hash", 32))
            // What phones are called.
            .check(at_most("ck_passkey_name", "name", 60))
            .to_owned(),
    )
    .await?;
    // A passkey is one person's.
    db.create_index(unique(
        "ux_passkey_credential",
        "passkey",
        &["partnership_id", "credential_hash"],
    ))
    .await?;
    // A passkey says which one it is, and nobody knows whose.
    db.create_index(index("ix_passkey_found", "passkey", &["credential_hash"])).await?;
    // The passkeys of one person.
    db.create_index(index("ix_passkey_person", "passkey", &["partnership_id", "person_id"]))
        .await?;

    // Challenges that wait for a phone's answer, for minutes. Whose they are is often not known yet.
    db.create_table(
        Table::create()
            .table("ceremony")
            .col(uuid("id"))
            // For a passkey that is being added: by which signed-in phone.
            .col(uuid_null("session_id"))
            .col(text("state"))
            .col(timestamp_with_time_zone("expires_at"))
            .primary_key(&mut key("pk_ceremony", &["id"]))
            .to_owned(),
    )
    .await?;
    // Old ones are swept out.
    db.create_index(index("ix_ceremony_expires", "ceremony", &["expires_at"])).await
}

async fn requests(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("data_request")
            .col(uuid("partnership_id"))
            .col(uuid("id"))
            .col(uuid("person_id"))
            .col(text("asked"))
            .col(text("part"))
            .col(uuid_null("item_id"))
            .col(text_null("words"))
            .col(boolean("help"))
            .col(timestamp_with_time_zone("asked_at"))
            .col(date("due_on"))
            .col(date_null("waiting_since"))
            .col(text_null("waiting_for"))
            .col(text_null("decision"))
            .col(text_null("reply"))
            .col(timestamp_with_time_zone_null("answered_at"))
            .col(uuid_null("answered_by"))
            .primary_key(&mut key("pk_data_request", &["partnership_id", "id"]))
            .foreign_key(&mut within(
                "fk_data_request_person",
                "data_request",
                "person_id",
                "person",
            ))
            .foreign_key(&mut within(
                "fk_data_request_answered_by",
                "data_request",
                "answered_by",
                "staff",
            ))
            // What can be asked.
            .check(one_of(
                "ck_data_request_asked",
                "asked",
                &["wrong", "everything", "complaint"],
            ))
            // The parts that the phone shows.
            .check(one_of(
                "ck_data_request_part",
                "part",
                &[
                    "about-me",
                    "contact-details",
                    "destination",
                    "promise",
                    "recorded-contact",
                    "check-in",
                    "other",
                ],
            ))
            // A few sentences.
            .check(at_most("ck_data_request_words", "words", 1000))
            // The reason counts: without one the clock does not stand still.
            .check(check(
                "ck_data_request_waiting",
                "(waiting_since IS NULL) = (waiting_for IS NULL)",
            ))
            // How it can end.
            .check(one_of("ck_data_request_decision", "decision", &["done", "refused"]))
            // An answer has words, a moment and somebody who gave it.
            .check(check(
                "ck_data_request_answered",
                "(decision IS NULL) = (answered_at IS NULL) AND (decision IS NULL) = (reply IS NULL) \
                 AND (decision IS NULL) = (answered_by IS NULL)",
            ))
            .to_owned(),
    )
    .await?;
    // What one person asked.
    db.create_index(index(
        "ix_data_request_person",
        "data_request",
        &["partnership_id", "person_id", "asked_at"],
    ))
    .await
}

/// Exchanges the list of kinds of tasks: see the README on adding a code.
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
            // Each has its own sentence on the caseload.
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
