//! Other agencies that see parts of a record, from a day until a day.

use sea_orm_migration::{prelude::*, schema::*};

use crate::constraint::{at_most, check, index, key, one_of, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0035_referrals"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        // For which agency somebody works, as it is called here. Nobody's, of whoever works for the partnership itself.
        db.get_connection()
            .execute_unprepared(
                "ALTER TABLE staff ADD COLUMN agency text \
                 CONSTRAINT \"ck_staff_agency\" CHECK (length(agency) <= 200)",
            )
            .await?;
        db.create_table(
            Table::create()
                .table("referral")
                .col(uuid("partnership_id"))
                .col(uuid("id"))
                .col(uuid("person_id"))
                // As `staff.agency` has it.
                .col(text("to_agency"))
                // What it sees.
                .col(boolean("contact"))
                .col(boolean("destination"))
                .col(boolean("promises"))
                .col(boolean("goals"))
                .col(text("why"))
                .col(text("basis"))
                // When the young person was told, or why not.
                .col(date_null("told_on"))
                .col(text_null("not_told_why"))
                .col(date("from_on"))
                .col(date("until_on"))
                .col(uuid("made_by"))
                .col(timestamp_with_time_zone("made_at"))
                .col(uuid_null("accepted_by"))
                .col(timestamp_with_time_zone_null("accepted_at"))
                .col(uuid_null("ended_by"))
                .col(timestamp_with_time_zone_null("ended_at"))
                .primary_key(&mut key("pk_referral", &["partnership_id", "id"]))
                .foreign_key(&mut within("fk_referral_person", "referral", "person_id", "person"))
                .foreign_key(&mut within("fk_referral_made_by", "referral", "made_by", "staff"))
                .foreign_key(&mut within(
                    "fk_referral_accepted_by",
                    "referral",
                    "accepted_by",
                    "staff",
                ))
                .foreign_key(&mut within("fk_referral_ended_by", "referral", "ended_by", "staff"))
                .check(at_most("ck_referral_to_agency", "to_agency", 200))
                .check(check("ck_referral_parts", "contact OR destination OR promises OR goals"))
                .check(at_most("ck_referral_why", "why", 500))
                .check(one_of(
                    "ck_referral_basis",
                    "basis",
                    &["agreed", "best-interests", "legal-duty", "vital"],
                ))
                .check(at_most("ck_referral_not_told_why", "not_told_why", 500))
                .check(check("ck_referral_told", "(told_on IS NULL) <> (not_told_why IS NULL)"))
                .check(check("ck_referral_days", "until_on >= from_on"))
                .check(check(
                    "ck_referral_accepted",
                    "(accepted_at IS NULL) = (accepted_by IS NULL)",
                ))
                .check(check("ck_referral_ended", "(ended_at IS NULL) = (ended_by IS NULL)"))
                .to_owned(),
        )
        .await?;
        // What an agency has, and who has one young person's.
        db.create_index(index(
            "ix_referral_agency",
            "referral",
            &["partnership_id", "to_agency", "until_on"],
        ))
        .await?;
        db.create_index(index("ix_referral_person", "referral", &["partnership_id", "person_id"]))
            .await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        db.drop_table(Table::drop().table("referral").to_owned()).await?;
        db.get_connection().execute_unprepared("ALTER TABLE staff DROP COLUMN agency").await?;
        Ok(())
    }
}
