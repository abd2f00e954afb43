//! One row of the caseload, worked out from what is known of one young person.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use domain::{
    activity::{Activity, Group},
    caseload::{NEVER, NEVER_AT, NOT_YET, Neet, Reason, call_today, rank},
    day::{age_on, at_london, london_day},
    id::StaffId,
    invitation::InvitationState,
    journey::Stage,
    key_date::key_dates,
    person::Person,
    questionnaire::Priority,
    report::Headline,
    spell::{self, Spell},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Happened, Known, next_due, why};
use crate::{app::App, store::StandingFacts};

/// A row as it is shown to whoever has it in reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// What they like to be called, and their family name.
    pub name: String,
    /// Every name they have, by which they are found.
    pub names: String,
    /// In years.
    pub age: u8,
    /// How to speak to them, in words.
    pub needs: Vec<String>,
    /// What they do, as last known.
    pub destination: Option<Destination>,
    /// The code of the stage of their two years.
    pub stage: String,
    /// The tracking month.
    pub month: Option<u8>,
    /// The last day of a pause that they chose.
    pub paused_until: Option<NaiveDate>,
    /// When they last answered.
    pub last_answered_on: Option<NaiveDate>,
    /// When staff were last in touch with them, or tried.
    pub last_contact_on: Option<NaiveDate>,
    /// When the next check-in opens.
    pub next_due_on: Option<NaiveDate>,
    /// Alerts that are not closed.
    pub open_alerts: u32,
    /// What staff are to do, and how much of it is late.
    pub tasks: (u32, u32),
    /// Why they stand where they stand.
    pub reasons: Vec<Told>,
    /// The same for those who said what came of possible harm, and cannot give it a second look.
    pub to_proposers: Vec<(Uuid, u8, Vec<Told>)>,
    /// The code of how far their invitation has come.
    pub invitation: String,
    /// Days to keep in mind.
    pub key_dates: Vec<(String, NaiveDate)>,
}

/// What somebody does, in a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destination {
    /// What it is, with the provider if known.
    pub label: String,
    /// NCCIS activity code.
    pub code: u16,
    /// The code of how the national figures count it; empty where they do not.
    pub headline: String,
    /// Since when.
    pub since: NaiveDate,
    /// The code of whose word it rests on.
    pub source: String,
    /// It counts today.
    pub current: bool,
    /// Until when it counts unless somebody confirms it.
    pub current_until: Option<NaiveDate>,
}

/// One reason, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The code of the reason.
    pub code: String,
    /// In words.
    pub text: String,
}

/// A row with what it is found and sorted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stand {
    /// The row itself.
    pub row: Row,
    /// The number of the first reason.
    pub place: u8,
    /// Since when it is true.
    pub waits_since: DateTime<Utc>,
    /// As a search compares it.
    pub name: String,
    /// Neither over nor left, or with an alert that is not closed.
    pub here: bool,
    /// Over or left.
    pub over: bool,
    /// Somebody should call them today.
    pub call_today: bool,
    /// The last check-ins brought no reply.
    pub no_reply: bool,
    /// Not in yet.
    pub not_in: bool,
    /// Paused by themselves.
    pub paused: bool,
    /// Of their most urgent alert that is not closed.
    pub priority: Option<Priority>,
    /// How the national figures count what they do.
    pub headline: Option<Headline>,
    /// Which kind of neither.
    pub neet: Option<Neet>,
    /// The codes of their communication needs.
    pub needs: Vec<&'static str>,
    /// When the next check-in opens.
    pub next_due_on: NaiveDate,
    /// When staff were last in touch with them, or tried.
    pub last_contact_on: NaiveDate,
    /// When all this has to be worked out anew though nothing has changed but the day.
    pub look_at: DateTime<Utc>,
}

/// How many days ahead it is worked out whether a row stays as it is. Beyond that it is worked out anew whatever comes.
const AHEAD: i64 = 7;

/// Where somebody stands at this moment, and until when they do if nothing changes but the day. That is found by working
/// out the days to come rather than from a list of what depends on the day, which somebody would forget to add to.
pub fn stand(app: &App, facts: &StandingFacts, happened: Happened, now: DateTime<Utc>) -> Stand {
    let mut known = facts.known(happened);
    let mut first = at(app, facts, &mut known, now);
    let morning = |days: i64| at_london(london_day(now) + TimeDelta::days(days), NaiveTime::MIN);
    let changes = (1..AHEAD).map(morning).find(|morning| {
        let then = at(app, facts, &mut known, *morning);
        then != first
    });
    let runs_out = facts.invitation_runs_out(now).unwrap_or(NEVER_AT);
    first.look_at = changes.unwrap_or_else(|| morning(AHEAD)).min(runs_out);
    first
}

