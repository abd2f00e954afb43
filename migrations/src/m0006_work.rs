//! What the service still has to send, what it brought in, and who looked at what.

use sea_orm_migration::{prelude::*, schema::*};

use crate::constraint::{
    at_most, check, exactly, index, key, of_partnership, one_of, unique, within,
};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0006_work"
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
                .table("prompt")
                .col(uuid("partnership_id"))
                .col(uuid("id"))
                .col(uuid("person_id"))
                .col(uuid("check_in_id"))
                // The first nudge, the second, ….
                .col(text("step"))
                .col(text("channel"))
                .col(timestamp_with_time_zone("due_at"))
                // A nudge that is too late is worse than none.
                .col(timestamp_with_time_zone("expires_at"))
                // Somebody is sending it. After this moment it is simply due again.
                .col(timestamp_with_time_zone_null("leased_until"))
                .col(integer("attempts").default(0))
                .col(timestamp_with_time_zone_null("settled_at"))
                .col(text_null("outcome"))
                .primary_key(&mut key("pk_prompt", &["partnership_id", "id"]))
                .foreign_key(&mut within("fk_prompt_person", "prompt", "person_id", "person"))
                .foreign_key(&mut within("fk_prompt_check_in", "prompt", "check_in_id", "check_in"))
                // What the sender knows how to use.
                .check(one_of("ck_prompt_channel", "channel", &["push", "sms", "email"]))
                // Why it is over.
                .check(one_of(
                    "ck_prompt_outcome",
                    "outcome",
                    &["sent", "no-channel", "gone", "failed", "expired", "cancelled"],
                ))
                // What is over has an outcome, and what has an outcome is over.
                .check(check("ck_prompt_settled", "(settled_at IS NULL) = (outcome IS NULL)"))
                .to_owned(),
        )
        .await?;
        // Asking may be tried again, and must not nudge twice.
        db.create_index(unique(
            "ux_prompt_step",
            "prompt",
            &["partnership_id", "check_in_id", "step"],
        ))
        .await?;
        // Sending looks for what is due, whatever the partnership.
        db.create_index(
            index("ix_prompt_due", "prompt", &["due_at"])
                .and_where(Expr::cust("settled_at IS NULL"))
                .to_owned(),
        )
        .await?;
        // An answer, a pause or leaving cancels what is still to be sent to one person.
        db.create_index(
            index("ix_prompt_open", "prompt", &["partnership_id", "person_id"])
                .and_where(Expr::cust("settled_at IS NULL"))
                .to_owned(),
        )
        .await?;

        db.create_table(
            Table::create()
                .table("import_run")
                .col(uuid("partnership_id"))
                .col(uuid("id"))
                .col(timestamp_with_time_zone("made_at"))
                .col(uuid_null("made_by"))
                // Of the file, to tell a file that was sent before.
                .col(text("sha256"))
                .col(integer("rows"))
                .col(integer("added"))
                .col(integer("changed"))
                .col(integer("unchanged"))
                .col(integer("ended"))
                .primary_key(&mut key("pk_import_run", &["partnership_id", "id"]))
                .foreign_key(&mut of_partnership("fk_import_run_partnership", "import_run"))
                .foreign_key(&mut within("fk_import_run_made_by", "import_run", "made_by", "staff"))
                // In hexadecimal.
                .check(exactly("ck_import_run_sha256", "sha256", 64))
                .to_owned(),
        )
        .await?;

        db.create_table(
            Table::create()
                .table("access_event")
                .col(uuid("partnership_id"))
                .col(uuid("id"))
                .col(timestamp_with_time_zone("at"))
                .col(text("actor_kind"))
                // No foreign keys on who and whom: what happened stays true when they are erased.
                .col(uuid_null("actor_id"))
                .col(text_null("role"))
                .col(uuid_null("person_id"))
                .col(text("what"))
                .primary_key(&mut key("pk_access_event", &["partnership_id", "id"]))
                .foreign_key(&mut of_partnership("fk_access_event_partnership", "access_event"))
                // Who can do anything here.
                .check(one_of(
                    "ck_access_event_actor_kind",
                    "actor_kind",
                    &["young-person", "staff", "system"],
                ))
                // The name of an operation, never a name or a note.
                .check(at_most("ck_access_event_what", "what", 80))
                .to_owned(),
        )
        .await?;
        // "Who has looked at my record?" is a question that a young person may ask.
        db.create_index(index(
            "ix_access_event_person",
            "access_event",
            &["partnership_id", "person_id", "at"],
        ))
        .await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        for table in ["access_event", "import_run", "prompt"] {
            db.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
