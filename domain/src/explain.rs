//! What will be sent to somebody, when, which way and why, or why not, in sentences for whoever looks after the service. The
//! answer is how things stand now: what goes in between, and what they do, changes it.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    adaptive::{LEAVES_LONGER, STOPS_EXTRA},
    check_in::State,
    check_in_kind::CheckInKind,
    day::{london_day, london_time},
    id::CheckInId,
    journey::{Journey, Stage},
    ladder::{Capped, capped, instead_of_push, is_automatic, latest, may_go, rungs, ways, ways_of},
    person::AskedWhen,
    prompt::{Channel, is_quiet, moment},
    questionnaire::{Caps, Reminders},
    schedule::schedule,
};

/// Somebody, as far as it depends on that what is sent to them.
#[derive(Clone, Debug)]
pub struct Subject {
    /// When they like to be asked.
    pub asked: AskedWhen,
    /// The two years.
    pub journey: Journey,
    /// How many check-ins in a row brought no reply.
    pub silent: usize,
    /// How things stand with each way.
    pub ways: Vec<(Channel, WayState)>,
    /// The automatic messages of the last 30 days.
    pub had: Vec<(CheckInId, DateTime<Utc>)>,
    /// What waits to be sent.
    pub waiting: Vec<Waiting>,
}

/// How things stand with a way to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayState {
    /// It can be used.
    Ready,
    /// The installation has no such way.
    NotSetUp,
    /// No phone takes reminders, or there is no number or address.
    Nowhere,
    /// The provider says that there is no such number or address.
    DoesNotExist,
    /// They do not want it.
    Unwanted,
    /// It took nothing and is left alone until then.
    ClosedUntil(DateTime<Utc>),
}

/// A prompt that waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// About which check-in.
    pub check_in: CheckInId,
    /// Of which sort that is.
    pub kind: CheckInKind,
    /// How far it has come.
    pub state: State,
    /// The rung.
    pub step: String,
    /// When it was meant to go.
    pub meant_at: DateTime<Utc>,
    /// When it goes.
    pub due_at: DateTime<Utc>,
    /// When it is too late.
    pub expires_at: DateTime<Utc>,
}

/// Says it, a sentence or two in each line.
pub fn explain(
    who: &Subject,
    reminders: &Reminders,
    cadence: &BTreeMap<u8, CheckInKind>,
    now: DateTime<Utc>,
) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(not_at_all(who, london_day(now)));
    if is_quiet(now, reminders) {
        lines.push("It is night or a holiday now: nothing is sent before that is over.".to_owned());
    }
    lines.extend(who.ways.iter().map(|(way, state)| about_way(*way, *state)));
    if who.waiting.is_empty() {
        lines.push("Nothing waits to be sent.".to_owned());
    }
    lines.extend(who.waiting.iter().map(|one| about_prompt(who, one, reminders, now)));
    lines.extend(what_is_next(who, reminders, cadence, now));
    lines
}

/// Why nothing at all is sent on this day.
fn not_at_all(who: &Subject, day: NaiveDate) -> Option<String> {
    if let Some(at) = who.asked.stopped_at {
        return Some(format!("They stopped all reminders at {}: nothing is sent.", time(at)));
    }
    match (who.journey.stage(day), who.journey.paused_until) {
        (Stage::Left, _) => Some("They have left: nothing is sent.".to_owned()),
        (Stage::Paused, Some(until)) => {
            Some(format!("They take a break until {}: nothing is sent before.", date(until)))
        }
        _ => None,
    }
}

fn about_way(way: Channel, state: WayState) -> String {
    let name = name(way);
    let to = match way {
        Channel::Push => "none of their phones takes reminders",
        Channel::Sms => "no mobile number is known",
        Channel::Email => "no address is known",
    };
    let why = match state {
        WayState::Ready => "can be used.".to_owned(),
        WayState::NotSetUp => "not possible: this installation has no such way.".to_owned(),
        WayState::Nowhere => format!("not possible: {to}."),
        WayState::DoesNotExist => {
            "not possible: the provider says that it does not exist. Somebody has to check it."
                .to_owned()
        }
        WayState::Unwanted => "not used: they do not want it.".to_owned(),
        WayState::ClosedUntil(until) => {
            format!("left alone until {}: it took nothing of late.", time(until))
        }
    };
    format!("By {name}: {why}")
}

fn about_prompt(
    who: &Subject,
    prompt: &Waiting,
    reminders: &Reminders,
    now: DateTime<Utc>,
) -> String {
    let what = format!(
        "Waiting: \"{}\" about the {} check-in, meant for {}.",
        prompt.step,
        prompt.kind.code(),
        time(prompt.meant_at)
    );
    let at = prompt.due_at.max(now);
    let not = |why: &str| format!("{what} It will not go: {why}");
    match prompt.state {
        State::Answered => return not("the check-in is answered."),
        State::Closed => return not("the check-in is closed."),
        State::Open => {}
    }
    if let Some(why) = not_at_all(who, london_day(at)) {
        return not(&why);
    }
    if prompt.expires_at <= at {
        return not(&format!("its moment passed at {}.", time(prompt.expires_at)));
    }
    if is_automatic(&prompt.step, reminders)
        && let Some(cap) = capped(&reminders.caps, prompt.check_in, &who.had, at)
    {
        return not(&reached(cap, &reminders.caps));
    }
    format!("{what} {}", which_way(who, prompt, reminders, at))
}

