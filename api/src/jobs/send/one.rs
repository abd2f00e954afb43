//! One prompt: whether it still goes, which way, and what came of it.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    check_in_kind::CheckInKind,
    id::SubscriptionId,
    ladder::{capped, instant, instead_of_push, is_automatic, ways_of},
    prompt::{Channel, PromptOutcome, is_quiet},
};

use super::{
    load::Known,
    way::{Went, found_again, to_address, to_phones},
};
use crate::{
    app::App,
    jobs::Result,
    push::PushMessage,
    store::{Leased, OwnContact, Recipient, Settled, StoreError, scope::System},
};

/// Sent within so long of its last minute, a prompt is on time.
const ON_TIME: TimeDelta = TimeDelta::minutes(15);
/// So often phones may be told of a prompt by somebody who was never heard of again.
const MOST_LOST: i32 = 1;

/// A prompt that somebody has dealt with.
pub struct Dealt {
    /// Which one.
    pub prompt: Leased,
    /// What is to be noted of it. An error leaves it as it is until its lease runs out.
    pub verdict: Result<Verdict>,
    /// What was found out on the way.
    pub found: Found,
}

/// What was found out of phones, numbers and addresses.
#[derive(Default)]
pub struct Found {
    /// What became of each phone.
    pub phones: Vec<(SubscriptionId, Fate)>,
    /// A number or address that does not exist.
    pub wrong: Option<OwnContact>,
    /// What the phones of somebody were told whom others help, and which phones those were.
    pub told: Option<(PushMessage, Vec<String>)>,
}

/// What is to be noted of a prompt.
#[derive(Debug)]
pub enum Verdict {
    /// It is over.
    Over(Settled),
    /// It is tried again.
    Later {
        /// When.
        due_at: DateTime<Utc>,
        /// It counts as a try.
        tried: bool,
    },
}

/// What became of a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It took the message.
    Took,
    /// It is gone.
    Gone,
    /// Its push service took nothing.
    Refused,
}

/// Deals with one prompt. Nothing here waits for anybody else's.
pub async fn one(app: &App, system: System, prompt: Leased, known: &Known) -> Dealt {
    let mut found = Found::default();
    let verdict = decide(app, system, known, &prompt, &mut found).await;
    Dealt { prompt, verdict, found }
}

async fn decide(
    app: &App,
    system: System,
    known: &Known,
    prompt: &Leased,
    found: &mut Found,
) -> Result<Verdict> {
    let now = app.now();
    let reminders = app.questionnaire.reminders();
    let over = |outcome| self::over(app, prompt, outcome, prompt.channel, None);
    if let Some((outcome, reference)) = found_again(app, prompt).await {
        return Ok(self::over(app, prompt, outcome, prompt.channel, reference));
    }
    let Some(person) = known.people.get(&prompt.person) else {
        return Ok(over(PromptOutcome::Cancelled));
    };
    if prompt.channel == Channel::Push && prompt.lost > MOST_LOST && !person.phones.is_empty() {
        return Ok(over(PromptOutcome::Unsure));
    }
    let kind = match known.open.get(&prompt.check_in) {
        None => return Ok(over(PromptOutcome::Cancelled)),
        Some(None) => {
            return Err(StoreError::Impossible { what: "check-in", why: "it cannot be read" });
        }
        Some(Some(about)) => about.kind,
    };
    if !person.is_reminded(app.today()) {
        return Ok(over(PromptOutcome::Cancelled));
    }
    if prompt.expires_at <= now {
        return Ok(over(PromptOutcome::Expired));
    }
    // What was meant is a local day and time: when clocks are changed by law in between, it moves with them.
    if let Some(meant) = prompt.local.map(|(day, time)| instant(day, time))
        && meant > now
    {
        let due_at = meant + (prompt.due_at - prompt.meant_at).max(TimeDelta::zero());
        return Ok(Verdict::Later { due_at, tried: false });
    }
    let automatic = is_automatic(&prompt.step, reminders);
    let had: Vec<_> = person
        .had
        .iter()
        .filter(|(_, _, step)| is_automatic(step, reminders))
        .map(|(about, at, _)| (*about, *at))
        .collect();
    if automatic && capped(&reminders.caps, prompt.check_in, &had, now).is_some() {
        return Ok(over(PromptOutcome::Capped));
    }
    send_it(app, system, known, (person, kind), prompt, found).await
}

/// Tries one way after the other.
async fn send_it(
    app: &App,
    system: System,
    known: &Known,
    (person, kind): (&Recipient, CheckInKind),
    prompt: &Leased,
    found: &mut Found,
) -> Result<Verdict> {
    let reminders = app.questionnaire.reminders();
    let Some(partnership) = known.partnerships.get(&prompt.partnership) else {
        return Ok(over(app, prompt, PromptOutcome::Cancelled, prompt.channel, None));
    };
    let mut ways = ways_of(&prompt.step, reminders);
    let mut outcome = PromptOutcome::NoChannel;
    let mut first = None;
    let mut next = 0;
    while let Some(way) = ways.get(next).copied() {
        next += 1;
        let went = match way {
            Channel::Push => to_phones(app, known, person, &partnership.0, prompt, found).await,
            Channel::Sms | Channel::Email => {
                to_address(app, system, person, partnership, (kind, way), prompt, found).await?
            }
        };
        let tried = !matches!(went, Went::Not(PromptOutcome::NoChannel));
        let fell_back = first.is_some_and(|first| first != way);
        if tried {
            first.get_or_insert(way);
        }
        match went {
            Went::Later(due_at, tried) => return Ok(Verdict::Later { due_at, tried }),
            Went::Over(outcome, reference) => {
                let mut settled = settled(app, prompt, outcome, way, reference);
                settled.fell_back = fell_back;
                return Ok(Verdict::Over(settled));
            }
            Went::Not(PromptOutcome::NoChannel) => {}
            Went::Not(why) => {
                outcome = why;
                // A phone that is gone, or a number that does not exist: the same step goes another way.
                if way == Channel::Push && ways.len() == 1 {
                    ways.extend(instead_of_push(reminders));
                }
            }
        }
    }
    Ok(over(app, prompt, outcome, prompt.channel, None))
}

fn over(
    app: &App,
    prompt: &Leased,
    outcome: PromptOutcome,
    channel: Channel,
    reference: Option<String>,
) -> Verdict {
    Verdict::Over(settled(app, prompt, outcome, channel, reference))
}

fn settled(
    app: &App,
    prompt: &Leased,
    outcome: PromptOutcome,
    channel: Channel,
    reference: Option<String>,
) -> Settled {
    let late = app.now() > prompt.meant_at + app.wave + ON_TIME;
    Settled { outcome, channel, reference, late, fell_back: false }
}

/// True if nobody is told anything now.
pub fn quiet(app: &App) -> bool {
    is_quiet(app.now(), app.questionnaire.reminders())
}
