//! How a supporter comes in, and leaves.

use std::sync::Arc;

use domain::supporter::LIFETIME;
use poem::web::Data;
use poem_openapi::{ApiResponse, Object, OpenApi, payload::Json};

use super::Tag;
use crate::{
    app::App,
    http::{
        address::Caller,
        auth::{Door, SUPPORTER_COOKIE, Supporter},
        limit::{Limits, Tried},
        problem::{Kind, Problem, Result},
        session::ClientCode,
        valid::Valid,
    },
    secret::{Token, TokenKind},
    store::StoreError,
};

pub struct SupportSignIn;

#[OpenApi(tag = "Tag::Supporting")]
impl SupportSignIn {
    /// Use a link to help somebody
    ///
    /// The link works once, and on one phone. Ask before you send it: whoever opens the link by mistake should not use it up.
    #[oai(path = "/supporter/invitations/accept", method = "post", operation_id = "accept_support")]
    async fn accept(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        limits: Data<&Arc<Limits>>,
        caller: Data<&Caller>,
        body: Valid<AcceptSupportIn>,
    ) -> Result<AcceptedSupport> {
        limits.try_secret(&caller, Tried::Link)?;
        let (app, body) = (app.0, body.0);
        let link = Token::parse(&body.secret).filter(|it| it.kind() == TokenKind::SupporterLink);
        let link = link.ok_or_else(does_not_work)?;
        let token = Token::new(TokenKind::Supporter, link.partnership(), app.random());
        let now = app.now();
        let used = app
            .store
            .write::<_, _, StoreError>(door.system(), async |tx| {
                tx.use_supporter_link(link.partnership(), link.hash(), token.hash(), now).await
            })
            .await;
        match used {
            Err(StoreError::NotFound(_)) => return Err(does_not_work()),
            used => used?,
        }
        let (cookie, token) = match body.client {
            ClientCode::Page => (Some(cookie(&token)), None),
            ClientCode::App => (None, Some(token.as_str().to_owned())),
        };
        Ok(AcceptedSupport::In(Json(AcceptedSupportOut { client: body.client, token }), cookie))
    }

    /// Stop helping on this phone
    ///
    /// The phone is signed out. To come back, somebody needs a new link from the young person.
    #[oai(path = "/supporter/session", method = "delete", operation_id = "end_support")]
    async fn end(&self, app: Data<&App>, me: Supporter) -> Result<Ended> {
        app.store
            .write(me.scope().clone(), async |tx| {
                tx.stop_helping().await?;
                let gone = format!("{SUPPORTER_COOKIE}=; Path=/; Secure; HttpOnly; Max-Age=0");
                Ok(Ended::Done(gone))
            })
            .await
    }
}

/// The secret of a link that lets a supporter in.
#[derive(Object)]
#[oai(rename = "SupportAcceptance", deny_unknown_fields)]
struct AcceptSupportIn {
    /// The token of the link.
    #[oai(validator(min_length = 1, max_length = 200))]
    secret: String,
    client: ClientCode,
}

/// A supporter is in.
#[derive(Object)]
#[oai(rename = "AcceptedSupport", skip_serializing_if_is_none)]
struct AcceptedSupportOut {
    client: ClientCode,
    /// For an app: send it as `Authorization: Bearer …`, and keep it where only the app can read it. It lasts 400 days,
    /// and 120 without a sign of life. A page gets a cookie instead.
    token: Option<String>,
}

#[derive(ApiResponse)]
enum AcceptedSupport {
    /// They are in.
    #[oai(status = 200)]
    In(
        Json<AcceptedSupportOut>,
        /// The session of a page.
        #[oai(header = "Set-Cookie")]
        Option<String>,
    ),
}

/// They are out.
#[derive(ApiResponse)]
enum Ended {
    /// The phone is signed out.
    #[oai(status = 204)]
    Done(
        /// Takes the cookie away.
        #[oai(header = "Set-Cookie")]
        String,
    ),
}

fn cookie(token: &Token) -> String {
    format!(
        "{SUPPORTER_COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={}",
        token.as_str(),
        LIFETIME.absolute.num_seconds()
    )
}

fn does_not_work() -> Problem {
    Problem::new(
        Kind::InvitationNotFound,
        "This link does not work. Ask the person who sent it for a new one.",
    )
}
