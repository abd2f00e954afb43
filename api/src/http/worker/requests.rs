//! Answering what young people ask about what is held of them.

use chrono::NaiveDate;
use domain::{
    data_request::{Answered, DataRequest},
    day::london_day,
    id::{DataRequestId, PersonId},
    text::Note,
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::Tag;
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        problem::Result,
        valid::Valid,
        young_person::requests::{AskedCode, DecisionCode, PartCode},
    },
};

pub struct Requests;

#[OpenApi(tag = "Tag::People")]
impl Requests {
    /// Answer a request about what is held
    ///
    /// Put it right first, where it is wrong. The young person reads the answer as you write it; where you refuse, what
    /// they said stays beside it. An answer is given once.
    #[oai(
        path = "/people/:person_id/requests/:request_id/answer",
        method = "put",
        operation_id = "answer_request"
    )]
    async fn answer(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Whose.
        person_id: Path<Uuid>,
        /// Which request.
        request_id: Path<Uuid>,
        body: Valid<AnswerIn>,
    ) -> Result<Json<RequestOut>> {
        let (app, person) = (app.0, PersonId(person_id.0));
        let answer = Answered {
            decision: body.0.decision.into(),
            words: Note::new(&body.0.words)?,
            at: app.now(),
            by: me.scope().staff(),
        };
        app.store
            .write(*me.scope(), async |tx| {
                tx.person(person).await?;
                let request =
                    tx.answer_request(person, DataRequestId(request_id.0), &answer).await?;
                tx.note_access(app.new_id(), person, "answer_request", app.now()).await?;
                Ok(Json(RequestOut::new(&request)))
            })
            .await
    }

    /// Stop or start the clock of a request
    ///
    /// While you need to know more from the young person, the clock stands still; they read what you need. Without words
    /// it runs again, and the last day moves by as many days.
    #[oai(
        path = "/people/:person_id/requests/:request_id/waiting",
        method = "put",
        operation_id = "wait_for_request"
    )]
    async fn wait(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Whose.
        person_id: Path<Uuid>,
        /// Which request.
        request_id: Path<Uuid>,
        body: Valid<WaitingIn>,
    ) -> Result<Json<RequestOut>> {
        let (app, person) = (app.0, PersonId(person_id.0));
        let waiting_for = body.0.waiting_for.as_deref().map(Note::new).transpose()?;
        app.store
            .write(*me.scope(), async |tx| {
                tx.person(person).await?;
                let id = DataRequestId(request_id.0);
                let request =
                    tx.wait_for_request(person, id, waiting_for.as_ref(), app.today()).await?;
                tx.note_access(app.new_id(), person, "wait_for_request", app.now()).await?;
                Ok(Json(RequestOut::new(&request)))
            })
            .await
    }
}

/// The answer to a request.
#[derive(Object)]
#[oai(rename = "RequestAnswer", deny_unknown_fields)]
struct AnswerIn {
    decision: DecisionCode,
    /// What you did, or why not, for the young person to read.
    #[oai(validator(min_length = 1, max_length = 2000))]
    words: String,
}

/// What a request waits for.
#[derive(Object)]
#[oai(rename = "RequestWaiting", deny_unknown_fields)]
struct WaitingIn {
    /// What you need to know, for the young person to read. Nothing: the clock runs again.
    #[oai(validator(min_length = 1, max_length = 500))]
    waiting_for: Option<String>,
}

/// A request, and what became of it.
#[derive(Object)]
#[oai(rename = "DataRequest", skip_serializing_if_is_none)]
pub struct RequestOut {
    /// Which.
    id: Uuid,
    asked: AskedCode,
    part: PartCode,
    /// Which item of that part.
    item: Option<Uuid>,
    /// They wrote something, which is told when somebody asks for it.
    has_words: bool,
    /// They would like help to say it.
    help: bool,
    /// When they asked.
    asked_on: NaiveDate,
    /// By when it is answered.
    due_on: NaiveDate,
    /// It waits for them: what staff need to know first.
    waiting_for: Option<String>,
    decision: Option<DecisionCode>,
    /// The answer in words.
    reply: Option<String>,
    /// When it was answered.
    answered_on: Option<NaiveDate>,
}

impl RequestOut {
    /// A request as it is sent.
    pub fn new(request: &DataRequest) -> Self {
        let answer = request.answer.as_ref();
        Self {
            id: request.id.0,
            asked: request.asked.into(),
            part: request.part.into(),
            item: request.item,
            has_words: request.words.is_some(),
            help: request.help,
            asked_on: london_day(request.asked_at),
            due_on: request.due_on,
            waiting_for: request.waiting.as_ref().map(|(_, what)| what.as_str().to_owned()),
            decision: answer.map(|answer| answer.decision.into()),
            reply: answer.map(|answer| answer.words.as_str().to_owned()),
            answered_on: answer.map(|answer| london_day(answer.at)),
        }
    }
}
