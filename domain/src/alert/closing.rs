//! How an alert ends: with what came of it, in words, and never by one person alone where somebody may come to harm
//! (SAFE-10).

use chrono::{DateTime, NaiveDate, Utc};

use super::Alert;
use crate::{code::codes, day::london_day, id::StaffId, questionnaire::Priority, text::Note};

codes! {
    /// What came of an alert.
    Outcome {
        /// Spoken to, and safe.
        SpokenSafe = "spoken-safe",
        /// A referral to children's social care.
        ChildrensSocialCare = "childrens-social-care",
        /// A safeguarding concern about an adult was raised.
        AdultSafeguarding = "adult-safeguarding",
        /// The emergency services were called.
        EmergencyServices = "emergency-services",
        /// Another service helps.
        OtherService = "other-service",
        /// Nobody could be reached; there is a next step and a day for it.
        CouldNotReach = "could-not-reach",
        /// It should not have been raised.
        RaisedInError = "raised-in-error",
        /// A conversation settled it.
        SettledInContact = "settled-in-contact",
    }
}

impl Outcome {
    /// What staff read.
    pub fn words(self) -> &'static str {
        match self {
            Self::SpokenSafe => "Spoken to, and safe",
            Self::ChildrensSocialCare => "Referred to children's social care",
            Self::AdultSafeguarding => "Adult safeguarding concern raised",
            Self::EmergencyServices => "Emergency services called",
            Self::OtherService => "Another service helps",
            Self::CouldNotReach => "Could not reach them",
            Self::RaisedInError => "Raised in error",
            Self::SettledInContact => "Settled when they spoke",
        }
    }
}

/// What came of an alert, as somebody who dealt with it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    outcome: Outcome,
    note: Note,
    told: Result<(), Note>,
    next_on: Option<NaiveDate>,
}

/// What somebody says came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// What came of it.
    pub closing: Closing,
    /// Who says so.
    pub by: StaffId,
    /// When they said so.
    pub at: DateTime<Utc>,
}

/// How it was closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom; nobody of whom that was not kept.
    pub by: Option<StaffId>,
    /// With what; nothing where that was not kept.
    pub outcome: Option<Outcome>,
}

/// What saying what came of an alert does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is closed.
    Closes,
    /// It waits for a second person.
    Waits,
    /// It was said before, in the same words.
    SaidBefore,
}

/// Why an alert cannot be closed so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClosingError {
    /// Possible harm does not go away because nobody answers.
    #[error(
        "possible harm is not closed because nobody could be reached: keep trying, or say which service you asked to help"
    )]
    CouldNotReach,
    /// Nobody could be reached, and no day is given.
    #[error("say on which day somebody tries again")]
    NoNextDay,
    /// The day of the next step is over.
    #[error("the day of the next step is over; choose today or later")]
    NextDayOver,
    /// The young person was not told, and no reason is given.
    #[error("say why they were not told what happens")]
    NothingTold,
    /// There are words that nobody has read.
    #[error("read their words first, and say that you have; then close the alert")]
    Unread,
    /// It is closed.
    #[error("this alert is closed already")]
    AlreadyClosed,
    /// Nobody has said what came of it.
    #[error("nobody has said yet what came of this alert, so there is nothing to agree to")]
    NothingProposed,
    /// They said so themself.
    #[error("possible harm takes two people: ask a colleague to look at what you wrote")]
    SamePerson,
    /// It is sent back without a word.
    #[error("say what is still to be done, so that your colleague knows")]
    NoWords,
}

impl Closing {
    /// What came of it. Whoever did not tell the young person what happens says why (SAFE-12).
    pub fn new(
        outcome: Outcome,
        note: Note,
        told: bool,
        not_told_why: Option<Note>,
        next_on: Option<NaiveDate>,
    ) -> Result<Self, ClosingError> {
        let told = match (told, not_told_why) {
            (true, _) => Ok(()),
            (false, Some(why)) => Err(why),
            (false, None) => return Err(ClosingError::NothingTold),
        };
        if outcome == Outcome::CouldNotReach && next_on.is_none() {
            return Err(ClosingError::NoNextDay);
        }
        Ok(Self { outcome, note, told, next_on })
    }

    /// What came of it.
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// In words.
    pub fn note(&self) -> &Note {
        &self.note
    }

    /// Whether the young person was told what happens.
    pub fn told(&self) -> bool {
        self.told.is_ok()
    }

    /// Why not.
    pub fn not_told_why(&self) -> Option<&Note> {
        self.told.as_ref().err()
    }

    /// The day of the next step.
    pub fn next_on(&self) -> Option<NaiveDate> {
        self.next_on
    }
}

impl Alert {
    /// What it does that `by` says what came of this alert, where `unread` says whether there are words that nobody has
    /// read.
    pub fn close(
        &self,
        with: &Closing,
        unread: bool,
        by: StaffId,
        now: DateTime<Utc>,
    ) -> Result<Verdict, ClosingError> {
        let said = |known: &Proposal| known.by == by && known.closing == *with;
        if self.proposal.as_ref().is_some_and(said) {
            return Ok(Verdict::SaidBefore);
        }
        if self.closed.is_some() {
            return Err(ClosingError::AlreadyClosed);
        }
        if unread {
            return Err(ClosingError::Unread);
        }
        if with.next_on.is_some_and(|day| day < london_day(now)) {
            return Err(ClosingError::NextDayOver);
        }
        match (self.priority, with.outcome) {
            (Priority::P1, Outcome::CouldNotReach) => Err(ClosingError::CouldNotReach),
            (Priority::P1, _) => Ok(Verdict::Waits),
            _ => Ok(Verdict::Closes),
        }
    }

