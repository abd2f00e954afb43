//! Who is followed, how to speak with them, and who looks after them.

use sea_orm_migration::{prelude::*, schema::*};

use crate::constraint::{check, exactly, index, key, of_partnership, one_of, unique, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0002_people"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        db.create_table(
            Table::create()
                .table("person")
                .col(uuid("partnership_id"))
                .col(uuid("id"))
                .col(text("council_code"))
                // The council's YoungPersonsID, by which an import recognises somebody.
                .col(text_null("client_record_id"))
                .col(text("given_name"))
                .col(text("family_name"))
                .col(text_null("preferred_name"))
                // Folded by the domain, because the databases fold letters differently.
                .col(text("search_name"))
                .col(date("birth_date"))
                .col(text("sen_provision"))
                .col(text_null("primary_need"))
                .col(text_null("mobile"))
                .col(text_null("email"))
                // The unique learner number.
                .col(text_null("uln"))
                .col(date("transition_on"))
                .col(date("journey_ends_on"))
                .col(date_null("paused_until"))
                .col(date_null("left_on"))
                .col(timestamp_with_time_zone_null("prompts_stopped_at"))
                // Monday is 1.
                .col(small_integer("prompt_weekday").default(3))
                // Local time, as on a clock.
                .col(text("prompt_slot").default("16:30"))
                .col(text("reading").default("plain"))
                .col(text("text_size").default("normal"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("changed_at"))
                .primary_key(&mut key("pk_person", &["partnership_id", "id"]))
                .foreign_key(&mut of_partnership("fk_person_partnership", "person"))
                // Catches a code that lost a digit in a spreadsheet.
                .check(exactly("ck_person_council_code", "council_code", 3))
                // Decides who is in scope until 25.
                .check(one_of(
                    "ck_person_sen_provision",
                    "sen_provision",
                    &["ehc-plan", "sen-support", "none"],
                ))
                // Months are counted from one to the other.
                .check(check("ck_person_journey", "journey_ends_on >= transition_on"))
                // A day of the week.
                .check(check("ck_person_prompt_weekday", "prompt_weekday BETWEEN 1 AND 7"))
                // An hour and a minute.
                .check(exactly("ck_person_prompt_slot", "prompt_slot", 5))
                // Each question is worded in these two ways.
                .check(one_of("ck_person_reading", "reading", &["plain", "easy"]))
                // The pages have these three sizes.
                .check(one_of("ck_person_text_size", "text_size", &["normal", "large", "largest"]))
                .to_owned(),
        )
        .await?;
        // An import that names a record twice is about one person.
        db.create_index(unique(
            "ux_person_client_record_id",
            "person",
            &["partnership_id", "client_record_id"],
        ))
        .await?;
        // The caseload is searched by name.
        db.create_index(index("ix_person_name", "person", &["partnership_id", "search_name"]))
            .await?;
        // Cohorts, and who starts a journey this week, go by the day of transition.
        db.create_index(index(
            "ix_person_transition",
            "person",
            &["partnership_id", "transition_on"],
        ))
        .await?;

        db.create_table(
            Table::create()
                .table("communication_need")
                .col(uuid("partnership_id"))
                .col(uuid("person_id"))
                .col(text("need"))
                .primary_key(&mut key(
                    "pk_communication_need",
                    &["partnership_id", "person_id", "need"],
                ))
                .foreign_key(&mut within(
                    "fk_communication_need_person",
                    "communication_need",
                    "person_id",
                    "person",
                ))
                .to_owned(),
        )
        .await?;

        db.create_table(
            Table::create()
                .table("assignment")
                .col(uuid("partnership_id"))
                .col(uuid("person_id"))
                .col(uuid("staff_id"))
                .col(timestamp_with_time_zone("started_at"))
                .col(timestamp_with_time_zone_null("ended_at"))
                // Who gave them. Empty where a council's file did: the next file may give them to somebody else.
                .col(uuid_null("given_by"))
                .primary_key(&mut key(
                    "pk_assignment",
                    &["partnership_id", "person_id", "staff_id", "started_at"],
                ))
                .foreign_key(&mut within(
                    "fk_assignment_person",
                    "assignment",
                    "person_id",
                    "person",
                ))
                .foreign_key(&mut within("fk_assignment_staff", "assignment", "staff_id", "staff"))
                .foreign_key(&mut within(
                    "fk_assignment_given_by",
                    "assignment",
                    "given_by",
                    "staff",
                ))
                .to_owned(),
        )
        .await?;
        // A young person has one worker at a time, or none.
        db.create_index(
            unique("ux_assignment_person", "assignment", &["partnership_id", "person_id"])
                .and_where(Expr::cust("ended_at IS NULL"))
                .to_owned(),
        )
        .await?;
        // Every worker's request asks who their young people are.
        db.create_index(
            index("ix_assignment_staff", "assignment", &["partnership_id", "staff_id"])
                .and_where(Expr::cust("ended_at IS NULL"))
                .to_owned(),
        )
        .await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        for table in ["assignment", "communication_need", "person"] {
            db.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
