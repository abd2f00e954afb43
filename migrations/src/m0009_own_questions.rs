//! Versions of the questions that partnerships upload for themselves, which of them they ask from
//! and since when, and in which language each young person is asked.

use sea_orm_migration::{prelude::*, schema::*};

use crate::constraint::{at_most, check, key, of_partnership, unique, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0009_own_questions"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        // The language they chose, such as `cy`. In SQL, because only so does a rule that comes with a column have a
        // name on both databases.
        db.get_connection()
            .execute_unprepared(
                "ALTER TABLE person ADD COLUMN language text NOT NULL DEFAULT 'en-GB' \
                 CONSTRAINT \"ck_person_language\" CHECK (length(language) BETWEEN 2 AND 35)",
            )
            .await?;
        // The text itself is in `questionnaire`, where check-ins find it.
        db.create_table(
            Table::create()
                .table("own_questionnaire")
                .col(uuid("partnership_id"))
                .col(text("questionnaire_id"))
                .col(text("version"))
                .col(timestamp_with_time_zone("uploaded_at"))
                // Nobody where it came from the command line.
                .col(uuid_null("uploaded_by"))
                .primary_key(&mut key(
                    "pk_own_questionnaire",
                    &["partnership_id", "questionnaire_id", "version"],
                ))
                .foreign_key(&mut of_partnership(
                    "fk_own_questionnaire_partnership",
                    "own_questionnaire",
                ))
                .foreign_key(
                    ForeignKey::create()
                        .name("fk_own_questionnaire_questionnaire")
                        .from("own_questionnaire", ("questionnaire_id", "version"))
                        .to("questionnaire", ("id", "version")),
                )
                .foreign_key(&mut within(
                    "fk_own_questionnaire_uploaded_by",
                    "own_questionnaire",
                    "uploaded_by",
                    "staff",
                ))
                .to_owned(),
        )
        .await?;
        in_use(db).await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        for table in ["questionnaire_use", "own_questionnaire"] {
            db.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        db.get_connection().execute_unprepared("ALTER TABLE person DROP COLUMN language").await?;
        Ok(())
    }
}

/// From when until when check-ins that open ask from a version. A row that has ended stays: it is the history.
async fn in_use(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("questionnaire_use")
            .col(uuid("partnership_id"))
            .col(uuid("id"))
            .col(text("questionnaire_id"))
            .col(text("version"))
            // Repeats what the version says, because it decides which of several rows counts.
            .col(text("language"))
            .col(timestamp_with_time_zone("used_from"))
            // Nobody where the command line did it.
            .col(uuid_null("used_by"))
            .col(timestamp_with_time_zone_null("ended_at"))
            .col(uuid_null("ended_by"))
            .primary_key(&mut key("pk_questionnaire_use", &["partnership_id", "id"]))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_questionnaire_use_own_questionnaire")
                    .from("questionnaire_use", ("partnership_id", "questionnaire_id", "version"))
                    .to("own_questionnaire", ("partnership_id", "questionnaire_id", "version")),
            )
            .foreign_key(&mut within(
                "fk_questionnaire_use_used_by",
                "questionnaire_use",
                "used_by",
                "staff",
            ))
            .foreign_key(&mut within(
                "fk_questionnaire_use_ended_by",
                "questionnaire_use",
                "ended_by",
                "staff",
            ))
            // A code, and no sentence.
            .check(at_most("ck_questionnaire_use_language", "language", 35))
            // Time goes forwards.
            .check(check("ck_questionnaire_use_ended", "ended_at >= used_from"))
            .to_owned(),
    )
    .await?;
    // One version in each language counts now.
    db.create_index(
        unique(
            "ux_questionnaire_use_language",
            "questionnaire_use",
            &["partnership_id", "language"],
        )
        .and_where(Expr::cust("ended_at IS NULL"))
        .to_owned(),
    )
    .await
}
