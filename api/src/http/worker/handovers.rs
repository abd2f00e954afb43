//! One worker hands a young person over to another, on a day that everybody knows (WK-08).

use chrono::NaiveDate;
use domain::{
    alert::NoticeKind,
    handover::{self, Handover, HandoverError, HandoverKind, checked},
    id::{HandoverId, PersonId, StaffId},
    staff::Role,
};
use poem::web::Data;
use poem_openapi::{ApiResponse, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{Tag, wire::Names};
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        problem::{Kind, Problem, Result},
        valid::Valid,
        wire::Instant,
    },
    store::{
        StaffNotice, StoreError, Tx,
        scope::{Caseload, Within},
    },
};

pub struct Handovers;

#[OpenApi(tag = "Tag::People")]
impl Handovers {
    /// List the handovers to come
    ///
    /// Of those you reach, and those to you, by day. Of somebody whom you do not look after yet you see the name only.
    #[oai(path = "/handovers", method = "get", operation_id = "list_handovers")]
    async fn list(&self, app: Data<&App>, me: WithPeople) -> Result<Json<HandoverListOut>> {
        let today = app.today();
        app.store
            .read(*me.scope(), async |tx| {
                let all = tx.handovers().await?;
                let called = tx.called_in(&all).await?;
                let names = Names::new(tx.workers().await?);
                let item = |one: &Handover| {
                    let name = called.get(&one.person).cloned().unwrap_or_default();
                    HandoverOut::new(one, name, &names, tx.scope(), today)
                };
                Ok(Json(HandoverListOut { items: all.iter().map(item).collect() }))
            })
            .await
    }

    /// Plan a handover
    ///
    /// From a day on, somebody else looks after this young person. Whoever is to says yes before; the young person reads the
    /// day and the name at once. Possible harm is in somebody's hand first. Choose the id yourself (a random UUID), so that
    /// sending it again adds no other.
    #[oai(
        path = "/people/:person_id/handovers/:handover_id",
        method = "put",
        operation_id = "save_handover"
    )]
    async fn plan(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Who is handed over.
        person_id: Path<Uuid>,
        /// Which handover.
        handover_id: Path<Uuid>,
        body: Valid<HandoverIn>,
    ) -> Result<Json<HandoverOut>> {
        let (app, body) = (app.0, body.0);
        let (person, id) = (PersonId(person_id.0), HandoverId(handover_id.0));
        let (now, today) = (app.now(), app.today());
        app.store
            .write(*me.scope(), async |tx| {
                tx.hold(person).await?;
                tx.person(person).await?;
                let names = Names::new(tx.workers().await?);
                let to = taker(tx, body.to).await?;
                let first = names.of(to);
                let first = first.split_whitespace().next().unwrap_or_default();
                let (plain, easy) = handover::words(first, body.on);
                let new = Handover {
                    id,
                    person,
                    from: tx.worker_of(person).await?,
                    to,
                    made_by: tx.scope().staff(),
                    kind: HandoverKind::Planned,
                    on: body.on,
                    plain: checked(body.plain.as_deref().unwrap_or(&plain))?,
                    easy: checked(body.easy.as_deref().unwrap_or(&easy))?,
                    accepted_at: None,
                    done_at: None,
                    meet_first: None,
                };
                match tx.known_handover(id).await? {
                    Some(known) if known.person != person => {
                        return Err(StoreError::Exists("id of a handover").into());
                    }
                    Some(known) if same(&known, &new) => {}
                    Some(_) => {
                        return Err(Problem::new(
                            Kind::Conflict,
                            "This handover is planned differently by now. Call it off, and plan it anew under another id.",
                        ));
                    }
                    None => {
                        let untaken = tx.untaken_harm(person).await?;
                        tx.plan_handover(&new.clone().planned(untaken, today)?, now).await?;
                        tx.tell_colleague(StaffNotice {
                            partnership: tx.scope().partnership(),
                            id: app.new_id(),
                            kind: NoticeKind::Handover,
                            to,
                            alert: None,
                            rung: 0,
                            made_at: now,
                        })
                        .await?;
                    }
                }
                tx.note_access(app.new_id(), person, "save_handover", now).await?;
                shown(tx, id, today).await
            })
            .await
    }

    /// Say yes to a handover
    ///
    /// For whoever is to look after the young person. From the day on they do, with what whoever had them had in hand. Saying
    /// it twice changes nothing.
    #[oai(
        path = "/handovers/:handover_id/acceptance",
        method = "put",
        operation_id = "accept_handover"
    )]
    async fn accept(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Which handover.
        handover_id: Path<Uuid>,
    ) -> Result<Json<HandoverOut>> {
        let (app, id) = (app.0, HandoverId(handover_id.0));
        let now = app.now();
        app.store
            .write(*me.scope(), async |tx| {
                let known = tx.handover(id).await?;
                if known.to != tx.scope().staff() && tx.scope().role() != Role::Manager {
                    return Err(StoreError::NotFound("handover").into());
                }
                if known.done_at.is_none() {
                    tx.accept_handover(id, now).await?;
                }
                tx.note_access(app.new_id(), known.person, "accept_handover", now).await?;
                shown(tx, id, app.today()).await
            })
            .await
    }

    /// Call a handover off
    ///
    /// Nothing changes for the young person. Of what has happened nothing can be called off: plan another.
    #[oai(path = "/handovers/:handover_id", method = "delete", operation_id = "end_handover")]
    async fn end(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Which handover.
        handover_id: Path<Uuid>,
    ) -> Result<Ended> {
        let (app, id) = (app.0, HandoverId(handover_id.0));
        app.store
            .write(*me.scope(), async |tx| {
                let known = tx.handover(id).await?;
                if known.done_at.is_some() {
                    return Err(HandoverError::Over.into());
                }
                tx.cancel_handover(&known, app.now()).await?;
                tx.note_access(app.new_id(), known.person, "end_handover", app.now()).await?;
                Ok(Ended::Done)
            })
            .await
    }
}

