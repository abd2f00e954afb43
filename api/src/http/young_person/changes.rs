//! What changed because of what young people said (PR-05).

use chrono::NaiveDate;
use poem::web::Data;
use poem_openapi::{Object, OpenApi, payload::Json};
use uuid::Uuid;

use super::Tag;
use crate::{
    app::App,
    http::{auth::YoungPerson, problem::Result},
    store::Improvement,
};

pub struct Changes;

#[OpenApi(tag = "Tag::Me")]
impl Changes {
    /// See what changed because of what you said
    ///
    /// What young people here said, and what was done about it, the latest first.
    #[oai(path = "/changes", method = "get", operation_id = "list_changes")]
    async fn list(&self, app: Data<&App>, me: YoungPerson) -> Result<Json<ChangeListOut>> {
        app.store
            .read(*me.scope(), async |tx| {
                let items = tx.improvements().await?.into_iter().map(ChangeOut::from).collect();
                Ok(Json(ChangeListOut { items }))
            })
            .await
    }
}

/// What changed.
#[derive(Object)]
#[oai(rename = "ChangeList")]
struct ChangeListOut {
    items: Vec<ChangeOut>,
}

/// Something that changed.
#[derive(Object)]
#[oai(rename = "Improvement")]
struct ChangeOut {
    /// Which.
    id: Uuid,
    /// What young people said.
    said: String,
    /// The same in easy read.
    said_easy: String,
    /// What was done.
    did: String,
    /// The same in easy read.
    did_easy: String,
    /// The day it was done.
    done_on: NaiveDate,
}

impl From<Improvement> for ChangeOut {
    fn from(from: Improvement) -> Self {
        let ([said, said_easy], [did, did_easy]) = (from.said, from.did);
        Self { id: from.id.0, said, said_easy, did, did_easy, done_on: from.done_on }
    }
}
