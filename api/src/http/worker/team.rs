//! A manager's view: how work is shared out, how soon alerts are dealt with, whom nobody has contacted, and giving many young
//! people to another worker at once.

use chrono::TimeDelta;
use domain::{
    id::{PersonId, StaffId},
    questionnaire::Priority,
    team::{Load, middle},
};
use poem::web::Data;
use poem_openapi::{OpenApi, param::Query, payload::Json};

use super::{
    Tag,
    team_wire::{
        AlertTimeOut, AlertTimesOut, AssignManyIn, AssignedOut, GoesOut, MemberOut, SilentListOut,
        SilentOut, StaysOut, TeamOut,
    },
    wire::Names,
};
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        problem::{Kind, Problem, Result},
        valid::Valid,
    },
    store::{Tx, scope::Caseload},
};

/// After how many weeks without contact somebody counts as silent, if nobody says otherwise.
const WEEKS: u32 = 6;
/// Of how many days the times of alerts are shown.
const DAYS: i64 = 30;
/// How many silent young people are listed.
const MOST: u64 = 200;

pub struct Team;

#[OpenApi(tag = "Tag::Team")]
impl Team {
    /// Show how work is shared out
    ///
    /// By worker: young people, whom to call today, open alerts by priority, tasks whose day is over, whom nobody has contacted for six weeks, when
    /// they were last here, and whether they are away. What no worker has stands in a row of its own. For managers.
    #[oai(path = "/team", method = "get", operation_id = "show_team")]
    async fn show(&self, app: Data<&App>, me: WithPeople) -> Result<Json<TeamOut>> {
        let (now, today) = (app.now(), app.today());
        app.store
            .read(*me.scope(), async |tx| {
                let mut loads = tx.loads(today, now - TimeDelta::weeks(WEEKS.into())).await?;
                let team = tx.team_here().await?;
                let away = tx.absences(today).await?;
                let seen = tx.last_seen_all().await?;
                let names = Names::new(team.iter().map(|one| one.staff.clone()).collect());
                let members = team.iter().map(|member| {
                    let id = member.staff.id;
                    let load = loads.remove(&Some(id)).unwrap_or_default();
                    let last = seen.get(&id).map(|at| (*at).into());
                    let gone = away.iter().map(|(_, absence)| absence).find(|one| one.who == id);
                    MemberOut::new(member, load, last, gone, &names, today)
                });
                let members = members.collect();
                // Whatever is left is nobody's who works here.
                let mut nobodys = Load::default();
                for load in loads.into_values() {
                    nobodys.people += load.people;
                    nobodys.call_today += load.call_today;
                    nobodys.silent += load.silent;
                    nobodys.late_tasks += load.late_tasks;
                    for (sum, one) in nobodys.alerts.iter_mut().zip(load.alerts) {
                        *sum += one;
                    }
                }
                Ok(Json(TeamOut { as_of: now.into(), members, nobodys: nobodys.into() }))
            })
            .await
    }

    /// Show how soon alerts are dealt with
    ///
    /// Of the alerts of the last 30 days, by priority: how many, how many nobody has taken yet, and the middle one of the times
    /// until they were taken and closed, in minutes of working time. For managers.
    #[oai(path = "/team/alert-times", method = "get", operation_id = "show_alert_times")]
    async fn times(&self, app: Data<&App>, me: WithPeople) -> Result<Json<AlertTimesOut>> {
        let now = app.now();
        app.store
            .read(*me.scope(), async |tx| {
                let all = tx.alert_times(now - TimeDelta::days(DAYS)).await?;
                let hours = tx.hours().await?;
                let row = |(priority, code): (Priority, &str)| {
                    let of: Vec<_> = all.iter().filter(|one| one.priority == priority).collect();
                    let until =
                        |at: fn(&crate::store::Times) -> Option<chrono::DateTime<chrono::Utc>>| {
                            let took = of.iter().filter_map(|one| Some((one.raised_at, at(one)?)));
                            middle(took, &hours)
                        };
                    AlertTimeOut {
                        priority: code.to_owned(),
                        raised: of.len() as u32,
                        untaken: of
                            .iter()
                            .filter(|one| one.taken_at.is_none() && one.closed_at.is_none())
                            .count() as u32,
                        taken_after: until(|one| one.taken_at),
                        closed_after: until(|one| one.closed_at),
                    }
                };
                let items = Priority::ALL.into_iter().map(|it| row((it, it.code()))).collect();
                Ok(Json(AlertTimesOut { days: DAYS as u32, items }))
            })
            .await
    }

