//! Who looked at a young person's record (YP-51).

use chrono::TimeDelta;
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
    /// do here, not their name.
    #[oai(path = "/me/looks", method = "get", operation_id = "list_looks")]
    async fn list(&self, app: Data<&App>, me: YoungPerson) -> Result<Json<LookListOut>> {
        let since = app.now() - SINCE;
        let looks = app
            .store
            .read::<_, _, StoreError>(*me.scope(), async |tx| tx.looks(since, MOST).await)
            .await?;
        let items =
            looks.into_iter().map(|look| LookOut { at: look.at.into(), role: look.role.into() });
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
#[oai(rename = "Look")]
struct LookOut {
    /// When.
    at: Instant,
    role: RoleCode,
}
