//! Closes the check-ins that nobody finished in time, and asks staff to call where silence goes on.

use chrono::TimeDelta;
use domain::{
    alert::{Alert, Task, TaskKind},
    check_in::CheckIn,
    id::PartnershipId,
    prompt::{call_by, call_steps},
    questionnaire::LadderStep,
};

use super::{Done, Result, silence::silent};
use crate::{
    app::App,
    store::{StoreError, Tx, scope::System},
};

/// How many check-ins are closed in one transaction.
const BATCH: u64 = 200;

/// Closes what is overdue. Two in a row without a reply raise an alert (CI-11); frequency never rises because of silence.
pub async fn close(app: &App, system: System) -> Result {
    let now = app.now();
    let count = app
        .store
        .write::<_, _, StoreError>(system, async |tx| {
            let closed = tx.close_overdue(now, BATCH).await?;
            for (partnership, check_in) in &closed {
                silence(app, tx, *partnership, check_in).await?;
            }
            call(app, tx).await?;
            Ok(closed.len())
        })
        .await?;
    Ok(Done { done: count, more: count as u64 == BATCH })
}

/// What comes of a check-in that was closed without being finished.
async fn silence(
    app: &App,
    tx: &Tx<System>,
    partnership: PartnershipId,
    closed: &CheckIn,
) -> Result<()> {
    let whose = [(partnership, closed.person)];
    let silent = silent(tx, &whose, closed.opened_at).await?;
    let Some(in_a_row) = silent.get(&closed.person).copied() else { return Ok(()) };
    if in_a_row >= 2 {
        for step in
            call_steps(app.questionnaire.reminders(), true).filter(|step| step.is_for(closed.kind))
        {
            add_call(app, tx, partnership, closed, step).await?;
        }
    }
    let alerts: Vec<Alert> = app
        .questionnaire
        .raised_by_silence(in_a_row)
        .into_iter()
        .map(|raised| Alert::new(app.new_id(), closed.person, Some(closed.id), raised, app.now()))
        .collect();
    let open = tx.open_triggers(partnership, closed.person).await?;
    let new: Vec<Alert> =
        alerts.into_iter().filter(|alert| !open.contains(&alert.trigger)).collect();
    tx.raise_for(partnership, &new).await
}

/// Asks staff to call about check-ins that have stood unanswered for as long as the ladder says.
async fn call(app: &App, tx: &Tx<System>) -> Result<()> {
    for step in call_steps(app.questionnaire.reminders(), false) {
        let before = app.now() - TimeDelta::days(step.day.into());
        let waiting = tx.unanswered_without_call(&step.check_ins, before, BATCH).await?;
        for (partnership, check_in) in waiting {
            add_call(app, tx, partnership, &check_in, step).await?;
        }
    }
    Ok(())
}

async fn add_call(
    app: &App,
    tx: &Tx<System>,
    partnership: PartnershipId,
    check_in: &CheckIn,
    step: &LadderStep,
) -> Result<()> {
    let task = Task {
        id: app.new_id(),
        person: check_in.person,
        kind: TaskKind::Call,
        about: Some(check_in.id.0),
        due_on: call_by(step, app.today()),
    };
    tx.add_task(partnership, &task, app.now()).await
}
