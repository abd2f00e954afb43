//! What young people ask about what is held of them: that it be put right, that they be given all of it, or that
//! something went wrong (UK GDPR articles 15, 16 and 12(3); Data (Use and Access) Act 2025 s.103).

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    code::codes,
    day::{add_months, london_day},
    id::{DataRequestId, PersonId, StaffId},
    text::Note,
};

codes! {
    /// What is asked.
    Asked {
        /// Something that is held is wrong (YP-52).
        Wrong = "wrong",
        /// Everything that is held, notes and letters too (YP-53).
        Everything = "everything",
        /// A complaint about how data was used (YP-54).
        Complaint = "complaint",
    }

    /// Which part of the record it is about.
    Part {
        /// Name, birth date, needs.
        AboutMe = "about-me",
        /// Phone number or address.
        Contact = "contact-details",
        /// Where they are and were.
        Destination = "destination",
        /// Support that was promised.
        Promise = "promise",
        /// A contact that staff recorded.
        Recorded = "recorded-contact",
        /// Answers in a check-in.
        CheckIn = "check-in",
        /// Something else.
        Other = "other",
    }

    /// How it was answered.
    Decision {
        /// It was put right, or given, or settled.
        Done = "done",
        /// It stays as it is; what they say is kept beside it.
        Refused = "refused",
    }
}

/// The most requests of one person that wait for an answer.
pub const MOST_WAITING: usize = 20;

/// A request.
#[derive(Clone, Debug, PartialEq)]
pub struct DataRequest {
    /// Chosen by the phone, so that sending it twice asks once.
    pub id: DataRequestId,
    /// Whose.
    pub person: PersonId,
    /// What is asked.
    pub asked: Asked,
    /// Which part it is about.
    pub part: Part,
    /// Which item of that part.
    pub item: Option<uuid::Uuid>,
    /// What they say, such as what would be right.
    pub words: Option<Note>,
    /// They would like somebody to help them say it.
    pub help: bool,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// By when it is answered.
    pub due_on: NaiveDate,
    /// Since when, and for what, it waits for the young person: the clock stands still until then.
    pub waiting: Option<(NaiveDate, Note)>,
    /// What was answered.
    pub answer: Option<Answered>,
}

/// The answer to a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// How.
    pub decision: Decision,
    /// In words, for the young person.
    pub words: Note,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: StaffId,
}

/// The last day on which a request of `asked_at` may be answered: one month on, and where that month has no such day
/// its last one (Information Commissioner's Office, right of access, 2026).
pub fn due_on(asked_at: DateTime<Utc>) -> NaiveDate {
    add_months(london_day(asked_at), 1)
}

/// The last day once the clock has stood still from `since` until `until`.
pub fn due_after_waiting(due_on: NaiveDate, since: NaiveDate, until: NaiveDate) -> NaiveDate {
    due_on + (until - since).max(chrono::TimeDelta::zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_a_calendar_month() {
        let due = |at: &str| due_on(at.parse().unwrap()).to_string();
        assert_eq!(due("2026-09-03T10:00:00Z"), "2026-10-03");
        assert_eq!(due("2027-01-31T10:00:00Z"), "2027-02-28");
        assert_eq!(due("2026-06-30T23:30:00Z"), "2026-08-01", "it is July in London by then");
    }

    #[test]
    fn the_clock_stands_still_while_it_waits_for_them() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let due = day("2026-10-03");
        assert_eq!(due_after_waiting(due, day("2026-09-10"), day("2026-09-15")), day("2026-10-08"));
        assert_eq!(due_after_waiting(due, day("2026-09-15"), day("2026-09-10")), due);
    }
}