/// Which way a prompt goes at this moment, and why not another that comes first.
fn which_way(who: &Subject, prompt: &Waiting, reminders: &Reminders, at: DateTime<Utc>) -> String {
    let mut ways = ways_of(&prompt.step, reminders);
    if ways == [Channel::Push] && who.state(Channel::Push) == WayState::DoesNotExist {
        ways.extend(instead_of_push(reminders));
    }
    let mut why_not = Vec::new();
    for way in &ways {
        let name = name(*way);
        let why = match who.state(*way) {
            WayState::Ready if way_is_late(*way, at, reminders) => {
                let day = london_day(at);
                format!("not by {name} after {}", clock(latest(*way, day, reminders)))
            }
            WayState::Ready => {
                let because = because(&why_not);
                return format!("It will go by {name} at {}{because}.", time(at));
            }
            WayState::ClosedUntil(until) if until < prompt.expires_at => {
                let because = because(&why_not);
                return format!(
                    "It waits for the way by {name}, which is left alone until {}{because}.",
                    time(until.max(at))
                );
            }
            WayState::ClosedUntil(_) => format!("by {name} only when it is too late"),
            WayState::NotSetUp => format!("there is no way by {name}"),
            WayState::Nowhere if *way == Channel::Push => {
                "none of their phones takes reminders".to_owned()
            }
            WayState::Nowhere => format!("there is nothing to reach them by {name}"),
            WayState::DoesNotExist => {
                format!("what there is to reach them by {name} does not exist")
            }
            WayState::Unwanted => format!("they do not want to be reminded by {name}"),
        };
        why_not.push(why);
    }
    format!("It will not go: {}.", why_not.join("; "))
}

fn way_is_late(way: Channel, at: DateTime<Utc>, reminders: &Reminders) -> bool {
    way != Channel::Push && !may_go(way, at, reminders)
}

fn because(why_not: &[String]) -> String {
    if why_not.is_empty() { String::new() } else { format!(" ({})", why_not.join("; ")) }
}

/// What the schedule has next, and how they would be reminded of it.
fn what_is_next(
    who: &Subject,
    reminders: &Reminders,
    cadence: &BTreeMap<u8, CheckInKind>,
    now: DateTime<Utc>,
) -> Vec<String> {
    let today = london_day(now);
    let mut all = schedule(&who.journey, &who.asked, cadence).into_iter();
    let Some(next) = all.find(|due| due.on > today) else {
        return vec!["No check-in is to come.".to_owned()];
    };
    let kind = next.kind.code();
    let mut lines =
        vec![format!("Next by the schedule: the {kind} check-in of {}.", date(next.on))];
    let most = if next.extra == 0 { LEAVES_LONGER } else { STOPS_EXTRA };
    if next.kind == CheckInKind::Pulse && who.silent >= most {
        lines.push(format!(
            "It will not open: they have not replied to {} in a row, and are asked less until they do.",
            who.silent
        ));
        return lines;
    }
    if let Some(why) = not_at_all(who, next.on) {
        lines.push(format!("Nobody will be reminded of it: {why}"));
        return lines;
    }
    if next.kind == CheckInKind::Welcome {
        lines.push("It is done together: nobody is reminded of it.".to_owned());
        return lines;
    }
    for step in rungs(next.kind, reminders) {
        let at = moment(next.on, step, &who.asked, reminders);
        let by: Vec<_> = ways(step).into_iter().map(name).collect();
        lines.push(format!(
            "  \"{}\" at {}, by {}, if it is not answered by then.",
            step.step,
            time(at),
            by.join(", else by ")
        ));
    }
    lines
}

fn reached(cap: Capped, caps: &Caps) -> String {
    match cap {
        Capped::ThisCheckIn => {
            format!("there were {} messages about this check-in.", caps.automatic_per_check_in)
        }
        Capped::ADay(until) => {
            let (most, until) = (caps.per_24_hours, time(until));
            format!("no more than {most} in 24 hours, which holds until {until}.")
        }
        Capped::AMonth(until) => {
            let (most, until) = (caps.per_30_days, time(until));
            format!("no more than {most} in 30 days, which holds until {until}.")
        }
    }
}

impl Subject {
    fn state(&self, way: Channel) -> WayState {
        let known = self.ways.iter().find(|(one, _)| *one == way);
        known.map_or(WayState::NotSetUp, |(_, state)| *state)
    }
}

fn name(way: Channel) -> &'static str {
    match way {
        Channel::Push => "message on the phone",
        Channel::Sms => "text",
        Channel::Email => "e-mail",
    }
}

fn time(at: DateTime<Utc>) -> String {
    format!("{} on {}", clock(at), date(london_day(at)))
}

fn clock(at: DateTime<Utc>) -> String {
    london_time(at).format("%H:%M").to_string()
}

fn date(day: NaiveDate) -> String {
    day.format("%A %-d %B %Y").to_string()
}

#[cfg(test)]
mod tests;
