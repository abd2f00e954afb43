//! Who runs a service, for which councils, with which staff, and what is asked of young people.
//! These tables stay small, so every partnership's rows may point at them.

use sea_orm_migration::{prelude::*, schema::*};

use crate::constraint::{at_most, check, exactly, key, of_partnership, one_of, unique};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0001_partnerships"
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
                .table("partnership")
                .col(uuid("id"))
                // A short name for addresses and commands.
                .col(text("slug"))
                .col(text("name"))
                // What young people see. Neutral, because others may see their screens.
                .col(text("service_name"))
                // Which day the journey starts from.
                .col(text("transition_rule").default("eighteenth-birthday"))
                // When somebody reads what young people write, in words.
                .col(text("staffed_hours"))
                .col(boolean("safety_questions").default(false))
                .col(boolean("demonstration").default(false))
                .col(timestamp_with_time_zone("created_at"))
                .primary_key(&mut key("pk_partnership", &["id"]))
                // Fits in an address; the alphabet is the domain's business.
                .check(check("ck_partnership_slug", "length(slug) BETWEEN 2 AND 40"))
                // Fits on a page heading.
                .check(at_most("ck_partnership_name", "name", 200))
                // Fits in the title of a notification.
                .check(at_most("ck_partnership_service_name", "service_name", 40))
                // Fits in one sentence.
                .check(at_most("ck_partnership_staffed_hours", "staffed_hours", 100))
                // A rule that the code does not know would leave journeys without a start.
                .check(one_of(
                    "ck_partnership_transition_rule",
                    "transition_rule",
                    &["eighteenth-birthday", "given-date-only"],
                ))
                .to_owned(),
        )
        .await?;
        // An address leads to one partnership.
        db.create_index(unique("ux_partnership_slug", "partnership", &["slug"])).await?;

        db.create_table(
            Table::create()
                .table("partnership_council")
                .col(uuid("partnership_id"))
                // The three digits that the Department for Education gives a local authority.
                .col(text("council_code"))
                .primary_key(&mut key(
                    "pk_partnership_council",
                    &["partnership_id", "council_code"],
                ))
                .foreign_key(&mut of_partnership(
                    "fk_partnership_council_partnership",
                    "partnership_council",
                ))
                // Catches a code that lost a digit in a spreadsheet.
                .check(exactly("ck_partnership_council_council_code", "council_code", 3))
                .to_owned(),
        )
        .await?;

        db.create_table(
            Table::create()
                .table("staff")
                .col(uuid("id"))
                .col(uuid("partnership_id"))
                // In lower case.
                .col(text("email"))
                .col(text("name"))
                .col(text("role"))
                .col(text_null("password_hash"))
                .col(text_null("totp_secret"))
                // The time step of the last one-time code used: a code counts once.
                .col(big_integer_null("totp_last_step"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("ended_at"))
                .primary_key(&mut key("pk_staff", &["id"]))
                .foreign_key(&mut of_partnership("fk_staff_partnership", "staff"))
                // Two spellings of an address would be two accounts.
                .check(check("ck_staff_email", "email = lower(email)"))
                // Fits in a list.
                .check(at_most("ck_staff_name", "name", 200))
                // Rights hang on the role.
                .check(one_of(
                    "ck_staff_role",
                    "role",
                    &[
                        "worker",
                        "manager",
                        "safeguarding-lead",
                        "partnership-viewer",
                        "administrator",
                    ],
                ))
                // A password never signs anybody in without a one-time code.
                .check(check(
                    "ck_staff_password_with_totp",
                    "(password_hash IS NULL) = (totp_secret IS NULL)",
                ))
                .to_owned(),
        )
        .await?;
        // An address signs in one person, whatever the partnership.
        db.create_index(unique("ux_staff_email", "staff", &["email"])).await?;
        // What rows that name staff point at, so that they can only name their own partnership's.
        db.create_index(unique("ux_staff_partnership", "staff", &["partnership_id", "id"])).await?;

        db.create_table(
            Table::create()
                .table("questionnaire")
                .col(text("id"))
                .col(text("version"))
                .col(text("language"))
                // Of the body, to tell a changed file that forgot to change its version.
                .col(text("sha256"))
                .col(text("body"))
                .col(timestamp_with_time_zone("loaded_at"))
                .primary_key(&mut key("pk_questionnaire", &["id", "version"]))
                // In hexadecimal.
                .check(exactly("ck_questionnaire_sha256", "sha256", 64))
                .to_owned(),
        )
        .await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        for table in ["questionnaire", "staff", "partnership_council", "partnership"] {
            db.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