fn at(app: &App, facts: &StandingFacts, known: &mut Known, now: DateTime<Utc>) -> Stand {
    let (today, person) = (london_day(now), &facts.person);
    let invitation = facts.invitation(now);
    known.invitation = Some(invitation);
    let assigned = facts.worker.is_some();
    let reasons = why(app, person, assigned, known, (None, now));
    let mut proposers: Vec<StaffId> =
        known.alerts.iter().filter_map(|alert| Some(alert.proposal.as_ref()?.by)).collect();
    proposers.sort_unstable();
    proposers.dedup();
    let to_proposers = proposers.into_iter().map(|by| {
        let reasons = why(app, person, assigned, known, (Some(by), now));
        (by.0, rank(&reasons).0.place(), told(&reasons))
    });
    let stage = person.journey.stage(today);
    let over = matches!(stage, Stage::Completed | Stage::Left);
    // Somebody's last words may be a call for help: whoever has an alert that is not closed is never out of sight.
    let here = !over || !known.alerts.is_empty();
    let shown = spell::latest(&known.spells, &app.activities, today);
    let activity = shown.and_then(|spell| app.activities.get(spell.code));
    let (why, since) = rank(&reasons);
    let next = next_due(app, person, today);
    let answered = known.check_ins.iter().filter_map(|c| c.finished_at).max();
    let last_contact = facts.last_contact.map(london_day);
    let late = known.tasks.iter().filter(|task| task.due_on < today).count();
    let row = Row {
        name: person.full_name(),
        names: names(person),
        age: age_on(person.birth_date, today).clamp(0, 120) as u8,
        needs: person.communication_needs.iter().map(|need| need.label().to_owned()).collect(),
        destination: shown.map(|spell| destination(app, spell, today)),
        stage: stage.code().to_owned(),
        month: person.journey.month(today),
        paused_until: person.journey.paused_until.filter(|until| *until >= today),
        last_answered_on: answered.map(london_day),
        last_contact_on: last_contact,
        next_due_on: next,
        open_alerts: known.alerts.len() as u32,
        tasks: (known.tasks.len() as u32, late as u32),
        to_proposers: to_proposers.collect(),
        reasons: told(&reasons),
        invitation: invitation.code().to_owned(),
        key_dates: soon(person, facts, shown.zip(activity), today),
    };
    Stand {
        place: why.place(),
        waits_since: since,
        name: person.search_name(),
        here,
        over,
        call_today: here && call_today(&reasons),
        no_reply: !over && known.silence().0 >= 1,
        not_in: !over && invitation != InvitationState::Joined,
        paused: stage == Stage::Paused,
        priority: known.alerts.iter().map(|alert| alert.priority).min(),
        headline: activity.and_then(|activity| activity.headline),
        neet: activity.and_then(|activity| match activity.group {
            Group::NeetActive => Some(Neet::Available),
            Group::NeetInactive => Some(Neet::NotAvailable),
            _ => None,
        }),
        needs: person.communication_needs.iter().map(|need| need.code()).collect(),
        next_due_on: next.unwrap_or(NEVER),
        last_contact_on: last_contact.unwrap_or(NOT_YET),
        look_at: NEVER_AT,
        row,
    }
}

fn names(person: &Person) -> String {
    let preferred = person.preferred_name.as_ref().map_or("", |name| name.as_str());
    format!("{} {preferred} {}", person.given_name.as_str(), person.family_name.as_str())
}

fn told(reasons: &[Reason]) -> Vec<Told> {
    let told = |one: &Reason| Told { code: one.why.code().to_owned(), text: one.text.clone() };
    reasons.iter().map(told).collect()
}

fn destination(app: &App, spell: &Spell, today: NaiveDate) -> Destination {
    let activity = app.activities.get(spell.code);
    let what = activity.map_or("Unknown code", |activity| activity.label.as_str());
    Destination {
        label: match &spell.provider {
            Some(provider) => format!("{} ({what})", provider.as_str()),
            None => what.to_owned(),
        },
        code: spell.code.number(),
        headline: match activity {
            None => Headline::NotKnown.code().to_owned(),
            Some(activity) => activity.headline.map_or_else(String::new, |it| it.code().into()),
        },
        since: spell.started_on,
        source: spell.source.code().to_owned(),
        current: activity.is_some_and(|activity| spell.is_current(activity, today)),
        current_until: activity.and_then(|activity| spell.current_until(activity)),
    }
}

/// The days of the next half year, and what is late.
fn soon(
    person: &Person,
    facts: &StandingFacts,
    doing: Option<(&Spell, &Activity)>,
    today: NaiveDate,
) -> Vec<(String, NaiveDate)> {
    let soon = today + TimeDelta::days(180);
    let mut dates: Vec<(String, NaiveDate)> = key_dates(person, facts.plan.as_ref(), doing, today)
        .into_iter()
        .filter(|(_, on)| *on <= soon)
        .map(|(what, on)| (what.words().to_owned(), on))
        .collect();
    dates.dedup_by_key(|(_, on)| *on);
    dates
}
