//! Texts in reply: who it is that texts, and who may have texts again because they ended them by text.

use sea_orm_migration::prelude::*;

use crate::constraint::index;

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0014_replies"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        // The number from which texts were ended, so that only a text from there begins them again. Empty: ended in the
        // settings, or from two numbers. In SQL, because only so does a rule that comes with a column have a name on both
        // databases. No number is longer: fifteen digits, a plus sign and spaces.
        db.get_connection()
            .execute_unprepared(
                "ALTER TABLE person ADD COLUMN texts_stopped_from text \
                 CONSTRAINT \"ck_person_texts_stopped_from\" CHECK (length(texts_stopped_from) <= 20)",
            )
            .await?;
        // A text comes from a number, and nobody knows whose it is nor where.
        db.create_index(
            index("ix_person_mobile", "person", &["mobile"])
                .and_where(Expr::cust("mobile IS NOT NULL"))
                .to_owned(),
        )
        .await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        db.drop_index(Index::drop().name("ix_person_mobile").table("person").to_owned()).await?;
        db.get_connection()
            .execute_unprepared("ALTER TABLE person DROP COLUMN texts_stopped_from")
            .await?;
        Ok(())
    }
}
