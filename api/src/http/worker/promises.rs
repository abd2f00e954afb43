//! Recording what was promised.

use chrono::NaiveDate;
use domain::{
    answer::Answer,
    day::london_day,
    id::{PersonId, PromiseId},
    promise::Promise,
    text::Line,
    versioned::Versioned,
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{
    Tag,
    received_wire::{ClaimOut, ConcernOut, MonthOut},
    versions::keep,
};
use crate::{
    app::App,
    http::{auth::WithPeople, problem::Result, valid::Valid},
};

pub struct Promises;

#[OpenApi(tag = "Tag::People")]
impl Promises {
    /// Record what was promised
    ///
    /// The young person is asked whether it came, in these words, so write it as it reads after "You should be getting".
    /// What came of it, `show_person` tells; it is not repeated here.
    ///
    /// What is there already is changed only by whoever has seen it: say in `based_on` which version you saw. If somebody
    /// has changed it since, nothing is changed, and the problem `conflict` holds both versions.
    #[oai(
        path = "/people/:person_id/promises/:promise_id",
        method = "put",
        operation_id = "record_promise"
    )]
    async fn promise(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// To whom.
        person_id: Path<Uuid>,
        /// Which promise.
        promise_id: Path<Uuid>,
        body: Valid<PromiseIn>,
    ) -> Result<Json<PromiseOut>> {
        let (app, body) = (app.0, body.0);
        let name = Line::new(&body.name)?;
        let promise = Promise {
            id: PromiseId(promise_id.0),
            person: PersonId(person_id.0),
            easy_name: body
                .easy_name
                .as_deref()
                .map(Line::new)
                .transpose()?
                .unwrap_or(name.clone()),
            name,
            provider: body.provider.as_deref().map(Line::new).transpose()?,
            frequency: body.frequency.as_deref().map(Line::new).transpose()?,
            agreed_on: body.agreed_on,
            ended_on: body.ended_on,
        }
        .check(app.today())?;
        app.store
            .write(*me.scope(), async |tx| {
                tx.hold(promise.person).await?;
                let known = tx.known_promise(promise.person, promise.id).await?;
                let (known, sent) = (known.as_ref(), (&promise, body.based_on));
                let save = tx.save_promise(&promise, known, app.now());
                let version = keep(tx, promise_id.0, known, sent, save).await?;
                tx.remove_draft(promise.person, promise_id.0).await?;
                let (id, now) = (app.new_id(), app.now());
                tx.note_access(id, promise.person, "record_promise", now).await?;
                Ok(Json(PromiseOut::new(&Versioned { version, value: promise.clone() }, None)))
            })
            .await
    }
}

/// What was promised.
#[derive(Object)]
#[oai(rename = "PromiseToRecord", deny_unknown_fields)]
struct PromiseIn {
    /// In plain words.
    #[oai(validator(min_length = 1, max_length = 200))]
    name: String,
    /// In easy-read words; the plain ones if left out.
    #[oai(validator(min_length = 1, max_length = 200))]
    easy_name: Option<String>,
    /// Who should give it.
    #[oai(validator(min_length = 1, max_length = 200))]
    provider: Option<String>,
    /// How often.
    #[oai(validator(min_length = 1, max_length = 200))]
    frequency: Option<String>,
    /// When it was promised.
    agreed_on: NaiveDate,
    /// When it is no longer promised.
    ended_on: Option<NaiveDate>,
    /// The `version` that this was made from. Left out for something new.
    #[oai(validator(minimum(value = "1")))]
    based_on: Option<u32>,
}

/// Something that was promised, and whether it came.
#[derive(Clone, Object)]
#[oai(rename = "Promise", skip_serializing_if_is_none)]
pub struct PromiseOut {
    /// Which promise.
    id: Uuid,
    /// Send it as `based_on` to change this. Goes up with each change.
    version: u32,
    /// In plain words.
    name: String,
    /// In easy-read words.
    easy_name: String,
    /// Who should give it.
    provider: Option<String>,
    /// How often.
    frequency: Option<String>,
    /// When it was promised.
    agreed_on: NaiveDate,
    /// When it is no longer promised.
    ended_on: Option<NaiveDate>,
    /// What the young person said last.
    last_answer: Option<LastAnswerOut>,
    /// The months of which anybody has spoken, the latest first.
    pub months: Vec<MonthOut>,
    /// What others say was given, the latest first.
    pub claims: Vec<ClaimOut>,
    /// That it may not be coming, the latest first.
    pub concerns: Vec<ConcernOut>,
    /// Since when the young person has said, each time, that not all of it came. Missing: they said last that it did.
    pub gap_since: Option<NaiveDate>,
    /// How often in a row.
    pub gap_times: Option<u32>,
}

/// What a young person said last about a promise.
#[derive(Clone, Object)]
#[oai(rename = "LastAnswer")]
struct LastAnswerOut {
    /// The code.
    code: String,
    /// In words.
    label: String,
    /// When.
    on: NaiveDate,
}

impl PromiseOut {
    /// A promise with what was last said about it.
    pub fn new(known: &Versioned<Promise>, last: Option<(&Answer, Vec<String>)>) -> Self {
        let promise = &known.value;
        let text = |line: &Option<Line>| line.as_ref().map(|line| line.as_str().to_owned());
        let code = |answer: &Answer| match &answer.said {
            domain::questionnaire::Said::Codes(codes) => codes.first().cloned(),
            _ => None,
        };
        Self {
            id: promise.id.0,
            version: known.version,
            name: promise.name.as_str().to_owned(),
            easy_name: promise.easy_name.as_str().to_owned(),
            provider: text(&promise.provider),
            frequency: text(&promise.frequency),
            agreed_on: promise.agreed_on,
            ended_on: promise.ended_on,
            last_answer: last.map(|(answer, labels)| LastAnswerOut {
                code: code(answer).unwrap_or_else(|| "skipped".into()),
                label: if labels.is_empty() { "Skipped".into() } else { labels.join(", ") },
                on: london_day(answer.answered_at.min(answer.received_at)),
            }),
            months: Vec::new(),
            claims: Vec::new(),
            concerns: Vec::new(),
            gap_since: None,
            gap_times: None,
        }
    }
}
