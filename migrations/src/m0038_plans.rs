//! The days of somebody's education, health and care plan.

use sea_orm_migration::{prelude::*, schema::*};

use crate::{
    constraint::{check, key, one_of, within},
    standing::{mark_changes, mark_no_changes},
};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0038_plans"
    }
}

/// Why a plan ceased, in the order in which SEN2 numbers it.
const REASONS: [&str; 9] = [
    "maximum-age",
    "met-without",
    "higher-education",
    "paid-work",
    "another-council",
    "no-wish",
    "left-england",
    "died",
    "other",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        db.create_table(
            Table::create()
                .table("plan")
                .col(uuid("partnership_id"))
                .col(uuid("person_id"))
                .col(date_null("started_on"))
                .col(date_null("reviewed_on"))
                .col(text_null("review_outcome"))
                .col(date_null("review_booked_on"))
                .col(date_null("ceased_on"))
                .col(text_null("cease_reason"))
                .col(uuid("recorded_by"))
                .col(integer("version").default(1))
                .primary_key(&mut key("pk_plan", &["partnership_id", "person_id"]))
                .foreign_key(&mut within("fk_plan_person", "plan", "person_id", "person"))
                .foreign_key(&mut within("fk_plan_recorded_by", "plan", "recorded_by", "staff"))
                .check(one_of(
                    "ck_plan_review_outcome",
                    "review_outcome",
                    &["amend", "maintain", "cease"],
                ))
                .check(one_of("ck_plan_cease_reason", "cease_reason", &REASONS))
                .check(check("ck_plan_ceased", "(ceased_on IS NULL) = (cease_reason IS NULL)"))
                .to_owned(),
        )
        .await?;
        // The review is on the row.
        mark_changes(db, "plan", "person_id").await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        mark_no_changes(db, "plan").await?;
        db.drop_table(Table::drop().table("plan").to_owned()).await
    }
}
