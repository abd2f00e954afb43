//! Recording contacts.

use chrono::NaiveDate;
use domain::{
    contact::{Contact, ContactKind, ContactOutcome, Direction, Present},
    day::london_day,
    id::{ContactId, PersonId, SpellId},
    safe_contact::Unsafe,
    spell::{Says, Spell},
    staff::Role,
    text::{Line, Note},
    versioned::Versioned,
};
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{
    Tag,
    destinations::{self, DestinationIn},
    versions::{Store, meeting},
    wire::Names,
};
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        problem::{Fault, Kind, Problem, Result},
        valid::Valid,
        wire::Instant,
    },
    store::{Tx, scope::Caseload},
};

pub struct Contacts;

#[OpenApi(tag = "Tag::People")]
impl Contacts {
    /// Record a contact
    ///
    /// Choose the id yourself (a random UUID), so that sending it again changes this contact rather than adding another.
    /// Having spoken settles the tasks that were due; a follow-up day becomes a task. Nobody but whoever recorded it
    /// changes it. Where they are now can be said in the same breath: all of it is kept, or nothing.
    ///
    /// A contact that left the ways and times that are safe for them is asked about, and so is what is out of the ordinary
    /// about where they are: the problem `are-you-sure` names each with its place. Whoever is sure sends the same again
    /// with `sure`.
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
        let said_where = body.destination.is_some() || body.still_there.is_some();
        if said_where && me.scope().role() == Role::SafeguardingLead {
            let words = "where somebody is, their worker or a manager records";
            return Err(Problem::new(Kind::NotAllowed, words));
        }
        let (sure, based_on) = (body.sure.unwrap_or(false), body.based_on);
        let still_there = body.still_there.map(SpellId);
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
            follow_up_words: body.follow_up_words.as_deref().map(Line::new).transpose()?,
            present: body.present.into_iter().flatten().map(Into::into).collect(),
            safe_way: None,
        }
        .check(now)?;
        let destination = body.destination.map(NowIn::read).transpose()?;
        app.store
            .write(*me.scope(), async |tx| {
                tx.hold(contact.person).await?;
                let known = tx.known_contact(contact.person, contact.id).await?;
                let (contact, mut asked) = safely(tx, contact.clone(), known.as_ref()).await?;
                let met = meeting(tx, contact_id.0, known.as_ref(), &contact, based_on).await?;
                let mut version = known.as_ref().map_or(0, |known| known.version);
                match met {
                    Store::Yes => {
                        tx.save_contact(&contact, known.as_ref(), app.new_id(), now).await?;
                        tx.remove_draft(contact.person, contact_id.0).await?;
                        version += 1;
                    }
                    // It was answered before.
                    Store::AsItIs => asked.clear(),
                }
                if let Some(id) = still_there {
                    let on = london_day(contact.happened_at);
                    destinations::confirm(tx, app, contact.person, id, on).await?;
                }
                if let Some((said, based_on)) = &destination {
                    let kept =
                        destinations::keep(tx, app, contact.person, said, *based_on, sure).await;
                    match kept.map_err(|problem| problem.within("/destination/record")) {
                        Err(odd) if odd.kind() == Kind::AreYouSure => {
                            asked.extend_from_slice(odd.faults());
                        }
                        kept => drop(kept?),
                    }
                }
                if !sure && !asked.is_empty() {
                    let words =
                        "look at this again, and if it is right, send it once more with `sure`";
                    let told = |told: Problem, it: Fault| told.at(it.pointer, it.detail);
                    return Err(asked
                        .into_iter()
                        .fold(Problem::new(Kind::AreYouSure, words), told));
                }
                tx.note_access(app.new_id(), contact.person, "record_contact", now).await?;
                let names = Names::new(tx.workers().await?);
                let known = Versioned { version, value: contact };
                Ok(Json(ContactOut::new(&known, &names)))
            })
            .await
    }
}

/// The contact with whether it kept to what is safe for them, and what is asked where it did not. What was known when it was
/// recorded first counts, while it says the same of how and when.
async fn safely(
    tx: &Tx<Caseload>,
    mut contact: Contact,
    known: Option<&Versioned<Contact>>,
) -> Result<(Contact, Vec<Fault>)> {
    let how = |it: &Contact| (it.kind, it.direction, it.outcome, it.happened_at);
    if let Some(known) = known.filter(|known| how(&known.value) == how(&contact)) {
        contact.safe_way = known.value.safe_way;
        return Ok((contact, Vec::new()));
    }
    let Some(rule) = tx.safe_contact_of(contact.person).await? else {
        return Ok((contact, Vec::new()));
    };
    let left =
        rule.value.left_by(contact.kind, contact.direction, contact.outcome, contact.happened_at);
    contact.safe_way = (contact.direction == Direction::Out).then_some(left.is_empty());
    let fault = |it: Unsafe| Fault { pointer: format!("/{}", it.field), detail: it.words };
    Ok((contact, left.into_iter().map(fault).collect()))
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
    /// What is to be done on that day.
    #[oai(validator(min_length = 1, max_length = 200))]
    follow_up_words: Option<String>,
    /// Who was there beside them; `alone` if nobody was.
    #[oai(validator(max_items = 6))]
    present: Option<Vec<PresentCode>>,
    /// The destination of theirs of which you heard that it goes on.
    still_there: Option<Uuid>,
    /// What they do now, if you heard of something else.
    destination: Option<NowIn>,
    /// You have looked at what is asked about, and it is right.
    sure: Option<bool>,
    /// The `version` that this was made from. Left out for something new.
    #[oai(validator(minimum(value = "1")))]
    based_on: Option<u32>,
}

/// What they do now, as it was heard in a contact.
#[derive(Object)]
#[oai(rename = "DestinationInContact", deny_unknown_fields)]
struct NowIn {
    /// Chosen by you (a random UUID), so that sending it again changes this destination rather than adding another.
    spell_id: Uuid,
    /// What they do. What is asked about is asked of the whole, so `sure` stands beside the contact.
    record: DestinationIn,
}

impl NowIn {
    /// What is said, and from which version it was made.
    fn read(self) -> Result<((Says, Spell), Option<u32>)> {
        let based_on = self.record.based_on;
        let said = self.record.read(SpellId(self.spell_id));
        Ok((said.map_err(|problem| problem.within("/destination/record"))?, based_on))
    }
}

/// Who was there beside the young person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "Present", rename_all = "kebab-case", remote = "Present")]
pub enum PresentCode {
    /// Nobody.
    Alone,
    /// Somebody whom they have asked to help.
    Supporter,
    /// A parent, or who cares for them.
    ParentOrCarer,
    /// Somebody who works with them elsewhere.
    Professional,
    /// An interpreter.
    Interpreter,
    /// Somebody else.
    SomebodyElse,
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
    /// What is to be done on that day.
    pub follow_up_words: Option<String>,
    /// Who was there beside them. Empty: nobody has said.
    pub present: Vec<PresentCode>,
    /// It kept to the ways and times that are safe for them. Missing: none were known, or they began it.
    pub safe_way: Option<bool>,
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
            follow_up_words: contact.follow_up_words.as_ref().map(|it| it.as_str().to_owned()),
            present: contact.present.iter().map(|who| (*who).into()).collect(),
            safe_way: contact.safe_way,
        }
    }
}
