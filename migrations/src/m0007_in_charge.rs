//! What young people decide: how often they are asked, and what they want, that they would
//! like to talk; and what is in place for them.

use sea_orm_migration::{prelude::*, schema::*};

use crate::constraint::{at_most, index, key, of_partnership, one_of, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0007_in_charge"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        // How often they like to be asked: what the schedule knows. In SQL, because only so does a rule that comes with
        // a column have a name on both databases.
        db.get_connection()
            .execute_unprepared(
                "ALTER TABLE person ADD COLUMN prompt_often text NOT NULL DEFAULT 'usual' \
                 CONSTRAINT \"ck_person_prompt_often\" CHECK (prompt_often IN ('usual', 'less'))",
            )
            .await?;
        readiness(db).await?;
        goals(db).await?;
        db.create_table(
            Table::create()
                .table("talk")
                .col(uuid("partnership_id"))
                .col(uuid("id"))
                .col(uuid("person_id"))
                .col(text("way"))
                .col(text("safe_time"))
                .col(boolean("message_ok"))
                .col(text_null("words"))
                .col(timestamp_with_time_zone("asked_at"))
                .primary_key(&mut key("pk_talk", &["partnership_id", "id"]))
                .foreign_key(&mut within("fk_talk_person", "talk", "person_id", "person"))
                // Ways of talking that the phone offers.
                .check(one_of("ck_talk_way", "way", &["call", "text", "meeting"]))
                // When it is safe to be in touch.
                .check(one_of(
                    "ck_talk_safe_time",
                    "safe_time",
                    &["any", "morning", "afternoon", "evening"],
                ))
                // A message, not a letter.
                .check(at_most("ck_talk_words", "words", 500))
                .to_owned(),
        )
        .await?;
        // What one person asked for, by time.
        db.create_index(index(
            "ix_talk_person",
            "talk",
            &["partnership_id", "person_id", "asked_at"],
        ))
        .await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        for table in ["talk", "goal", "readiness"] {
            db.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        db.get_connection()
            .execute_unprepared("ALTER TABLE person DROP COLUMN prompt_often")
            .await?;
        Ok(())
    }
}

/// What is in place before young people are asked about worries and safety (SAFE-07).
async fn readiness(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("readiness")
            .col(uuid("partnership_id"))
            .col(uuid_null("under_18_lead"))
            .col(uuid_null("adult_lead"))
            .col(text_null("out_of_hours"))
            .col(date_null("signposts_checked_on"))
            .col(date_null("drill_on"))
            .primary_key(&mut key("pk_readiness", &["partnership_id"]))
            .foreign_key(&mut of_partnership("fk_readiness_partnership", "readiness"))
            .foreign_key(&mut within(
                "fk_readiness_under_18",
                "readiness",
                "under_18_lead",
                "staff",
            ))
            .foreign_key(&mut within("fk_readiness_adult", "readiness", "adult_lead", "staff"))
            // A few sentences on a phone.
            .check(at_most("ck_readiness_out_of_hours", "out_of_hours", 300))
            .to_owned(),
    )
    .await
}

async fn goals(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("goal")
            .col(uuid("partnership_id"))
            .col(uuid("id"))
            .col(uuid("person_id"))
            .col(text("words"))
            .col(timestamp_with_time_zone("made_at"))
            .col(timestamp_with_time_zone("changed_at"))
            .col(timestamp_with_time_zone_null("reached_at"))
            .primary_key(&mut key("pk_goal", &["partnership_id", "id"]))
            .foreign_key(&mut within("fk_goal_person", "goal", "person_id", "person"))
            // A sentence or two.
            .check(at_most("ck_goal_words", "words", 300))
            .to_owned(),
    )
    .await?;
    // The goals of one person.
    db.create_index(index("ix_goal_person", "goal", &["partnership_id", "person_id"])).await
}
