//! Who is away, and who covers for them (WK-09).

use chrono::{Days, NaiveDate};

use crate::id::StaffId;

/// The most days that one absence lasts: longer than that, somebody else looks after their people.
pub const MOST_DAYS: u64 = 183;

/// Somebody is away, from a day to a day, both of which count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Absence {
    /// Who.
    pub who: StaffId,
    /// Who covers for them.
    pub cover: StaffId,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
}

/// Why somebody cannot be away so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AbsenceError {
    /// It ends before it begins.
    #[error("the last day is before the first; check both")]
    EndsBefore,
    /// It is over.
    #[error("these days are over; choose a last day that is today or later")]
    Over,
    /// It is longer than half a year.
    #[error("this is more than half a year: give their young people to a colleague instead")]
    TooLong,
    /// They cover for themself.
    #[error("nobody covers for themself; choose a colleague")]
    Oneself,
    /// They are away already.
    #[error("they are away on some of these days already; end that first")]
    Twice,
    /// Whoever covers is away.
    #[error("whoever is to cover is away on some of these days; choose somebody who is there")]
    CoverAway,
    /// They cover for somebody then.
    #[error(
        "they cover for a colleague on some of these days; ask somebody else to cover for that colleague first"
    )]
    Covering,
}

impl Absence {
    /// Whether they are away on this day.
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.until
    }

    fn meets(&self, other: &Self) -> bool {
        self.from <= other.until && other.from <= self.until
    }

    /// Refuses what cannot be, beside the absences that are known. Whoever covers is there on all those days, so that there
    /// is never a chain of cover to follow, and no circle.
    pub fn check(self, known: &[Self], today: NaiveDate) -> Result<Self, AbsenceError> {
        if self.until < self.from {
            return Err(AbsenceError::EndsBefore);
        }
        if self.until < today {
            return Err(AbsenceError::Over);
        }
        if self.from + Days::new(MOST_DAYS) < self.until {
            return Err(AbsenceError::TooLong);
        }
        if self.who == self.cover {
            return Err(AbsenceError::Oneself);
        }
        for other in known.iter().filter(|other| self.meets(other)) {
            if other.who == self.who {
                return Err(AbsenceError::Twice);
            }
            if other.who == self.cover {
                return Err(AbsenceError::CoverAway);
            }
            if other.cover == self.who {
                return Err(AbsenceError::Covering);
            }
        }
        Ok(self)
    }
}

/// Who covers for somebody on this day.
pub fn covering(absences: &[Absence], who: StaffId, day: NaiveDate) -> Option<StaffId> {
    absences.iter().find(|one| one.who == who && one.covers(day)).map(|one| one.cover)
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

    fn away(who: u128, cover: u128, from: &str, until: &str) -> Absence {
        Absence { who: staff(who), cover: staff(cover), from: day(from), until: day(until) }
    }

    #[test]
    fn cover_begins_with_the_first_day_and_ends_after_the_last() {
        let week = [away(1, 2, "2026-09-07", "2026-09-11")];
        for (on, cover) in [
            ("2026-09-06", None),
            ("2026-09-07", Some(staff(2))),
            ("2026-09-11", Some(staff(2))),
            ("2026-09-12", None),
        ] {
            assert_eq!(covering(&week, staff(1), day(on)), cover, "{on}");
        }
        assert_eq!(covering(&week, staff(2), day("2026-09-07")), None);
    }

    #[test]
    fn there_is_no_chain_of_cover_and_no_circle() {
        let known = [away(1, 2, "2026-09-07", "2026-09-11")];
        let today = day("2026-09-01");
        let check = |absence: Absence| absence.check(&known, today).err();
        assert_eq!(check(away(3, 1, "2026-09-11", "2026-09-14")), Some(AbsenceError::CoverAway));
        assert_eq!(check(away(2, 3, "2026-09-01", "2026-09-07")), Some(AbsenceError::Covering));
        assert_eq!(check(away(1, 3, "2026-09-11", "2026-09-14")), Some(AbsenceError::Twice));
        assert_eq!(check(away(2, 1, "2026-09-12", "2026-09-14")), None);
        assert_eq!(check(away(3, 3, "2026-09-12", "2026-09-14")), Some(AbsenceError::Oneself));
    }

    #[test]
    fn days_that_cannot_be_are_refused() {
        let check = |absence: Absence| absence.check(&[], day("2026-09-07")).err();
        assert_eq!(check(away(1, 2, "2026-09-10", "2026-09-09")), Some(AbsenceError::EndsBefore));
        assert_eq!(check(away(1, 2, "2026-09-01", "2026-09-06")), Some(AbsenceError::Over));
        assert_eq!(check(away(1, 2, "2026-09-01", "2027-09-06")), Some(AbsenceError::TooLong));
        assert_eq!(check(away(1, 2, "2026-09-01", "2026-09-07")), None, "they are away already");
    }
}
