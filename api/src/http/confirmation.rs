//! What a provider does with the link of a question: sees the one thing that is asked about, and answers once.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::{
    confirmation::{Answered, ProviderSays},
    text::Line,
};
use poem::web::Data;
use poem_openapi::{ApiResponse, Enum, Object, OpenApi, OpenApiService, Tags, payload::Json};

use super::{
    address::Caller,
    auth::Door,
    limit::{Limits, Tried},
    problem::{Kind, Problem, Result},
    valid::Valid,
    wire::Instant,
};
use crate::{
    app::App,
    secret::{Token, TokenKind},
    store::{StoreError, scope::Confirming},
};

#[derive(Tags)]
enum Tag {
    /// One question, about one thing.
    Confirming,
}

/// What there is for whoever holds a link.
pub struct Confirmation;

/// The endpoint, which also knows its own document.
pub fn api() -> OpenApiService<Confirmation, ()> {
    OpenApiService::new(Confirmation, "Throughline for colleges and employers", "1.0.0")
        .description(
            "A college, a training provider or an employer is asked by a link whether somebody is there. Whoever holds \
             the link sees that one thing, and answers it once; nobody signs in. Nothing else about anybody can be seen \
             here.",
        )
        .server("/confirmation/v1")
}

#[OpenApi(tag = "Tag::Confirming")]
impl Confirmation {
    /// Show what is asked
    ///
    /// With the token of the link, which stands behind `#` in it. Looking uses nothing up. A link that never was, that ran
    /// out, that was taken back and that was answered are told alike.
    #[oai(path = "/item", method = "post", operation_id = "show_item")]
    async fn show(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        limits: Data<&Arc<Limits>>,
        caller: Data<&Caller>,
        body: Valid<LinkIn>,
    ) -> Result<Json<ItemOut>> {
        limits.try_secret(&caller, Tried::Link)?;
        let app = app.0;
        let confirming = find(app, **door, &body.0.token).await?;
        let now = app.now();
        let asked = app
            .store
            .write::<_, _, StoreError>(confirming, async |tx| {
                let asked = tx.asked().await?;
                tx.note_opened(now).await?;
                Ok(asked)
            })
            .await;
        let asked = match asked {
            Err(StoreError::NotFound(_)) => return Err(gone()),
            asked => asked?,
        };
        if !asked.confirmation.is_open(now) {
            return Err(gone());
        }
        let label = app.activities.get(asked.spell.code).map(|activity| activity.label.clone());
        Ok(Json(ItemOut {
            service: asked.service,
            asked_by: asked.asked_by,
            name: asked.confirmation.known_as.as_str().to_owned(),
            activity: label.unwrap_or_default(),
            provider: asked.spell.provider.map(|provider| provider.as_str().to_owned()),
            started_on: asked.spell.started_on,
            expires_at: asked.confirmation.expires_at.into(),
        }))
    }

    /// Answer
    ///
    /// Once: then the link is over. The same answer sent again, because the reply was lost, is taken as the one it was.
    #[oai(path = "/answer", method = "post", operation_id = "confirm_item")]
    async fn answer(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        limits: Data<&Arc<Limits>>,
        caller: Data<&Caller>,
        body: Valid<AnswerIn>,
    ) -> Result<Answer> {
        limits.try_secret(&caller, Tried::Link)?;
        let (app, body) = (app.0, body.0);
        let confirming = find(app, **door, &body.token).await?;
        let by = Line::new(&body.answered_by)?;
        let (says, now, task) = (ProviderSays::from(body.answer), app.now(), app.new_id());
        let answered = app
            .store
            .write::<_, _, Problem>(confirming, async |tx| {
                tx.hold_asked().await?;
                let asked = tx.asked().await?;
                let same = |known: &Answered| {
                    (known.says, known.ended_on, &known.by) == (says, body.ended_on, &by)
                };
                if asked.confirmation.answered.as_ref().is_some_and(same) {
                    return Ok(Some(()));
                }
                if !asked.confirmation.is_open(now) {
                    return Ok(None);
                }
                let answer = Answered::new(says, body.ended_on, by.clone(), &asked.spell, now)?;
                let effect = answer.effect(&asked.spell);
                tx.answer_question(&answer, &effect, task, now).await?;
                Ok(Some(()))
            })
            .await?;
        answered.map(|()| Answer::Taken).ok_or_else(gone)
    }
}

/// Who holds this token.
async fn find(app: &App, door: Door, token: &str) -> Result<Confirming> {
    let token = Token::parse(token).filter(|token| token.kind() == TokenKind::Confirmation);
    let token = token.ok_or_else(gone)?;
    let found = app
        .store
        .read::<_, _, StoreError>(door.system(), async |tx| {
            tx.confirming(token.partnership(), token.hash()).await
        })
        .await;
    match found {
        Err(StoreError::NotFound(_)) => Err(gone()),
        found => Ok(found?),
    }
}

fn gone() -> Problem {
    Problem::new(
        Kind::NotFound,
        "This link is over: it was answered, or it ran out. If you were asked a moment ago, ask whoever sent it for a new one.",
    )
}

/// The link of a question.
#[derive(Object)]
#[oai(rename = "QuestionLink", deny_unknown_fields)]
struct LinkIn {
    /// Its token.
    #[oai(validator(min_length = 1, max_length = 200))]
    token: String,
}

/// What is asked.
#[derive(Object)]
#[oai(rename = "QuestionItem", skip_serializing_if_is_none)]
struct ItemOut {
    /// Who runs the service that asks.
    service: String,
    /// The name of the member of staff who asks.
    asked_by: String,
    /// The name by which you know the young person.
    name: String,
    /// What they are said to do with you.
    activity: String,
    /// The name that is recorded for you.
    provider: Option<String>,
    /// The first day.
    started_on: NaiveDate,
    /// When the link stops working.
    expires_at: Instant,
}

/// What a provider says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "ProviderSays", rename_all = "kebab-case", remote = "ProviderSays")]
pub enum SaysCode {
    /// They are there now.
    Yes,
    /// They were, and have left.
    Ended,
    /// They never came.
    Never,
    /// You cannot tell.
    CannotSay,
}

/// The answer to a question.
#[derive(Object)]
#[oai(rename = "QuestionAnswer", deny_unknown_fields)]
struct AnswerIn {
    /// The link's token.
    #[oai(validator(min_length = 1, max_length = 200))]
    token: String,
    answer: SaysCode,
    /// The last day, of somebody who has left, and only then.
    ended_on: Option<NaiveDate>,
    /// Who answers: your name or your office's.
    #[oai(validator(min_length = 1, max_length = 200))]
    answered_by: String,
}

#[derive(ApiResponse)]
enum Answer {
    /// It is taken, and the link is over.
    #[oai(status = 204)]
    Taken,
}