    /// List whom nobody has contacted
    ///
    /// Those whose two years run and with whom nobody has tried anything for so many weeks, the longest first: 200 of them at
    /// most. For managers.
    #[oai(path = "/team/silent", method = "get", operation_id = "list_silent")]
    async fn silent(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// For how many weeks. Left out: six.
        #[oai(validator(minimum(value = "1"), maximum(value = "104")))]
        weeks: Query<Option<u32>>,
    ) -> Result<Json<SilentListOut>> {
        let (now, today) = (app.now(), app.today());
        let weeks = weeks.0.unwrap_or(WEEKS).clamp(1, 104);
        let since = now - TimeDelta::weeks(weeks.into());
        app.store
            .read(*me.scope(), async |tx| {
                let names = Names::new(tx.workers().await?);
                let mut found = tx.silent_since(since, today, MOST + 1).await?;
                let more = found.len() as u64 > MOST;
                found.truncate(MOST as usize);
                let items = found.into_iter().map(|one| SilentOut {
                    person_id: one.person.0,
                    name: one.name,
                    worker_id: one.worker.map(|id| id.0),
                    worker: names.of_maybe(one.worker),
                    last_contact_at: one.last.map(Into::into),
                });
                Ok(Json(SilentListOut { weeks, items: items.collect(), more }))
            })
            .await
    }

    /// Give many young people to a worker
    ///
    /// Each goes only if whoever you saw has them still, and nobody goes of whom possible harm is open that nobody has in hand.
    /// Whom you do not reach is left out. With `preview` nothing changes, and you see who would go. To undo it, send those who went back to whoever had them. For
    /// managers.
    #[oai(path = "/assignments", method = "post", operation_id = "assign_people")]
    async fn assign(
        &self,
        app: Data<&App>,
        me: WithPeople,
        body: Valid<AssignManyIn>,
    ) -> Result<Json<AssignedOut>> {
        let (app, body) = (app.0, body.0);
        let to = StaffId(body.to);
        let mut people = body.people;
        people.sort_by_key(|one| one.person_id);
        people.dedup_by_key(|one| one.person_id);
        app.store
            .write(*me.scope(), async |tx| {
                let team = tx.workers().await?;
                if !team.iter().any(|one| one.id == to && one.role.has_a_caseload()) {
                    return Err(Problem::new(
                        Kind::RuleBroken,
                        "Young people are given to a worker or a manager.",
                    )
                    .at("/to", "choose a worker or a manager"));
                }
                let ids: Vec<PersonId> = people.iter().map(|one| PersonId(one.person_id)).collect();
                let called = tx.called(&ids).await?;
                let (mut goes, mut stays) = (Vec::new(), Vec::new());
                for one in &people {
                    let id = PersonId(one.person_id);
                    // Whom this manager does not reach they do not hear of.
                    let Some(name) = called.get(&id).cloned() else { continue };
                    match why_not(tx, id, one.from.map(StaffId), to).await? {
                        Some(why) => {
                            stays.push(StaysOut { person_id: id.0, name, why: why.to_owned() });
                        }
                        None => {
                            if !body.preview {
                                tx.assign(id, to, || app.new_id(), app.now()).await?;
                                tx.note_access(app.new_id(), id, "assign_people", app.now())
                                    .await?;
                            }
                            goes.push(GoesOut { person_id: id.0, name, from: one.from });
                        }
                    }
                }
                Ok(Json(AssignedOut { preview: body.preview, goes, stays }))
            })
            .await
    }
}

/// Why somebody stays where they are.
async fn why_not(
    tx: &Tx<Caseload>,
    id: PersonId,
    from: Option<StaffId>,
    to: StaffId,
) -> Result<Option<&'static str>> {
    tx.hold(id).await?;
    let has = tx.worker_of(id).await?;
    Ok(match has {
        _ if has == Some(to) => Some("They have them already."),
        _ if has != from => Some("Somebody else has them by now."),
        _ if tx.untaken_harm(id).await? => {
            Some("Possible harm is open that nobody has taken: take that alert first.")
        }
        _ => None,
    })
}
