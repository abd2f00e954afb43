//! What the clocks in England say. Instants are kept in UTC; people live in London time.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::London;

/// The day it is in London.
pub fn london_day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&London).date_naive()
}

/// The time of day it is in London.
pub fn london_time(at: DateTime<Utc>) -> NaiveTime {
    at.with_timezone(&London).time()
}

/// The instant at which the clocks in London show this time on this day.
///
/// A time that the clocks skip in spring is an hour later by the new time; a time that they show
/// twice in autumn is the first of the two.
pub fn at_london(day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let local = day.and_time(time);
    if let Some(at) = London.from_local_datetime(&local).earliest() {
        return at.to_utc();
    }
    // Clocks in London never skip more than an hour, so an hour before the skipped time is a real
    // one.
    let hour = TimeDelta::hours(1);
    let before = London.from_local_datetime(&(local - hour)).earliest();
    before.expect("London has never skipped two hours at once").to_utc() + hour
}

#[cfg(test)]
mod tests {
    use chrono::Days;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn time(text: &str) -> NaiveTime {
        text.parse().unwrap()
    }

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn london_is_an_hour_ahead_in_summer_only() {
        assert_eq!(at_london(day("2026-01-15"), time("09:00:00")), utc("2026-01-15T09:00:00Z"));
        assert_eq!(at_london(day("2026-07-15"), time("09:00:00")), utc("2026-07-15T08:00:00Z"));
        assert_eq!(london_time(utc("2026-07-15T08:00:00Z")), time("09:00:00"));
    }

    #[test]
    fn late_in_the_evening_in_summer_it_is_already_tomorrow_in_london() {
        assert_eq!(london_day(utc("2026-07-15T22:59:59Z")), day("2026-07-15"));
        assert_eq!(london_day(utc("2026-07-15T23:00:00Z")), day("2026-07-16"));
        assert_eq!(london_day(utc("2026-01-15T23:00:00Z")), day("2026-01-15"));
    }

    #[test]
    fn a_time_that_does_not_exist_in_spring_moves_forward() {
        let change = day("2026-03-29");
        assert_eq!(at_london(change, time("00:59:59")), utc("2026-03-29T00:59:59Z"));
        assert_eq!(at_london(change, time("01:30:00")), utc("2026-03-29T01:30:00Z"));
        assert_eq!(london_time(at_london(change, time("01:30:00"))), time("02:30:00"));
        assert_eq!(at_london(change, time("02:00:00")), utc("2026-03-29T01:00:00Z"));
    }

    #[test]
    fn a_time_that_comes_twice_in_autumn_is_the_first_of_the_two() {
        let change = day("2026-10-25");
        assert_eq!(at_london(change, time("01:30:00")), utc("2026-10-25T00:30:00Z"));
        assert_eq!(london_time(utc("2026-10-25T01:30:00Z")), time("01:30:00"));
        assert_eq!(at_london(change, time("02:00:00")), utc("2026-10-25T02:00:00Z"));
    }

    #[test]
    fn every_half_hour_of_six_years_comes_back_as_it_went_unless_the_clocks_skip_it() {
        let mut date = day("2024-01-01");
        while date < day("2030-01-01") {
            for half_hour in 0..48 {
                let clock = time("00:00:00") + TimeDelta::minutes(30 * half_hour);
                let at = at_london(date, clock);
                let skipped = london_time(at) != clock;
                assert_eq!(london_day(at), date);
                assert!(
                    !skipped || london_time(at) == clock + TimeDelta::hours(1),
                    "{date} {clock}"
                );
            }
            date = date + Days::new(1);
        }
    }

    #[test]
    fn a_leap_day_is_a_day_like_any_other() {
        assert_eq!(london_day(at_london(day("2028-02-29"), time("23:59:59"))), day("2028-02-29"));
    }
}
