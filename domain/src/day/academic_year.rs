//! The year as schools and colleges count it.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::age_on;

/// An academic year, 1 September to 31 August, known by the calendar year it starts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AcademicYear(pub i32);

impl AcademicYear {
    /// The academic year that a day lies in.
    pub fn of(date: NaiveDate) -> Self {
        Self(if date.month() >= 9 { date.year() } else { date.year() - 1 })
    }

    /// Its 1 September.
    pub fn starts_on(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0, 9, 1).expect("academic years are years of real dates")
    }

    /// Its 31 August.
    pub fn ends_on(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0 + 1, 8, 31).expect("academic years are years of real dates")
    }

    /// The year before.
    pub fn previous(self) -> Self {
        Self(self.0 - 1)
    }

    /// The year after.
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// How people write it: "2025/26".
    pub fn label(self) -> String {
        format!("{}/{:02}", self.0, (self.0 + 1).rem_euclid(100))
    }
}

impl fmt::Display for AcademicYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label())
    }
}

/// Somebody's age on the 31 August before the academic year that `on` lies in. It stays the same
/// all year, and is the age that schools, colleges and the national figures go by.
pub fn academic_age(birth: NaiveDate, on: NaiveDate) -> i32 {
    age_on(birth, AcademicYear::of(on).previous().ends_on())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_year_turns_on_the_first_of_september() {
        assert_eq!(AcademicYear::of(day("2026-08-31")), AcademicYear(2025));
        assert_eq!(AcademicYear::of(day("2026-09-01")), AcademicYear(2026));
        assert_eq!(AcademicYear::of(day("2027-01-01")), AcademicYear(2026));
    }

    #[test]
    fn a_year_knows_its_first_and_last_day() {
        assert_eq!(AcademicYear(2025).starts_on(), day("2025-09-01"));
        assert_eq!(AcademicYear(2025).ends_on(), day("2026-08-31"));
        assert_eq!(AcademicYear(2025).next().previous(), AcademicYear(2025));
    }

    #[test]
    fn a_year_is_written_with_both_its_calendar_years() {
        assert_eq!(AcademicYear(2025).label(), "2025/26");
        assert_eq!(AcademicYear(2009).to_string(), "2009/10");
        assert_eq!(AcademicYear(2099).label(), "2099/00");
    }

    #[test]
    fn academic_age_stays_the_same_all_year() {
        let birth = day("2009-09-01");
        assert_eq!(academic_age(birth, day("2026-09-01")), 16);
        assert_eq!(academic_age(birth, day("2027-08-31")), 16);
        assert_eq!(academic_age(birth, day("2027-09-01")), 17);
        // One day older, and a whole school year ahead.
        assert_eq!(academic_age(day("2009-08-31"), day("2026-09-01")), 17);
    }
}
