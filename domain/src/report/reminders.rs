//! How well reminders went out, as it may be published: a whole month of a partnership, all its young people together.

use std::{collections::HashMap, num::NonZeroU32, ops::RangeInclusive};

use chrono::NaiveDate;

use super::cell::Cell;
use super::ckr::CellKey;
use super::counts::Counts;
use super::percent::Percent;
use super::release::last_month;
use crate::id::PersonId;

/// What "on time" means, in the words that every page and document uses.
///
/// Reminders for the same time are spread over ten minutes, and each may be a quarter of an hour late.
pub const ON_TIME: &str = "A reminder is on time if it went out within 25 minutes of the time it was meant for. Only reminders that should \
     have gone out are counted. Those that were called off, or held back because there had been enough, are not. Nor are \
     those for somebody we have no way to reach.";

/// What stands beside the published figures.
pub const OF_EACH: &str = "Of each young person, only the first three reminders of the month are counted. The number is rounded to a multiple \
     of 15, and the percentage is worked out from rounded numbers, so that nobody can be found in them.";

/// How many reminders of one young person count: as many as a check-in may bring.
const MOST_EACH: NonZeroU32 = NonZeroU32::new(3).expect("three is more than nought");

/// The reminders of one month. As with [`Counts`], nothing can be read until it is published.
pub struct ReminderCounts {
    days: RangeInclusive<NaiveDate>,
    had: HashMap<PersonId, u32>,
    counts: Counts<Line>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Line {
    Due,
    OnTime,
}

/// How well reminders of one month went out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReminderReport {
    /// The first day of the month.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
    /// How many should have gone out: a multiple of 15 from 30 up, or low, which is any number below 30.
    pub due: Cell,
    /// How many of them were on time.
    pub on_time: Cell,
    /// Their share, if enough were due.
    pub percent: Option<Percent>,
}

impl ReminderCounts {
    /// None counted yet of the month before the one that `today` is in. Months do not overlap, so that one report less
    /// another tells nothing.
    pub fn of_last_month(today: NaiveDate) -> Self {
        Self { days: last_month(today), had: HashMap::new(), counts: Counts::of_events(MOST_EACH) }
    }

    /// The days for which the reminders were meant.
    pub fn days(&self) -> &RangeInclusive<NaiveDate> {
        &self.days
    }

    /// Counts a reminder that should have gone to somebody. They have to come in the order in which they were meant to
    /// go.
    pub fn add(&mut self, person: PersonId, on_time: bool) {
        let had = self.had.entry(person).or_default();
        if *had == MOST_EACH.get() {
            return;
        }
        *had += 1;
        self.counts.add(Line::Due, person);
        if on_time {
            self.counts.add(Line::OnTime, person);
        }
    }

    /// The report that may be shown to everybody.
    pub fn publish(self, key: &CellKey) -> ReminderReport {
        let published = self.counts.publish(key);
        let [due, on_time] = [Line::Due, Line::OnTime].map(|line| published.cell(&line));
        ReminderReport {
            from: *self.days.start(),
            to: *self.days.end(),
            due,
            on_time,
            percent: Percent::of_events(on_time, due, MOST_EACH),
        }
    }
}

impl ReminderReport {
    /// What it says, in a sentence. It reads figures, never counts.
    pub fn finding(&self) -> String {
        let month = self.from.format("%B %Y");
        let Some(due) = self.due.value() else {
            return format!("Too few reminders were due in {month} to say how many were on time.");
        };
        match self.percent {
            Some(percent) => {
                let share = percent.in_words();
                format!("In {month}, {share} of about {due} reminders went out on time.")
            }
            None if self.on_time.is_low() => {
                format!("In {month}, fewer than 30 of about {due} reminders went out on time.")
            }
            None => format!(
                "About {due} reminders were due in {month}: too few to say what share went out on time."
            ),
        }
    }

    /// The sign to show beside the percentage, if it needs one.
    pub fn mark(&self) -> Option<&'static str> {
        self.percent.is_some_and(Percent::is_unreliable).then_some("[u]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{cell_key, day, person};

    /// That many young people who have this many reminders each, of which so many are on time.
    fn report(people: u64, each: u32, on_time: u32) -> ReminderReport {
        let mut counts = ReminderCounts::of_last_month(day("2026-11-22"));
        for number in 1..=people {
            (0..each).for_each(|one| counts.add(person(number), one < on_time));
        }
        counts.publish(&cell_key())
    }

    #[test]
    fn a_report_is_about_the_month_before() {
        let october = report(0, 0, 0);
        assert_eq!((october.from, october.to), (day("2026-10-01"), day("2026-10-31")));
        let counts = ReminderCounts::of_last_month(day("2028-03-01"));
        assert_eq!(*counts.days(), day("2028-02-01")..=day("2028-02-29"));
    }

    #[test]
    fn figures_are_multiples_of_fifteen_and_the_share_follows_from_them() {
        let all = report(100, 1, 1);
        assert!([Some(90), Some(105)].contains(&all.due.value()));
        assert_eq!(all.on_time, all.due, "the same reminders have the same figure");
        let due = all.due;
        assert_eq!(
            all.finding(),
            format!("In October 2026, 95% or more of about {due} reminders went out on time.")
        );
        assert_eq!(all.mark(), Some("[u]"));

        let half = report(300, 2, 1);
        let percent = half.percent.unwrap().to_string().parse::<u32>().unwrap();
        assert!((46..=54).contains(&percent), "{percent}");
        assert_eq!(half.mark(), None);
    }

    #[test]
    fn who_has_many_counts_with_the_first_three() {
        assert_eq!(report(60, 40, 3), report(60, 3, 3));
        assert_eq!(report(60, 40, 40), report(60, 3, 3));
        let late_at_last = report(60, 4, 3);
        assert_eq!(late_at_last.percent.unwrap().in_words(), "95% or more");
    }

    #[test]
    fn of_few_nothing_is_said() {
        for people in [0, 1, 5] {
            let few = report(people, 3, 1);
            assert_eq!(few, report(0, 0, 0), "{people} read the same as nobody");
            assert_eq!((few.due.value(), few.on_time.value(), few.percent), (None, None, None));
            assert_eq!(
                few.finding(),
                "Too few reminders were due in October 2026 to say how many were on time."
            );
        }
        let some = report(45, 1, 1);
        assert_eq!((some.due.value(), some.percent), (Some(45), None));
        assert_eq!(
            some.finding(),
            "About 45 reminders were due in October 2026: too few to say what share went out on time."
        );
    }

    #[test]
    fn a_month_in_which_hardly_any_went_on_time_says_so() {
        let none = report(90, 1, 0);
        assert_eq!(
            none.finding(),
            "In October 2026, fewer than 30 of about 90 reminders went out on time."
        );
    }
}
