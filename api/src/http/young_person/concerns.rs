//! Saying early that promised support is not coming.

use chrono::NaiveDate;
use domain::id::{ConcernId, PromiseId};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::Tag;
use crate::{
    app::App,
    http::{auth::SteppedUp, problem::Result},
};

/// The operations about support that may not be coming.
pub struct Concerns;

#[OpenApi(tag = "Tag::Record")]
impl Concerns {
    /// Say that promised support is not coming
    ///
    /// Nobody has to wait for a check-in. A worker owes an answer within ten working days; the record tells by when, and
    /// what came of it. Choose the id yourself (a random UUID), so that sending it again says it once. Where an answer
    /// about this support is owed already, that one is told, and nothing new is made.
    #[oai(
        path = "/me/promises/:promise_id/concerns/:concern_id",
        method = "put",
        operation_id = "save_concern"
    )]
    async fn save(
        &self,
        app: Data<&App>,
        me: SteppedUp,
        /// About which support: the id of an item of the record's part `promise`.
        promise_id: Path<Uuid>,
        /// Which concern.
        concern_id: Path<Uuid>,
    ) -> Result<Json<ConcernOut>> {
        let app = app.0;
        let (promise, id) = (PromiseId(promise_id.0), ConcernId(concern_id.0));
        app.store
            .write(*me.scope(), async |tx| {
                let concern = tx.raise_concern(promise, (id, app.new_id()), app.now()).await?;
                Ok(Json(ConcernOut {
                    id: concern.id.0,
                    raised_on: concern.raised_on,
                    due_on: concern.due_on,
                    answered: concern.answer.is_some(),
                }))
            })
            .await
    }
}

/// That promised support may not be coming.
#[derive(Object)]
#[oai(rename = "ConcernRaised")]
struct ConcernOut {
    /// Which concern.
    id: Uuid,
    /// The day it was said.
    raised_on: NaiveDate,
    /// By when an answer is owed.
    due_on: NaiveDate,
    /// There is an answer: the record has it.
    answered: bool,
}
