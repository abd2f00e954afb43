//! What a worker should look at first, and why. There is no score: the order is this list of reasons, the first that
//! is true of somebody decides where they stand, and the page says it in words (WK-01).

mod wanted;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

pub use wanted::{Cursor, NEVER, NEVER_AT, NOT_YET, Neet, Order, State, Waits, Wanted};

use crate::{
    alert::OWN_WORDS,
    code::codes,
    day::{at_london, london_day},
    journey::Stage,
    questionnaire::Priority,
};

codes! {
    /// Why somebody stands where they stand, most urgent first.
    Why {
        /// Possible harm, and nobody has taken it.
        HarmNotTaken = "possible-harm-not-taken",
        /// A colleague says what came of possible harm, and a second person is to look.
        HarmSecondLook = "possible-harm-second-look",
        /// Possible harm, taken and not closed.
        HarmOpen = "possible-harm-open",
        /// A concern.
        Concern = "concern",
        /// They asked for a call.
        WantsContact = "wants-contact",
        /// What they do has ended, lapsed, or may end soon.
        DestinationAtRisk = "destination-at-risk",
        /// Something that staff were to do is late.
        TaskOverdue = "task-overdue",
        /// They wrote something that somebody should read.
        FreeText = "free-text",
        /// Two check-ins in a row brought no reply.
        NoReplyTwice = "no-reply-twice",
        /// Something they said should be taken up at the next contact.
        NextContact = "next-contact",
        /// Nobody works with them yet.
        Unassigned = "unassigned",
        /// They have not been invited yet, or the invitation ran out.
        NotInvited = "not-invited",
        /// Nothing is wrong: the next check-in is to come.
        NextDue = "next-due",
    }
}

/// One reason, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Which reason.
    pub why: Why,
    /// What the page says.
    pub text: String,
    /// Since when it is true; since the beginning of the day where only the day is known. Of two people with the same reason
    /// the one who waits longer stands first.
    pub since: Option<DateTime<Utc>>,
}

/// An alert that is not closed, as the caseload needs it.
#[derive(Clone, Debug)]
pub struct OpenAlert {
    /// How soon somebody must act.
    pub priority: Priority,
    /// The questionnaire's name for what set it off.
    pub trigger: String,
    /// In words for staff.
    pub what: String,
    /// When it was raised.
    pub raised_at: DateTime<Utc>,
    /// Somebody has taken it.
    pub taken: bool,
    /// Somebody has read what they wrote.
    pub read: bool,
    /// Whose look it waits for, once somebody has said what came of it.
    pub waits_for: Option<SecondLook>,
}

/// Whose look possible harm waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondLook {
    /// Whoever reads the list can give it.
    Yours,
    /// Whoever reads the list said what came of it: a colleague gives it.
    Colleagues,
}

/// How sure we are of what somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Known, and current for a while.
    Sound,
    /// Known, and not in education or work, since that day.
    OutOfWorkAndLearning(NaiveDate),
    /// Known, and it stops counting on that day unless somebody confirms it.
    RunsOut(NaiveDate),
    /// It stopped counting on that day.
    RanOut(NaiveDate),
    /// Nothing is known.
    Unknown,
}

/// What is known of one young person, as the caseload needs it.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Where they are on the way.
    pub stage: Stage,
    /// What is not closed.
    pub alerts: Vec<OpenAlert>,
    /// What they do.
    pub standing: Standing,
    /// What staff are to do, with by when.
    pub tasks: Vec<(&'static str, NaiveDate)>,
    /// How many check-ins in a row brought no reply, and when the last of them closed.
    pub silent: (usize, Option<NaiveDate>),
    /// Somebody works with them.
    pub assigned: bool,
    /// They are in, or an invitation is open.
    pub invited: bool,
    /// When the next check-in opens.
    pub next_due_on: Option<NaiveDate>,
}

/// How long before a destination lapses somebody should ask (standards: 28 days).
const ASK_BEFORE: TimeDelta = TimeDelta::days(28);

/// Why this young person stands where they stand on `today`, most urgent first. There is always a reason.
pub fn reasons(facts: &Facts, today: NaiveDate) -> Vec<Reason> {
    let mut all = Vec::new();
    for alert in &facts.alerts {
        all.push(of_alert(alert));
    }
    if facts.stage == Stage::OnTheJourney || facts.stage == Stage::Paused {
        all.extend(of_standing(facts.standing, today));
        all.extend(of_silence(facts.silent));
    }
    for (what, due_on) in &facts.tasks {
        if *due_on <= today {
            let text = format!("{what} (by {})", plain(*due_on));
            all.push(Reason { why: Why::TaskOverdue, text, since: Some(morning(*due_on)) });
        }
    }
    let followed = matches!(facts.stage, Stage::Approaching | Stage::OnTheJourney | Stage::Paused);
    if followed && !facts.assigned {
        all.push(reason(Why::Unassigned, "Nobody works with them yet"));
    }
    if facts.stage == Stage::OnTheJourney && !facts.invited {
        all.push(reason(Why::NotInvited, "Not invited yet"));
    }
    if all.is_empty() {
        all.push(next(facts));
    }
    all.sort_by_key(|reason| (reason.why, reason.since));
    all.dedup();
    all
}

