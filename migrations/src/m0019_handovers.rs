//! Who hands whom over to whom, on which day, and what the young person reads about it.

use sea_orm_migration::{prelude::*, schema::*};

use crate::constraint::{at_most, check, index, key, one_of, unique, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0019_handovers"
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
                .table("handover")
                .col(uuid("partnership_id"))
                .col(uuid("id"))
                .col(uuid("person_id"))
                // Nobody, where nobody had them.
                .col(uuid_null("from_id"))
                .col(uuid("to_id"))
                .col(uuid("made_by"))
                .col(text("kind"))
                .col(date("on_day"))
                // What the young person reads, in both wordings.
                .col(text("plain"))
                .col(text("easy"))
                // Whether they want to meet whoever comes, once they have said so.
                .col(text_null("meet_first"))
                .col(timestamp_with_time_zone("made_at"))
                .col(timestamp_with_time_zone_null("accepted_at"))
                .col(timestamp_with_time_zone_null("done_at"))
                .col(timestamp_with_time_zone_null("cancelled_at"))
                .primary_key(&mut key("pk_handover", &["partnership_id", "id"]))
                .foreign_key(&mut within("fk_handover_person", "handover", "person_id", "person"))
                .foreign_key(&mut within("fk_handover_from", "handover", "from_id", "staff"))
                .foreign_key(&mut within("fk_handover_to", "handover", "to_id", "staff"))
                .foreign_key(&mut within("fk_handover_made_by", "handover", "made_by", "staff"))
                .check(one_of("ck_handover_kind", "kind", &["planned", "emergency"]))
                .check(one_of("ck_handover_meet_first", "meet_first", &["yes", "no"]))
                .check(at_most("ck_handover_plain", "plain", 500))
                .check(at_most("ck_handover_easy", "easy", 500))
                .check(check("ck_handover_to", "to_id <> from_id"))
                .to_owned(),
        )
        .await?;
        // One is open about one young person.
        db.create_index(
            unique("ux_handover_open", "handover", &["partnership_id", "person_id"])
                .and_where(Expr::cust("done_at IS NULL AND cancelled_at IS NULL"))
                .to_owned(),
        )
        .await?;
        // What is to be done on which day.
        db.create_index(
            index("ix_handover_due", "handover", &["on_day"])
                .and_where(Expr::cust("done_at IS NULL AND cancelled_at IS NULL"))
                .to_owned(),
        )
        .await?;
        // What a young person reads.
        db.create_index(index(
            "ix_handover_person",
            "handover",
            &["partnership_id", "person_id", "made_at"],
        ))
        .await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        db.drop_table(Table::drop().table("handover").to_owned()).await
    }
}
