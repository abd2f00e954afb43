//! Opens the check-ins that are due, and queues the prompts that go with them.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    adaptive::{LEAVES_LONGER, STOPS_EXTRA},
    check_in::CheckIn,
    check_in_kind::CheckInKind,
    id::{PartnershipId, PersonId},
    journey::Stage,
    ladder::{rungs, ways},
    prompt::{moment, stale_after},
    questionnaire::Questionnaire,
    schedule::{Due, schedule},
};

use futures_util::future::join_all;

use super::{Done, Result, silence::silent};
use crate::{
    app::App,
    store::{Followed, NewPrompt, StoreError, Tx, Version, scope::System},
};

/// How many young people are looked at in one transaction.
const BATCH: u64 = 1000;
/// How many batches are looked at side by side: while the database writes one, the next is worked out.
const LANES: usize = 2;
/// A check-in that was due longer ago than this is not opened any more: nobody is asked about a month that is over.
const LATEST: TimeDelta = TimeDelta::days(21);

/// Opens what is due for everybody on the journey. Safe to repeat and to run in several places: a check-in exists once for
/// each month of each journey. Nobody is looked at before something of theirs can be due.
pub async fn ask(app: &App, system: System) -> Result {
    let mut done = Done::default();
    let waiting = async |tx: &Tx<System>| tx.anybody_to_look_at(app.today()).await;
    if !app.store.read::<_, _, StoreError>(system, waiting).await? {
        return Ok(done);
    }
    for opened in join_all((0..LANES).map(|_| lane(app, system))).await {
        done.done += opened?;
    }
    Ok(done)
}

/// Looks at one batch after the other until nobody is left. Says how many check-ins opened.
async fn lane(app: &App, system: System) -> Result<usize> {
    let mut all = 0;
    loop {
        let batch = async |tx: &Tx<System>| look(app, tx).await;
        let Some(opened) = app.store.write::<_, _, StoreError>(system, batch).await? else {
            return Ok(all);
        };
        all += opened;
    }
}

/// Looks at those who have waited longest. Says how many check-ins opened; nothing if there was nobody.
async fn look(app: &App, tx: &Tx<System>) -> Result<Option<usize>> {
    let (now, today) = (app.now(), app.today());
    let people = tx.to_look_at(today, BATCH).await?;
    if people.is_empty() {
        return Ok(None);
    }
    let ids: Vec<_> = people.iter().map(|one| (one.partnership, one.person)).collect();
    let mut asked = HashMap::<PersonId, HashSet<(u8, i16)>>::new();
    for (person, month) in tx.months_asked(&ids, today - LATEST).await? {
        asked.entry(person).or_default().insert(month);
    }
    let all: Vec<(&Followed, Vec<Due>)> = people
        .iter()
        .map(|one| (one, schedule(&one.journey, &one.asked, app.questionnaire.cadence())))
        .collect();
    let new = |one: &Followed, all: &[Due]| due(today, one, all, asked.get(&one.person));
    let mut due_now: Vec<(&Followed, Due)> =
        all.iter().filter_map(|(one, all)| Some((*one, new(one, all)?))).collect();
    // Whoever is silent is looked at again each day until what is due is too long ago.
    let pulses = due_now.iter().filter(|(_, due)| due.kind == CheckInKind::Pulse);
    let pulses: Vec<_> = pulses.map(|(one, _)| (one.partnership, one.person)).collect();
    let silent = silent(tx, &pulses, now).await?;
    let mut held_back = HashSet::new();
    due_now.retain(|(one, due)| {
        let wanted = wanted(due, silent.get(&one.person).copied().unwrap_or_default());
        wanted || !held_back.insert(one.person)
    });
    let opened = open(app, tx, due_now, now).await?;
    let next: Vec<_> = all
        .iter()
        .map(|(one, all)| {
            let held_back = held_back.contains(&one.person);
            (one.partnership, one.person, next_look(today, one, all, held_back))
        })
        .collect();
    tx.look_next(&next).await?;
    Ok(Some(opened))
}

async fn open(
    app: &App,
    tx: &Tx<System>,
    due: Vec<(&Followed, Due)>,
    now: DateTime<Utc>,
) -> Result<usize> {
    let partnerships: BTreeSet<PartnershipId> =
        due.iter().map(|(person, _)| person.partnership).collect();
    let in_use = tx.in_use_by(&Vec::from_iter(partnerships)).await?;
    let asking = app.asked_now(tx, &in_use).await?;
    let new: Vec<_> = due
        .into_iter()
        .map(|(person, due)| {
            let questions = asking.of(person.partnership, &person.language);
            let check_in = check_in(app, person, due, questions);
            (person, check_in, Version::of(questions))
        })
        .collect();
    let rows: Vec<(PartnershipId, CheckIn, Version)> = new
        .iter()
        .map(|(person, check_in, version)| (person.partnership, check_in.clone(), version.clone()))
        .collect();
    let opened = tx.open_check_ins(&rows).await?;
    let prompts: Vec<NewPrompt> = new
        .iter()
        .filter(|(_, check_in, _)| opened.contains(&check_in.id))
        .flat_map(|(person, check_in, _)| prompts(app, person, check_in))
        // Not for a moment that has passed already: an import or a long stop would wake people at once.
        .filter(|prompt| prompt.expires_at > now)
        .collect();
    tx.queue_prompts(&prompts).await?;
    Ok(opened.len())
}

/// The check-in to open today, if one is due: the latest that is not too long ago.
fn due(
    today: NaiveDate,
    person: &Followed,
    all: &[Due],
    asked: Option<&HashSet<(u8, i16)>>,
) -> Option<Due> {
    // The last one falls on the last day, and may open a little later.
    if !matches!(person.journey.stage(today), Stage::OnTheJourney | Stage::Completed) {
        return None;
    }
    let last = *all.iter().rfind(|due| due.on <= today)?;
    let new = !asked.is_some_and(|asked| asked.contains(&(last.month, last.extra)));
    (new && today - last.on <= LATEST).then_some(last)
}

/// The next day on which something of theirs can be due; none if nothing more can.
fn next_look(
    today: NaiveDate,
    person: &Followed,
    all: &[Due],
    held_back: bool,
) -> Option<NaiveDate> {
    let next = all.iter().map(|due| due.on).find(|on| *on > today);
    match person.journey.stage(today) {
        Stage::Left => None,
        Stage::Paused => person.journey.paused_until?.succ_opt(),
        _ if held_back => today.succ_opt(),
        _ => next,
    }
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

/// The prompts of a check-in. The welcome is done together, so nobody is nudged about it.
fn prompts(app: &App, person: &Followed, check_in: &CheckIn) -> Vec<NewPrompt> {
    if check_in.kind == CheckInKind::Welcome || person.asked.stopped_at.is_some() {
        return Vec::new();
    }
    let reminders = app.questionnaire.reminders();
    rungs(check_in.kind, reminders)
        .map(|step| {
            let meant = moment(check_in.due_on, step, &person.asked, reminders);
            let due_at = app.spread(meant, person.person);
            let ways = ways(step);
            NewPrompt {
                id: app.new_id(),
                partnership: person.partnership,
                person: person.person,
                check_in: check_in.id,
                step: step.step.clone(),
                channel: ways[0],
                meant_at: meant,
                due_at,
                expires_at: stale_after(due_at, &ways, reminders).min(check_in.closes_at),
            }
        })
        .collect()
}
