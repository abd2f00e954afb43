//! Who did what with somebody's record (SEC-20).

use chrono::{DateTime, Utc};
use domain::{access, glass::GlassReason, id::PersonId, staff::Role};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};
use uuid::Uuid;

use super::{Tag, glass::ReasonCode};
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        problem::{Kind, Problem, Result},
        staff::RoleCode,
        wire::Instant,
    },
    store::Access,
};

/// How many are sent if nobody says.
const USUAL: u32 = 50;
/// The most that are sent at once.
const MOST: u32 = 200;

pub struct Looks;

#[OpenApi(tag = "Tag::People")]
impl Looks {
    /// List who opened a young person's record
    ///
    /// Each time somebody of the staff, or of an agency that it is shared with, read or wrote something of it, the latest first:
    /// who, as what, what they did, and why where they opened it in an emergency. For managers, safeguarding leads, and
    /// the worker whose young person it is. That you looked is kept too.
    #[oai(path = "/people/:person_id/looks", method = "get", operation_id = "list_looks")]
    async fn list(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Whose record.
        person_id: Path<Uuid>,
        /// Go on after the page that gave this as `next`.
        #[oai(validator(max_length = 50, pattern = r"^[0-9]{1,17}\.[0-9a-f]{32}$"))]
        after: Query<Option<String>>,
        /// How many at most; 50 if left out.
        #[oai(validator(minimum(value = "1"), maximum(value = "200")))]
        limit: Query<Option<u32>>,
    ) -> Result<Json<AccessListOut>> {
        let (app, person) = (app.0, PersonId(person_id.0));
        let after = after.0.as_deref().map(place).transpose()?;
        let limit = limit.0.unwrap_or(USUAL).min(MOST) as usize;
        app.store
            .write(*me.scope(), async |tx| {
                tx.person(person).await?;
                let me = tx.scope();
                if me.role() == Role::Worker && tx.worker_of(person).await? != Some(me.staff()) {
                    return Err(Problem::new(
                        Kind::NotAllowed,
                        "Who opened a record is for the worker whose young person it is, managers and safeguarding leads. Ask your \
                         manager.",
                    ));
                }
                let mut found = tx.accesses_of(person, after, limit as u64 + 1).await?;
                let more = found.len() > limit;
                found.truncate(limit);
                let next = found.last().filter(|_| more).map(after_this);
                tx.note_access(app.new_id(), person, "list_looks", app.now()).await?;
                let items = found.into_iter().map(AccessOut::new).collect();
                Ok(Json(AccessListOut { items, next }))
            })
            .await
    }
}

/// Somebody did something with a record.
#[derive(Object)]
#[oai(rename = "Access", skip_serializing_if_is_none)]
struct AccessOut {
    /// When.
    at: Instant,
    /// Their name. Missing: it is not kept any more.
    by: Option<String>,
    role: Option<RoleCode>,
    /// What they did, in words.
    what: String,
    /// They read what the young person wrote, or answers about sensitive things.
    words: bool,
    /// They do not usually work with this young person, and opened the record in an emergency: why.
    reason: Option<ReasonCode>,
    /// The same in the words that they gave.
    reason_words: Option<String>,
}

/// Who did what, the latest first.
#[derive(Object)]
#[oai(rename = "AccessList", skip_serializing_if_is_none)]
struct AccessListOut {
    items: Vec<AccessOut>,
    /// Send it as `after` for the next page. Missing on the last one.
    next: Option<String>,
}

impl AccessOut {
    fn new(one: Access) -> Self {
        let reason: Option<GlassReason> = one.glass.as_ref().map(|glass| glass.reason);
        Self {
            at: one.at.into(),
            by: one.by,
            role: one.role.map(Into::into),
            words: access::opens_words(&one.what),
            what: access::words(&one.what).unwrap_or("Opened the record").to_owned(),
            reason: reason.map(Into::into),
            reason_words: one.glass.map(|glass| glass.words.as_str().to_owned()),
        }
    }
}

/// Where a page ends, as `next` says it: nothing of it is about anybody.
fn after_this(last: &Access) -> String {
    format!("{}.{}", last.at.timestamp_micros(), last.id.simple())
}

fn place(after: &str) -> Result<(DateTime<Utc>, Uuid)> {
    let read = || {
        let (at, id) = after.split_once('.')?;
        let at = DateTime::from_timestamp_micros(at.parse().ok()?)?;
        Some((at, Uuid::try_parse(id).ok()?))
    };
    read().ok_or_else(|| Problem::new(Kind::InvalidRequest, "`after` comes from `next`."))
}
