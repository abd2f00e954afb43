//! How work is shared out among a team, and how soon alerts are dealt with (WK-10).

use chrono::{DateTime, Utc};

use crate::{day::Hours, questionnaire::Priority};

/// How many open alerts that can wait one worker looks after before their manager is told.
pub const MANY: u32 = 15;

/// What one of the staff has to look after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// How many young people whose two years run.
    pub people: u32,
    /// How many of them are to be called today.
    pub call_today: u32,
    /// How many of them nobody has contacted for long.
    pub silent: u32,
    /// Open alerts, by priority.
    pub alerts: [u32; 4],
    /// Tasks whose day is over.
    pub late_tasks: u32,
}

impl Load {
    /// Open alerts of one priority.
    pub fn of(&self, priority: Priority) -> u32 {
        self.alerts[priority as usize]
    }

    /// More alerts that can wait than one person can look after.
    pub fn is_much(&self) -> bool {
        self.of(Priority::P3) + self.of(Priority::P4) > MANY
    }
}

/// The one in the middle, in minutes of working time, of how long things took; nothing where there were none.
pub fn middle(
    took: impl IntoIterator<Item = (DateTime<Utc>, DateTime<Utc>)>,
    hours: &Hours,
) -> Option<u32> {
    let mut minutes: Vec<u32> =
        took.into_iter().map(|(from, to)| hours.minutes_between(from, to)).collect();
    minutes.sort_unstable();
    minutes.get(minutes.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_wait_is_counted_and_what_cannot_is_not() {
        let load = |p3, p4| Load { alerts: [9, 9, p3, p4], ..Load::default() };
        assert!(!load(10, 5).is_much());
        assert!(load(10, 6).is_much());
        assert_eq!(load(10, 6).of(Priority::P3), 10);
    }

    #[test]
    fn the_middle_counts_working_time() {
        let utc = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let friday = utc("2026-09-04T15:50:00Z");
        let took = [
            (friday, utc("2026-09-07T08:10:00Z")),
            (friday, friday),
            (friday, utc("2026-09-08T08:10:00Z")),
        ];
        assert_eq!(middle(took, &Hours::default()), Some(20));
        assert_eq!(middle([], &Hours::default()), None);
    }
}
