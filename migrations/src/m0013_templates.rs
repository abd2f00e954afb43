//! The words of partnerships' own for texts and e-mails.

use sea_orm_migration::{prelude::*, schema::*};

use crate::constraint::{at_most, key, of_partnership, one_of, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0013_templates"
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
                .table("template")
                .col(uuid("partnership_id"))
                .col(text("kind"))
                // With its placeholders. Without a row the product's words are sent.
                .col(text("text"))
                .col(timestamp_with_time_zone("changed_at"))
                // Nobody where it was done on the command line.
                .col(uuid_null("changed_by"))
                .primary_key(&mut key("pk_template", &["partnership_id", "kind"]))
                .foreign_key(&mut of_partnership("fk_template_partnership", "template"))
                .foreign_key(&mut within(
                    "fk_template_changed_by",
                    "template",
                    "changed_by",
                    "staff",
                ))
                // What can be said in other words.
                .check(one_of(
                    "ck_template_kind",
                    "kind",
                    &["text", "text-one-way", "email-subject", "email-text"],
                ))
                // An e-mail with its placeholders; a text message is far shorter.
                .check(at_most("ck_template_text", "text", 4000))
                .to_owned(),
        )
        .await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        db.drop_table(Table::drop().table("template").to_owned()).await
    }
}
