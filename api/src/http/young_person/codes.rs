//! Codes that are sent: to sign in again, to show on a phone that it is you, and to show that a number is yours (YP-12,
//! YP-14, YP-16).

use domain::{
    id::{CodeRequestId, PartnershipId, PersonId, SessionId},
    identifier::{EmailAddress, MobileNumber},
    proof::{CODE_LASTS, CODES_THAT_WORK, CodePurpose, Reached},
};
use poem_openapi::{Enum, Object};
use uuid::Uuid;

use crate::{
    app::App,
    hashing,
    http::{
        auth::Door,
        problem::{Kind, Problem, Result},
        wire::Instant,
    },
    post::{Letter, Posted},
    secret::SixDigits,
    store::{ClaimedCode, NewCode, OwnContact, StoreError},
};

/// Where a code is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "Reached", rename_all = "kebab-case", remote = "Reached")]
pub enum ReachedCode {
    /// By text message.
    Mobile,
    /// By e-mail.
    Email,
}

/// A number or an address: one of the two.
#[derive(Object)]
#[oai(rename = "OwnContact", deny_unknown_fields)]
pub struct ContactIn {
    /// A mobile number of the United Kingdom, as people write it.
    #[oai(validator(min_length = 1, max_length = 30))]
    pub mobile: Option<String>,
    /// An e-mail address.
    #[oai(validator(min_length = 1, max_length = 254))]
    pub email: Option<String>,
    /// The request of an earlier code to the same number or address that has not arrived: then both codes work.
    pub request: Option<Uuid>,
}

/// A code, and what it was sent for.
#[derive(Object)]
#[oai(rename = "TypedCode", deny_unknown_fields)]
pub struct TypedIn {
    /// The request, as it was given when the code was sent.
    pub request: Uuid,
    /// The six digits; spaces are fine.
    #[oai(validator(min_length = 1, max_length = 20))]
    pub code: String,
}

/// A code is on its way, if there is somewhere to send it.
#[derive(Object)]
#[oai(rename = "CodeSent")]
pub struct SentOut {
    /// What to give back with the code.
    pub request: Uuid,
    /// Until when the code works.
    pub expires_at: Instant,
}

impl ContactIn {
    /// The number or address, tidied.
    pub fn read(&self) -> Result<OwnContact> {
        let wrong = |at, fault: String| {
            Problem::new(Kind::InvalidBody, "one thing in the body needs another look")
                .at(at, fault)
        };
        match (&self.mobile, &self.email) {
            (Some(mobile), None) => {
                let mobile = MobileNumber::parse(mobile)
                    .map_err(|fault| wrong("/mobile", fault.to_string()))?;
                Ok(OwnContact { kind: Reached::Mobile, value: mobile.as_str().to_owned() })
            }
            (None, Some(email)) => {
                let email = EmailAddress::parse(email)
                    .map_err(|fault| wrong("/email", fault.to_string()))?;
                Ok(OwnContact { kind: Reached::Email, value: email.as_str().to_owned() })
            }
            _ => Err(wrong("", "send one of mobile and email".into())),
        }
    }
}

/// What a code is sent for.
pub struct Wanted {
    /// For what.
    pub purpose: CodePurpose,
    /// Where the person is.
    pub partnership: PartnershipId,
    /// Who.
    pub person: PersonId,
    /// On which phone they are signed in.
    pub session: Option<SessionId>,
    /// Where it goes.
    pub to: OwnContact,
}

/// Refuses what this installation cannot send.
pub fn can_send(app: &App, kind: Reached) -> Result<()> {
    if app.post.ways().contains(&kind) {
        return Ok(());
    }
    let cannot = match kind {
        Reached::Mobile => "We cannot send texts yet. Use e-mail, or ask your worker.",
        Reached::Email => "We cannot send e-mail yet. Use a text, or ask your worker.",
    };
    Err(Problem::new(Kind::NotReady, cannot))
}

/// What is answered whenever a code was asked for, whether one is sent or not.
pub fn on_its_way(app: &App, request: CodeRequestId) -> SentOut {
    SentOut { request: request.0, expires_at: (app.now() + CODE_LASTS).into() }
}

