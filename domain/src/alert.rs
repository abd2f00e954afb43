//! Alerts: something a young person said that somebody must look at, in a time that the priority sets.

mod clocks;
mod closing;
mod ladder;
mod route;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

pub use clocks::{Clock, Step, clocks};
pub use closing::{Closed, Closing, ClosingError, Outcome, Proposal, Verdict};
pub use ladder::{Hears, LAST_RUNG, NoticeKind, deadline, hears, next_after, notice, time_to_tell};
pub use route::{Route, route};

use crate::{
    code::codes,
    id::{AlertId, AnswerId, CheckInId, PersonId, StaffId, TaskId},
    questionnaire::{Priority, Raised},
};

/// An alert. Written in the same transaction as the answer it comes from (SAFE-03).
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    /// Which alert.
    pub id: AlertId,
    /// About whom.
    pub person: PersonId,
    /// From which check-in.
    pub check_in: Option<CheckInId>,
    /// From which answer, if it comes from one rather than from silence.
    pub answer: Option<AnswerId>,
    /// The questionnaire's name for what set it off.
    pub trigger: String,
    /// What it is about, where the question is asked about several things.
    pub item: Option<Uuid>,
    /// How soon somebody must act.
    pub priority: Priority,
    /// When it was raised.
    pub raised_at: DateTime<Utc>,
    /// Who has it in hand, and since when somebody has without a break. Nobody, if they have left or stay away.
    pub acknowledged: Option<(StaffId, DateTime<Utc>)>,
    /// Who has read the words that raised it, and when.
    pub read: Option<(StaffId, DateTime<Utc>)>,
    /// What somebody says came of it, until a second person has looked.
    pub proposal: Option<Proposal>,
    /// How it was closed.
    pub closed: Option<Closed>,
}

/// The trigger of what young people write in their own words. A person reads all of it (SAFE-13).
pub const OWN_WORDS: &str = "any_free_text";

impl Alert {
    /// An alert that nobody has taken yet, from no answer in particular.
    pub fn new(
        id: AlertId,
        person: PersonId,
        check_in: Option<CheckInId>,
        raised: Raised,
        at: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            person,
            check_in,
            answer: None,
            trigger: raised.trigger,
            item: raised.item,
            priority: raised.priority,
            raised_at: at,
            acknowledged: None,
            read: None,
            proposal: None,
            closed: None,
        }
    }

    /// One check-in raises an alert for one thing once, however often the answer is sent. Own words are another thing each
    /// time they are changed: whoever read the first has not read the second.
    pub fn key(&self) -> String {
        match (self.item, self.answer) {
            (_, Some(answer)) if self.trigger == OWN_WORDS => format!("{}:{answer}", self.trigger),
            (Some(item), _) => format!("{}:{item}", self.trigger),
            (None, _) => self.trigger.clone(),
        }
    }
}

/// Whether having spoken to a young person settles an alert. Help that was wanted is given in a conversation. A concern or
/// possible harm takes a decision, with words that say what came of it; and nothing is settled whose words nobody has read.
pub fn settled_by_speaking(priority: Priority, unread_words: bool) -> bool {
    match priority {
        Priority::P1 | Priority::P2 => false,
        Priority::P3 | Priority::P4 => !unread_words,
    }
}

codes! {
    /// Why staff are asked to do something.
    TaskKind {
        /// A check-in stays unanswered; a call is better than another message (CI-11).
        Call = "call",
        /// Somebody with another birthday tried an invitation (YP-04).
        WrongPerson = "wrong-person",
        /// They said they would come back to it.
        FollowUp = "follow-up",
        /// They asked about what is held of them (YP-52).
        Request = "request",
        /// Nothing arrives at a number or address of theirs (CI-13).
        CheckNumber = "check-number",
        /// A provider says something else than the record, or that they have left.
        ConfirmDestination = "confirm-destination",
        /// Somebody opened a record that is not theirs, and it is to be looked at whether that was right (SEC-18).
        ReviewGlass = "review-glass",
        /// Twice in a row they said that not all of what was promised came.
        SupportGap = "support-gap",
        /// Somebody raised that promised support may not be coming, and is owed an answer.
        ConcernAnswer = "concern-answer",
        /// Somebody set it.
        Own = "own",
        /// A handover that nobody has accepted (WK-08).
        Handover = "handover",
    }
}

impl TaskKind {
    /// What staff read.
    pub fn words(self) -> &'static str {
        match self {
            Self::Call => "No reply to a check-in: call them",
            Self::WrongPerson => {
                "An invitation was tried with another birthday: check it reached the right person"
            }
            Self::FollowUp => "You said you would follow this up",
            Self::ReviewGlass => "A record was opened in an emergency: say whether that was right",
            Self::Own => "Something that a colleague or you set as a task",
            Self::Handover => "A handover is near, and nobody has accepted it",
            Self::Request => "They asked about what we hold: answer them",
            Self::CheckNumber => {
                "Messages do not arrive: their number or e-mail address may be wrong, so ask for it"
            }
            Self::ConfirmDestination => {
                "A provider answered about where they are: look at it and record what is so"
            }
            Self::SupportGap => "Twice in a row not all of what was promised came",
            Self::ConcernAnswer => "An answer is owed about promised support",
        }
    }
}

/// Something for staff to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Which task.
    pub id: TaskId,
    /// About whom.
    pub person: PersonId,
    /// Why.
    pub kind: TaskKind,
    /// The check-in, invitation or contact it comes from, so that it is raised once.
    pub about: Option<Uuid>,
    /// By when.
    pub due_on: NaiveDate,
}

/// An alert for tests.
#[cfg(test)]
mod sample {
    use super::*;

    /// Somebody does not feel safe where they live; raised at this moment.
    pub fn alert(priority: Priority, raised_at: DateTime<Utc>) -> Alert {
        let raised = Raised {
            trigger: "unsafe".into(),
            what: "Does not feel safe".into(),
            item: None,
            priority,
            page: None,
            answer_key: None,
        };
        let (id, person) = (AlertId(Uuid::from_u128(3)), PersonId(Uuid::from_u128(4)));
        Alert::new(id, person, None, raised, raised_at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speaking_settles_help_that_was_wanted_and_nothing_that_takes_a_decision_or_is_unread() {
        for priority in Priority::ALL {
            let help = matches!(priority, Priority::P3 | Priority::P4);
            assert_eq!(settled_by_speaking(priority, false), help, "{priority}");
            assert!(!settled_by_speaking(priority, true), "{priority}");
        }
    }

    #[test]
    fn changed_words_are_another_alert_and_a_code_sent_again_is_not() {
        let raised = |trigger: &str, answer: u128| {
            let raised = Raised {
                trigger: trigger.into(),
                what: "what has happened".into(),
                item: None,
                priority: Priority::P4,
                page: None,
                answer_key: None,
            };
            let (id, person) = (AlertId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
            let answer = Some(AnswerId(Uuid::from_u128(answer)));
            Alert { answer, ..Alert::new(id, person, None, raised, DateTime::UNIX_EPOCH) }
        };
        assert_ne!(raised(OWN_WORDS, 3).key(), raised(OWN_WORDS, 4).key());
        assert_eq!(raised("unsafe", 3).key(), raised("unsafe", 4).key());
    }
}