/// Where somebody with these reasons stands: the smallest comes first.
pub fn rank(reasons: &[Reason]) -> (Why, DateTime<Utc>) {
    reasons
        .first()
        .map_or((Why::NextDue, NEVER_AT), |first| (first.why, first.since.unwrap_or(NEVER_AT)))
}

impl Why {
    /// Its number in the order of who needs somebody first.
    pub fn place(self) -> u8 {
        self as u8
    }
}

/// The beginning of a day.
fn morning(day: NaiveDate) -> DateTime<Utc> {
    at_london(day, NaiveTime::MIN)
}

/// Whether somebody should be called today.
pub fn call_today(reasons: &[Reason]) -> bool {
    reasons.first().is_some_and(|first| first.why <= Why::NoReplyTwice)
}

fn of_alert(alert: &OpenAlert) -> Reason {
    let why = match (alert.priority, alert.taken) {
        (Priority::P1, _) if alert.waits_for == Some(SecondLook::Yours) => Why::HarmSecondLook,
        (Priority::P1, _) if alert.waits_for.is_some() => Why::HarmOpen,
        (Priority::P1, false) => Why::HarmNotTaken,
        (Priority::P1, true) => Why::HarmOpen,
        _ if matches!(
            alert.trigger.as_str(),
            "contact_soon" | "contact_later" | "wants_to_talk" | "help_page_tell"
        ) =>
        {
            Why::WantsContact
        }
        (Priority::P2, _) => Why::Concern,
        _ if alert.trigger == OWN_WORDS && !alert.read => Why::FreeText,
        _ if alert.trigger == "no_reply_twice" => Why::NoReplyTwice,
        _ if matches!(
            alert.trigger.as_str(),
            "destination_lost" | "may_leave" | "unsure_of_place"
        ) =>
        {
            Why::DestinationAtRisk
        }
        _ => Why::NextContact,
    };
    let since = Some(alert.raised_at);
    let raised = plain(london_day(alert.raised_at));
    let state = match (alert.waits_for, alert.taken) {
        (Some(SecondLook::Yours), _) => ", waits for you as a second person",
        (Some(SecondLook::Colleagues), _) => ", waits for a second person",
        (None, true) => ", taken",
        (None, false) => "",
    };
    Reason { why, text: format!("{} ({raised}{state})", alert.what), since }
}

fn of_standing(standing: Standing, today: NaiveDate) -> Option<Reason> {
    let (text, since) = match standing {
        Standing::Sound => return None,
        Standing::RunsOut(day) if day - today > ASK_BEFORE => return None,
        Standing::RunsOut(day) => {
            (format!("What they do counts until {}: confirm it", plain(day)), Some(day))
        }
        Standing::RanOut(day) => {
            (format!("What they do stopped counting on {}: find out", plain(day)), Some(day))
        }
        Standing::OutOfWorkAndLearning(since) => {
            (format!("Not in education or work since {}", plain(since)), Some(since))
        }
        Standing::Unknown => ("Nobody knows what they do now".into(), None),
    };
    Some(Reason { why: Why::DestinationAtRisk, text, since: since.map(morning) })
}

fn of_silence((expired, last): (usize, Option<NaiveDate>)) -> Option<Reason> {
    (expired >= 2).then(|| Reason {
        why: Why::NoReplyTwice,
        text: format!("No reply to the last {expired} check-ins"),
        since: last.map(morning),
    })
}

fn next(facts: &Facts) -> Reason {
    match (facts.stage, facts.next_due_on) {
        (Stage::Completed, _) => reason(Why::NextDue, "The two years are over"),
        (Stage::Left, _) => reason(Why::NextDue, "Left the service"),
        (_, Some(day)) => Reason {
            why: Why::NextDue,
            text: format!("Next check-in on {}", plain(day)),
            since: Some(morning(day)),
        },
        (_, None) => reason(Why::NextDue, "Nothing is due"),
    }
}

fn reason(why: Why, text: &str) -> Reason {
    Reason { why, text: text.into(), since: None }
}

/// A day as people write it: 4 March 2027.
pub fn plain(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

#[cfg(test)]
mod tests;
