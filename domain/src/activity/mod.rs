//! What a young person can be doing, in the activity codes of the national client record, and how long each stays
//! believable without being confirmed.
//!
//! The codes are data, not an enum: they change with the national requirement, and old ones stay readable.

mod answered;
mod table;

use std::fmt;

use chrono::{Days, NaiveDate};

pub use answered::AnswerActivities;
pub use table::Activities;

use crate::{
    code::codes,
    day::{AcademicYear, add_months},
    report::{Category, Headline},
};

/// A three-digit activity code, such as 310.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActivityCode(u16);

impl ActivityCode {
    /// The code with this number. Whether it exists, the [`Activities`] know.
    pub const fn new(number: u16) -> Self {
        Self(number)
    }

    /// The number, as it is stored.
    pub const fn number(self) -> u16 {
        self.0
    }

    /// Reads exactly three digits.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse().ok().map(Self)).flatten()
    }
}

impl fmt::Display for ActivityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:03}", self.0)
    }
}

codes! {
    /// The part of the national list that a code stands in.
    Group {
        /// Pupils.
        CompulsorySchoolAge = "compulsory_school_age",
        /// Education after school.
        Education = "education",
        /// Work of any kind.
        Employment = "employment",
        /// Training outside a job.
        Training = "training",
        /// Steps back towards learning.
        Reengagement = "reengagement",
        /// In neither, and available.
        NeetActive = "neet_active",
        /// In neither, and not available.
        NeetInactive = "neet_inactive",
        /// Young adult offenders.
        Custody = "custody",
        /// No longer given.
        Retired = "retired",
        /// Not known.
        NotKnown = "not_known",
    }

    /// Whether a code may still be given to anybody.
    Standing {
        /// In use.
        Active = "active",
        /// May have left the current national list; still accepted, with a warning.
        InDoubt = "check_current_spec",
        /// Retired in April 2018: only old records have it.
        Retired = "retired_2018",
    }
}

/// From when on an unconfirmed activity no longer counts as known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lapse {
    /// It counts until something else is known.
    Never,
    /// On the 31 August that ends the academic year in which it was confirmed.
    AcademicYearEnd,
    /// So many months after it was confirmed.
    AfterVerified {
        /// Calendar months.
        months: u8,
    },
    /// So many days after it was to be reviewed.
    AfterReview {
        /// Days.
        days: u8,
    },
}

/// One line of the national list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// The code.
    pub code: ActivityCode,
    /// What staff read. Some labels are harsh: none is ever shown to a young person.
    pub label: String,
    /// Its part of the national list.
    pub group: Group,
    /// How national figures count it. None: not at all, as before the end of compulsory school age and in custody.
    pub headline: Option<Headline>,
    /// How our reports count it. None where there is no headline.
    pub category: Option<Category>,
    /// How long it stays believable.
    pub lapse: Lapse,
    /// A record of it has to say when it is to be reviewed.
    pub review_date_required: bool,
    /// A record of it has to say when it is expected to end.
    pub expected_end_required: bool,
    /// The council's record of it has to say since when the person is in neither education nor work.
    pub neet_start_required: bool,
    /// Only for somebody with a current EHC plan.
    pub send_flag_required: bool,
    /// The youngest age at which it can begin.
    pub min_age: Option<u8>,
    /// Whether it may still be given.
    pub standing: Standing,
    /// The first day on which this line holds. None: it always has.
    pub valid_from: Option<NaiveDate>,
    /// The last day on which this line holds. None: no end is known.
    pub valid_to: Option<NaiveDate>,
    /// What the list said of the same code before, the latest first.
    pub earlier: Vec<Self>,
}

impl Activity {
    /// What the list says, or said, on this day. Beyond the first and the last of its days the nearest line stands in: an
    /// old record stays readable.
    pub fn on(&self, day: NaiveDate) -> &Self {
        let begun = |line: &&Self| line.valid_from.is_none_or(|from| from <= day);
        let first = self.earlier.last().unwrap_or(self);
        [self].into_iter().chain(&self.earlier).find(begun).unwrap_or(first)
    }

    /// Whether the list has the code on this day.
    pub fn is_given_on(&self, day: NaiveDate) -> bool {
        let line = self.on(day);
        line.valid_from.is_none_or(|from| from <= day) && line.valid_to.is_none_or(|to| day <= to)
    }

