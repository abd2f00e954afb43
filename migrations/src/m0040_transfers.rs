//! A record that goes to another partnership.

use sea_orm_migration::{prelude::*, schema::*};

use crate::constraint::{at_most, check, index, key, one_of, unique, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0040_transfers"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        transfers(db).await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        db.drop_table(Table::drop().table("transfer").to_owned()).await
    }
}

async fn transfers(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("transfer")
            // The partnership that the record leaves.
            .col(uuid("partnership_id"))
            .col(uuid("id"))
            .col(uuid("person_id"))
            // The partnership that it goes to.
            .col(uuid("to_id"))
            // Who agreed, and how.
            .col(text("said_by"))
            .col(text("said_how"))
            // Who spoke for them, and why they could not decide it themself.
            .col(text_null("representative"))
            .col(text_null("why_cannot"))
            .col(date("agreed_on"))
            // From which day on it can be taken.
            .col(date("moves_on"))
            .col(uuid("made_by"))
            .col(timestamp_with_time_zone("made_at"))
            // Taken back.
            .col(uuid_null("ended_by"))
            .col(timestamp_with_time_zone_null("ended_at"))
            // Said yes or no to, by somebody of the other partnership: no foreign key, for nothing crosses.
            .col(uuid_null("decided_by"))
            .col(timestamp_with_time_zone_null("decided_at"))
            .col(text_null("refused_why"))
            // The day on which the other partnership took it.
            .col(date_null("moved_on"))
            // Their record there, again without a foreign key.
            .col(uuid_null("new_person_id"))
            .primary_key(&mut key("pk_transfer", &["partnership_id", "id"]))
            .foreign_key(&mut within("fk_transfer_person", "transfer", "person_id", "person"))
            .foreign_key(&mut within("fk_transfer_made_by", "transfer", "made_by", "staff"))
            .foreign_key(&mut within("fk_transfer_ended_by", "transfer", "ended_by", "staff"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_transfer_to")
                    .from("transfer", "to_id")
                    .to("partnership", "id"),
            )
            .check(check("ck_transfer_to", "to_id <> partnership_id"))
            .check(one_of("ck_transfer_said_by", "said_by", &["themselves", "representative"]))
            .check(one_of(
                "ck_transfer_said_how",
                "said_how",
                &["in-person", "by-phone", "in-writing"],
            ))
            .check(at_most("ck_transfer_representative", "representative", 200))
            .check(at_most("ck_transfer_why_cannot", "why_cannot", 500))
            .check(check(
                "ck_transfer_spoken_for",
                "(said_by = 'representative') = (representative IS NOT NULL) \
                 AND (representative IS NULL) = (why_cannot IS NULL)",
            ))
            .check(at_most("ck_transfer_refused_why", "refused_why", 500))
            .check(check("ck_transfer_ended", "(ended_at IS NULL) = (ended_by IS NULL)"))
            .check(check(
                "ck_transfer_decided",
                "(decided_at IS NULL) = (decided_by IS NULL) \
                 AND (decided_at IS NULL OR ended_at IS NULL)",
            ))
            // A yes makes a record there, a no gives a reason.
            .check(check(
                "ck_transfer_outcome",
                "(decided_at IS NULL) = (refused_why IS NULL AND new_person_id IS NULL) \
                 AND (refused_why IS NULL OR new_person_id IS NULL) \
                 AND (new_person_id IS NULL) = (moved_on IS NULL)",
            ))
            .to_owned(),
    )
    .await?;
    // Nobody goes to two places, nor twice.
    db.create_index(
        unique("ux_transfer_person", "transfer", &["partnership_id", "person_id"])
            .and_where(Expr::cust("ended_at IS NULL AND refused_why IS NULL"))
            .to_owned(),
    )
    .await?;
    // What waits for a partnership.
    db.create_index(
        index("ix_transfer_to", "transfer", &["to_id", "made_at"])
            .and_where(Expr::cust("ended_at IS NULL AND decided_at IS NULL"))
            .to_owned(),
    )
    .await
}
