//! How people get in: sessions, links, invitations; and the browsers that may be woken.
//!
//! Secrets are stored as hashes only: a stolen copy of these tables signs nobody in.

use sea_orm_migration::{prelude::*, schema::*};

use crate::constraint::{
    at_most, check, exactly, index, key, of_partnership, one_of, unique, within,
};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0003_sign_in"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        sessions(db).await?;
        invitations(db).await?;

        db.create_table(
            Table::create()
                .table("push_subscription")
                .col(uuid("partnership_id"))
                .col(uuid("id"))
                .col(uuid("person_id"))
                .col(uuid("session_id"))
                .col(text("endpoint"))
                .col(blob("endpoint_hash"))
                .col(text("p256dh"))
                .col(text("auth"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("last_sent_at"))
                .col(integer("failures").default(0))
                .primary_key(&mut key("pk_push_subscription", &["partnership_id", "id"]))
                .foreign_key(&mut within(
                    "fk_push_subscription_person",
                    "push_subscription",
                    "person_id",
                    "person",
                ))
                .foreign_key(&mut within(
                    "fk_push_subscription_session",
                    "push_subscription",
                    "session_id",
                    "session",
                ))
                // Longer than any push service's address; keeps rubbish out.
                .check(at_most("ck_push_subscription_endpoint", "endpoint", 2048))
                // A SHA-256, never the secret itself.
                .check(exactly("ck_push_subscription_endpoint_hash", "endpoint_hash", 32))
                .to_owned(),
        )
        .await?;
        // One browser, one subscription. By hash, because the address is too long for an index.
        db.create_index(unique(
            "ux_push_subscription_endpoint",
            "push_subscription",
            &["partnership_id", "endpoint_hash"],
        ))
        .await?;
        // Sending looks for the browsers of one person.
        db.create_index(index(
            "ix_push_subscription_person",
            "push_subscription",
            &["partnership_id", "person_id"],
        ))
        .await?;
        // Signing out takes the subscription away with the session.
        db.create_index(index(
            "ix_push_subscription_session",
            "push_subscription",
            &["partnership_id", "session_id"],
        ))
        .await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        for table in ["push_subscription", "invitation", "sign_in_link", "session_token", "session"]
        {
            db.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn sessions(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("session")
            .col(uuid("partnership_id"))
            .col(uuid("id"))
            .col(text("kind"))
            .col(uuid_null("person_id"))
            .col(uuid_null("staff_id"))
            .col(text("client"))
            .col(boolean("shared_phone").default(false))
            // What the young person calls the phone, to tell theirs from a lost one.
            .col(text_null("phone_name"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("last_used_at"))
            .col(timestamp_with_time_zone("idle_ends_at"))
            .col(timestamp_with_time_zone("ends_at"))
            .col(timestamp_with_time_zone_null("ended_at"))
            .primary_key(&mut key("pk_session", &["partnership_id", "id"]))
            .foreign_key(&mut of_partnership("fk_session_partnership", "session"))
            .foreign_key(&mut within("fk_session_person", "session", "person_id", "person"))
            .foreign_key(&mut within("fk_session_staff", "session", "staff_id", "staff"))
            // The two kinds reach different rows.
            .check(one_of("ck_session_kind", "kind", &["young-person", "staff"]))
            // A session is somebody's, and nobody is both.
            .check(check(
                "ck_session_whose",
                "(kind = 'young-person' AND person_id IS NOT NULL AND staff_id IS NULL) \
                 OR (kind = 'staff' AND staff_id IS NOT NULL AND person_id IS NULL)",
            ))
            // Pages hold a cookie, apps hold tokens.
            .check(one_of("ck_session_client", "client", &["page", "app"]))
            .to_owned(),
    )
    .await?;
    // Erasing somebody, or a lost phone, ends all their sessions.
    db.create_index(index("ix_session_person", "session", &["partnership_id", "person_id"]))
        .await?;
    // So does the end of somebody's work here.
    db.create_index(index("ix_session_staff", "session", &["partnership_id", "staff_id"])).await?;

    db.create_table(
        Table::create()
            .table("session_token")
            .col(uuid("partnership_id"))
            .col(blob("token_hash"))
            .col(uuid("session_id"))
            .col(text("kind"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("expires_at"))
            // Refresh tokens are used once; a second use means that somebody copied one.
            .col(timestamp_with_time_zone_null("used_at"))
            .col(blob_null("replaced_by"))
            .primary_key(&mut key("pk_session_token", &["partnership_id", "token_hash"]))
            .foreign_key(&mut within(
                "fk_session_token_session",
                "session_token",
                "session_id",
                "session",
            ))
            // A SHA-256, never the secret itself.
            .check(exactly("ck_session_token_token_hash", "token_hash", 32))
            // A SHA-256, never the secret itself.
            .check(exactly("ck_session_token_replaced_by", "replaced_by", 32))
            // What a token may be used for.
            .check(one_of("ck_session_token_kind", "kind", &["page", "access", "refresh"]))
            .to_owned(),
    )
    .await?;
    // A reused refresh token ends every token of its session.
    db.create_index(index(
        "ix_session_token_session",
        "session_token",
        &["partnership_id", "session_id"],
    ))
    .await?;

    db.create_table(
        Table::create()
            .table("sign_in_link")
            .col(uuid("partnership_id"))
            .col(blob("token_hash"))
            .col(uuid("staff_id"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("expires_at"))
            .col(timestamp_with_time_zone_null("used_at"))
            .primary_key(&mut key("pk_sign_in_link", &["partnership_id", "token_hash"]))
            .foreign_key(&mut within("fk_sign_in_link_staff", "sign_in_link", "staff_id", "staff"))
            // A SHA-256, never the secret itself.
            .check(exactly("ck_sign_in_link_token_hash", "token_hash", 32))
            .to_owned(),
    )
    .await?;
    // A new link takes the place of the old ones.
    db.create_index(index("ix_sign_in_link_staff", "sign_in_link", &["partnership_id", "staff_id"]))
        .await
}

async fn invitations(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("invitation")
            .col(uuid("partnership_id"))
            .col(uuid("id"))
            .col(uuid("person_id"))
            .col(uuid_null("made_by"))
            .col(text("route"))
            .col(blob("link_hash"))
            // The first half of the typed code finds the row, the slow hash of the code proves it.
            .col(text("code_group"))
            .col(text("code_hash"))
            .col(timestamp_with_time_zone("made_at"))
            .col(timestamp_with_time_zone("link_expires_at"))
            .col(timestamp_with_time_zone("code_expires_at"))
            .col(integer("wrong_codes").default(0))
            .col(integer("wrong_birthdays").default(0))
            .col(timestamp_with_time_zone_null("used_at"))
            // Too many wrong tries: a worker has to look.
            .col(timestamp_with_time_zone_null("parked_at"))
            .col(timestamp_with_time_zone_null("replaced_at"))
            .primary_key(&mut key("pk_invitation", &["partnership_id", "id"]))
            .foreign_key(&mut within("fk_invitation_person", "invitation", "person_id", "person"))
            .foreign_key(&mut within("fk_invitation_made_by", "invitation", "made_by", "staff"))
            // How it reaches the young person; a letter lasts longer.
            .check(one_of("ck_invitation_route", "route", &["screen", "letter"]))
            // A SHA-256, never the secret itself.
            .check(exactly("ck_invitation_link_hash", "link_hash", 32))
            // Half of eight digits.
            .check(exactly("ck_invitation_code_group", "code_group", 4))
            // Even a mistake in the code cannot allow an eleventh guess.
            .check(check("ck_invitation_wrong_codes", "wrong_codes BETWEEN 0 AND 10"))
            // Nor a fourth birthday.
            .check(check("ck_invitation_wrong_birthdays", "wrong_birthdays BETWEEN 0 AND 3"))
            .to_owned(),
    )
    .await?;
    // A link opens one invitation.
    db.create_index(unique("ux_invitation_link", "invitation", &["partnership_id", "link_hash"]))
        .await?;
    // A young person holds one open invitation; making another replaces it.
    db.create_index(
        unique("ux_invitation_person", "invitation", &["partnership_id", "person_id"])
            .and_where(Expr::cust("used_at IS NULL AND parked_at IS NULL AND replaced_at IS NULL"))
            .to_owned(),
    )
    .await?;
    // A typed code does not say whose it is: the open ones of its group are tried.
    db.create_index(
        index("ix_invitation_code_group", "invitation", &["code_group"])
            .and_where(Expr::cust("used_at IS NULL AND parked_at IS NULL AND replaced_at IS NULL"))
            .to_owned(),
    )
    .await?;
    // The worker's page shows the latest of one person, whatever its state.
    db.create_index(index(
        "ix_invitation_latest",
        "invitation",
        &["partnership_id", "person_id", "made_at"],
    ))
    .await
}
