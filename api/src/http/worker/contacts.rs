//! Recording contacts.

use chrono::NaiveDate;
use domain::{
    contact::{Contact, ContactKind, ContactOutcome, Direction},
    id::{ContactId, PersonId},
    text::Note,
    versioned::Versioned,
};
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{
    Tag,
    versions::{Store, meeting},
    wire::Names,
};
use crate::{
    app::App,
    http::{auth::WithPeople, problem::Result, valid::Valid, wire::Instant},
};

pub struct Contacts;

#[OpenApi(tag = "Tag::People")]
impl Contacts {
    /// Record a contact
    ///
    /// Choose the id yourself (a random UUID), so that sending it again changes this contact rather than adding another.
    /// Having spoken settles the tasks that were due; a follow-up day becomes a task. Nobody but whoever recorded it
    /// changes it.
    ///
    /// What is there already is changed only by whoever has seen it: say in `based_on` which version you saw. If it has
    /// changed since, as on another screen of yours, nothing is changed, and the problem `conflict` holds both versions.
    #[oai(
        path = "/people/:person_id/contacts/:contact_id",
        method = "put",
        operation_id = "record_contact"
    )]
    async fn record(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// With whom.
        person_id: Path<Uuid>,
        /// Which contact.
        contact_id: Path<Uuid>,
        body: Valid<ContactIn>,
    ) -> Result<Json<ContactOut>> {
        let (app, body) = (app.0, body.0);
        let now = app.now();
        let contact = Contact {
            id: ContactId(contact_id.0),
            person: PersonId(person_id.0),
            by: me.scope().staff(),
            kind: body.kind.into(),
            direction: body.direction.into(),
            outcome: body.outcome.into(),
            note: body.note.as_deref().map(Note::new).transpose()?,
            happened_at: body.happened_at.0,
            follow_up_on: body.follow_up_on,
        }
        .check(now)?;
        app.store
            .write(*me.scope(), async |tx| {
                tx.hold(contact.person).await?;
                let known = tx.known_contact(contact.person, contact.id).await?;
                let met =
                    meeting(tx, contact_id.0, known.as_ref(), &contact, body.based_on).await?;
                let mut version = known.as_ref().map_or(0, |known| known.version);
                if met == Store::Yes {
                    tx.save_contact(&contact, known.as_ref(), app.new_id(), now).await?;
                    version += 1;
                }
                let names = Names::new(tx.workers().await?);
                let known = Versioned { version, value: contact.clone() };
                Ok(Json(ContactOut::new(&known, &names)))
            })
            .await
    }
}

/// By which means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "ContactKind", rename_all = "kebab-case", remote = "ContactKind")]
pub enum KindCode {
    /// A phone call.
    Call,
    /// A text message.
    Text,
    /// A video call.
    Video,
    /// Face to face.
    Meeting,
    /// E-mail.
    Email,
    /// A letter.
    Letter,
    /// A visit at home.
    HomeVisit,
}

/// Who began it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "Direction", rename_all = "kebab-case", remote = "Direction")]
pub enum DirectionCode {
    /// Staff.
    Out,
    /// The young person, or somebody for them.
    In,
}

/// How it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "ContactOutcome", rename_all = "kebab-case", remote = "ContactOutcome")]
pub enum OutcomeCode {
    /// They spoke.
    Spoke,
    /// A message was left.
    LeftMessage,
    /// Nobody answered.
    NoAnswer,
    /// The number or address is not theirs.
    WrongNumber,
    /// Something was sent and needs no answer.
    Sent,
    /// Something else; the note says what.
    Other,
}

/// A contact to record.
#[derive(Object)]
#[oai(rename = "ContactToRecord", deny_unknown_fields)]
struct ContactIn {
    kind: KindCode,
    direction: DirectionCode,
    outcome: OutcomeCode,
    /// What should be remembered. Facts, not opinions: the young person may read it.
    #[oai(validator(min_length = 1, max_length = 4000))]
    note: Option<String>,
    /// When it happened.
    happened_at: Instant,
    /// When to come back to it.
    follow_up_on: Option<NaiveDate>,
    /// The `version` that this was made from. Left out for something new.
    #[oai(validator(minimum(value = "1")))]
    based_on: Option<u32>,
}

/// A contact, as it was recorded.
#[derive(Clone, Object)]
#[oai(rename = "Contact", skip_serializing_if_is_none)]
pub struct ContactOut {
    /// Which contact.
    pub id: Uuid,
    /// Send it as `based_on` to change this. Goes up with each change.
    pub version: u32,
    pub kind: KindCode,
    pub direction: DirectionCode,
    pub outcome: OutcomeCode,
    /// What should be remembered.
    pub note: Option<String>,
    /// When it happened.
    pub happened_at: Instant,
    /// Who recorded it.
    pub by: String,
    /// When to come back to it.
    pub follow_up_on: Option<NaiveDate>,
}

impl ContactOut {
    /// A contact with the name of who recorded it.
    pub fn new(known: &Versioned<Contact>, names: &Names) -> Self {
        let contact = &known.value;
        Self {
            id: contact.id.0,
            version: known.version,
            kind: contact.kind.into(),
            direction: contact.direction.into(),
            outcome: contact.outcome.into(),
            note: contact.note.as_ref().map(|note| note.as_str().to_owned()),
            happened_at: contact.happened_at.into(),
            by: names.of(contact.by),
            follow_up_on: contact.follow_up_on,
        }
    }
}
