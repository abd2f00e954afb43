//! Opening sessions and carrying them: a cookie for our own pages, a pair of tokens for apps.

use domain::{
    id::{PartnershipId, SessionId},
    session::{ACCESS, Client, Lifetime, SessionKind, TokenKind},
};
use poem_openapi::{ApiResponse, Enum, Object};

use super::{
    auth::{Door, PHONE_COOKIE, STAFF_COOKIE},
    problem::{Kind, Problem, Result},
    wire::Instant,
};
use crate::{
    app::App,
    secret::{self, Token},
    store::{NewSession, NewToken, Refreshed, StoreError, Whose},
};

/// Through what somebody signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "Client", rename_all = "kebab-case", remote = "Client")]
pub enum ClientCode {
    /// Our own page: it gets a cookie that scripts cannot read.
    Page,
    /// An app: it gets an access token for a quarter of an hour and a refresh token that works once.
    App,
}

/// The tokens of an app.
#[derive(Clone, Debug, Object)]
#[oai(rename = "Tokens")]
pub struct TokensOut {
    /// Send it as `Authorization: Bearer …`.
    pub access_token: String,
    /// When the access token stops working.
    pub access_expires_at: Instant,
    /// Gets the next tokens, once. Keep it where only the app can read it.
    pub refresh_token: String,
}

/// A refresh token to swap.
#[derive(Object)]
#[oai(rename = "Refresh", deny_unknown_fields)]
pub struct RefreshIn {
    /// The refresh token that came last.
    #[oai(validator(min_length = 1, max_length = 200))]
    pub refresh_token: String,
}

/// What is sent back when a session was ended.
#[derive(ApiResponse)]
pub enum SignedOut {
    /// Signed out. The cookie is gone, and so is what the page kept.
    #[oai(status = 204)]
    Done(
        /// Takes the cookie away.
        #[oai(header = "Set-Cookie")]
        String,
        /// Tells the browser to forget what this site kept.
        #[oai(header = "Clear-Site-Data")]
        String,
    ),
}

/// What a new session is carried by.
pub struct Carried {
    /// The cookie, for a page.
    pub cookie: Option<String>,
    /// The tokens, for an app.
    pub tokens: Option<TokensOut>,
    stored: Vec<NewToken>,
}

/// Makes the secrets of a session.
fn carry(
    app: &App,
    partnership: PartnershipId,
    kind: SessionKind,
    client: Client,
    shared: bool,
) -> Carried {
    let now = app.now();
    let lifetime = Lifetime::of(kind, shared);
    let ends = now + lifetime.absolute;
    let make = |prefix, kind, expires_at| {
        let token = Token::new(prefix, partnership, app.random());
        let stored = NewToken { hash: token.hash(), kind, expires_at };
        (token, stored)
    };
    let (page, access, refresh, cookie) = match kind {
        SessionKind::YoungPerson => (
            secret::TokenKind::PhonePage,
            secret::TokenKind::PhoneApp,
            secret::TokenKind::PhoneRefresh,
            PHONE_COOKIE,
        ),
        SessionKind::Staff => (
            secret::TokenKind::StaffPage,
            secret::TokenKind::StaffApp,
            secret::TokenKind::StaffRefresh,
            STAFF_COOKIE,
        ),
    };
    match client {
        Client::Page => {
            let (token, stored) = make(page, TokenKind::Page, ends);
            let site = if kind == SessionKind::Staff { "Strict" } else { "Lax" };
            // A shared phone forgets when the browser closes.
            let age = if shared {
                String::new()
            } else {
                format!("; Max-Age={}", lifetime.absolute.num_seconds())
            };
            let cookie = format!(
                "{cookie}={}; Path=/; Secure; HttpOnly; SameSite={site}{age}",
                token.as_str()
            );
            Carried { cookie: Some(cookie), tokens: None, stored: vec![stored] }
        }
        Client::App => {
            let expires = (now + ACCESS).min(ends);
            let (access, stored_access) = make(access, TokenKind::Access, expires);
            let (refresh, stored_refresh) = make(refresh, TokenKind::Refresh, ends);
            let tokens = TokensOut {
                access_token: access.as_str().to_owned(),
                access_expires_at: expires.into(),
                refresh_token: refresh.as_str().to_owned(),
            };
            Carried {
                cookie: None,
                tokens: Some(tokens),
                stored: vec![stored_access, stored_refresh],
            }
        }
    }
}

/// A session that is about to be opened, with its secrets.
pub struct Opening {
    /// The session, for the store.
    pub session: NewSession,
    /// Its secrets, for whoever asked.
    pub carried: Carried,
}

impl Opening {
    /// Makes ready a session for a young person.
    pub fn phone(
        app: &App,
        partnership: PartnershipId,
        person: domain::id::PersonId,
        client: Client,
        shared_phone: bool,
        phone_name: Option<String>,
    ) -> Self {
        let carried = carry(app, partnership, SessionKind::YoungPerson, client, shared_phone);
        let session = NewSession {
            id: app.new_id(),
            partnership,
            whose: Whose::YoungPerson(person),
            client,
            shared_phone,
            phone_name,
            stepped_up: false,
        };
        Self { session, carried }
    }

    /// The same for somebody who signs in with a passkey or a code: they have shown who they are.
    pub fn proven(mut self) -> Self {
        self.session.stepped_up = true;
        self
    }

    /// Makes ready a session for a member of staff.
    pub fn staff(
        app: &App,
        partnership: PartnershipId,
        staff: domain::id::StaffId,
        client: Client,
    ) -> Self {
        let carried = carry(app, partnership, SessionKind::Staff, client, false);
        let session = NewSession {
            id: app.new_id(),
            partnership,
            whose: Whose::Staff(staff),
            client,
            shared_phone: false,
            phone_name: None,
            stepped_up: false,
        };
        Self { session, carried }
    }

    /// The tokens to store with it.
    pub fn tokens(&self) -> &[NewToken] {
        &self.carried.stored
    }
}

/// Swaps a refresh token for new tokens.
pub async fn refresh(app: &App, door: Door, kind: SessionKind, token: &str) -> Result<TokensOut> {
    let refused = || Problem::new(Kind::NotSignedIn, "Sign in again: this token no longer works.");
    let token = Token::parse(token).ok_or_else(refused)?;
    let partnership = token.partnership();
    let next = carry(app, partnership, kind, Client::App, false);
    let now = app.now();
    let swapped = app
        .store
        .write::<_, _, StoreError>(door.system(), async |tx| {
            tx.refresh(partnership, token.hash(), &next.stored, now).await
        })
        .await;
    match swapped {
        Ok(Refreshed::Done) => Ok(next.tokens.expect("an app's session has tokens")),
        Ok(Refreshed::Reused) | Err(StoreError::NotFound(_)) => Err(refused()),
        Err(error) => Err(error.into()),
    }
}

/// Ends a session.
pub async fn sign_out(
    app: &App,
    door: Door,
    partnership: PartnershipId,
    session: SessionId,
    cookie: &str,
) -> Result<SignedOut> {
    let now = app.now();
    app.store
        .write::<_, _, StoreError>(door.system(), async |tx| {
            tx.end_session(partnership, session, now).await
        })
        .await?;
    let gone = format!("{cookie}=; Path=/; Secure; HttpOnly; Max-Age=0");
    Ok(SignedOut::Done(gone, crate::http::problem::WIPE.into()))
}
