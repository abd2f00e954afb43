//! What a young person means to do next, and what became of it.

use chrono::NaiveDate;
use domain::{
    id::{IntendedId, PersonId},
    intended::{Intended, Intent, Kept, kept},
    spell::Spell,
    text::Line,
    versioned::Versioned,
};
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{Tag, versions::keep};
use crate::{
    app::App,
    http::{auth::WithPeople, problem::Result, valid::Valid},
};

pub struct IntendedApi;

#[OpenApi(tag = "Tag::People")]
impl IntendedApi {
    /// Record what somebody means to do next
    ///
    /// The intended destination of the national client record, with from when. It stands beside what became of it. Choose
    /// the id yourself (a random UUID).
    ///
    /// What is there already is changed only by whoever has seen it: say in `based_on` which version you saw.
    #[oai(
        path = "/people/:person_id/intended/:intended_id",
        method = "put",
        operation_id = "record_intended"
    )]
    async fn record(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Who.
        person_id: Path<Uuid>,
        /// Which of what they mean to do.
        intended_id: Path<Uuid>,
        body: Valid<IntendedIn>,
    ) -> Result<Json<IntendedOut>> {
        let (app, body) = (app.0, body.0);
        let intended = Intended {
            id: IntendedId(intended_id.0),
            person: PersonId(person_id.0),
            intent: body.intent.into(),
            words: body.words.as_deref().map(Line::new).transpose()?,
            for_on: body.for_on,
            said_on: body.said_on,
        }
        .check(app.today())?;
        app.store
            .write(*me.scope(), async |tx| {
                tx.hold(intended.person).await?;
                let known = tx.known_intended(intended.person, intended.id).await?;
                let (known, sent) = (known.as_ref(), (&intended, body.based_on));
                let save = tx.save_intended(&intended, known, app.now());
                let version = keep(tx, intended_id.0, known, sent, save).await?;
                let (id, now) = (app.new_id(), app.now());
                tx.note_access(id, intended.person, "record_intended", now).await?;
                let spells = tx.known_spells_of(intended.person).await?;
                let spells: Vec<Spell> = spells.into_iter().map(|known| known.spell).collect();
                let known = Versioned { version, value: intended.clone() };
                Ok(Json(IntendedOut::new(app, &known, &spells)))
            })
            .await
    }
}

/// An intended destination of the national client record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "IntendedCode", remote = "Intent")]
enum IntentCode {
    /// Full-time education at the school where they are.
    #[oai(rename = "111")]
    SameSchool,
    /// Full-time education or training somewhere else.
    #[oai(rename = "121")]
    Elsewhere,
    /// An apprenticeship or traineeship.
    #[oai(rename = "211")]
    Apprenticeship,
    /// Full-time work with study for a regulated qualification.
    #[oai(rename = "311")]
    WorkWithStudy,
    /// Work without training.
    #[oai(rename = "321")]
    Work,
    /// Something else.
    #[oai(rename = "411")]
    Other,
    /// They have not decided.
    #[oai(rename = "511")]
    Undecided,
    /// Nobody could ask them.
    #[oai(rename = "611")]
    NotObtained,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "IntendedKept", rename_all = "kebab-case", remote = "Kept")]
enum KeptCode {
    /// It came about.
    Yes,
    /// They did something else.
    Otherwise,
    /// The day is still to come.
    NotYet,
    /// Nobody knows what they have done since.
    Unknown,
    /// There was nothing that could come about.
    Nothing,
}

/// What somebody means to do next.
#[derive(Object)]
#[oai(rename = "IntendedToRecord", deny_unknown_fields)]
struct IntendedIn {
    intent: IntentCode,
    /// More about it, such as the course or the firm. The young person may read it.
    #[oai(validator(min_length = 1, max_length = 200))]
    words: Option<String>,
    /// From which day.
    for_on: NaiveDate,
    /// The day on which they said so.
    said_on: NaiveDate,
    /// The `version` that this was made from. Left out for something new.
    #[oai(validator(minimum(value = "1")))]
    based_on: Option<u32>,
}

/// What somebody means to do next, and what became of it.
#[derive(Object)]
#[oai(rename = "Intended", skip_serializing_if_is_none)]
pub struct IntendedOut {
    /// Which of what they mean to do.
    id: Uuid,
    /// Send it as `based_on` to change this.
    version: u32,
    intent: IntentCode,
    /// The code in words.
    label: String,
    /// More about it.
    words: Option<String>,
    /// From which day.
    for_on: NaiveDate,
    /// The day on which they said so.
    said_on: NaiveDate,
    kept: KeptCode,
    /// What they did, or do, instead or as they meant to.
    became: Option<String>,
}

impl IntendedOut {
    /// As it is shown beside these spells.
    pub fn new(app: &App, known: &Versioned<Intended>, spells: &[Spell]) -> Self {
        let intended = &known.value;
        let (kept, spell) = kept(intended, spells, &app.activities, app.today());
        let activity = spell.and_then(|spell| app.activities.get(spell.code));
        Self {
            id: intended.id.0,
            version: known.version,
            intent: intended.intent.into(),
            label: intended.intent.label().to_owned(),
            words: intended.words.as_ref().map(|line| line.as_str().to_owned()),
            for_on: intended.for_on,
            said_on: intended.said_on,
            kept: kept.into(),
            became: activity.map(|activity| activity.label.clone()),
        }
    }
}
