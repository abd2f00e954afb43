//! Alerts: something a young person said that somebody must look at, in a time that the priority sets.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

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
    /// Who has taken it, and when.
    pub acknowledged: Option<(StaffId, DateTime<Utc>)>,
}

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
        }
    }

    /// One check-in raises an alert for one thing once, however often the answer is sent.
    pub fn key(&self) -> String {
        match self.item {
            Some(item) => format!("{}:{item}", self.trigger),
            None => self.trigger.clone(),
        }
    }
}

/// Whether having spoken to a young person settles an alert. Help that was wanted is given in a conversation; a concern
/// is settled by one once somebody has taken it; possible harm never is: that takes a decision and a second person.
pub fn settled_by_speaking(priority: Priority, taken: bool) -> bool {
    match priority {
        Priority::P1 => false,
        Priority::P2 => taken,
        Priority::P3 | Priority::P4 => true,
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
            Self::Request => "They asked about what we hold: answer them",
            Self::CheckNumber => {
                "Messages do not arrive: their number or e-mail address may be wrong, so ask for it"
            }
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
