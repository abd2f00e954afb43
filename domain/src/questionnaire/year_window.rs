//! Days that come round every year.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

/// A day of the year, such as 1 October. 29 February is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MonthDay {
    month: u32,
    day: u32,
}

impl MonthDay {
    /// The day in one year; 29 February is the 28th where there is none.
    pub fn in_year(self, year: i32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, self.month, self.day)
            .or_else(|| NaiveDate::from_ymd_opt(year, self.month, self.day - 1))
    }
}

impl FromStr for MonthDay {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is not a month and day such as \"10-31\"");
        let (month, day) = text.split_once('-').ok_or_else(wrong)?;
        let (month, day) = (month.parse().map_err(|_| wrong())?, day.parse().map_err(|_| wrong())?);
        // 2024 has a 29 February.
        NaiveDate::from_ymd_opt(2024, month, day).ok_or_else(wrong)?;
        Ok(Self { month, day })
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

/// A stretch of the year, both ends included. It may run over New Year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct YearWindow {
    /// Its first day.
    pub from: MonthDay,
    /// Its last day.
    pub to: MonthDay,
}

impl YearWindow {
    /// True of the days in it, in any year.
    pub fn contains(self, on: NaiveDate) -> bool {
        let on = MonthDay { month: on.month(), day: on.day() };
        if self.from <= self.to {
            self.from <= on && on <= self.to
        } else {
            self.from <= on || on <= self.to
        }
    }
}

impl FromStr for YearWindow {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (from, to) = text
            .split_once('/')
            .ok_or_else(|| format!("{text:?} is not a stretch such as \"10-01/10-31\""))?;
        Ok(Self { from: from.parse()?, to: to.parse()? })
    }
}

impl TryFrom<String> for YearWindow {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

/// A stretch of the year in which one check-in should fall, so that national measures have an
/// answer to go by.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anchor {
    /// What the file calls it.
    pub name: String,
    /// When it is.
    pub window: YearWindow,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn both_ends_are_in_the_window() {
        let october: YearWindow = "10-01/10-31".parse().unwrap();
        assert!(october.contains(day("2026-10-01")) && october.contains(day("2027-10-31")));
        assert!(!october.contains(day("2026-09-30")) && !october.contains(day("2026-11-01")));
    }

    #[test]
    fn a_window_may_run_over_new_year() {
        let winter: YearWindow = "12-24/01-02".parse().unwrap();
        assert!(winter.contains(day("2026-12-31")) && winter.contains(day("2027-01-02")));
        assert!(!winter.contains(day("2027-01-03")));
    }

    #[test]
    fn days_that_never_come_are_refused() {
        assert!("02-30/03-01".parse::<YearWindow>().is_err());
        assert!("October".parse::<YearWindow>().is_err());
    }

    #[test]
    fn the_last_of_february_is_there_every_year() {
        let leap: MonthDay = "02-29".parse().unwrap();
        assert_eq!(leap.in_year(2028), Some(day("2028-02-29")));
        assert_eq!(leap.in_year(2027), Some(day("2027-02-28")));
    }
}
