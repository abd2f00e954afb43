//! When figures come out. They change once a quarter at most, so that nobody can follow one person
//! from day to day.

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};

use crate::day::add_months;

/// The day up to which today's figures know: the last day of the last completed calendar quarter.
pub fn release_day(today: NaiveDate) -> NaiveDate {
    quarter_start(today).pred_opt().unwrap_or(NaiveDate::MIN)
}

/// The day on which the next figures come out: the first of the next calendar quarter.
pub fn next_release_on(today: NaiveDate) -> NaiveDate {
    add_months(quarter_start(today), 3)
}

/// The first instant that figures as known on a day do not know of any more. A record counts if
/// it was made before then and was not withdrawn before then.
pub fn cut_off(known_on: NaiveDate) -> DateTime<Utc> {
    known_on.succ_opt().unwrap_or(NaiveDate::MAX).and_time(NaiveTime::MIN).and_utc()
}

/// The days of the month before the one that `today` is in: what figures are about that are counted by the month. What
/// they are made from is not kept for a quarter.
pub fn last_month(today: NaiveDate) -> RangeInclusive<NaiveDate> {
    let this = month_start(today);
    add_months(this, -1)..=this.pred_opt().unwrap_or(NaiveDate::MIN)
}

/// The day on which the next figures by the month come out: the first of the next month.
pub fn next_month_on(today: NaiveDate) -> NaiveDate {
    add_months(month_start(today), 1)
}

fn month_start(date: NaiveDate) -> NaiveDate {
    date.with_day(1).expect("every month has a first day")
}

fn quarter_start(date: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(date.year(), date.month0() / 3 * 3 + 1, 1)
        .expect("every month has a first day")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn figures_stay_the_same_for_a_whole_quarter() {
        assert_eq!(release_day(day("2026-10-01")), day("2026-09-30"));
        assert_eq!(release_day(day("2026-11-22")), day("2026-09-30"));
        assert_eq!(release_day(day("2026-12-31")), day("2026-09-30"));
        assert_eq!(release_day(day("2027-01-01")), day("2026-12-31"));
    }

    #[test]
    fn the_next_figures_come_out_on_the_first_day_of_the_next_quarter() {
        assert_eq!(next_release_on(day("2026-11-22")), day("2027-01-01"));
        assert_eq!(next_release_on(day("2027-01-01")), day("2027-04-01"));
        let next = next_release_on(day("2028-02-29"));
        assert_eq!(release_day(next), day("2028-03-31"));
    }

    #[test]
    fn figures_by_the_month_are_about_the_whole_month_before() {
        for (today, first, last, next) in [
            ("2026-11-01", "2026-10-01", "2026-10-31", "2026-12-01"),
            ("2026-11-30", "2026-10-01", "2026-10-31", "2026-12-01"),
            ("2027-01-31", "2026-12-01", "2026-12-31", "2027-02-01"),
            ("2028-03-31", "2028-02-01", "2028-02-29", "2028-04-01"),
        ] {
            assert_eq!(last_month(day(today)), day(first)..=day(last));
            assert_eq!(next_month_on(day(today)), day(next));
        }
    }

    #[test]
    fn a_record_made_on_the_last_day_still_counts() {
        let last_second: DateTime<Utc> = "2026-09-30T23:59:59Z".parse().unwrap();
        assert!(last_second < cut_off(day("2026-09-30")));
        assert_eq!(
            cut_off(day("2026-09-30")),
            "2026-10-01T00:00:00Z".parse::<DateTime<Utc>>().unwrap()
        );
    }
}
