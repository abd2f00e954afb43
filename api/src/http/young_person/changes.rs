//! What changed because of what young people said (PR-05).

use poem::web::Data;
use poem_openapi::{Object, OpenApi, payload::Json};

use super::Tag;
use crate::{
    app::App,
    http::{admin::improvements::ImprovementOut, auth::YoungPerson, problem::Result},
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
                let items =
                    tx.improvements().await?.into_iter().map(ImprovementOut::from).collect();
                Ok(Json(ChangeListOut { items }))
            })
            .await
    }
}

/// What changed.
#[derive(Object)]
#[oai(rename = "ChangeList")]
struct ChangeListOut {
    items: Vec<ImprovementOut>,
}
