//! The hours in which somebody is there, and deadlines that run in them alone (SAFE-04).

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::{at_london, is_working_day, london_day};

/// When staff of a partnership are there: between two times of each working day in London, and not on days when the
/// office is shut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    opens: NaiveTime,
    closes: NaiveTime,
    shut: BTreeSet<NaiveDate>,
}

/// How many days in a row an office may be shut beside weekends and bank holidays. A month at Christmas is a slip of
/// somebody's pen, and a deadline must come.
const MOST_SHUT: usize = 31;

impl Default for Hours {
    /// Nine to five, Monday to Friday.
    fn default() -> Self {
        let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("it is a time of day");
        Self { opens: at(9), closes: at(17), shut: BTreeSet::new() }
    }
}

impl Hours {
    /// None if it closes before it has been open for an hour, or is shut for more than a month's worth of days.
    pub fn new(
        opens: NaiveTime,
        closes: NaiveTime,
        shut: impl IntoIterator<Item = NaiveDate>,
    ) -> Option<Self> {
        let shut: BTreeSet<NaiveDate> = shut.into_iter().collect();
        let fits = closes - opens >= TimeDelta::hours(1) && shut.len() <= MOST_SHUT;
        fits.then_some(Self { opens, closes, shut })
    }

    /// When it opens, in London.
    pub fn opens(&self) -> NaiveTime {
        self.opens
    }

    /// When it closes, in London.
    pub fn closes(&self) -> NaiveTime {
        self.closes
    }

    /// The days on which it is shut beside weekends and bank holidays, the earliest first.
    pub fn shut(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        self.shut.iter().copied()
    }

    /// The moment at which so many minutes of working time have gone by since `from`. With none, the first moment from
    /// then on at which somebody is there.
    pub fn after(&self, from: DateTime<Utc>, minutes: u32) -> DateTime<Utc> {
        let mut left = TimeDelta::minutes(minutes.into());
        let mut at = from;
        loop {
            let (opens, closes) = self.next_open(at);
            let begins = at.max(opens);
            if left <= closes - begins {
                return begins + left;
            }
            left -= closes - begins;
            at = closes;
        }
    }

    /// So many working days of working time after `from`: from eleven on Tuesday, one is eleven on Wednesday.
    pub fn days_after(&self, from: DateTime<Utc>, days: u32) -> DateTime<Utc> {
        // The clocks change on Sundays only, so working days are all of one length.
        let day = (self.closes - self.opens).num_minutes().unsigned_abs();
        self.after(from, u32::try_from(day).unwrap_or(u32::MAX).saturating_mul(days))
    }

    /// When the working day ends in which `from` lies, or the next one if nobody is there then.
    pub fn end_of_day(&self, from: DateTime<Utc>) -> DateTime<Utc> {
        self.next_open(from).1
    }

    /// How many whole minutes of working time lie between two moments; nought if the second is not later.
    pub fn minutes_between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> u32 {
        let mut open = TimeDelta::zero();
        let mut at = from;
        while at < to {
            let (opens, closes) = self.next_open(at);
            if opens >= to {
                break;
            }
            open += closes.min(to) - at.max(opens);
            at = closes;
        }
        open.num_minutes().clamp(0, u32::MAX.into()) as u32
    }

    /// Whether somebody is there on this day.
    pub fn is_open_on(&self, day: NaiveDate) -> bool {
        is_working_day(day) && !self.shut.contains(&day)
    }

