//! Saying that something is wrong, asking for everything, complaining (YP-52 to YP-54).

use chrono::NaiveDate;
use domain::{
    data_request::{Asked, DataRequest, Decision, MOST_WAITING, Part, due_on},
    day::london_day,
    id::DataRequestId,
    text::Note,
};
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::Tag;
use crate::{
    app::App,
    http::{
        auth::SteppedUp,
        problem::{Kind, Problem, Result},
        valid::Valid,
    },
};

/// The operations about what is held.
pub struct Requests;

#[OpenApi(tag = "Tag::Record")]
impl Requests {
    /// List what I asked about my record
    ///
    /// The latest first, with the answers.
    #[oai(path = "/me/requests", method = "get", operation_id = "list_requests")]
    async fn list(&self, app: Data<&App>, me: SteppedUp) -> Result<Json<RequestListOut>> {
        app.store
            .read(*me.scope(), async |tx| {
                let items = tx.data_requests().await?.iter().map(RequestOut::new).collect();
                Ok(Json(RequestListOut { items }))
            })
            .await
    }

    /// Say that something is wrong, ask for everything, or complain
    ///
    /// Choose the id yourself (a random UUID), so that sending it again asks once. It is acknowledged now, and answered
    /// within a month. Nobody is ever treated worse for asking.
    #[oai(path = "/me/requests/:request_id", method = "put", operation_id = "save_request")]
    async fn save(
        &self,
        app: Data<&App>,
        me: SteppedUp,
        /// Which request.
        request_id: Path<Uuid>,
        body: Valid<RequestIn>,
    ) -> Result<Json<RequestListOut>> {
        let (app, body) = (app.0, body.0);
        let now = app.now();
        let new = DataRequest {
            id: DataRequestId(request_id.0),
            person: me.scope().person(),
            asked: body.asked.into(),
            part: body.part.into(),
            item: body.item,
            words: body.words.as_deref().map(Note::new).transpose()?,
            help: body.help,
            asked_at: now,
            due_on: due_on(now),
            waiting: None,
            answer: None,
        };
        app.store
            .write(*me.scope(), async |tx| {
                if !tx.save_request(&new, app.new_id()).await? {
                    let full = format!(
                        "{MOST_WAITING} of your requests are waiting. We answer those first."
                    );
                    return Err(Problem::new(Kind::RuleBroken, full));
                }
                let items = tx.data_requests().await?.iter().map(RequestOut::new).collect();
                Ok(Json(RequestListOut { items }))
            })
            .await
    }
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "RequestAsked", rename_all = "kebab-case", remote = "Asked")]
pub enum AskedCode {
    /// Something that is held is wrong.
    Wrong,
    /// Everything that is held, notes and letters too.
    Everything,
    /// A complaint about how data was used.
    Complaint,
}

/// Which part of the record it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "RecordPart", rename_all = "kebab-case", remote = "Part")]
pub enum PartCode {
    /// Name, birth date, needs.
    AboutMe,
    /// Phone number or address.
    #[oai(rename = "contact-details")]
    Contact,
    /// Where they are and were.
    Destination,
    /// Support that was promised.
    Promise,
    /// A contact that staff recorded.
    #[oai(rename = "recorded-contact")]
    Recorded,
    /// Answers in a check-in.
    CheckIn,
    /// Something else.
    Other,
}

/// How it was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "RequestDecision", rename_all = "kebab-case", remote = "Decision")]
pub enum DecisionCode {
    /// It was put right, or given, or settled.
    Done,
    /// It stays as it is; what they say is kept beside it.
    Refused,
}

/// A request.
#[derive(Object)]
#[oai(rename = "RequestMade", deny_unknown_fields)]
struct RequestIn {
    asked: AskedCode,
    part: PartCode,
    /// Which item of that part.
    item: Option<Uuid>,
    /// What would be right, or what went wrong.
    #[oai(validator(min_length = 1, max_length = 1000))]
    words: Option<String>,
    /// They would like a worker to help them say it.
    help: bool,
}

/// Requests.
#[derive(Object)]
#[oai(rename = "RequestList")]
struct RequestListOut {
    items: Vec<RequestOut>,
}

/// A request, and what became of it.
#[derive(Object)]
#[oai(rename = "DataRequest", skip_serializing_if_is_none)]
struct RequestOut {
    /// Which.
    id: Uuid,
    asked: AskedCode,
    part: PartCode,
    /// Which item of that part.
    item: Option<Uuid>,
    /// What they said.
    words: Option<String>,
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
    fn new(request: &DataRequest) -> Self {
        let answer = request.answer.as_ref();
        Self {
            id: request.id.0,
            asked: request.asked.into(),
            part: request.part.into(),
            item: request.item,
            words: request.words.as_ref().map(|words| words.as_str().to_owned()),
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

/// What was asked, in words.
pub fn asked_words(asked: Asked) -> &'static str {
    match asked {
        Asked::Wrong => "You said that something is wrong",
        Asked::Everything => "You asked for everything",
        Asked::Complaint => "You complained",
    }
}