    /// What it does that `by` looks at what a colleague said came of this alert. Sending it back takes words.
    pub fn second_look(
        &self,
        agreed: bool,
        words: Option<&Note>,
        by: StaffId,
    ) -> Result<(), ClosingError> {
        if self.closed.is_some() {
            return Err(ClosingError::AlreadyClosed);
        }
        let Some(proposal) = &self.proposal else { return Err(ClosingError::NothingProposed) };
        if agreed && proposal.by == by {
            return Err(ClosingError::SamePerson);
        }
        if !agreed && words.is_none() {
            return Err(ClosingError::NoWords);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::alert::sample;

    const WANDA: StaffId = StaffId(Uuid::from_u128(1));
    const MAX: StaffId = StaffId(Uuid::from_u128(2));

    fn now() -> DateTime<Utc> {
        "2026-09-07T09:00:00Z".parse().unwrap()
    }

    fn alert(priority: Priority) -> Alert {
        sample::alert(priority, now())
    }

    fn note(words: &str) -> Note {
        Note::new(words).unwrap()
    }

    fn safe() -> Closing {
        Closing::new(Outcome::SpokenSafe, note("With an aunt."), true, None, None).unwrap()
    }

    fn tried_again(on: &str) -> Closing {
        let on = Some(on.parse().unwrap());
        Closing::new(Outcome::CouldNotReach, note("Try the college."), true, None, on).unwrap()
    }

    fn proposed(by: StaffId) -> Alert {
        let proposal = Some(Proposal { closing: safe(), by, at: now() });
        Alert { proposal, ..alert(Priority::P1) }
    }

    #[test]
    fn possible_harm_waits_for_a_second_person_and_the_rest_is_closed_by_one() {
        for priority in Priority::ALL {
            let does = alert(priority).close(&safe(), false, WANDA, now());
            let expected = if priority == Priority::P1 { Verdict::Waits } else { Verdict::Closes };
            assert_eq!(does, Ok(expected), "{priority}");
        }
    }

    #[test]
    fn that_nobody_could_be_reached_never_closes_possible_harm_and_takes_a_day_otherwise() {
        let again = tried_again("2026-09-09");
        for priority in Priority::ALL {
            let does = alert(priority).close(&again, false, WANDA, now());
            let expected = match priority {
                Priority::P1 => Err(ClosingError::CouldNotReach),
                _ => Ok(Verdict::Closes),
            };
            assert_eq!(does, expected, "{priority}");
        }
        let without = Closing::new(Outcome::CouldNotReach, note("Try again."), true, None, None);
        assert_eq!(without, Err(ClosingError::NoNextDay));
        let over = alert(Priority::P3).close(&tried_again("2026-09-06"), false, WANDA, now());
        assert_eq!(over, Err(ClosingError::NextDayOver));
        let today = alert(Priority::P3).close(&tried_again("2026-09-07"), false, WANDA, now());
        assert_eq!(today, Ok(Verdict::Closes));
    }

    #[test]
    fn whoever_told_them_nothing_says_why() {
        let told = |told, why: Option<&str>| {
            Closing::new(Outcome::ChildrensSocialCare, note("Referred."), told, why.map(note), None)
        };
        assert_eq!(told(false, None), Err(ClosingError::NothingTold));
        let why = told(false, Some("It could put them at risk.")).unwrap();
        assert_eq!(
            (why.told(), why.not_told_why()),
            (false, Some(&note("It could put them at risk.")))
        );
        assert_eq!(told(true, Some("left over")).unwrap().not_told_why(), None);
    }

    #[test]
    fn nothing_is_closed_whose_words_nobody_has_read() {
        for priority in Priority::ALL {
            let does = alert(priority).close(&safe(), true, WANDA, now());
            assert_eq!(does, Err(ClosingError::Unread), "{priority}");
        }
    }

    #[test]
    fn a_second_person_agrees_or_sends_it_back_with_words() {
        let waits = proposed(WANDA);
        assert_eq!(waits.second_look(true, None, MAX), Ok(()));
        assert_eq!(waits.second_look(true, None, WANDA), Err(ClosingError::SamePerson));
        assert_eq!(waits.second_look(false, None, MAX), Err(ClosingError::NoWords));
        assert_eq!(waits.second_look(false, Some(&note("Ring the school.")), MAX), Ok(()));
        let nothing = alert(Priority::P1).second_look(true, None, MAX);
        assert_eq!(nothing, Err(ClosingError::NothingProposed));
    }

    #[test]
    fn what_is_closed_stays_closed_and_saying_the_same_again_changes_nothing() {
        let waits = proposed(WANDA);
        assert_eq!(waits.close(&safe(), false, WANDA, now()), Ok(Verdict::SaidBefore));
        assert_eq!(waits.close(&safe(), false, MAX, now()), Ok(Verdict::Waits), "another's words");
        let closed = Some(Closed { at: now(), by: Some(MAX), outcome: Some(Outcome::SpokenSafe) });
        let over = Alert { closed, ..waits };
        assert_eq!(over.close(&safe(), false, MAX, now()), Err(ClosingError::AlreadyClosed));
        assert_eq!(over.second_look(true, None, MAX), Err(ClosingError::AlreadyClosed));
        assert_eq!(over.close(&safe(), false, WANDA, now()), Ok(Verdict::SaidBefore));
    }

    #[test]
    fn every_outcome_has_a_code_of_its_own() {
        for (outcome, code) in Outcome::ALL {
            assert_eq!(Outcome::from_code(code), Some(*outcome));
        }
    }
}
