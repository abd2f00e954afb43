//! Tells staff what waits for them: each rung of an alert once, until somebody has it and until it is closed (SAFE-05,
//! SAFE-09). What is told holds nothing about anybody.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    absence::covering,
    alert::{Alert, Hears, LAST_RUNG, hears, next_after, notice, time_to_tell},
    day::london_day,
    id::{PartnershipId, StaffId},
    prompt::Channel,
    proof::Reached,
    staff::Role,
};
use futures_util::future::join_all;

use super::{
    Done, Result,
    breaker::name,
    reroute::{Place, place},
    send::keep_ways,
};
use crate::{
    app::App,
    post::{Letter, Posted, Sought},
    store::{
        Due, LeasedNotice, OwnContact, StaffNotice, StoreError, TeamMember, Tx, scope::System,
    },
};

/// How many alerts are moved on, and how many notices sent, in one turn.
const BATCH: u64 = 100;
/// After so long a message that nobody takes says nothing any more: the next rung tells.
const STALE: TimeDelta = TimeDelta::days(1);

/// Moves alerts on whose next rung has come, and sends what staff are told.
pub async fn escalate(app: &App, system: System) -> Result {
    let now = app.now();
    let (some_due, wait) = app
        .store
        .look::<_, _, StoreError>(system, async |tx| {
            Ok((!tx.due_rungs(now, 1).await?.is_empty(), tx.staff_notices_wait(now).await?))
        })
        .await?;
    if !some_due && !wait {
        return Ok(Done::default());
    }
    let (moved, leased) = app
        .store
        .write::<_, _, StoreError>(system, async |tx| {
            let due = tx.due_rungs(now, BATCH).await?;
            let mut places = HashMap::<PartnershipId, Place>::new();
            for one in &due {
                let place = place(tx, &mut places, one.partnership, app).await?;
                climb(app, tx, one, place, now).await?;
            }
            Ok((due.len(), tx.lease_staff_notices(now, BATCH).await?))
        })
        .await?;
    for result in join_all(leased.iter().map(|one| send(app, system, one))).await {
        if let Err(error) = result {
            tracing::error!(%error, "a notice to staff could not be dealt with; its lease will run out");
        }
    }
    if !leased.is_empty() {
        keep_ways(app, system).await?;
    }
    // What has climbed may be due again at once, where nobody looked for a while.
    Ok(Done { done: moved + leased.len(), more: moved > 0 })
}

/// Tells whoever hears of an alert at its rung, if the time has come.
async fn climb(
    app: &App,
    tx: &Tx<System>,
    due: &Due,
    place: &Place,
    now: DateTime<Utc>,
) -> Result<()> {
    let at = time_to_tell(&due.alert, due.rung, &place.hours);
    if at > now {
        tx.climb(due, due.rung, at).await?;
        return Ok(());
    }
    let worker = tx.worker_for(due.partnership, due.alert.person).await?;
    let mut rung = due.rung;
    let cover = worker.and_then(|worker| covering(&place.away, worker, london_day(now)));
    let working: Vec<StaffId> = [worker, cover].into_iter().flatten().collect();
    let mut who = who(&due.alert, rung, &working, &place.team);
    // A rung with nobody on it is no reason to wait.
    while who.is_empty() && rung < LAST_RUNG && due.alert.acknowledged.is_none() {
        rung += 1;
        if time_to_tell(&due.alert, rung, &place.hours) > now && !urgent(&due.alert) {
            break;
        }
        who = self::who(&due.alert, rung, &working, &place.team);
    }
    let next_at = next_after(&due.alert, rung, now, &place.hours);
    if !tx.climb(due, rung.saturating_add(1), next_at).await? {
        return Ok(());
    }
    if who.is_empty() && urgent(&due.alert) {
        tracing::error!("an alert waits, and there is nobody to tell");
    }
    let notices: Vec<StaffNotice> = who
        .into_iter()
        .map(|to| StaffNotice {
            partnership: due.partnership,
            id: app.new_id(),
            kind: notice(&due.alert),
            to,
            alert: Some(due.alert.id),
            rung,
            made_at: now,
        })
        .collect();
    tx.tell_staff(&notices).await
}

