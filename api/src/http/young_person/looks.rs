//! Who looked at a young person's record (YP-51).

use chrono::TimeDelta;
use domain::access;
use poem::web::Data;
use poem_openapi::{Object, OpenApi, payload::Json};

use super::Tag;
use crate::{
    app::App,
    http::{auth::YoungPerson, problem::Result, staff::RoleCode, wire::Instant},
    store::StoreError,
};

pub struct Looks;

/// How far back it goes: 24 months.
const SINCE: TimeDelta = TimeDelta::days(731);
/// How many are listed.
const MOST: u64 = 200;

#[OpenApi(tag = "Tag::InCharge")]
impl Looks {
    /// See who looked at my record
    ///
    /// Each time somebody of the staff opened it in the last 24 months, the latest first, at most 200. It says what they
    /// do here, not their name; why, where they do not usually work with this young person and opened it because it could not
    /// wait; and whether they read what is private.
    #[oai(path = "/me/looks", method = "get", operation_id = "list_looks")]
    async fn list(&self, app: Data<&App>, me: YoungPerson) -> Result<Json<LookListOut>> {
        let since = app.now() - SINCE;
        let looks = app
            .store
            .read::<_, _, StoreError>(*me.scope(), async |tx| tx.looks(since, MOST).await)
            .await?;
        let items = looks.into_iter().map(|look| LookOut {
            at: look.at.into(),
            role: look.role.into(),
            glass: look
                .glass
                .map(|why| LookWhyOut { plain: why.plain().into(), easy: why.easy().into() }),
            read: look.words.then(|| LookWhyOut {
                plain: access::OPENED_PLAIN.into(),
                easy: access::OPENED_EASY.into(),
            }),
        });
        Ok(Json(LookListOut { items: items.collect() }))
    }
}

/// Who looked.
#[derive(Object)]
#[oai(rename = "LookList")]
struct LookListOut {
    items: Vec<LookOut>,
}

/// Somebody opened the record.
#[derive(Object)]
#[oai(rename = "Look", skip_serializing_if_is_none)]
struct LookOut {
    /// When.
    at: Instant,
    role: RoleCode,
    /// They do not usually work with this young person, and opened the record because it could not wait: why, in words to be
    /// read.
    glass: Option<LookWhyOut>,
    /// They opened what this young person wrote, or answers about private things, which staff see only when they ask for them:
    /// that they did, in words to be read.
    read: Option<LookWhyOut>,
}

/// What there is to know of a look, in words to be read.
#[derive(Object)]
#[oai(rename = "LookWhy")]
struct LookWhyOut {
    /// In plain words.
    plain: String,
    /// In easy words, one idea a line.
    easy: String,
}
