//! Where young people are, what they were promised, and what workers did about it.

use sea_orm_migration::{prelude::*, schema::*};

use crate::constraint::{at_most, check, index, key, one_of, unique, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0005_destinations"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        spells(db).await?;
        promises(db).await?;
        contacts(db).await?;
        tasks(db).await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        for table in ["task", "contact", "promise", "spell"] {
            db.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn spells(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("spell")
            .col(uuid("partnership_id"))
            .col(uuid("id"))
            .col(uuid("person_id"))
            // The national activity code.
            .col(small_integer("activity_code"))
            .col(text("source"))
            .col(date("started_on"))
            .col(date_null("ended_on"))
            .col(date_null("verified_on"))
            .col(date_null("review_on"))
            .col(date_null("predicted_end_on"))
            .col(text_null("provider"))
            // The provider's number in the national register.
            .col(text_null("ukprn"))
            .col(small_integer_null("days_per_week"))
            // Where it came from: an answer, or a worker.
            .col(uuid_null("check_in_id"))
            .col(uuid_null("recorded_by"))
            .col(timestamp_with_time_zone("recorded_at"))
            // Recorded by mistake. Kept, because somebody may have acted on it.
            .col(timestamp_with_time_zone_null("voided_at"))
            .primary_key(&mut key("pk_spell", &["partnership_id", "id"]))
            .foreign_key(&mut within("fk_spell_person", "spell", "person_id", "person"))
            .foreign_key(&mut within("fk_spell_check_in", "spell", "check_in_id", "check_in"))
            .foreign_key(&mut within("fk_spell_recorded_by", "spell", "recorded_by", "staff"))
            // Whose word it is: a report weighs them differently.
            .check(one_of(
                "ck_spell_source",
                "source",
                &[
                    "young-person",
                    "young-person-with-help",
                    "someone-for-them",
                    "worker",
                    "provider",
                    "import",
                ],
            ))
            // A spell may be a day long; it cannot end before it starts.
            .check(check("ck_spell_ended", "ended_on >= started_on"))
            // Fits in a list.
            .check(at_most("ck_spell_provider", "provider", 200))
            // A week has seven.
            .check(check("ck_spell_days_per_week", "days_per_week BETWEEN 0 AND 7"))
            .to_owned(),
    )
    .await?;
    // Where somebody is, and was, is asked for every row of a caseload and of a report.
    db.create_index(
        index("ix_spell_person", "spell", &["partnership_id", "person_id"])
            .and_where(Expr::cust("voided_at IS NULL"))
            .to_owned(),
    )
    .await
}

async fn promises(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("promise")
            .col(uuid("partnership_id"))
            .col(uuid("id"))
            .col(uuid("person_id"))
            .col(text("name"))
            // As the young person is asked about it.
            .col(text("easy_name"))
            .col(text_null("provider"))
            .col(text_null("frequency"))
            .col(date("agreed_on"))
            .col(date_null("ended_on"))
            .col(uuid_null("recorded_by"))
            .col(timestamp_with_time_zone("recorded_at"))
            .primary_key(&mut key("pk_promise", &["partnership_id", "id"]))
            .foreign_key(&mut within("fk_promise_person", "promise", "person_id", "person"))
            .foreign_key(&mut within("fk_promise_recorded_by", "promise", "recorded_by", "staff"))
            // Fits in a question.
            .check(at_most("ck_promise_name", "name", 200))
            // Fits in a question.
            .check(at_most("ck_promise_easy_name", "easy_name", 200))
            .to_owned(),
    )
    .await?;
    // A check-in asks about the promises of one person.
    db.create_index(index("ix_promise_person", "promise", &["partnership_id", "person_id"])).await
}

async fn contacts(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("contact")
            .col(uuid("partnership_id"))
            .col(uuid("id"))
            .col(uuid("person_id"))
            .col(uuid("staff_id"))
            .col(text("kind"))
            .col(text("direction"))
            .col(text("outcome"))
            .col(text_null("note"))
            .col(timestamp_with_time_zone("happened_at"))
            .col(timestamp_with_time_zone("recorded_at"))
            .col(date_null("follow_up_on"))
            .primary_key(&mut key("pk_contact", &["partnership_id", "id"]))
            .foreign_key(&mut within("fk_contact_person", "contact", "person_id", "person"))
            .foreign_key(&mut within("fk_contact_staff", "contact", "staff_id", "staff"))
            // Ways of being in touch that the pages offer.
            .check(one_of(
                "ck_contact_kind",
                "kind",
                &["call", "text", "video", "meeting", "email", "letter", "home-visit"],
            ))
            // Who got in touch.
            .check(one_of("ck_contact_direction", "direction", &["out", "in"]))
            // Only having spoken counts as hearing from somebody.
            .check(one_of(
                "ck_contact_outcome",
                "outcome",
                &["spoke", "left-message", "no-answer", "wrong-number", "sent", "other"],
            ))
            // A note, not a file.
            .check(at_most("ck_contact_note", "note", 4000))
            .to_owned(),
    )
    .await?;
    // The history of one person, by time; and when somebody was last spoken with.
    db.create_index(index(
        "ix_contact_person",
        "contact",
        &["partnership_id", "person_id", "happened_at"],
    ))
    .await
}

async fn tasks(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("task")
            .col(uuid("partnership_id"))
            .col(uuid("id"))
            .col(uuid("person_id"))
            .col(text("kind"))
            // What made it: a check-in, an invitation or a contact. Of several tables, so no key.
            .col(uuid_null("about"))
            .col(date("due_on"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone_null("done_at"))
            .primary_key(&mut key("pk_task", &["partnership_id", "id"]))
            .foreign_key(&mut within("fk_task_person", "task", "person_id", "person"))
            // Each has its own sentence on the caseload.
            .check(one_of("ck_task_kind", "kind", &["call", "wrong-person", "follow-up"]))
            .to_owned(),
    )
    .await?;
    // The same cause makes one task, however often the job runs. Tasks about nothing are not
    // compared: both databases hold each NULL to differ from every other.
    db.create_index(unique(
        "ux_task_about",
        "task",
        &["partnership_id", "person_id", "kind", "about"],
    ))
    .await
}
