//! Sees to it that nothing urgent stays in the hand of somebody who is not there: who has left, is away, or has not signed in
//! for a working day (SAFE-08). What they had goes to everybody who hears of alerts; and managers are told of whoever has
//! more open alerts than one person can look after (WK-10).

use std::collections::{HashMap, hash_map::Entry};

use domain::{
    absence::Absence,
    alert::NoticeKind,
    day::{Hours, london_day},
    id::{PartnershipId, StaffId},
    staff::Role,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Done, Result};
use crate::{
    app::App,
    store::{StaffNotice, StoreError, TeamMember, Tx, scope::System},
};

/// How many open alerts that can wait one worker looks after.
const LOAD: u64 = 15;

/// A partnership while its alerts are looked at.
pub(super) struct Place {
    /// When somebody is there.
    pub hours: Hours,
    /// Everybody who works with people there.
    pub team: Vec<TeamMember>,
    /// Who is away today or later.
    pub away: Vec<Absence>,
}

/// Frees what is in the hand of somebody who is not there.
pub async fn reroute(app: &App, system: System) -> Result {
    let now = app.now();
    let some = app
        .store
        .look::<_, _, StoreError>(system, async |tx| {
            Ok((tx.urgent_in_hand().await?, tx.many_open(LOAD).await?))
        })
        .await?;
    if some.0.is_empty() && some.1.is_empty() {
        return Ok(Done::default());
    }
    let freed = app
        .store
        .write::<_, _, StoreError>(system, async |tx| {
            let mut places = HashMap::<PartnershipId, Place>::new();
            let mut freed = 0;
            for (partnership, owner, since) in tx.urgent_in_hand().await? {
                let place = place(tx, &mut places, partnership, app).await?;
                let seen =
                    tx.last_seen(partnership, owner).await?.map_or(since, |at| at.max(since));
                let here = place.team.iter().any(|member| member.staff.id == owner);
                let today = london_day(now);
                let away = place.away.iter().any(|one| one.who == owner && one.covers(today));
                if !here || away || place.hours.days_after(seen, 1) < now {
                    freed += tx.free_urgent(partnership, owner, || app.new_id(), now).await?;
                }
            }
            for (partnership, _) in tx.many_open(LOAD).await? {
                let place = place(tx, &mut places, partnership, app).await?;
                tx.tell_staff(&load(place, partnership, app)).await?;
            }
            Ok(freed)
        })
        .await?;
    Ok(Done { done: freed, more: false })
}

/// What is known of a partnership, read once.
pub(super) async fn place<'p>(
    tx: &Tx<System>,
    places: &'p mut HashMap<PartnershipId, Place>,
    partnership: PartnershipId,
    app: &App,
) -> Result<&'p Place> {
    match places.entry(partnership) {
        Entry::Occupied(known) => Ok(known.into_mut()),
        Entry::Vacant(new) => {
            let hours = tx.hours_of(partnership).await?;
            let team = tx.team_of(partnership).await?;
            let away = tx.absences_of(partnership, app.today()).await?;
            Ok(new.insert(Place { hours, team, away }))
        }
    }
}

/// Managers are told once a working day. The id says whom and which day: every instance makes the same one.
fn load(place: &Place, partnership: PartnershipId, app: &App) -> Vec<StaffNotice> {
    let today = app.today();
    if !place.hours.is_open_on(today) {
        return Vec::new();
    }
    let managers = place.team.iter().filter(|one| one.staff.role == Role::Manager);
    let notice = |to: StaffId| {
        let hash = Sha256::digest(format!("load {to} {today}"));
        StaffNotice {
            partnership,
            id: hash.first_chunk::<16>().map_or(Uuid::nil(), |bytes| Uuid::from_bytes(*bytes)),
            kind: NoticeKind::Load,
            to,
            alert: None,
            rung: 0,
            made_at: app.now(),
        }
    };
    managers.map(|one| notice(one.staff.id)).collect()
}
