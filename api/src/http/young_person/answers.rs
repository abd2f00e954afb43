//! Taking a young person's answers.

use domain::{id::CheckInId, questionnaire::AnswerSource};
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{
    Tag,
    taking::{AnswerIn, Sent, take},
    wire::{AnswerOut, ReadingCode, StateCode},
};
use crate::{
    app::App,
    http::{auth::YoungPerson, problem::Result, valid::Valid, wire::Instant},
};

pub struct Answers;

#[OpenApi(tag = "Tag::CheckIns")]
impl Answers {
    /// Send answers
    ///
    /// Send each answer as it is given, and `finished` at the end. Safe to send again, in any order: of two answers to
    /// one question the one given later counts. Answers are taken late, until the next check-in opens.
    #[oai(path = "/check-ins/:check_in_id/answers", method = "put", operation_id = "send_answers")]
    async fn send(
        &self,
        app: Data<&App>,
        me: YoungPerson,
        /// Which check-in.
        check_in_id: Path<Uuid>,
        body: Valid<AnswersIn>,
    ) -> Result<Json<TakenOut>> {
        let (app, body) = (app.0, body.0);
        let sent = Sent {
            source: body.source.source(),
            helper: body.helper.as_deref(),
            supporter: None,
            reading: body.reading.into(),
            finished: body.finished,
            answers: &body.answers,
        };
        app.store
            .write(*me.scope(), async |tx| {
                let taken = take(app, tx, CheckInId(check_in_id.0), &sent).await?;
                Ok(Json(TakenOut {
                    state: taken.state.into(),
                    received_at: taken.received_at.into(),
                    late: taken.late,
                    pages: taken.pages,
                    answers: taken.current.into_iter().map(AnswerOut::from).collect(),
                }))
            })
            .await
    }
}

/// Whose words these are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "AnswerSource", rename_all = "kebab-case")]
enum SourceCode {
    /// The young person's own.
    #[oai(rename = "self")]
    Own,
    /// The young person's, with somebody helping.
    WithHelp,
    /// Somebody else's, for them.
    Proxy,
}

/// Answers.
#[derive(Object)]
#[oai(rename = "Answers", deny_unknown_fields)]
struct AnswersIn {
    source: SourceCode,
    /// Who helps or answers, as a code of the question `helper_is`.
    #[oai(validator(min_length = 1, max_length = 40))]
    helper: Option<String>,
    /// The wording they read.
    reading: ReadingCode,
    /// They are done. More can still be sent.
    finished: bool,
    /// The answers, one or many.
    #[oai(validator(max_items = 100))]
    answers: Vec<AnswerIn>,
}

/// Answers were taken.
#[derive(Object)]
#[oai(rename = "Taken")]
struct TakenOut {
    state: StateCode,
    /// When we got them.
    received_at: Instant,
    /// Some were given after the check-in closed. They count all the same.
    late: bool,
    /// Pages to show now, before anything else.
    pages: Vec<String>,
    /// Every answer of this check-in that counts now.
    answers: Vec<AnswerOut>,
}

impl SourceCode {
    fn source(self) -> AnswerSource {
        match self {
            Self::Own => AnswerSource::Self_,
            Self::WithHelp => AnswerSource::WithHelp,
            Self::Proxy => AnswerSource::Proxy,
        }
    }
}
