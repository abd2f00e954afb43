//! Who is looked at together, and when there is something to say about them.

use chrono::{Days, NaiveDate};

use super::release::next_release_on;
use crate::day::{AcademicYear, add_months};

/// How long after a point late news may still come in before its figures are published.
const SETTLING_DAYS: u64 = 92;

/// How many academic years before that of the report are listed at least: time enough for a cohort to close and to
/// reach all four points.
const YEARS_BACK: i32 = 3;

/// The first cohort to list in a report as known on a day. It goes by when the partnership began and never by whom
/// it has: a list that began with the first young person would tell something about them.
pub fn first_cohort(known_on: NaiveDate, partnership_began_on: NaiveDate) -> AcademicYear {
    let recent = AcademicYear(AcademicYear::of(known_on).0 - YEARS_BACK);
    recent.min(AcademicYear::of(partnership_began_on))
}

/// A point in the two years at which destinations are reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Wave {
    /// Six months on.
    Month6,
    /// A year on.
    Month12,
    /// A year and a half on.
    Month18,
    /// Two years on.
    Month24,
}

impl Wave {
    /// All four, in order.
    pub const ALL: [Self; 4] = [Self::Month6, Self::Month12, Self::Month18, Self::Month24];

    /// How many months after the transition date this is.
    pub fn months(self) -> i32 {
        match self {
            Self::Month6 => 6,
            Self::Month12 => 12,
            Self::Month18 => 18,
            Self::Month24 => 24,
        }
    }

    /// The day of this point for somebody with this transition date. It is always counted from
    /// that date, never from the point before.
    pub fn point(self, anchor: NaiveDate) -> NaiveDate {
        add_months(anchor, self.months())
    }

    /// The first day on which figures about a whole cohort may be drawn up: its last member has
    /// reached the point, and three months have passed for late news.
    pub fn matures_on(self, cohort: AcademicYear) -> NaiveDate {
        self.point(cohort.ends_on())
            .checked_add_days(Days::new(SETTLING_DAYS))
            .unwrap_or(NaiveDate::MAX)
    }

    /// True if figures as known on this day may be published.
    pub fn is_mature(self, cohort: AcademicYear, known_on: NaiveDate) -> bool {
        known_on >= self.matures_on(cohort)
    }

    /// The day on which figures about a cohort first come out: that of the first quarterly release
    /// after they are mature.
    pub fn ready_on(self, cohort: AcademicYear) -> NaiveDate {
        next_release_on(self.matures_on(cohort))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::release::release_day;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_cohort_is_an_academic_year_of_transition_dates() {
        assert_eq!(AcademicYear::of(day("2024-08-31")), AcademicYear(2023));
        assert_eq!(AcademicYear::of(day("2024-09-01")), AcademicYear(2024));
    }

    #[test]
    fn a_report_goes_back_three_years_or_to_when_the_partnership_began() {
        let known_on = day("2026-09-30");
        assert_eq!(first_cohort(known_on, day("2026-11-22")), AcademicYear(2023));
        assert_eq!(first_cohort(known_on, day("2023-09-01")), AcademicYear(2023));
        assert_eq!(first_cohort(known_on, day("2023-08-31")), AcademicYear(2022));
    }

    #[test]
    fn points_are_counted_from_the_transition_date() {
        let leap_day = day("2024-02-29");
        let points = Wave::ALL.map(|wave| wave.point(leap_day));
        assert_eq!(points, ["2024-08-29", "2025-02-28", "2025-08-29", "2026-02-28"].map(day));
    }

    #[test]
    fn figures_wait_for_the_last_member_and_for_late_news() {
        let cohort = AcademicYear(2023);
        // 31 August 2024 and six months is 28 February 2025; and 92 days.
        assert_eq!(Wave::Month6.matures_on(cohort), day("2025-05-31"));
        assert!(!Wave::Month6.is_mature(cohort, day("2025-05-30")));
        assert!(Wave::Month6.is_mature(cohort, day("2025-05-31")));
        assert_eq!(Wave::Month24.matures_on(cohort), day("2026-12-01"));
    }

    #[test]
    fn figures_come_out_with_the_first_release_that_may_hold_them() {
        for wave in Wave::ALL {
            for cohort in (2020..2040).map(AcademicYear) {
                let ready = wave.ready_on(cohort);
                assert!(wave.is_mature(cohort, release_day(ready)));
                let day_before = ready.pred_opt().unwrap();
                assert!(!wave.is_mature(cohort, release_day(day_before)));
            }
        }
    }
}
