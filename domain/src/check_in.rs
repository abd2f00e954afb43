//! A check-in: a few questions put to one young person, open for a while.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::{
    check_in_kind::CheckInKind,
    code::codes,
    id::{CheckInId, PersonId},
    journey::{Journey, Stage},
    questionnaire::Questionnaire,
    schedule::Due,
};

/// How long a check-in stays open that the questionnaire gives no end.
const NO_EXPIRY_DAYS: u16 = 28;

codes! {
    /// How far a check-in has come.
    State {
        /// Waiting for answers.
        Open = "open",
        /// Finished by the young person.
        Answered = "answered",
        /// Over. Answers may have come, but it was not finished.
        Closed = "closed",
    }
}

/// A few questions put to one young person.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckIn {
    /// Which check-in this is.
    pub id: CheckInId,
    /// Who was asked.
    pub person: PersonId,
    /// Which set of questions.
    pub kind: CheckInKind,
    /// The tracking month it belongs to, 0 to 24.
    pub month: u8,
    /// Zero, or what marks one that was asked in between (CI-09).
    pub extra: i16,
    /// The day it fell due.
    pub due_on: NaiveDate,
    /// When it opened.
    pub opened_at: DateTime<Utc>,
    /// The last moment at which an answer is on time.
    pub closes_at: DateTime<Utc>,
    /// When they said they were done.
    pub finished_at: Option<DateTime<Utc>>,
    /// When it was closed without being finished.
    pub expired_at: Option<DateTime<Utc>>,
}

/// Why answers cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckInError {
    /// The next check-in has opened, or the journey is over.
    #[error("this check-in has closed")]
    Closed,
}

/// When something was answered: what the phone says, held against what we know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnsweredAt {
    /// The moment that counts.
    pub at: DateTime<Utc>,
    /// The phone's clock was off by more than a day, so `at` is ours.
    pub clamped: bool,
}

impl AnsweredAt {
    /// A phone may be offline for days, so its own word for the moment counts, but never a moment before the check-in
    /// opened, and never one after now by more than a day (YP-45). A clock that is fast by less is believed: what it
    /// says twice is the same moment, so that sending again changes nothing.
    pub fn new(said: DateTime<Utc>, opened_at: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        let day = TimeDelta::days(1);
        if said > now + day || said < opened_at - day {
            return Self { at: now, clamped: true };
        }
        Self { at: said.max(opened_at.min(now)), clamped: false }
    }
}

impl CheckIn {
    /// Opens a check-in at `now` for as long as the questionnaire gives it.
    pub fn open(
        id: CheckInId,
        person: PersonId,
        due: Due,
        questions: &Questionnaire,
        now: DateTime<Utc>,
    ) -> Self {
        let days = questions.expires_days(due.kind).unwrap_or(NO_EXPIRY_DAYS);
        Self {
            id,
            person,
            kind: due.kind,
            month: due.month,
            extra: due.extra,
            due_on: due.on,
            opened_at: now,
            closes_at: now + TimeDelta::days(days.into()),
            finished_at: None,
            expired_at: None,
        }
    }

    /// The welcome of somebody who joins on `today`. Whenever they join, it is where everybody begins; there is one, and
    /// none before the two years or after them.
    pub fn welcome_due(journey: &Journey, today: NaiveDate) -> Option<Due> {
        let on_the_way = journey.stage(today) == Stage::OnTheJourney;
        on_the_way.then_some(Due { month: 0, kind: CheckInKind::Welcome, on: today, extra: 0 })
    }

    /// How far it has come.
    pub fn state(&self) -> State {
        match (self.finished_at, self.expired_at) {
            (Some(_), _) => State::Answered,
            (None, Some(_)) => State::Closed,
            (None, None) => State::Open,
        }
    }

    /// Whether answers are still taken: until the next check-in opens, late or not (CI-16). People change their
    /// minds, so a finished check-in takes changes while it would have been open.
    pub fn takes_answers(
        &self,
        newer_opened: bool,
        now: DateTime<Utc>,
    ) -> Result<(), CheckInError> {
        let over = newer_opened && now > self.closes_at;
        if over { Err(CheckInError::Closed) } else { Ok(()) }
    }

    /// Whether an answer given at `at` was late.
    pub fn late(&self, at: DateTime<Utc>) -> bool {
        at > self.closes_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn pulse() -> CheckIn {
        CheckIn {
            id: CheckInId(Uuid::nil()),
            person: PersonId(Uuid::nil()),
            kind: CheckInKind::Pulse,
            extra: 0,
            month: 1,
            due_on: "2026-09-02".parse().unwrap(),
            opened_at: at("2026-09-02T08:00:00Z"),
            closes_at: at("2026-09-12T08:00:00Z"),
            finished_at: None,
            expired_at: None,
        }
    }

    #[test]
    fn late_answers_are_taken_until_the_next_check_in_opens() {
        let closes = pulse().closes_at;
        let later = closes + TimeDelta::days(3);
        assert!(pulse().takes_answers(false, closes).is_ok());
        assert!(pulse().takes_answers(false, later).is_ok());
        assert_eq!(pulse().takes_answers(true, later), Err(CheckInError::Closed));
        assert!(pulse().late(later) && !pulse().late(closes));
    }

    #[test]
    fn a_phone_with_a_wrong_clock_does_not_answer_tomorrow() {
        let now = at("2026-09-05T10:00:00Z");
        let opened = pulse().opened_at;
        let moment = |said| AnsweredAt::new(at(said), opened, now);
        assert_eq!(moment("2026-09-04T10:00:00Z").at, at("2026-09-04T10:00:00Z"));
        let fast = at("2026-09-05T10:05:00Z");
        assert_eq!(moment("2026-09-05T10:05:00Z"), AnsweredAt { at: fast, clamped: false });
        assert_eq!(moment("2026-09-09T10:00:00Z"), AnsweredAt { at: now, clamped: true });
        assert_eq!(moment("2020-01-01T00:00:00Z"), AnsweredAt { at: now, clamped: true });
    }
}
