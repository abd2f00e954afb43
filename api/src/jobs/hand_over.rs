//! Handovers happen on their day (WK-08), if whoever is to have them has said yes. Where nobody has, the day before, managers
//! are asked.

use chrono::NaiveDate;
use domain::{
    alert::{NoticeKind, Task, TaskKind},
    handover::Handover,
    id::PartnershipId,
    staff::Role,
};

use super::{Done, Result};
use crate::{
    app::App,
    store::{StaffNotice, StoreError, Tx, scope::System},
};

/// How many are looked at in one turn. Those that hang stay, so this is more than will ever hang.
const BATCH: u64 = 500;

/// Does what is due today, and asks managers about what nobody has accepted.
pub async fn hand_over(app: &App, system: System) -> Result {
    let (now, today) = (app.now(), app.today());
    let near = app
        .store
        .look::<_, _, StoreError>(system, async |tx| tx.near_handovers(today, BATCH).await)
        .await?;
    let of_today = |one: &Handover| one.is_due(today) || one.hangs(today);
    if !near.iter().any(|(_, handover)| of_today(handover)) {
        return Ok(Done::default());
    }
    let done = app
        .store
        .write::<_, _, StoreError>(system, async |tx| {
            let mut done = 0;
            for (partnership, handover) in tx.near_handovers(today, BATCH).await? {
                if handover.is_due(today) {
                    let happened =
                        tx.do_handover(partnership, &handover, || app.new_id(), now).await?;
                    done += usize::from(happened);
                } else if handover.hangs(today) {
                    ask(app, tx, partnership, &handover, today).await?;
                }
            }
            Ok(done)
        })
        .await?;
    Ok(Done { done, more: false })
}

/// Once: the task names the handover, and the notice has its id.
async fn ask(
    app: &App,
    tx: &Tx<System>,
    partnership: PartnershipId,
    handover: &Handover,
    today: NaiveDate,
) -> Result<()> {
    let task = Task {
        id: app.new_id(),
        person: handover.person,
        kind: TaskKind::Handover,
        about: Some(handover.id.0),
        due_on: today,
    };
    tx.add_task(partnership, &task, app.now()).await?;
    let managers = tx.team_of(partnership).await?;
    let notices: Vec<StaffNotice> = managers
        .into_iter()
        .filter(|one| one.staff.role == Role::Manager)
        .map(|one| StaffNotice {
            partnership,
            // One for each manager and handover, however often it is looked at.
            id: uuid::Uuid::from_u128(handover.id.0.as_u128() ^ one.staff.id.0.as_u128()),
            kind: NoticeKind::Handover,
            to: one.staff.id,
            alert: None,
            rung: 0,
            made_at: app.now(),
        })
        .collect();
    tx.tell_staff(&notices).await
}
