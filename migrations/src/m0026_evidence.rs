//! Whose word a destination rests on, each word by itself; how often somebody was tried before it was said that nobody knows
//! where they are; and how many hours, and at which establishment.

use sea_orm_migration::{prelude::*, schema::*};

use crate::constraint::{index, key, one_of, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0026_evidence"
    }
}

/// Whose word it can be: as in `spell`.
const SOURCES: [&str; 6] =
    ["young-person", "young-person-with-help", "someone-for-them", "worker", "provider", "import"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        for column in [
            // A week has 168.
            "weekly_hours smallint CONSTRAINT \"ck_spell_weekly_hours\" CHECK (weekly_hours BETWEEN 1 AND 168)",
            // In the national register of schools and colleges: the council's three digits and four more.
            "establishment text CONSTRAINT \"ck_spell_establishment\" CHECK (length(establishment) = 7)",
        ] {
            let column = format!("ALTER TABLE spell ADD COLUMN {column}");
            db.get_connection().execute_unprepared(&column).await?;
        }
        words(db).await?;
        tries(db).await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        for table in ["spell_try", "spell_word"] {
            db.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        for column in ["establishment", "weekly_hours"] {
            let column = format!("ALTER TABLE spell DROP COLUMN {column}");
            db.get_connection().execute_unprepared(&column).await?;
        }
        Ok(())
    }
}

/// Who has said that something was going on, and of which day. Rows are added and never changed; `spell.source` is the
/// weightiest of them.
async fn words(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("spell_word")
            .col(uuid("partnership_id"))
            .col(uuid("spell_id"))
            // What they were said to do: a spell that was mended is another thing.
            .col(small_integer("activity_code"))
            .col(text("source"))
            // The day of which it was said.
            .col(date("said_on"))
            .col(uuid("person_id"))
            // The member of staff, or the check-in, that it came from. Neither: a file, or from before words were kept.
            .col(uuid_null("staff_id"))
            .col(uuid_null("check_in_id"))
            .col(timestamp_with_time_zone("heard_at"))
            // The same word of one day is one word, however often it is sent.
            .primary_key(&mut key(
                "pk_spell_word",
                &["partnership_id", "spell_id", "activity_code", "source", "said_on"],
            ))
            .foreign_key(&mut within("fk_spell_word_spell", "spell_word", "spell_id", "spell"))
            .foreign_key(&mut within("fk_spell_word_person", "spell_word", "person_id", "person"))
            .foreign_key(&mut within("fk_spell_word_staff", "spell_word", "staff_id", "staff"))
            .foreign_key(&mut within(
                "fk_spell_word_check_in",
                "spell_word",
                "check_in_id",
                "check_in",
            ))
            .check(one_of("ck_spell_word_source", "source", &SOURCES))
            .to_owned(),
    )
    .await?;
    db.create_index(index("ix_spell_word_person", "spell_word", &["partnership_id", "person_id"]))
        .await?;
    // Of what was there before, the weightiest word and the last day are known.
    db.get_connection()
        .execute_unprepared(
            "INSERT INTO spell_word (partnership_id, spell_id, activity_code, source, said_on, person_id, staff_id,
                 check_in_id, heard_at)
             SELECT partnership_id, id, activity_code, source,
                 CASE WHEN verified_on > started_on THEN verified_on ELSE started_on END, person_id,
                 CASE WHEN source = 'worker' THEN recorded_by END, check_in_id, recorded_at
             FROM spell",
        )
        .await?;
    Ok(())
}

/// The tries that a word of not knowing rests on. Reminders are forgotten after 90 days; these stay as long as the word.
async fn tries(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("spell_try")
            .col(uuid("partnership_id"))
            .col(uuid("spell_id"))
            .col(timestamp_with_time_zone("tried_at"))
            .col(text("means"))
            .col(uuid("person_id"))
            // A person tried, not the service.
            .col(boolean("by_hand"))
            .primary_key(&mut key(
                "pk_spell_try",
                &["partnership_id", "spell_id", "tried_at", "means"],
            ))
            .foreign_key(&mut within("fk_spell_try_spell", "spell_try", "spell_id", "spell"))
            .foreign_key(&mut within("fk_spell_try_person", "spell_try", "person_id", "person"))
            .check(one_of(
                "ck_spell_try_means",
                "means",
                &["push", "text", "email", "call", "video", "letter", "meeting", "home-visit"],
            ))
            .to_owned(),
    )
    .await?;
    db.create_index(index("ix_spell_try_person", "spell_try", &["partnership_id", "person_id"]))
        .await
}
