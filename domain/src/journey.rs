//! The two years: when they start, when they end, and where a young person is on the way.

use chrono::NaiveDate;

use crate::{
    code::codes,
    day::{AcademicYear, add_months},
};

/// How long the service follows a young person after transition, in months.
pub const MONTHS: i32 = 24;

codes! {
    /// Where a young person is on the way.
    Stage {
        /// Transition is still to come.
        Approaching = "approaching",
        /// In the two years.
        OnTheJourney = "on-the-journey",
        /// In the two years, and not asked for a while, as they wished.
        Paused = "paused",
        /// The two years are over.
        Completed = "completed",
        /// Left before the two years were over.
        Left = "left",
    }

    /// How a partnership sets the day of transition where the council's file gives none.
    TransitionRule {
        /// The eighteenth birthday.
        EighteenthBirthday = "eighteenth-birthday",
        /// Never guessed: a record without a date is refused.
        GivenDateOnly = "given-date-only",
    }
}

impl TransitionRule {
    /// The day of transition of somebody born on `birth`, if the rule gives one.
    pub fn day(self, birth: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::EighteenthBirthday => Some(add_months(birth, 18 * 12)),
            Self::GivenDateOnly => None,
        }
    }
}

/// One young person's two years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Journey {
    /// The day responsibility passes from children's to adult services.
    pub transition_on: NaiveDate,
    /// The last day of the journey.
    pub ends_on: NaiveDate,
    /// Until when they wished not to be asked.
    pub paused_until: Option<NaiveDate>,
    /// When they left, if they did.
    pub left_on: Option<NaiveDate>,
}

/// Why a journey cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JourneyError {
    /// The service is for people of 16 to 25.
    #[error(
        "transition must fall between the 16th birthday and the end of the school year of the 25th"
    )]
    OutOfAge,
}

impl Journey {
    /// The two years from `transition_on`, cut short where the age-25 rule ends them: never past the end of the
    /// academic year in which somebody turns 25 (Children and Families Act 2014 s.46; *JL v Somerset*, 2021, UKUT 324 AAC).
    pub fn new(birth: NaiveDate, transition_on: NaiveDate) -> Result<Self, JourneyError> {
        let latest = Self::latest_end(birth);
        if transition_on < add_months(birth, 16 * 12) || transition_on > latest {
            return Err(JourneyError::OutOfAge);
        }
        let ends_on = add_months(transition_on, MONTHS).min(latest);
        Ok(Self { transition_on, ends_on, paused_until: None, left_on: None })
    }

    /// The last day on which anybody born on `birth` can be followed.
    pub fn latest_end(birth: NaiveDate) -> NaiveDate {
        AcademicYear::of(add_months(birth, 25 * 12)).ends_on()
    }

    /// Where they are on `day`.
    pub fn stage(&self, day: NaiveDate) -> Stage {
        if self.left_on.is_some_and(|left| left <= day) {
            Stage::Left
        } else if day > self.ends_on {
            Stage::Completed
        } else if day < self.transition_on {
            Stage::Approaching
        } else if self.paused_until.is_some_and(|until| day <= until) {
            Stage::Paused
        } else {
            Stage::OnTheJourney
        }
    }

    /// The tracking month on `day`: 0 in the month after transition, 24 at the end. None before it and after the end.
    pub fn month(&self, day: NaiveDate) -> Option<u8> {
        if day < self.transition_on || day > self.ends_on {
            return None;
        }
        (0..=MONTHS).rev().find(|m| add_months(self.transition_on, *m) <= day).map(|m| m as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn two_years_from_the_eighteenth_birthday() {
        let birth = day("2008-02-29");
        let transition = TransitionRule::EighteenthBirthday.day(birth).unwrap();
        assert_eq!(transition, day("2026-02-28"));

        let journey = Journey::new(birth, transition).unwrap();

        assert_eq!(journey.ends_on, day("2028-02-28"));
        assert_eq!(journey.stage(day("2026-02-27")), Stage::Approaching);
        assert_eq!(journey.stage(day("2026-02-28")), Stage::OnTheJourney);
        assert_eq!(journey.stage(day("2028-02-28")), Stage::OnTheJourney);
        assert_eq!(journey.stage(day("2028-02-29")), Stage::Completed);
    }

    #[test]
    fn months_are_counted_from_the_start_and_never_chained() {
        let journey = Journey::new(day("2008-08-31"), day("2026-08-31")).unwrap();
        assert_eq!(journey.month(day("2026-08-30")), None);
        assert_eq!(journey.month(day("2026-08-31")), Some(0));
        assert_eq!(journey.month(day("2027-02-27")), Some(5));
        assert_eq!(journey.month(day("2027-02-28")), Some(6));
        assert_eq!(journey.month(day("2028-08-31")), Some(24));
    }

    #[test]
    fn the_journey_never_outlasts_the_school_year_of_the_25th_birthday() {
        let birth = day("2001-10-05");
        let journey = Journey::new(birth, day("2026-05-01")).unwrap();
        assert_eq!(journey.ends_on, day("2027-08-31"));
        assert_eq!(Journey::new(birth, day("2027-09-01")), Err(JourneyError::OutOfAge));
        assert_eq!(Journey::new(birth, day("2017-10-04")), Err(JourneyError::OutOfAge));
        assert!(Journey::new(birth, day("2017-10-05")).is_ok());
    }

    #[test]
    fn a_pause_ends_by_itself_and_leaving_does_not() {
        let mut journey = Journey::new(day("2008-01-10"), day("2026-01-10")).unwrap();
        journey.paused_until = Some(day("2026-03-01"));
        assert_eq!(journey.stage(day("2026-03-01")), Stage::Paused);
        assert_eq!(journey.stage(day("2026-03-02")), Stage::OnTheJourney);
        journey.left_on = Some(day("2026-04-01"));
        assert_eq!(journey.stage(day("2026-05-01")), Stage::Left);
    }
}
