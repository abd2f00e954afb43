//! How somebody can be reached safely.

use chrono::NaiveDate;
use domain::{
    id::PersonId,
    safe_contact::{SafeContact, SafeWay, SaidBy},
    text::Line,
    versioned::Versioned,
};
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{Tag, versions::keep};
use crate::{
    app::App,
    http::{auth::WithPeople, problem::Result, valid::Valid, young_person::talks::SafeTimeCode},
};

pub struct SafeContacts;

#[OpenApi(tag = "Tag::People")]
impl SafeContacts {
    /// Record how somebody can be reached safely
    ///
    /// It stands until somebody says otherwise, is shown wherever they can be called, and whoever records a contact that
    /// has left it is asked. What the young person says in a check-in, or when they ask to talk, changes it too.
    ///
    /// What is there already is changed only by whoever has seen it: say in `based_on` which version you saw. If it has
    /// changed since, nothing is changed, and the problem `conflict` holds both versions.
    #[oai(
        path = "/people/:person_id/safe-contact",
        method = "put",
        operation_id = "record_safe_contact"
    )]
    async fn record(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Whom.
        person_id: Path<Uuid>,
        body: Valid<SafeContactIn>,
    ) -> Result<Json<SafeContactOut>> {
        let (app, body) = (app.0, body.0);
        let person = PersonId(person_id.0);
        let not_to = body.not_to.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let new = SafeContact {
            ways: body.ways.into_iter().map(Into::into).collect(),
            times: body.times.into(),
            message_ok: body.message_ok,
            not_to: not_to.map(Line::new).transpose()?,
            said_by: body.said_by.into(),
            said_on: app.today(),
        };
        app.store
            .write(*me.scope(), async |tx| {
                tx.hold(person).await?;
                tx.person(person).await?;
                let known = tx.safe_contact_of(person).await?;
                let (known, sent) = (known.as_ref(), (&new, body.based_on));
                let save = tx.save_safe_contact(person, &new, known, app.now());
                let version = keep(tx, person_id.0, known, sent, save).await?;
                tx.note_access(app.new_id(), person, "record_safe_contact", app.now()).await?;
                Ok(Json(SafeContactOut::new(&Versioned { version, value: new.clone() })))
            })
            .await
    }
}

/// A way to reach somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "SafeWay", rename_all = "kebab-case", remote = "SafeWay")]
enum WayCode {
    /// A phone call.
    Call,
    /// A text message.
    Text,
    /// An e-mail.
    Email,
    /// A letter.
    Letter,
    /// A video call.
    Video,
    /// Face to face.
    Meeting,
}

/// Whose word it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "SaidBy", rename_all = "kebab-case", remote = "SaidBy")]
enum SaidByCode {
    /// The young person's own.
    YoungPerson,
    /// Somebody's who helps them.
    Supporter,
    /// What a worker thinks best.
    Worker,
}

/// How somebody can be reached safely.
#[derive(Object)]
#[oai(rename = "SafeContactToRecord", deny_unknown_fields)]
struct SafeContactIn {
    /// The ways that are safe. Empty: any.
    #[oai(validator(max_items = 6))]
    ways: Vec<WayCode>,
    /// When.
    times: SafeTimeCode,
    /// Whether a message may be left where others could find it. Left out: they were not asked.
    message_ok: Option<bool>,
    /// Whom not to speak to, or what else to mind.
    #[oai(validator(max_length = 200))]
    not_to: Option<String>,
    /// Whose word it is.
    said_by: SaidByCode,
    /// The `version` that this was made from. Left out for something new.
    #[oai(validator(minimum(value = "1")))]
    based_on: Option<u32>,
}

/// How somebody can be reached safely, as it is known.
#[derive(Clone, Object)]
#[oai(rename = "SafeContact", skip_serializing_if_is_none)]
pub struct SafeContactOut {
    /// Send it as `based_on` to change this. Goes up with each change, whoever makes it.
    version: u32,
    /// The ways that are safe. Empty: any.
    ways: Vec<WayCode>,
    /// When.
    times: SafeTimeCode,
    /// Whether a message may be left where others could find it. Missing: they were not asked.
    message_ok: Option<bool>,
    /// Whom not to speak to, or what else to mind.
    not_to: Option<String>,
    said_by: SaidByCode,
    /// When it was said.
    said_on: NaiveDate,
    /// What to mind, in words, for every place where they can be called. Empty: nothing.
    mind: Vec<String>,
}

impl SafeContactOut {
    /// What is known, with what to mind.
    pub fn new(known: &Versioned<SafeContact>) -> Self {
        let rule = &known.value;
        Self {
            version: known.version,
            ways: rule.ways.iter().map(|way| (*way).into()).collect(),
            times: rule.times.into(),
            message_ok: rule.message_ok,
            not_to: rule.not_to.as_ref().map(|line| line.as_str().to_owned()),
            said_by: rule.said_by.into(),
            said_on: rule.said_on,
            mind: rule.mind(),
        }
    }
}
