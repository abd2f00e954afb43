//! Opens the check-ins that are due, and queues the prompts that go with them.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::TimeDelta;
use domain::{
    adaptive::{LEAVES_LONGER, STOPS_EXTRA},
    check_in::CheckIn,
    check_in_kind::CheckInKind,
    id::{PartnershipId, PersonId},
    journey::Stage,
    prompt::{Channel, moment, push_steps, stale_after},
    questionnaire::Questionnaire,
    schedule::{Due, schedule},
};

use super::{Done, Result, silence::silent_now};
use crate::{
    app::App,
    store::{Followed, NewPrompt, StoreError, Version, scope::System},
};

/// How many young people are looked at in one transaction.
const BATCH: u64 = 500;
/// A check-in that was due longer ago than this is not opened any more: nobody is asked about a month that is over.
const LATEST: TimeDelta = TimeDelta::days(21);

/// Opens what is due for everybody who is on the journey and has joined or been assigned a worker. Safe to repeat and to
/// run in several places: a check-in exists once for each month of each journey.
pub async fn ask(app: &App, system: System) -> Result {
    let mut done = Done::default();
    let mut after: Option<PersonId> = None;
    loop {
        let now = app.now();
        let (opened, last) = app
            .store
            .write::<_, _, StoreError>(system, async |tx| {
                let people = tx.followed(app.today() - LATEST, app.today(), after, BATCH).await?;
                let last = (people.len() as u64 == BATCH)
                    .then(|| people.last().map(|p| p.person))
                    .flatten();
                let ids: Vec<_> = people.iter().map(|one| (one.partnership, one.person)).collect();
                let mut asked = HashMap::<PersonId, HashSet<(u8, i16)>>::new();
                for (person, month) in tx.months_asked(&ids, app.today() - LATEST).await? {
                    asked.entry(person).or_default().insert(month);
                }
                let mut due_now: Vec<(&Followed, Due)> = people
                    .iter()
                    .filter_map(|one| Some((one, due(app, one, asked.get(&one.person))?)))
                    .collect();
                // Whoever is silent is looked at again each time until what is due is too long ago.
                let pulses = due_now.iter().filter(|(_, due)| due.kind == CheckInKind::Pulse);
                let pulses: Vec<_> = pulses.map(|(one, _)| (one.partnership, one.person)).collect();
                let silent = silent_now(tx, &pulses).await?;
                due_now.retain(|(one, due)| {
                    wanted(due, silent.get(&one.person).copied().unwrap_or_default())
                });
                let partnerships: BTreeSet<PartnershipId> =
                    due_now.iter().map(|(person, _)| person.partnership).collect();
                let in_use = tx.in_use_by(&Vec::from_iter(partnerships)).await?;
                let asking = app.asked_now(tx, &in_use).await?;
                let new: Vec<_> = due_now
                    .into_iter()
                    .map(|(person, due)| {
                        let questions = asking.of(person.partnership, &person.language);
                        let check_in = check_in(app, person, due, questions);
                        (person, check_in, Version::of(questions))
                    })
                    .collect();
                let rows: Vec<(PartnershipId, CheckIn, Version)> = new
                    .iter()
                    .map(|(person, check_in, version)| {
                        (person.partnership, check_in.clone(), version.clone())
                    })
                    .collect();
                let opened = tx.open_check_ins(&rows).await?;
                let prompts: Vec<NewPrompt> = new
                    .iter()
                    .filter(|(_, check_in, _)| opened.contains(&check_in.id))
                    .flat_map(|(person, check_in, _)| prompts(app, person, check_in))
                    .collect();
                // Not for a moment that has passed already: an import or a long stop would wake people at once.
                let ahead = prompts.into_iter().filter(|prompt| prompt.expires_at > now);
                tx.queue_prompts(&ahead.collect::<Vec<_>>()).await?;
                Ok((opened, last))
            })
            .await?;
        done.done += opened.len();
        after = last;
        if after.is_none() {
            return Ok(done);
        }
    }
}

/// The check-in to open today, if one is due: the latest that is not too long ago.
fn due(app: &App, person: &Followed, asked: Option<&HashSet<(u8, i16)>>) -> Option<Due> {
    let today = app.today();
    // The last one falls on the last day, and may open a little later.
    if !matches!(person.journey.stage(today), Stage::OnTheJourney | Stage::Completed) {
        return None;
    }
    let due = schedule(&person.journey, &person.asked, app.questionnaire.cadence());
    let last = due.into_iter().rfind(|due| due.on <= today)?;
    let new = !asked.is_some_and(|asked| asked.contains(&(last.month, last.extra)));
    (new && today - last.on <= LATEST).then_some(last)
}

/// Whether somebody is still asked this. Silence makes it less, and never more: after two in a row nothing is asked in
/// between, after three only the longer ones, until they answer again (CI-09).
fn wanted(due: &Due, silent: usize) -> bool {
    let most = if due.extra == 0 { LEAVES_LONGER } else { STOPS_EXTRA };
    due.kind != CheckInKind::Pulse || silent < most
}

fn check_in(app: &App, person: &Followed, due: Due, questions: &Questionnaire) -> CheckIn {
    CheckIn::open(app.new_id(), person.person, due, questions, app.now())
}

/// The prompts of a check-in that go to a phone. The welcome is done together, so nobody is nudged about it.
fn prompts(app: &App, person: &Followed, check_in: &CheckIn) -> Vec<NewPrompt> {
    if check_in.kind == CheckInKind::Welcome || person.asked.stopped_at.is_some() {
        return Vec::new();
    }
    let reminders = app.questionnaire.reminders();
    push_steps(check_in, reminders)
        .map(|step| {
            let due_at = moment(check_in.due_on, step, &person.asked, reminders);
            NewPrompt {
                id: app.new_id(),
                partnership: person.partnership,
                person: person.person,
                check_in: check_in.id,
                step: step.step.clone(),
                channel: Channel::Push,
                due_at,
                expires_at: stale_after(due_at, reminders).min(check_in.closes_at),
            }
        })
        .collect()
}
