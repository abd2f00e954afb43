//! Answering one question from a notification (YP-15).

use std::sync::Arc;

use domain::questionnaire::AnswerSource;
use poem::web::Data;
use poem_openapi::{ApiResponse, Enum, Object, OpenApi};

use super::{
    Tag,
    taking::{ABOUT_DESTINATION, AnswerIn, Sent, take},
};
use crate::{
    app::App,
    http::{
        address::Caller,
        auth::Door,
        limit::{Limits, Tried},
        problem::{Kind, Problem, Result},
        valid::Valid,
        wire::Instant,
    },
    secret::{Token, TokenKind},
    store::{StoreError, scope::Answers},
};

pub struct OneTap;

#[OpenApi(tag = "Tag::Push")]
impl OneTap {
    /// Answer from a notification
    ///
    /// Whether anything has changed since last time, with the token that the message brought as `answer_with`. It takes
    /// one answer, until the check-in is finished or closes, until the same is answered on the page, or until a phone is
    /// signed out as lost; the same answer sent again is taken as the one it was. Nothing is told in return. After
    /// "changed", open the page: more is asked there.
    #[oai(path = "/one-tap", method = "post", operation_id = "answer_once")]
    async fn answer(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        limits: Data<&Arc<Limits>>,
        caller: Data<&Caller>,
        body: Valid<TapIn>,
    ) -> Result<Taken> {
        limits.try_secret(&caller, Tried::Link)?;
        let (app, body) = (app.0, body.0);
        let token = Token::parse(&body.token).filter(|token| token.kind() == TokenKind::Tap);
        let token = token.ok_or_else(gone)?;
        let now = app.now();
        let found = app
            .store
            .read::<_, _, StoreError>(door.system(), async |tx| {
                let (tap, question) = tx.tap(token.partnership(), token.hash(), now).await?;
                let whose = tx.whose_tap(&tap).await?;
                Ok((tap, question, whose))
            })
            .await;
        let (tap, question, reading) = match found {
            Err(StoreError::NotFound(_)) => return Err(gone()),
            found => found?,
        };
        let answer = AnswerIn::chosen(question, body.answer.code(), body.answered_at);
        app.store
            .write(tap, async |tx| {
                let sent = Sent {
                    source: AnswerSource::Self_,
                    helper: None,
                    supporter: None,
                    reading,
                    finished: false,
                    answers: std::slice::from_ref(&answer),
                };
                // Whoever answers on the page at this moment comes first, or after us.
                tx.hold(tap.whose().1).await?;
                if tx.has_tapped(token.hash(), body.answer.code()).await? {
                    return Ok(Taken::Done);
                }
                match tx.claim_tap(token.hash(), &ABOUT_DESTINATION, now).await {
                    Err(StoreError::NotFound(_)) => return Err(gone()),
                    claimed => claimed?,
                }
                take(app, tx, tap.check_in(), &sent).await?;
                Ok(Taken::Done)
            })
            .await
    }
}

/// What was tapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "Tapped", rename_all = "kebab-case")]
enum TappedCode {
    /// All is as it was.
    Same,
    /// Something has changed.
    Changed,
}

impl TappedCode {
    /// The code of the question.
    fn code(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Changed => "changed",
        }
    }
}

/// One answer from a notification.
#[derive(Object)]
#[oai(rename = "OneTap", deny_unknown_fields)]
struct TapIn {
    /// What the message brought as `answer_with`.
    #[oai(validator(min_length = 1, max_length = 200))]
    token: String,
    /// What was tapped.
    answer: TappedCode,
    /// When, by the phone's clock.
    answered_at: Instant,
}

/// It was taken.
#[derive(ApiResponse)]
enum Taken {
    /// It was taken.
    #[oai(status = 204)]
    Done,
}

fn gone() -> Problem {
    Problem::new(Kind::NotFound, "This message is over. Open the page to answer.")
}