    /// The last day on which the activity counts as known; none if it never lapses.
    ///
    /// Confirmed on a 31 August, an education code lapses that same day: the academic year it was confirmed for is
    /// over. No activity outlasts its expected end. Where a review date should be and is not, the day of
    /// confirmation stands in for it. How long it counts, the line of the day of confirmation says: a rule that comes later
    /// changes nothing that was confirmed before.
    pub fn current_until(
        &self,
        verified_on: NaiveDate,
        review_on: Option<NaiveDate>,
        predicted_end_on: Option<NaiveDate>,
    ) -> Option<NaiveDate> {
        let lapses_on = match self.on(verified_on).lapse {
            Lapse::Never => return None,
            Lapse::AcademicYearEnd => AcademicYear::of(verified_on).ends_on(),
            Lapse::AfterVerified { months } => add_months(verified_on, months.into()),
            Lapse::AfterReview { days } => review_on
                .unwrap_or(verified_on)
                .checked_add_days(Days::new(days.into()))
                .unwrap_or(NaiveDate::MAX),
        };
        Some(predicted_end_on.map_or(lapses_on, |end| end.min(lapses_on)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn until(code: u16, verified: &str, review: Option<&str>, end: Option<&str>) -> Option<String> {
        let activity = Activities::shipped().get(ActivityCode(code)).unwrap();
        activity
            .current_until(day(verified), review.map(day), end.map(day))
            .map(|day| day.to_string())
    }

    #[test]
    fn education_counts_to_the_end_of_the_academic_year_it_was_confirmed_in() {
        assert_eq!(until(230, "2026-06-26", None, None).unwrap(), "2026-08-31");
        assert_eq!(until(230, "2026-09-01", None, None).unwrap(), "2027-08-31");
        assert_eq!(until(230, "2026-08-31", None, None).unwrap(), "2026-08-31");
    }

    #[test]
    fn no_activity_outlasts_its_expected_end() {
        assert_eq!(until(230, "2026-06-26", None, Some("2026-07-31")).unwrap(), "2026-07-31");
        assert_eq!(until(460, "2026-08-31", None, Some("2027-05-31")).unwrap(), "2027-02-28");
    }

    #[test]
    fn work_counts_for_six_months_and_an_apprenticeship_for_twelve() {
        assert_eq!(until(330, "2026-03-31", None, None).unwrap(), "2026-09-30");
        assert_eq!(until(310, "2028-02-29", None, None).unwrap(), "2029-02-28");
        assert_eq!(until(530, "2026-01-31", None, None).unwrap(), "2026-04-30");
    }

    #[test]
    fn a_review_date_gives_four_weeks_more() {
        assert_eq!(until(350, "2026-01-10", Some("2026-03-01"), None).unwrap(), "2026-03-29");
        assert_eq!(until(350, "2026-01-10", None, None).unwrap(), "2026-02-07");
    }

    #[test]
    fn being_out_of_education_and_work_never_lapses() {
        for code in [540, 610, 615, 616, 619, 620, 680, 810, 820, 830] {
            assert_eq!(until(code, "2020-01-01", None, Some("2020-02-01")), None, "{code}");
        }
    }

    #[test]
    fn the_rule_of_the_day_of_confirmation_counts() {
        let shipped = include_str!("../../data/nccis_activity_codes.csv");
        let categories = include_str!("../../data/activity_categories.csv");
        let line = shipped.lines().find(|line| line.starts_with("330,")).unwrap();
        let before = format!("{},,2027-03-31", line.strip_suffix(",,").unwrap());
        let after = format!(
            "{},2027-04-01,",
            line.replace(",date_verified,6,", ",date_verified,3,").strip_suffix(",,").unwrap()
        );
        let list = shipped.replace(line, &format!("{after}\n{before}"));
        let activities = Activities::from_csv(&list, categories).unwrap();
        let work = activities.get(ActivityCode(330)).unwrap();

        let until = |verified| work.current_until(day(verified), None, None).unwrap().to_string();
        assert_eq!(until("2027-03-31"), "2027-09-30");
        assert_eq!(until("2027-04-01"), "2027-07-01");
        assert_eq!(until("2015-01-01"), "2015-07-01");
        assert_eq!(activities.iter().count(), Activities::shipped().iter().count());
        assert!(work.is_given_on(day("2015-01-01")) && work.is_given_on(day("2040-01-01")));
    }

    #[test]
    fn a_code_that_left_the_list_is_given_no_longer_and_stays_readable() {
        let refugee = Activities::shipped().get(ActivityCode(720)).unwrap();
        assert!(refugee.is_given_on(day("2018-03-31")));
        assert!(!refugee.is_given_on(day("2018-04-01")));
        assert_eq!(refugee.on(day("2026-01-01")), refugee);
    }

    #[test]
    fn a_code_is_exactly_three_digits() {
        assert_eq!(ActivityCode::parse("310"), Some(ActivityCode(310)));
        for text in ["", "31", "3100", "+31", "abc"] {
            assert_eq!(ActivityCode::parse(text), None, "{text}");
        }
    }
}