/// Makes a code, keeps it and hands it over in the background: how long that takes tells nothing. Gives back the request
/// that it was sent for; none if as many were sent lately as anybody should get.
pub async fn send(
    app: &App,
    door: Door,
    request: CodeRequestId,
    wanted: Wanted,
) -> Result<Option<CodeRequestId>> {
    let (code, hash) = make(app).await;
    let kept = keep(app, door, request, wanted, &code, hash).await?;
    Ok(kept.map(|(request, letter)| {
        hand_over(app, letter);
        request
    }))
}

/// The same for whoever asks without being signed in, about somebody who may be known. All that follows from being known
/// happens after the answer, which looks the same and comes as soon for a number that nobody has (SEC-10).
#[expect(
    clippy::disallowed_methods,
    reason = "a code that is lost when we stop is asked for again"
)]
pub async fn send_unseen(app: &App, door: Door, request: CodeRequestId, wanted: Option<Wanted>) {
    let (code, hash) = make(app).await;
    let Some(wanted) = wanted else { return };
    let app = app.clone();
    tokio::spawn(async move {
        match keep(&app, door, request, wanted, &code, hash).await {
            Ok(Some((_, letter))) => hand_over(&app, letter),
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "a code to sign in could not be kept"),
        }
    });
}

/// A code, and its hash.
async fn make(app: &App) -> (SixDigits, String) {
    let code = SixDigits::new(&*app.ids);
    let hash = hashing::hash(code.as_str().to_owned(), app.random()).await;
    (code, hash)
}

async fn keep(
    app: &App,
    door: Door,
    request: CodeRequestId,
    wanted: Wanted,
    code: &SixDigits,
    hash: String,
) -> std::result::Result<Option<(CodeRequestId, Letter)>, StoreError> {
    let Wanted { purpose, partnership, person, session, to } = wanted;
    let new = NewCode {
        id: app.new_id(),
        request,
        partnership,
        person,
        session,
        purpose,
        to: to.clone(),
        hash,
    };
    let kept = app
        .store
        .write::<_, _, StoreError>(door.system(), async |tx| {
            tx.hold(person).await?;
            let Some(request) = tx.keep_code(&new, app.now()).await? else { return Ok(None) };
            Ok(Some((request, tx.partnership_by_id(partnership).await?.service_name)))
        })
        .await?;
    let letter = |name: &str| Letter::code(new.id, to, code, name, &app.public_url);
    Ok(kept.map(|(request, name)| (request, letter(name.as_str()))))
}

/// Hands a letter over in the background: how long that takes tells nothing.
#[expect(
    clippy::disallowed_methods,
    reason = "a code that is lost when we stop is asked for again"
)]
pub fn hand_over(app: &App, letter: Letter) {
    let post = app.post.clone();
    tokio::spawn(async move {
        let posted = post.send(&letter).await;
        if !matches!(posted, Posted::Taken(_)) {
            tracing::error!(%posted, way = letter.to.kind.code(), "a code could not be sent");
        }
    });
}

/// Whose code this is, once: the try is counted whether it is right or not.
pub async fn check(
    app: &App,
    door: Door,
    purpose: CodePurpose,
    session: Option<SessionId>,
    typed: &TypedIn,
) -> Result<ClaimedCode> {
    let request = CodeRequestId(typed.request);
    let code = SixDigits::parse(&typed.code).ok_or_else(not_right)?;
    let now = app.now();
    let claimed = app
        .store
        .write::<_, _, StoreError>(door.system(), async |tx| {
            tx.claim_code(request, purpose, now).await
        })
        .await?;
    let hashes = claimed.iter().map(|claimed| claimed.hash.clone()).collect();
    let right = hashing::which(code.as_str().to_owned(), hashes, CODES_THAT_WORK)
        .await
        .ok_or_else(not_right)?;
    let right = claimed.into_iter().nth(right).expect("one of them");
    if right.session != session {
        return Err(not_right());
    }
    let used = app
        .store
        .write::<_, _, StoreError>(door.system(), async |tx| tx.use_code(request, now).await)
        .await;
    match used {
        Err(StoreError::NotFound(_)) => Err(not_right()),
        used => {
            used?;
            Ok(right)
        }
    }
}

fn not_right() -> Problem {
    Problem::new(
        Kind::NotProven,
        "This code does not work. Check the newest message, or ask for another code.",
    )
    .at("/code", "check the code")
}
