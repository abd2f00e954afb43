//! Getting in the first time: a link or a code, and a check that it reached the right person.

use std::sync::Arc;

use domain::{
    check_in::CheckIn,
    id::{PartnershipId, TaskId},
    invitation::same_birthday,
    questionnaire::Questionnaire,
    session::Client,
};
use poem::web::Data;
use poem_openapi::{ApiResponse, Enum, Object, OpenApi, payload::Json};

use super::Tag;
use crate::{
    app::App,
    hashing,
    http::{
        address::Caller,
        auth::Door,
        limit::{Limits, Tried},
        problem::{Kind, Problem, Result},
        session::{ClientCode, Opening, TokensOut},
        valid::Valid,
    },
    secret::{Code, Token},
    store::{Candidate, StoreError, Version},
};

pub struct Invitations;

#[OpenApi(tag = "Tag::SignIn")]
impl Invitations {
    /// Try an invitation
    ///
    /// Says whether a link's token or a typed code works, and what to ask next. It tells nothing about anybody, and the
    /// answer is the same for a code that never was, that ran out, and that was used.
    #[oai(path = "/invitations/open", method = "post", operation_id = "open_invitation")]
    async fn open(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        limits: Data<&Arc<Limits>>,
        caller: Data<&Caller>,
        body: Valid<SecretIn>,
    ) -> Result<Json<OpenedOut>> {
        limits.try_secret(&caller, tried(&body.0.secret))?;
        find(&app, **door, &body.0.secret).await?;
        Ok(Json(OpenedOut { next: NextStep::Birthday }))
    }

    /// Use an invitation
    ///
    /// The day and month of birth only catch a wrong person. Three wrong ones park the invitation, and the worker hears
    /// of it.
    #[oai(path = "/invitations/accept", method = "post", operation_id = "accept_invitation")]
    async fn accept(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        limits: Data<&Arc<Limits>>,
        caller: Data<&Caller>,
        body: Valid<AcceptIn>,
    ) -> Result<Accepted> {
        limits.try_secret(&caller, tried(&body.0.secret))?;
        let (app, body) = (app.0, body.0);
        let candidate = find(app, **door, &body.secret).await?;
        let now = app.now();
        if !same_birthday(candidate.birth_date, body.birth_day.into(), body.birth_month.into()) {
            let task: TaskId = app.new_id();
            let after = app
                .store
                .write::<_, _, StoreError>(door.system(), async |tx| {
                    tx.wrong_birthday(&candidate, task, now).await
                })
                .await?;
            return Err(if after.parked_at.is_some() { not_found() } else { wrong_birthday() });
        }
        let client = Client::from(body.client);
        let opening = Opening::phone(
            app,
            candidate.partnership,
            candidate.invitation.person,
            client,
            body.shared_phone,
            body.phone_name,
        );
        let used = app
            .store
            .write::<_, _, StoreError>(door.system(), async |tx| {
                tx.use_invitation(&candidate, now).await?;
                // Who has answered before, on another phone, needs no welcome.
                if !tx.has_answered(candidate.invitation.person).await? {
                    let in_use = tx.in_use_by(&[candidate.partnership]).await?;
                    let asking = app.asked_now(tx, &in_use).await?;
                    let questions = asking.of(candidate.partnership, &candidate.language);
                    tx.open_check_ins(&welcome(app, &candidate, questions)).await?;
                }
                tx.open_session(&opening.session, opening.tokens(), now).await
            })
            .await;
        match used {
            Err(StoreError::NotFound(_)) => Err(not_found()),
            used => {
                used?;
                let out = AcceptedOut { client: client.into(), tokens: opening.carried.tokens };
                Ok(Accepted::In(Json(out), opening.carried.cookie))
            }
        }
    }
}

/// The secret of an invitation.
#[derive(Object)]
#[oai(rename = "InvitationSecret", deny_unknown_fields)]
struct SecretIn {
    /// The token of the link, or the code of eight digits; spaces and hyphens are fine.
    #[oai(validator(min_length = 1, max_length = 200))]
    secret: String,
}

