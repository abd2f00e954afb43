//! One worker hands a young person over to another (WK-08): planned, so that everybody knows the day and the name, or at once.

use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::{
    code::codes,
    id::{HandoverId, PersonId, StaffId},
    text::{Line, TextError},
};

codes! {
    /// How it came about.
    HandoverKind {
        /// It was said beforehand.
        Planned = "planned",
        /// A manager did it at once.
        Emergency = "emergency",
    }
}

/// The most characters of what a young person reads.
pub const WORDS_MAX_CHARS: usize = 500;
/// How far ahead one is planned, in days.
const AHEAD: u64 = 183;
/// How long a young person reads that it has happened, in days.
pub const TOLD_FOR: u64 = 14;

/// A handover.
#[derive(Clone, Debug, PartialEq)]
pub struct Handover {
    /// Which one.
    pub id: HandoverId,
    /// Who is handed over.
    pub person: PersonId,
    /// Who has them.
    pub from: Option<StaffId>,
    /// Who is to have them.
    pub to: StaffId,
    /// Who said so.
    pub made_by: StaffId,
    /// How it came about.
    pub kind: HandoverKind,
    /// From which day on.
    pub on: NaiveDate,
    /// What the young person reads.
    pub plain: Line,
    /// The same in easy words.
    pub easy: Line,
    /// When whoever is to have them accepted.
    pub accepted_at: Option<DateTime<Utc>>,
    /// When it happened.
    pub done_at: Option<DateTime<Utc>>,
    /// Whether the young person wants to meet whoever comes before, once they have said so.
    pub meet_first: Option<bool>,
}

/// Why somebody cannot be handed over so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HandoverError {
    /// The day is over, or today.
    #[error("choose tomorrow or later; to do it today, a manager gives them away at once")]
    TooSoon,
    /// The day is too far.
    #[error("choose a day within half a year")]
    TooFar,
    /// They have them already.
    #[error("they look after this young person already; choose somebody else")]
    Same,
    /// Possible harm that nobody has in hand.
    #[error(
        "there is possible harm that nobody has taken yet: take that alert first, then plan the handover"
    )]
    Untaken,
    /// It has happened, or was called off.
    #[error("this handover is over; open the page again to see where it stands")]
    Over,
}

/// What a young person reads where nobody found other words.
pub fn words(name: &str, on: NaiveDate) -> (String, String) {
    let day = on.format("%-d %B");
    (
        format!(
            "Your worker changes. From {day} it is {name}. If you want to meet {name} first, tell us."
        ),
        format!("Your worker changes. From {day} it is {name}. You can meet {name} first."),
    )
}

/// What whoever comes has to do where the young person wants to meet them first, and by when: before the day.
pub fn meeting(on: NaiveDate, today: NaiveDate) -> (Line, NaiveDate) {
    let words = "They would like to meet you before you look after them. Agree a time with whoever works with them now.";
    let before = on.pred_opt().unwrap_or(on);
    (Line::new(words).expect("it is a line"), before.max(today))
}

/// Checks what a young person is to read.
pub fn checked(text: &str) -> Result<Line, TextError> {
    let line = Line::new(text)?;
    match line.as_str().chars().count() > WORDS_MAX_CHARS {
        true => Err(TextError::TooLong(WORDS_MAX_CHARS)),
        false => Ok(line),
    }
}

impl Handover {
    /// Refuses what cannot be planned. `untaken` says whether there is possible harm that nobody has in hand.
    pub fn planned(self, untaken: bool, today: NaiveDate) -> Result<Self, HandoverError> {
        if self.on <= today {
            return Err(HandoverError::TooSoon);
        }
        if self.on > today + Days::new(AHEAD) {
            return Err(HandoverError::TooFar);
        }
        if self.from == Some(self.to) {
            return Err(HandoverError::Same);
        }
        if untaken {
            return Err(HandoverError::Untaken);
        }
        Ok(self)
    }

    /// Whether it happens on this day: it has come, and whoever is to have them has said yes.
    pub fn is_due(&self, today: NaiveDate) -> bool {
        self.done_at.is_none() && self.accepted_at.is_some() && self.on <= today
    }

    /// Whether a manager has to be asked: it is tomorrow or was to be, and nobody has said yes.
    pub fn hangs(&self, today: NaiveDate) -> bool {
        self.done_at.is_none() && self.accepted_at.is_none() && self.on <= today + Days::new(1)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn staff(id: u128) -> StaffId {
        StaffId(Uuid::from_u128(id))
    }

    fn handover(on: &str) -> Handover {
        Handover {
            id: HandoverId(Uuid::from_u128(1)),
            person: PersonId(Uuid::from_u128(2)),
            from: Some(staff(3)),
            to: staff(4),
            made_by: staff(3),
            kind: HandoverKind::Planned,
            on: day(on),
            plain: checked("Olga comes.").unwrap(),
            easy: checked("Olga comes.").unwrap(),
            accepted_at: None,
            done_at: None,
            meet_first: None,
        }
    }

    #[test]
    fn whoever_comes_is_met_before_the_day_and_not_in_the_past() {
        let by = |on: &str, today: &str| meeting(day(on), day(today)).1;
        assert_eq!(by("2026-09-10", "2026-09-07"), day("2026-09-09"));
        assert_eq!(by("2026-09-07", "2026-09-07"), day("2026-09-07"));
    }

    #[test]
    fn a_day_is_tomorrow_or_later_and_within_half_a_year() {
        let plan = |on: &str| handover(on).planned(false, day("2026-09-07")).err();
        assert_eq!(plan("2026-09-07"), Some(HandoverError::TooSoon));
        assert_eq!(plan("2026-09-08"), None);
        assert_eq!(plan("2027-03-09"), None);
        assert_eq!(plan("2027-03-10"), Some(HandoverError::TooFar));
        let same = Handover { to: staff(3), ..handover("2026-09-08") };
        assert_eq!(same.planned(false, day("2026-09-07")), Err(HandoverError::Same));
        let untaken = handover("2026-09-08").planned(true, day("2026-09-07"));
        assert_eq!(untaken, Err(HandoverError::Untaken));
    }

    #[test]
    fn it_happens_on_its_day_if_somebody_said_yes_and_hangs_if_nobody_did() {
        let waits = handover("2026-09-10");
        assert!(!waits.hangs(day("2026-09-08")) && waits.hangs(day("2026-09-09")));
        assert!(!waits.is_due(day("2026-09-10")), "nobody has said yes");
        let yes = Handover { accepted_at: Some(DateTime::UNIX_EPOCH), ..waits };
        assert!(!yes.is_due(day("2026-09-09")) && yes.is_due(day("2026-09-10")));
        assert!(yes.is_due(day("2026-09-12")), "the service was down for two days");
        assert!(!yes.hangs(day("2026-09-12")));
    }

    #[test]
    fn what_a_young_person_reads_is_short() {
        let (plain, easy) = words("Olga", day("2026-09-14"));
        assert!(plain.contains("14 September") && plain.contains("meet Olga first"), "{plain}");
        for sentence in easy.split('.').map(str::trim).filter(|it| !it.is_empty()) {
            assert!(sentence.split_whitespace().count() <= 12, "{sentence}");
        }
    }
}