/// Whether somebody planned the same.
fn same(known: &Handover, new: &Handover) -> bool {
    (known.to, known.on, &known.plain, &known.easy) == (new.to, new.on, &new.plain, &new.easy)
}

/// Somebody to whom young people are given.
async fn taker(tx: &Tx<Caseload>, id: Uuid) -> Result<StaffId> {
    let found = tx.workers().await?.into_iter().find(|one| one.id.0 == id);
    match found.filter(|one| one.role.has_a_caseload()) {
        Some(one) => Ok(one.id),
        None => Err(Problem::new(
            Kind::RuleBroken,
            "Young people are handed over to a worker or a manager.",
        )
        .at("/to", "choose a worker or a manager")),
    }
}

async fn shown(tx: &Tx<Caseload>, id: HandoverId, today: NaiveDate) -> Result<Json<HandoverOut>> {
    let known = tx.handover(id).await?;
    let called = tx.called_in(std::slice::from_ref(&known)).await?;
    let name = called.into_values().next().unwrap_or_default();
    let names = Names::new(tx.workers().await?);
    Ok(Json(HandoverOut::new(&known, name, &names, tx.scope(), today)))
}

impl From<HandoverError> for Problem {
    fn from(error: HandoverError) -> Self {
        let place = match error {
            HandoverError::Over | HandoverError::Untaken => {
                return Self::new(Kind::Conflict, error);
            }
            HandoverError::TooSoon | HandoverError::TooFar => "/on",
            HandoverError::Same => "/to",
        };
        Self::new(Kind::RuleBroken, error).at(place, error)
    }
}

/// A handover to plan.
#[derive(Object)]
#[oai(rename = "HandoverToSave", deny_unknown_fields, skip_serializing_if_is_none)]
struct HandoverIn {
    /// Who is to look after them: a worker or a manager.
    to: Uuid,
    /// From which day on: tomorrow or later.
    on: NaiveDate,
    /// What the young person reads. Left out: the day and the name, and that they can meet first.
    #[oai(validator(min_length = 1, max_length = 500))]
    plain: Option<String>,
    /// The same in easy words.
    #[oai(validator(min_length = 1, max_length = 500))]
    easy: Option<String>,
}

/// A handover.
#[derive(Object)]
#[oai(rename = "Handover", skip_serializing_if_is_none)]
struct HandoverOut {
    /// Which one.
    id: Uuid,
    /// Who is handed over.
    person_id: Uuid,
    /// Their name.
    person_name: String,
    /// Who has them; missing: nobody.
    from: Option<String>,
    /// Who is to have them.
    to: String,
    /// It is you, and you have not said yes.
    waits_for_you: bool,
    /// From which day on.
    on: NaiveDate,
    /// What the young person reads.
    plain: String,
    /// The same in easy words.
    easy: String,
    /// When they said yes.
    accepted_at: Option<Instant>,
    /// When it happened.
    done_at: Option<Instant>,
    /// Whether the young person wants to meet whoever comes before. Missing: they have not said.
    meet_first: Option<bool>,
    /// It is near, and nobody has said yes.
    hangs: bool,
}

/// Handovers to come, by day.
#[derive(Object)]
#[oai(rename = "HandoverList")]
struct HandoverListOut {
    items: Vec<HandoverOut>,
}

#[derive(ApiResponse)]
enum Ended {
    /// It is off.
    #[oai(status = 204)]
    Done,
}

impl HandoverOut {
    fn new(
        one: &Handover,
        person_name: String,
        names: &Names,
        me: &Caseload,
        today: NaiveDate,
    ) -> Self {
        Self {
            id: one.id.0,
            person_id: one.person.0,
            person_name,
            from: names.of_maybe(one.from),
            to: names.of(one.to),
            waits_for_you: one.to == me.staff() && one.accepted_at.is_none(),
            on: one.on,
            plain: one.plain.as_str().to_owned(),
            easy: one.easy.as_str().to_owned(),
            accepted_at: one.accepted_at.map(Into::into),
            done_at: one.done_at.map(Into::into),
            meet_first: one.meet_first,
            hangs: one.hangs(today),
        }
    }
}
