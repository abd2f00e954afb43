//! A check-in as a supporter is asked it, and what they answer. Nothing that was answered is ever sent back.

use domain::{
    answer::Answer,
    check_in::{CheckIn, State},
    id::CheckInId,
    questionnaire::{AnswerSource, Questionnaire, Steps},
};
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{
    super::{
        check_ins::{find, questions},
        taking::{AnswerIn, Sent, supporter_steps, take},
        wire::{AnswerOut, KindCode, PageOut, ReadingCode, StepOut, VersionOut},
    },
    Tag, switched_off,
};
use crate::{
    app::App,
    http::{
        auth::Supporter,
        problem::{Kind, Problem, Result},
        valid::Valid,
        wire::Instant,
    },
};

pub struct SupportedCheckIns;

#[OpenApi(tag = "Tag::Supporting")]
impl SupportedCheckIns {
    /// Show the questions that I can help with
    ///
    /// Without the questions that are for the young person alone, without any answer, and without what is known already.
    /// Only while the check-in waits for answers.
    #[oai(
        path = "/supporter/check-ins/:check_in_id",
        method = "get",
        operation_id = "show_supported_check_in"
    )]
    async fn show(
        &self,
        app: Data<&App>,
        me: Supporter,
        /// Which check-in.
        check_in_id: Path<Uuid>,
    ) -> Result<Json<SupportedCheckInOut>> {
        let app = app.0;
        let helping = me.scope().helping().ok_or_else(switched_off)?;
        app.store
            .read(helping, async |tx| {
                let (record, versions) = tx.record().await?;
                let check_in = find(&record, CheckInId(check_in_id.0))?;
                let takes = check_in.takes_answers(record.newer_opened(check_in), app.now());
                if check_in.state() != State::Open || takes.is_err() {
                    return Err(Problem::new(Kind::NotFound, "There is no such check-in here."));
                }
                let questions = questions(app, tx, versions.get(&check_in.id)).await?;
                let goals = tx.scope().helper().switches().sees_goals;
                let steps = supporter_steps(app, &questions, &record, check_in, goals);
                Ok(Json(SupportedCheckInOut::new(check_in, &questions, steps)))
            })
            .await
    }

    /// Send answers for somebody, or together with them
    ///
    /// Safe to send again, in any order: of two answers to one question the one given later counts. But what the young
    /// person answered themself always counts over it. The reply says what was sent, and nothing of what others answered.
    #[oai(
        path = "/supporter/check-ins/:check_in_id/answers",
        method = "put",
        operation_id = "send_supported_answers"
    )]
    async fn send(
        &self,
        app: Data<&App>,
        me: Supporter,
        /// Which check-in.
        check_in_id: Path<Uuid>,
        body: Valid<SupportedAnswersIn>,
    ) -> Result<Json<SupportedAnswersOut>> {
        let (app, body) = (app.0, body.0);
        let helper = me.scope();
        let helping = helper.helping().ok_or_else(switched_off)?;
        let sent = Sent {
            source: body.source.source(),
            helper: Some(helper.relation()),
            supporter: Some((helper.supporter(), helper.switches().sees_goals)),
            reading: body.reading.into(),
            finished: body.finished,
            answers: &body.answers,
        };
        app.store
            .write(helping, async |tx| {
                tx.still_helps().await?;
                let taken = take(app, tx, CheckInId(check_in_id.0), &sent).await?;
                Ok(Json(SupportedAnswersOut {
                    received_at: taken.received_at.into(),
                    answers: taken.sent.into_iter().map(SentAnswerOut::from).collect(),
                }))
            })
            .await
    }
}

/// Whose words a supporter sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "SupporterSource", rename_all = "kebab-case")]
enum SupporterSourceCode {
    /// The young person's: they answer together.
    WithHelp,
    /// The supporter's own, for them.
    Proxy,
}

impl SupporterSourceCode {
    fn source(self) -> AnswerSource {
        match self {
            Self::WithHelp => AnswerSource::WithHelp,
            Self::Proxy => AnswerSource::Proxy,
        }
    }
}

/// Answers of a supporter.
#[derive(Object)]
#[oai(rename = "SupportedAnswers", deny_unknown_fields)]
struct SupportedAnswersIn {
    source: SupporterSourceCode,
    /// The wording they read.
    reading: ReadingCode,
    /// They are done. It ends the check-in only if nothing is left in it for the young person alone.
    finished: bool,
    /// The answers, one or many.
    #[oai(validator(max_items = 100))]
    answers: Vec<AnswerIn>,
}

/// A supporter's answers have come.
#[derive(Object)]
#[oai(rename = "SupportedTaken")]
struct SupportedAnswersOut {
    /// When we got them.
    received_at: Instant,
    /// What was sent just now.
    answers: Vec<SentAnswerOut>,
}

/// An answer as a supporter sent it.
#[derive(Object)]
#[oai(rename = "SentAnswer", skip_serializing_if_is_none)]
struct SentAnswerOut {
    /// Which question.
    key: String,
    /// What was chosen.
    codes: Vec<String>,
    /// What was written.
    text: Option<String>,
    /// It was skipped.
    skipped: bool,
    /// When it was answered.
    answered_at: Instant,
}

impl From<Answer> for SentAnswerOut {
    fn from(answer: Answer) -> Self {
        let AnswerOut { key, codes, text, skipped, answered_at, .. } = answer.into();
        Self { key, codes, text, skipped, answered_at }
    }
}

/// A check-in with the questions that a supporter can help with.
#[derive(Object)]
#[oai(rename = "SupportedCheckIn")]
struct SupportedCheckInOut {
    /// Which check-in.
    id: Uuid,
    /// Which set of questions.
    kind: KindCode,
    /// When it opened.
    opened_at: Instant,
    /// The last moment at which answers are taken from a supporter.
    closes_at: Instant,
    /// The version of the questions.
    questionnaire: VersionOut,
    /// Pages that are not questions. Show one by its id where a step asks for it.
    pages: Vec<PageOut>,
    /// The questions, in order. They speak to the young person. Show one a page, and only those whose `show_if` holds.
    steps: Vec<StepOut>,
}

impl SupportedCheckInOut {
    fn new(check_in: &CheckIn, questions: &Questionnaire, steps: Steps) -> Self {
        Self {
            id: check_in.id.0,
            kind: check_in.kind.into(),
            opened_at: check_in.opened_at.into(),
            closes_at: check_in.closes_at.into(),
            questionnaire: VersionOut::of(questions),
            pages: steps.pages.iter().map(PageOut::from).collect(),
            steps: steps.steps.into_iter().map(StepOut::from).collect(),
        }
    }
}
