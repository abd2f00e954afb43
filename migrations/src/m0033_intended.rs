//! What young people mean to do next.

use sea_orm_migration::{prelude::*, schema::*};

use crate::constraint::{at_most, check, index, key, one_of, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0033_intended"
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
                .table("intended")
                .col(uuid("partnership_id"))
                .col(uuid("id"))
                .col(uuid("person_id"))
                // A code of the national client record.
                .col(text("intent"))
                .col(text_null("words"))
                .col(date("for_on"))
                .col(date("said_on"))
                .col(uuid("recorded_by"))
                .col(timestamp_with_time_zone("recorded_at"))
                .col(integer("version").default(1))
                .primary_key(&mut key("pk_intended", &["partnership_id", "id"]))
                .foreign_key(&mut within("fk_intended_person", "intended", "person_id", "person"))
                .foreign_key(&mut within(
                    "fk_intended_recorded_by",
                    "intended",
                    "recorded_by",
                    "staff",
                ))
                .check(one_of(
                    "ck_intended_intent",
                    "intent",
                    &["111", "121", "211", "311", "321", "411", "511", "611"],
                ))
                .check(check("ck_intended_days", "for_on >= said_on"))
                .check(at_most("ck_intended_words", "words", 200))
                .to_owned(),
        )
        .await?;
        db.create_index(index("ix_intended_person", "intended", &["partnership_id", "person_id"]))
            .await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        db.drop_table(Table::drop().table("intended").to_owned()).await
    }
}
