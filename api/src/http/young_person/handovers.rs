//! Somebody else looks after a young person from a day on, and they may want to meet them first (WK-08).

use chrono::NaiveDate;
use domain::{handover::HandoverError, id::HandoverId};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::Tag;
use crate::{
    app::App,
    http::{
        auth::YoungPerson,
        problem::{Kind, Problem, Result},
        valid::Valid,
    },
    store::{HandoverTold, StoreError},
};

/// The operations about who looks after somebody next.
pub struct Handovers;

#[OpenApi(tag = "Tag::Me")]
impl Handovers {
    /// Say whether I want to meet my new worker first
    ///
    /// Until the day on which they look after you. Both workers read it, and whoever comes is asked to see to it. You can change
    /// your mind as often as you like; sending the same again changes nothing.
    #[oai(
        path = "/me/handovers/:handover_id/meet-first",
        method = "put",
        operation_id = "set_meet_first"
    )]
    async fn meet_first(
        &self,
        app: Data<&App>,
        me: YoungPerson,
        /// Which handover: the `id` of `Me.handover`.
        handover_id: Path<Uuid>,
        body: Valid<MeetFirstIn>,
    ) -> Result<Json<HandoverOut>> {
        let (app, id) = (app.0, HandoverId(handover_id.0));
        app.store
            .write(*me.scope(), async |tx| {
                tx.hold(tx.scope().person()).await?;
                if !tx.set_meet_first(id, body.0.meet, app.new_id(), app.now()).await? {
                    return Err(Problem::new(Kind::Conflict, HandoverError::Over));
                }
                let told = tx.my_handover(app.today()).await?;
                let told = told.ok_or(StoreError::NotFound("handover"))?;
                Ok(Json(HandoverOut::new(told)))
            })
            .await
    }
}

/// Whether somebody wants to meet whoever comes.
#[derive(Object)]
#[oai(rename = "MeetFirst", deny_unknown_fields)]
struct MeetFirstIn {
    /// They do.
    meet: bool,
}

/// Who looks after somebody from which day on.
#[derive(Clone, Object)]
#[oai(rename = "MyHandover", skip_serializing_if_is_none)]
pub struct HandoverOut {
    /// Which handover.
    pub id: Uuid,
    /// What they are called.
    pub to: String,
    /// From which day on.
    pub on: NaiveDate,
    /// What to show, in plain words.
    pub plain: String,
    /// What to show, in easy words.
    pub easy: String,
    /// It is still to come: ask whether they want to meet first.
    pub to_come: bool,
    /// Whether they want to meet first. Missing: they have not said.
    pub meet_first: Option<bool>,
}

impl HandoverOut {
    /// What is told of one.
    pub fn new(told: HandoverTold) -> Self {
        Self {
            id: told.id.0,
            to: told.to,
            on: told.on,
            plain: told.plain,
            easy: told.easy,
            to_come: told.to_come,
            meet_first: told.meet_first,
        }
    }
}
