//! Where young people stand, and why: worked out here, kept by the store, and said alike by the caseload, a person's page
//! and the job that keeps rows fresh.

mod happened;
mod list;
mod row;

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    alert::{Alert, Task},
    caseload::{self, Facts, OpenAlert, Reason, SecondLook, Standing},
    check_in::{CheckIn, State},
    day::london_day,
    id::{CheckInId, PartnershipId, PersonId, StaffId},
    invitation::InvitationState,
    person::Person,
    report::Headline,
    schedule::schedule,
    spell::{self, Spell},
};

pub use happened::Happened;
pub use list::{Counted, Listed, Page, Search, counts, page, search};
pub use row::{Destination, Row, Stand, Told, stand};

use crate::{
    app::App,
    store::{Result, Tx, scope::OpensRecord},
};

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

/// Works out where these people of one partnership stand now, and keeps it. Whoever does the same at once waits, and finds
/// what has changed in between.
pub async fn work_out<S: OpensRecord>(
    tx: &Tx<S>,
    app: &App,
    partnership: PartnershipId,
    people: &[PersonId],
) -> Result<()> {
    tx.hold_standing(partnership).await?;
    let now = app.now();
    let (known, marks) = tx.facts_of(partnership, people, now).await?;
    let mut rows = Vec::with_capacity(known.len());
    for facts in &known {
        let happened = Happened::known(tx, app, &facts.alerts, &facts.check_ins).await?;
        rows.push((facts.person.id, facts.worker, stand(app, facts, happened, now)));
    }
    tx.save_standing(partnership, people, &rows, &marks, app.now()).await
}

/// Why somebody stands where they stand on a day, to `me`; to nobody in particular, as somebody sees it who has proposed
/// nothing.
pub fn why(
    app: &App,
    person: &Person,
    assigned: bool,
    known: &Known,
    (me, now): (Option<StaffId>, DateTime<Utc>),
) -> Vec<Reason> {
    let today = london_day(now);
    let alert = |alert: &Alert| OpenAlert {
        priority: alert.priority,
        what: known.happened.words(app, alert),
        trigger: alert.trigger.clone(),
        raised_at: alert.raised_at,
        taken: alert.acknowledged.is_some(),
        read: alert.read.is_some(),
        waits_for: alert.proposal.as_ref().map(|proposal| match Some(proposal.by) == me {
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
