//! Where young people stand, and why: what the caseload and a person's page both say.

use std::collections::{HashMap, HashSet};

use chrono::{NaiveDate, TimeDelta};
use domain::{
    alert::{Alert, Task},
    caseload::{self, Facts, OpenAlert, Reason, SecondLook, Standing},
    check_in::{CheckIn, State},
    day::london_day,
    id::{CheckInId, PersonId, StaffId},
    invitation::InvitationState,
    person::Person,
    report::Headline,
    schedule::schedule,
    spell::{self, Spell},
};

use super::happened::Happened;
use crate::{
    app::App,
    http::problem::Result,
    store::{Tx, scope::OpensRecord},
};

/// How far back silence is counted.
const RECENT: TimeDelta = TimeDelta::days(400);

/// What is known of one young person besides their record.
#[derive(Default)]
pub struct Known {
    /// What they did.
    pub spells: Vec<Spell>,
    /// What is not closed.
    pub alerts: Vec<Alert>,
    /// What those of them are called that a partnership's own triggers raised.
    pub happened: Happened,
    /// What staff are to do.
    pub tasks: Vec<Task>,
    /// Their check-ins, earliest first.
    pub check_ins: Vec<CheckIn>,
    /// Those of them that were closed unfinished and have answers all the same.
    pub begun: HashSet<CheckInId>,
    /// How far their invitation has come.
    pub invitation: Option<InvitationState>,
}

impl Known {
    /// How many check-ins in a row brought no reply, and when the last of them closed. Nobody is silent who cannot answer
    /// yet.
    pub fn silence(&self) -> (usize, Option<NaiveDate>) {
        if self.invitation != Some(InvitationState::Joined) {
            return (0, None);
        }
        let over = self.check_ins.iter().rev().filter(|c| c.state() != State::Open);
        let silent: Vec<_> = over
            .take_while(|c| c.state() == State::Closed && !self.begun.contains(&c.id))
            .collect();
        let last = silent.first().and_then(|c| c.expired_at).map(london_day);
        (silent.len(), last)
    }
}

/// What is known of everybody in reach, by person: a handful of queries, however many people.
pub async fn everything<S: OpensRecord>(tx: &Tx<S>, app: &App) -> Result<HashMap<PersonId, Known>> {
    let now = app.now();
    let mut known = HashMap::<PersonId, Known>::new();
    for (person, spell) in tx.spells().await? {
        known.entry(person).or_default().spells.push(spell);
    }
    let alerts = tx.open_alerts(None).await?;
    let happened = Happened::read(tx, app, &alerts).await?;
    for alert in alerts {
        known.entry(alert.person).or_default().alerts.push(alert);
    }
    for known in known.values_mut() {
        known.happened = happened.of(&known.alerts);
    }
    for task in tx.open_tasks(None).await? {
        known.entry(task.person).or_default().tasks.push(task);
    }
    for check_in in tx.recent_check_ins(now - RECENT).await? {
        known.entry(check_in.person).or_default().check_ins.push(check_in);
    }
    let begun = tx.begun_and_closed(None, now - RECENT).await?;
    for known in known.values_mut() {
        let theirs = known.check_ins.iter().map(|check_in| check_in.id);
        known.begun = theirs.filter(|id| begun.contains(id)).collect();
    }
    let mut invitations = HashMap::<PersonId, Vec<_>>::new();
    for (person, invitation) in tx.invitations().await? {
        invitations.entry(person).or_default().push(invitation);
    }
    for (person, invitations) in invitations {
        let state = InvitationState::of(invitations, now);
        known.entry(person).or_default().invitation = Some(state);
    }
    Ok(known)
}

/// Why somebody stands where they stand, to `me`.
pub fn why(app: &App, person: &Person, assigned: bool, known: &Known, me: StaffId) -> Vec<Reason> {
    let today = app.today();
    let alert = |alert: &Alert| OpenAlert {
        priority: alert.priority,
        what: known.happened.words(app, alert),
        trigger: alert.trigger.clone(),
        raised_at: alert.raised_at,
        taken: alert.acknowledged.is_some(),
        read: alert.read.is_some(),
        waits_for: alert.proposal.as_ref().map(|proposal| match proposal.by == me {
            true => SecondLook::Colleagues,
            false => SecondLook::Yours,
        }),
    };
    let facts = Facts {
        stage: person.journey.stage(today),
        alerts: known.alerts.iter().map(alert).collect(),
        standing: standing(app, &known.spells, today),
        tasks: known.tasks.iter().map(|task| (task.kind.words(), task.due_on)).collect(),
        silent: known.silence(),
        assigned,
        invited: matches!(known.invitation, Some(InvitationState::Joined | InvitationState::Sent)),
        next_due_on: next_due(app, person, today),
    };
    caseload::reasons(&facts, today)
}

fn standing(app: &App, spells: &[Spell], today: NaiveDate) -> Standing {
    let Some(spell) = spell::latest(spells, &app.activities, today) else {
        return Standing::Unknown;
    };
    let Some(activity) = app.activities.get(spell.code) else { return Standing::Unknown };
    let until = spell.current_until(activity);
    match activity.headline {
        Some(Headline::NotKnown) => Standing::Unknown,
        Some(Headline::NotInEducationOrWork) => Standing::OutOfWorkAndLearning(spell.started_on),
        _ => match until {
            Some(until) if until < today => Standing::RanOut(until),
            Some(until) => Standing::RunsOut(until),
            None => Standing::Sound,
        },
    }
}

/// When the next check-in opens.
pub fn next_due(app: &App, person: &Person, today: NaiveDate) -> Option<NaiveDate> {
    let due = schedule(&person.journey, &person.asked, app.questionnaire.cadence());
    due.into_iter().map(|due| due.on).find(|on| *on > today)
}