/// An invitation, with what shows that it reached the right person.
#[derive(Object)]
#[oai(rename = "Acceptance", deny_unknown_fields)]
struct AcceptIn {
    /// The token of the link, or the code of eight digits; spaces and hyphens are fine.
    #[oai(validator(min_length = 1, max_length = 200))]
    secret: String,
    /// Day of birth.
    #[oai(validator(minimum(value = "1"), maximum(value = "31")))]
    birth_day: u8,
    /// Month of birth.
    #[oai(validator(minimum(value = "1"), maximum(value = "12")))]
    birth_month: u8,
    client: ClientCode,
    /// Others use this phone too: nothing is kept on it, and it is signed out soon.
    shared_phone: bool,
    /// What they call this phone.
    #[oai(validator(min_length = 1, max_length = 60))]
    phone_name: Option<String>,
}

/// What to ask next.
#[derive(Object)]
#[oai(rename = "OpenedInvitation")]
struct OpenedOut {
    next: NextStep,
}

/// What to ask next.
#[derive(Enum)]
#[oai(rename_all = "kebab-case")]
enum NextStep {
    /// Ask for day and month of birth.
    Birthday,
}

/// Somebody is in.
#[derive(Object)]
#[oai(rename = "AcceptedInvitation", skip_serializing_if_is_none)]
struct AcceptedOut {
    client: ClientCode,
    /// For an app. A page gets a cookie instead.
    tokens: Option<TokensOut>,
}

#[derive(ApiResponse)]
enum Accepted {
    /// They are in.
    #[oai(status = 200)]
    In(
        Json<AcceptedOut>,
        /// The session of a page.
        #[oai(header = "Set-Cookie")]
        Option<String>,
    ),
}

/// The check-in that everybody begins with, if their two years have begun.
fn welcome(
    app: &App,
    candidate: &Candidate,
    questions: &Questionnaire,
) -> Vec<(PartnershipId, CheckIn, Version)> {
    let due = CheckIn::welcome_due(&candidate.journey, app.today());
    let open = |due| {
        let person = candidate.invitation.person;
        CheckIn::open(app.new_id(), person, due, questions, app.now())
    };
    let opened = due.map(|due| (candidate.partnership, open(due), Version::of(questions)));
    opened.into_iter().collect()
}

fn not_found() -> Problem {
    Problem::new(
        Kind::InvitationNotFound,
        "This link or code does not work. Check it, or ask your worker for a new one.",
    )
}

fn wrong_birthday() -> Problem {
    Problem::new(
        Kind::BirthdayDoesNotMatch,
        "That day and month are not the ones we have. Try again, or ask your worker.",
    )
    .at("/birth_day", "check the day")
    .at("/birth_month", "check the month")
}

fn tried(secret: &str) -> Tried {
    if Token::parse(secret).is_some() { Tried::Link } else { Tried::Code }
}

/// The invitation with this secret. Takes as long for a code that never was as for one that is nearly right.
async fn find(app: &App, door: Door, secret: &str) -> Result<Candidate> {
    let now = app.now();
    if let Some(token) = Token::parse(secret) {
        let found = app
            .store
            .read::<_, _, StoreError>(door.system(), async |tx| {
                tx.invitation_by_link(token.partnership(), token.hash(), now).await
            })
            .await;
        return match found {
            Err(StoreError::NotFound(_)) => Err(not_found()),
            found => Ok(found?),
        };
    }
    let code = Code::parse(secret).ok_or_else(not_found)?;
    let claimed = app
        .store
        .write::<_, _, StoreError>(door.system(), async |tx| {
            tx.claim_code_try(code.group(), now).await
        })
        .await?;
    let hashes = claimed.iter().map(|c| c.code_hash.clone()).collect();
    let right = hashing::which(code.to_string(), hashes, 1).await.ok_or_else(not_found)?;
    app.store
        .write::<_, _, StoreError>(door.system(), async |tx| tx.give_code_try_back(&claimed).await)
        .await?;
    Ok(claimed.into_iter().nth(right).expect("one of them"))
}
