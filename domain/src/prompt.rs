//! When a young person is nudged: at an hour they chose, never in quiet hours, never on a holiday.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::{
    code::codes,
    day::{at_london, is_bank_holiday, london_day, london_time},
    person::AskedWhen,
};

codes! {
    /// Which way a prompt goes.
    Channel {
        /// Web Push to a phone.
        Push = "push",
        /// Text message.
        Sms = "sms",
        /// E-mail.
        Email = "email",
    }

    /// What became of a prompt.
    PromptOutcome {
        /// A push service took it.
        Sent = "sent",
        /// There was no phone to send it to.
        NoChannel = "no-channel",
        /// Every phone it could go to is gone.
        Gone = "gone",
        /// It could not be sent, however often it was tried.
        Failed = "failed",
        /// Its moment passed before it could be sent.
        Expired = "expired",
        /// It was no longer wanted: answered, paused or stopped.
        Cancelled = "cancelled",
    }
}

/// The hours in which nobody is prompted, in Europe/London.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietHours {
    /// First quiet minute in the evening.
    pub from: NaiveTime,
    /// First minute of the morning in which prompts may go.
    pub to: NaiveTime,
}

impl QuietHours {
    /// Whether the local time of `at` is quiet.
    pub fn cover(&self, at: DateTime<Utc>) -> bool {
        let time = london_time(at);
        if self.from <= self.to {
            self.from <= time && time < self.to
        } else {
            time >= self.from || time < self.to
        }
    }
}

/// Days on which nobody is prompted: bank holidays, and Christmas from the 24th to the 26th (YP-30).
pub fn no_send_day(day: NaiveDate) -> bool {
    is_bank_holiday(day) || (day.month() == 12 && (24..=26).contains(&day.day()))
}

/// The moment for a prompt about a check-in that opens on `due_on`: the young person's day and time of the week,
/// `days_later` counted from there, moved to the next day that is no holiday. Intent is a local day and time; the
/// instant is worked out here, late, so that a clock change cannot shift it.
pub fn moment(due_on: NaiveDate, days_later: u32, asked: &AskedWhen) -> DateTime<Utc> {
    let wait = (7 + asked.weekday.num_days_from_monday() as i64
        - due_on.weekday().num_days_from_monday() as i64)
        % 7;
    let mut day = due_on + TimeDelta::days(wait + i64::from(days_later));
    while no_send_day(day) {
        day += TimeDelta::days(1);
    }
    at_london(day, asked.slot)
}

/// Until when a prompt that was meant for `due_at` may still go: the end of its own day's waking hours. A prompt
/// whose moment has passed is not sent late into the night or the next morning.
pub fn stale_after(due_at: DateTime<Utc>, quiet: &QuietHours) -> DateTime<Utc> {
    at_london(london_day(due_at), quiet.from).max(due_at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Weekday;

    fn quiet() -> QuietHours {
        let time = |h| NaiveTime::from_hms_opt(h, 0, 0).unwrap();
        QuietHours { from: time(20), to: time(9) }
    }

    #[test]
    fn the_chosen_day_and_time_of_the_week() {
        let asked = AskedWhen::default();
        let at = |day: &str, later| moment(day.parse().unwrap(), later, &asked).to_rfc3339();
        assert_eq!(at("2026-09-07", 0), "2026-09-09T15:30:00+00:00", "Monday waits for Wednesday");
        assert_eq!(at("2026-09-09", 0), "2026-09-09T15:30:00+00:00");
        assert_eq!(at("2026-09-10", 2), "2026-09-18T15:30:00+00:00");
        assert_eq!(at("2026-12-23", 0), "2026-12-23T16:30:00+00:00", "winter time");
        assert_eq!(
            at("2026-12-23", 2),
            "2026-12-29T16:30:00+00:00",
            "Christmas and its Monday are left alone"
        );
    }

    #[test]
    fn for_three_years_nobody_is_prompted_in_quiet_hours_or_on_a_holiday() {
        let mut day: NaiveDate = "2026-01-01".parse().unwrap();
        for _ in 0..1096 {
            for weekday in [Weekday::Mon, Weekday::Wed, Weekday::Sun] {
                for slot in [(9, 30), (12, 30), (16, 30), (18, 30)] {
                    let slot = NaiveTime::from_hms_opt(slot.0, slot.1, 0).unwrap();
                    let asked = AskedWhen { weekday, slot, stopped_at: None };
                    let at = moment(day, 0, &asked);
                    assert!(!quiet().cover(at) && !no_send_day(london_day(at)), "{at}");
                    assert_eq!(london_time(at), slot);
                    assert!(!quiet().cover(stale_after(at, &quiet()) - TimeDelta::seconds(1)));
                }
            }
            day += TimeDelta::days(1);
        }
    }
}