    /// The opening hours that `at` lies in, or the next after it.
    fn next_open(&self, at: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
        let mut day = london_day(at);
        while !self.is_open_on(day) || at_london(day, self.closes) <= at {
            day = day + Days::new(1);
        }
        (at_london(day, self.opens), at_london(day, self.closes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::london_time;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn christmas_week() -> Hours {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let time = |text: &str| text.parse::<NaiveTime>().unwrap();
        Hours::new(
            time("08:30:00"),
            time("16:45:00"),
            [day("2026-12-24"), day("2026-12-29"), day("2026-12-30"), day("2026-12-31")],
        )
        .unwrap()
    }

    /// Whether somebody is there in the minute that begins then, without any of the arithmetic.
    fn is_open(hours: &Hours, at: DateTime<Utc>) -> bool {
        let time = london_time(at);
        hours.is_open_on(london_day(at)) && hours.opens <= time && time < hours.closes
    }

    /// Weeks with a bank holiday, with Christmas, and with both changes of the clocks.
    const BEGINNINGS: [&str; 5] = [
        "2026-09-04T00:00:00Z",
        "2026-12-21T00:00:00Z",
        "2027-03-24T00:00:00Z",
        "2026-03-26T00:00:00Z",
        "2026-10-22T00:00:00Z",
    ];
    const THREE_WEEKS: i64 = 21 * 24 * 60;

    #[test]
    fn deadlines_are_those_of_somebody_who_counts_every_minute() {
        for hours in [Hours::default(), christmas_week()] {
            for beginning in BEGINNINGS.map(utc) {
                let minute = |n: i64| beginning + TimeDelta::minutes(n);
                for start in (0..7 * 24 * 60).step_by(1_117) {
                    let from = minute(start);
                    let mut counted = 0;
                    for n in start..THREE_WEEKS {
                        let at = minute(n);
                        if (n - start) % 61 == 0 {
                            assert_eq!(hours.minutes_between(from, at), counted, "{from} to {at}");
                        }
                        if is_open(&hours, at) {
                            counted += 1;
                            if counted % 113 == 0 {
                                let over = at + TimeDelta::minutes(1);
                                assert_eq!(hours.after(from, counted), over, "{from} + {counted}");
                                assert_eq!(hours.minutes_between(from, over), counted);
                            }
                        }
                    }
                    assert!(counted > 0, "nobody is there after {from}");
                }
            }
        }
    }

    #[test]
    fn more_time_is_never_over_sooner() {
        let hours = christmas_week();
        for beginning in BEGINNINGS.map(utc) {
            let after: Vec<_> = (0..3_000).map(|minutes| hours.after(beginning, minutes)).collect();
            assert!(after.is_sorted());
        }
    }

    #[test]
    fn two_hours_and_a_working_day_are_what_people_expect() {
        let hours = Hours::default();
        for (from, two_hours, a_day) in [
            // A Tuesday in summer: London is an hour ahead.
            ("2026-09-08T10:00:00Z", "2026-09-08T12:00:00Z", "2026-09-09T10:00:00Z"),
            // Ten to five on a Friday.
            ("2026-09-04T15:50:00Z", "2026-09-07T09:50:00Z", "2026-09-07T15:50:00Z"),
            // Saturday night: the clock begins on Monday, whose end is a working day later.
            ("2026-09-05T22:00:00Z", "2026-09-07T10:00:00Z", "2026-09-07T16:00:00Z"),
            // Christmas Eve 2026 is a Thursday; the Monday after stands in for Boxing Day.
            ("2026-12-24T16:30:00Z", "2026-12-29T10:30:00Z", "2026-12-29T16:30:00Z"),
            // Over the change to summer time, and Easter: Friday and Monday are holidays.
            ("2027-03-25T16:00:00Z", "2027-03-30T09:00:00Z", "2027-03-30T15:00:00Z"),
            // Over the change to winter time.
            ("2026-10-23T15:00:00Z", "2026-10-26T10:00:00Z", "2026-10-26T16:00:00Z"),
        ] {
            assert_eq!(hours.after(utc(from), 120), utc(two_hours), "{from}");
            assert_eq!(hours.days_after(utc(from), 1), utc(a_day), "{from}");
        }
    }

    #[test]
    fn a_day_ends_when_the_office_closes() {
        let hours = Hours::default();
        let end = |from: &str| hours.end_of_day(utc(from));
        assert_eq!(end("2026-09-08T10:00:00Z"), utc("2026-09-08T16:00:00Z"));
        assert_eq!(end("2026-09-08T16:00:00Z"), utc("2026-09-09T16:00:00Z"));
        assert_eq!(end("2026-12-25T10:00:00Z"), utc("2026-12-29T17:00:00Z"));
    }

    #[test]
    fn an_office_that_never_opens_is_none() {
        let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
        assert_eq!(Hours::new(nine, nine, []), None);
        let first: NaiveDate = "2026-12-01".parse().unwrap();
        let five = NaiveTime::from_hms_opt(17, 0, 0).unwrap();
        assert!(Hours::new(nine, five, first.iter_days().take(31)).is_some());
        assert_eq!(Hours::new(nine, five, first.iter_days().take(32)), None);
    }
}
