//! Check-ins, as a young person sees them.

use std::{collections::BTreeMap, sync::Arc};

use domain::{check_in::CheckIn, id::CheckInId, questionnaire::Questionnaire, record::Record};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{
    Tag,
    wire::{CheckInOut, CheckInSummaryOut},
};
use crate::{
    app::App,
    http::{
        auth::{YoungPerson, step_up_needed},
        problem::{Kind, Problem, Result},
    },
    store::{Tx, Version, scope::OwnRecord},
};

pub struct CheckIns;

/// How many check-ins a phone is told of.
const LATEST: usize = 50;

#[OpenApi(tag = "Tag::CheckIns")]
impl CheckIns {
    /// List my check-ins
    ///
    /// The latest first. At most one is waiting for answers at a time, unless one was never finished.
    #[oai(path = "/check-ins", method = "get", operation_id = "list_check_ins")]
    async fn list(&self, app: Data<&App>, me: YoungPerson) -> Result<Json<CheckInListOut>> {
        let app = app.0;
        app.store
            .read(*me.scope(), async |tx| {
                let check_ins = tx.check_ins(tx.scope().person()).await?;
                let mut items = Vec::new();
                for (check_in, version) in check_ins.iter().take(LATEST) {
                    let asked = app.questions_if_readable(tx, version).await?;
                    let questions = asked.as_deref().unwrap_or(&app.questionnaire);
                    items.push(CheckInSummaryOut::new(check_in, questions));
                }
                Ok(Json(CheckInListOut { items }))
            })
            .await
    }

    /// Show a check-in
    ///
    /// Everything that is needed to answer it without a signal: words, pictures, conditions and answers so far. One that is
    /// over opens only to somebody who has shown that it is them (`show_proof`).
    #[oai(path = "/check-ins/:check_in_id", method = "get", operation_id = "show_check_in")]
    async fn show(
        &self,
        app: Data<&App>,
        me: YoungPerson,
        /// Which check-in.
        check_in_id: Path<Uuid>,
    ) -> Result<Json<CheckInOut>> {
        let app = app.0;
        app.store
            .read(*me.scope(), async |tx| {
                let (record, versions) = tx.record().await?;
                let check_in = find(&record, CheckInId(check_in_id.0))?;
                let over =
                    check_in.takes_answers(record.newer_opened(check_in), app.now()).is_err();
                if over && me.scope().proven().is_none() {
                    return Err(step_up_needed());
                }
                Ok(Json(lay_out(app, tx, &record, check_in, &versions).await?))
            })
            .await
    }
}

/// Check-ins, the latest first.
#[derive(Object)]
#[oai(rename = "CheckInList")]
struct CheckInListOut {
    items: Vec<CheckInSummaryOut>,
}

/// The check-in with this id in what is known of one young person.
pub fn find(record: &Record, id: CheckInId) -> Result<&CheckIn> {
    record
        .check_ins
        .iter()
        .find(|check_in| check_in.id == id)
        .ok_or_else(|| Problem::new(Kind::NotFound, "There is no such check-in here."))
}

/// A check-in with everything needed to answer it.
pub async fn lay_out(
    app: &App,
    tx: &Tx<OwnRecord>,
    record: &Record,
    check_in: &CheckIn,
    versions: &BTreeMap<CheckInId, Version>,
) -> Result<CheckInOut> {
    let questions = questions(app, tx, versions.get(&check_in.id)).await?;
    let steps = questions.steps(check_in.kind, &record.facts(check_in, &app.activities));
    Ok(CheckInOut::new(check_in, record, &questions, steps))
}

/// The questions that a check-in asks: those it opened with, even when newer ones are in use by now.
pub async fn questions<S>(
    app: &App,
    tx: &Tx<S>,
    version: Option<&Version>,
) -> Result<Arc<Questionnaire>> {
    Ok(app.questions(tx, version.unwrap_or(&app.version())).await?)
}
