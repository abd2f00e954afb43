//! What changed in a young person's record, and who changed it.

use chrono::DateTime;
use domain::{
    id::PersonId,
    versioned::{ActorKind, Thing},
};
use poem::web::Data;
use poem_openapi::{
    Enum, Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};
use uuid::Uuid;

use super::{Tag, versions::in_words, wire::Names};
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        problem::{Kind, Problem, Result},
        wire::Instant,
    },
    store::{Changed, Place},
};

/// How many changes are on a page unless more are asked for, and at most.
const USUAL: u32 = 50;
const MOST: u32 = 200;

pub struct Changes;

#[OpenApi(tag = "Tag::People")]
impl Changes {
    /// List what changed in a young person's record
    ///
    /// Destinations, promised support and contacts, field by field: who changed what, from what to what, and when, the
    /// latest first. Kept since this was first kept; what a council's file brought as something new is not listed, what it
    /// changed is. That you looked is kept, and the young person can see it.
    #[oai(path = "/people/:person_id/changes", method = "get", operation_id = "list_changes")]
    async fn list(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Whose record.
        person_id: Path<Uuid>,
        /// Go on after the page that gave this as `next`.
        #[oai(validator(
            max_length = 130,
            pattern = r"^[0-9]{1,17}\.[0-9a-f]{32}\.[0-9]{1,9}\.[a-z0-9_]{1,60}$"
        ))]
        after: Query<Option<String>>,
        /// How many at most; 50 if left out.
        #[oai(validator(minimum(value = "1"), maximum(value = "200")))]
        limit: Query<Option<u32>>,
    ) -> Result<Json<ChangeListOut>> {
        let (app, person) = (app.0, PersonId(person_id.0));
        let after = after.0.as_deref().map(place).transpose()?;
        let limit = limit.0.unwrap_or(USUAL).min(MOST) as usize;
        app.store
            .write(*me.scope(), async |tx| {
                tx.person(person).await?;
                let mut found = tx.changes_of(person, after.as_ref(), limit as u64 + 1).await?;
                let more = found.len() > limit;
                found.truncate(limit);
                let next = found.last().filter(|_| more).map(after_this);
                let names = Names::new(tx.workers().await?);
                tx.note_access(app.new_id(), person, "list_changes", app.now()).await?;
                let items = found.into_iter().map(|one| ChangeOut::new(one, &names)).collect();
                Ok(Json(ChangeListOut { items, next }))
            })
            .await
    }
}

/// Of what a history is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "ChangedThing", rename_all = "kebab-case", remote = "Thing")]
enum ThingCode {
    /// Something that a young person does, for a while.
    Destination,
    /// Support that was promised.
    Promise,
    /// What somebody says was given of promised support.
    Claim,
    /// That promised support may not be coming.
    Concern,
    /// What they mean to do next.
    Intended,
    /// What staff did to reach a young person.
    Contact,
    /// Something that staff have to do.
    Task,
    /// How they can be reached safely.
    SafeContact,
    /// What they are called, how they are reached, and whether they are followed.
    Details,
    /// The days of their EHC plan.
    Plan,
}

/// Who changes things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "ChangedBy", rename_all = "kebab-case", remote = "ActorKind")]
enum ActorCode {
    /// The young person.
    YoungPerson,
    /// Somebody whom the young person asked to help.
    Supporter,
    /// Somebody who works with them.
    Staff,
    /// A council's file.
    File,
    /// The service, by a rule.
    System,
}

/// A change of one field.
#[derive(Object)]
#[oai(rename = "Change", skip_serializing_if_is_none)]
struct ChangeOut {
    /// When.
    at: Instant,
    /// Who, in words.
    by: String,
    by_kind: ActorCode,
    thing: ThingCode,
    /// Which thing.
    thing_id: Uuid,
    /// The version of the thing that it made. The first is 1.
    version: u32,
    /// The name of the field, as in what is sent to record such a thing. `source` is whose word a destination rests on;
    /// `taken_back` says that the young person took the whole of it back.
    field: String,
    /// What it said, as text. Missing: nothing.
    before: Option<String>,
    /// What it says since then. Missing: nothing.
    after: Option<String>,
}

/// What changed, the latest first.
#[derive(Object)]
#[oai(rename = "ChangeList", skip_serializing_if_is_none)]
struct ChangeListOut {
    items: Vec<ChangeOut>,
    /// Send it as `after` for the next page. Missing on the last one.
    next: Option<String>,
}

impl ChangeOut {
    fn new(one: Changed, names: &Names) -> Self {
        let Changed { thing, id, noted } = one;
        Self {
            at: noted.at.into(),
            by: in_words(noted.by, names),
            by_kind: noted.by.kind().into(),
            thing: thing.into(),
            thing_id: id,
            version: noted.version,
            field: noted.change.field,
            before: noted.change.before,
            after: noted.change.after,
        }
    }
}

/// Where a page ends, as `next` says it: nothing of it is about anybody.
fn after_this(last: &Changed) -> String {
    let (at, noted) = (last.noted.at.timestamp_micros(), &last.noted);
    format!("{at}.{}.{}.{}", last.id.simple(), noted.version, noted.change.field)
}

fn place(after: &str) -> Result<Place> {
    let read = || {
        let mut parts = after.splitn(4, '.');
        let at = DateTime::from_timestamp_micros(parts.next()?.parse().ok()?)?;
        let id = Uuid::try_parse(parts.next()?).ok()?;
        let version = parts.next()?.parse().ok()?;
        Some(Place { at, id, version, field: parts.next()?.to_owned() })
    };
    read().ok_or_else(|| Problem::new(Kind::InvalidRequest, "`after` comes from `next`."))
}