fn urgent(alert: &Alert) -> bool {
    use domain::questionnaire::Priority;
    matches!(alert.priority, Priority::P1 | Priority::P2)
}

/// Who hears of it, each once. Whoever said what came of it hears nothing of that.
fn who(alert: &Alert, rung: u16, working: &[StaffId], team: &[TeamMember]) -> Vec<StaffId> {
    let here = |id: StaffId| team.iter().any(|member| member.staff.id == id);
    let of = |role: Role| team.iter().filter(move |one| one.staff.role == role);
    let mut all: Vec<StaffId> = Vec::new();
    for hears in hears(alert, rung) {
        let on_duty = || team.iter().filter(|one| one.on_duty).map(|one| one.staff.id);
        match hears {
            Hears::Worker if working.iter().any(|id| here(*id)) => {
                all.extend(working.iter().copied().filter(|id| here(*id)));
            }
            Hears::Worker => all.extend(on_duty()),
            Hears::Pool if working.iter().any(|id| here(*id)) => {}
            Hears::Pool | Hears::Duty => all.extend(on_duty()),
            Hears::Managers => all.extend(of(Role::Manager).map(|one| one.staff.id)),
            Hears::Leads => all.extend(of(Role::SafeguardingLead).map(|one| one.staff.id)),
            Hears::Owner => {
                all.extend(alert.acknowledged.map(|(by, _)| by).filter(|id| here(*id)));
            }
        }
    }
    let proposer = alert.proposal.as_ref().map(|proposal| proposal.by);
    all.retain(|id| Some(*id) != proposer);
    all.sort_unstable();
    all.dedup();
    all
}

/// Sends one, by e-mail.
async fn send(app: &App, system: System, leased: &LeasedNotice) -> Result<()> {
    let now = app.now();
    let settle = async |taken: bool| {
        app.store
            .write::<_, _, StoreError>(system, async |tx| {
                tx.settle_staff_notice(leased, taken, now).await
            })
            .await
    };
    let id = leased.notice.id;
    let Some(email) = leased.email.clone() else { return settle(false).await };
    if !app.post.ways().contains(&Reached::Email) {
        tracing::warn!("no e-mail is set up, so staff see what waits on their page only");
        return settle(false).await;
    }
    if leased.lost {
        match app.post.seek(Reached::Email, id).await {
            Sought::Taken(_) => return settle(true).await,
            // They may have it, so it is not told twice: the next rung tells.
            Sought::CannotTell => return settle(false).await,
            Sought::NotThere => {}
        }
    }
    let ours = app
        .store
        .write::<_, _, StoreError>(system, async |tx| tx.hand_over_staff_notice(leased, now).await)
        .await?;
    if !ours {
        return Ok(());
    }
    let to = OwnContact { kind: Reached::Email, value: email };
    let posted = app.post.send(&letter(app, leased, to)).await;
    let way = name(Channel::from(Reached::Email));
    match &posted {
        Posted::Taken(_) => app.breakers.worked(way, now),
        Posted::NoSuchAddress => {}
        Posted::Later(_) | Posted::Refused(_) | Posted::Unsure(_) => {
            tracing::warn!(way, why = %posted, "a notice to staff was not taken");
            app.breakers.failed(way, now);
        }
    }
    match posted {
        Posted::Later(_) | Posted::Refused(_) if now - leased.notice.made_at < STALE => {
            app.store
                .write::<_, _, StoreError>(system, async |tx| {
                    tx.put_back_staff_notice(leased).await
                })
                .await
        }
        Posted::Taken(_) => settle(true).await,
        _ => settle(false).await,
    }
}

/// What is sent: nobody and nothing in particular is in it.
fn letter(app: &App, leased: &LeasedNotice, to: OwnContact) -> Letter {
    let text = format!(
        "{}\n\nSign in to look at it: {}/worker/\n",
        leased.notice.kind.words(),
        app.public_url
    );
    Letter { id: leased.notice.id, to, subject: "Throughline: something is waiting".into(), text }
}
