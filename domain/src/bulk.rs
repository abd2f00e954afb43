//! What staff may do for several young people at once, and for whom not (WK-06). It is a closed list of what does no harm where
//! somebody has not looked closely: nothing here closes an alert, writes words to anybody, or takes records out.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::{
    check_in::{CheckIn, State},
    check_in_kind::CheckInKind,
    code::codes,
    day::london_day,
    id::{CheckInId, StaffId},
    journey::Stage,
    person::{Person, Postponed},
    safe_contact::{SafeContact, SafeWay},
    schedule::schedule,
    text::Line,
};

codes! {
    /// What is done for each of those who were chosen.
    Action {
        /// Their check-in that is open is sent to them now.
        Send = "send",
        /// Their next check-in opens later.
        Postpone = "postpone",
        /// Another worker looks after them.
        Assign = "assign",
        /// A day to keep in mind, as something to do.
        KeyDate = "key-date",
    }
}

/// How many may be chosen at once.
pub const MOST: usize = 200;
/// For how long it can be undone.
pub const UNDO: TimeDelta = TimeDelta::minutes(10);
/// How long somebody is left in peace after a reminder.
pub const PEACE: TimeDelta = TimeDelta::hours(24);
/// By how many days a check-in may be put off at most.
pub const LATEST: u8 = 28;
/// The most characters of what a day is.
pub const WORDS_MAX_CHARS: usize = 100;

/// What is known of somebody, as far as it says whether something may be done for them.
pub struct Known<'a> {
    /// Who.
    pub person: &'a Person,
    /// They have come in by an invitation.
    pub joined: bool,
    /// Their check-ins, the earliest first.
    pub check_ins: Vec<&'a CheckIn>,
    /// How they can be reached safely, if anybody has said.
    pub safe: Option<&'a SafeContact>,
    /// There is a phone of theirs that takes notifications.
    pub phones: bool,
    /// There is a number of theirs.
    pub mobile: bool,
    /// There is an address of theirs.
    pub email: bool,
    /// When they were last reminded or will be next, within a day of now.
    pub reminded_at: Option<DateTime<Utc>>,
    /// Who works with them.
    pub worker: Option<StaffId>,
    /// Possible harm is open that nobody has in hand.
    pub untaken_harm: bool,
}

/// What is done, with all that it takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Task {
    /// See [`Action::Send`].
    Send,
    /// By how many days.
    Postpone(u8),
    /// To whom.
    Assign(StaffId),
    /// On which day, and what it is.
    KeyDate(NaiveDate, Line),
}

/// What will be done for one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// This check-in is sent.
    Send(CheckInId),
    /// The next check-in opens on another day.
    Postpone(Postponed),
    /// They go from whoever has them.
    Assign(Option<StaffId>),
    /// A task is set.
    KeyDate,
}

impl Task {
    /// Which action this is.
    pub fn action(&self) -> Action {
        match self {
            Self::Send => Action::Send,
            Self::Postpone(_) => Action::Postpone,
            Self::Assign(_) => Action::Assign,
            Self::KeyDate(..) => Action::KeyDate,
        }
    }

    /// What will be done for this one, or in words why not. `cadence` is the questionnaire's.
    pub fn of(
        &self,
        known: &Known<'_>,
        cadence: &std::collections::BTreeMap<u8, CheckInKind>,
        now: DateTime<Utc>,
    ) -> Result<Does, String> {
        let today = london_day(now);
        match self {
            Self::Send => known.sending(today).map(Does::Send),
            Self::Postpone(days) => known.postponing(*days, cadence, today).map(Does::Postpone),
            Self::Assign(to) => known.giving(*to).map(Does::Assign),
            Self::KeyDate(..) => known.still_here(today).map(|()| Does::KeyDate),
        }
    }
}

fn day(on: NaiveDate) -> String {
    on.format("%-d %B %Y").to_string()
}

fn no<T>(why: impl Into<String>) -> Result<T, String> {
    Err(why.into())
}

impl Known<'_> {
    fn still_here(&self, today: NaiveDate) -> Result<(), String> {
        match self.person.journey.stage(today) {
            Stage::Left => no("They have left."),
            Stage::Completed => no("Their two years are over."),
            Stage::Approaching | Stage::OnTheJourney | Stage::Paused => Ok(()),
        }
    }

    /// Whether they are asked at all at present.
    fn asked(&self, today: NaiveDate) -> Result<(), String> {
        self.still_here(today)?;
        let journey = &self.person.journey;
        match (journey.stage(today), journey.paused_until) {
            (Stage::Approaching, _) => {
                no(format!("Their two years begin on {}.", day(journey.transition_on)))
            }
            (Stage::Paused, Some(until)) => no(format!("They paused until {}.", day(until))),
            _ => Ok(()),
        }
    }

    fn sending(&self, today: NaiveDate) -> Result<CheckInId, String> {
        self.asked(today)?;
        let (asked, unwanted) = (&self.person.asked, &self.person.asked.unwanted);
        if asked.stopped_at.is_some() {
            return no("They have stopped reminders.");
        }
        if !self.joined {
            return no("They have not joined yet. Invite them first.");
        }
        if self.safe.is_some_and(forbids_messages) {
            return no("How to reach them safely rules out messages. Open their page first.");
        }
        let mut open = self.check_ins.iter().rev().filter(|it| it.state() == State::Open);
        let Some(open) = open.find(|it| it.kind != CheckInKind::Welcome) else {
            return match self.check_ins.iter().any(|it| it.state() == State::Open) {
                true => no("Only the welcome is open, which you do together."),
                false => no("No check-in of theirs is open."),
            };
        };
        if self.reminded_at.is_some() {
            return no("They get a reminder within a day of now anyway, or had one.");
        }
        let reached = (self.phones && unwanted.pushes.is_none())
            || (self.mobile && unwanted.texts.is_none())
            || (self.email && unwanted.emails.is_none());
        match reached {
            true => Ok(open.id),
            false => no(
                "There is no way to reach them: no phone, number or address that they want used.",
            ),
        }
    }

    fn postponing(
        &self,
        days: u8,
        cadence: &std::collections::BTreeMap<u8, CheckInKind>,
        today: NaiveDate,
    ) -> Result<Postponed, String> {
        self.asked(today)?;
        let all = schedule(&self.person.journey, &self.person.asked, cadence);
        let mut to_come = all.iter().map(|due| due.on).filter(|on| *on > today);
        let Some(from) = to_come.next() else { return no("No check-in is to come.") };
        if self.person.asked.postponed.is_some_and(|known| known.to == from) {
            return no(format!("It was postponed already, to {}.", day(from)));
        }
        let to = from + TimeDelta::days(days.into());
        if to_come.next().is_some_and(|following| following <= to) {
            return no("The one after it comes before then.");
        }
        if to > self.person.journey.ends_on {
            return no("Their two years end before then.");
        }
        Ok(Postponed { from, to })
    }

    fn giving(&self, to: StaffId) -> Result<Option<StaffId>, String> {
        if self.worker == Some(to) {
            return no("They have them already.");
        }
        if self.untaken_harm {
            return no("Possible harm is open that nobody has taken: take that alert first.");
        }
        Ok(self.worker)
    }
}

/// Whether a message could be what is not safe: none may be left, or the ways that are safe are others.
fn forbids_messages(safe: &SafeContact) -> bool {
    let messages = [SafeWay::Text, SafeWay::Email];
    let others_only = !safe.ways.is_empty() && !messages.iter().any(|way| safe.ways.contains(way));
    safe.message_ok == Some(false) || others_only
}

#[cfg(test)]
mod tests;
