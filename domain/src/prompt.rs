//! When a young person is nudged: at an hour they chose, never in quiet hours, never on a holiday. The hours and days are
//! data of the questionnaire file.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};

use crate::{
    code::codes,
    day::{add_working_days, at_london, is_bank_holiday, london_day, london_time},
    ladder::latest,
    person::AskedWhen,
    proof::Reached,
    questionnaire::{self, LadderStep, NoSend, OnlyIf, Reminders},
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
        /// There were enough messages of late.
        Capped = "capped",
        /// Somebody may have taken it; nobody can say. It is not sent again.
        Unsure = "unsure",
    }

    /// Until when a young person puts a check-in off (YP-31).
    Snooze {
        /// The next of the day's times, two hours or more from now.
        LaterToday = "later-today",
        /// Tomorrow at their time.
        Tomorrow = "tomorrow",
        /// Saturday at their time; on a Saturday, Sunday.
        Weekend = "weekend",
    }
}

impl PromptOutcome {
    /// Whether it should have gone out, as far as that was ours to do: not what was called off or held back, nor what had
    /// no way to go.
    pub fn should_have_gone(self) -> bool {
        matches!(self, Self::Sent | Self::Failed | Self::Expired | Self::Unsure)
    }
}

impl Channel {
    /// What somebody is reached at this way: a number or an address. Nothing for a phone, which is not written to.
    pub fn reached(self) -> Option<Reached> {
        match self {
            Self::Push => None,
            Self::Sms => Some(Reached::Mobile),
            Self::Email => Some(Reached::Email),
        }
    }
}

impl From<Reached> for Channel {
    fn from(reached: Reached) -> Self {
        match reached {
            Reached::Mobile => Self::Sms,
            Reached::Email => Self::Email,
        }
    }
}

/// How long "later today" is at least.
const LATER: TimeDelta = TimeDelta::hours(2);

/// Whether nobody is prompted at this moment.
pub fn is_quiet(at: DateTime<Utc>, reminders: &Reminders) -> bool {
    reminders.quiet_hours.cover(london_time(at)) || no_send_day(london_day(at), reminders)
}

/// Days on which nobody is prompted.
pub fn no_send_day(day: NaiveDate, reminders: &Reminders) -> bool {
    reminders.no_send_dates.iter().any(|rule| match rule {
        NoSend::BankHolidaysEngland => is_bank_holiday(day),
        NoSend::Every(window) => window.contains(day),
    })
}

/// The moment for a step of the ladder about a check-in that opens on `due_on`: the young person's day of the week,
/// `step.day` counted from there, moved to the next day that is no holiday, at their time of day or the other part of it.
/// Intent is a local day and time; the instant is worked out here, late, so that a clock change cannot shift it.
pub fn moment(
    due_on: NaiveDate,
    step: &LadderStep,
    asked: &AskedWhen,
    reminders: &Reminders,
) -> DateTime<Utc> {
    let from = i64::from(due_on.weekday().num_days_from_monday());
    let wait = (7 + i64::from(asked.weekday.num_days_from_monday()) - from) % 7;
    let mut day = due_on + TimeDelta::days(wait + i64::from(step.day));
    while no_send_day(day, reminders) {
        day += TimeDelta::days(1);
    }
    let slot =
        if step.at_other_part_of_day() { other_part(asked.slot, reminders) } else { asked.slot };
    at_london(day, slot)
}

/// The moment for a step of the ladder, counted from the next of their weeks in which it is still to come: how a
/// prompt moves when somebody chooses another day or time.
pub fn moment_after(
    now: DateTime<Utc>,
    due_on: NaiveDate,
    step: &LadderStep,
    asked: &AskedWhen,
    reminders: &Reminders,
) -> DateTime<Utc> {
    let mut from = due_on;
    loop {
        let at = moment(from, step, asked, reminders);
        if at > now {
            return at;
        }
        from += TimeDelta::weeks(1);
    }
}

/// When to remind somebody who puts a check-in off at `now`; nothing if today has no time left.
pub fn put_off(
    until: Snooze,
    now: DateTime<Utc>,
    asked: &AskedWhen,
    reminders: &Reminders,
) -> Option<DateTime<Utc>> {
    let today = london_day(now);
    let mut day = match until {
        Snooze::LaterToday => {
            let mut times = reminders.slot_choices.times.clone();
            times.sort_unstable();
            let mut moments = times.into_iter().map(|time| at_london(today, time));
            return moments.find(|at| *at >= now + LATER && !is_quiet(*at, reminders));
        }
        Snooze::Tomorrow => today + TimeDelta::days(1),
        Snooze::Weekend if today.weekday() == Weekday::Sat => today + TimeDelta::days(1),
        Snooze::Weekend => {
            today + TimeDelta::days(i64::from((12 - today.weekday().num_days_from_monday()) % 7))
        }
    };
    while no_send_day(day, reminders) {
        day += TimeDelta::days(1);
    }
    Some(at_london(day, asked.slot))
}

/// The slot farthest from the usual one: who works in the afternoon may be free in the morning.
fn other_part(slot: NaiveTime, reminders: &Reminders) -> NaiveTime {
    let apart = |other: &&NaiveTime| (**other - slot).abs();
    reminders.slot_choices.times.iter().max_by_key(apart).copied().unwrap_or(slot)
}

/// Until when a prompt that was meant for `due_at` may still go, by the latest of its ways: the end of its own day's hours.
/// A prompt whose moment has passed is not sent late into the night or the next morning.
pub fn stale_after(
    due_at: DateTime<Utc>,
    ways: &[Channel],
    reminders: &Reminders,
) -> DateTime<Utc> {
    let day = london_day(due_at);
    ways.iter().map(|way| latest(*way, day, reminders)).max().unwrap_or(due_at).max(due_at)
}

/// The steps of the ladder at which staff are asked to call: those that wait for a second silent check-in, or the others.
pub fn call_steps(
    reminders: &Reminders,
    after_two_silent: bool,
) -> impl Iterator<Item = &LadderStep> {
    reminders.ladder.iter().filter(move |step| {
        step.channel == questionnaire::Channel::WorkerTask
            && (step.only_if == Some(OnlyIf::TwoExpiredInARow)) == after_two_silent
    })
}

/// By when staff who are asked on `day` are to have called.
pub fn call_by(step: &LadderStep, day: NaiveDate) -> NaiveDate {
    add_working_days(day, step.due_working_days.unwrap_or(5).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::Questionnaire;

    #[test]
    fn the_chosen_day_and_time_of_the_week() {
        let questions = Questionnaire::shipped();
        let reminders = questions.reminders();
        let [open, nudge] = [&reminders.ladder[0], &reminders.ladder[1]];
        let at = |day: &str, step| {
            moment(day.parse().unwrap(), step, &AskedWhen::default(), reminders).to_rfc3339()
        };
        assert_eq!(
            at("2026-09-07", open),
            "2026-09-09T15:30:00+00:00",
            "Monday waits for Wednesday"
        );
        assert_eq!(at("2026-09-09", open), "2026-09-09T15:30:00+00:00");
        assert_eq!(at("2026-09-09", nudge), "2026-09-11T08:30:00+00:00", "another part of the day");
        assert_eq!(at("2026-12-23", open), "2026-12-23T16:30:00+00:00", "winter time");
        assert_eq!(at("2026-12-23", nudge), "2026-12-27T09:30:00+00:00", "Christmas is left alone");
    }

    #[test]
    fn a_check_in_is_put_off_to_a_time_of_theirs() {
        let questions = Questionnaire::shipped();
        let asked = AskedWhen::default();
        let at = |now: &str, until| {
            put_off(until, now.parse().unwrap(), &asked, questions.reminders())
                .map(|at| at.to_rfc3339())
        };
        // A Monday in summer: the day's times are 9:30, 12:30, 16:30 and 19:00 or so, an hour ahead of UTC.
        let monday = "2026-09-07T08:00:00Z";
        assert_eq!(at(monday, Snooze::Tomorrow).unwrap(), "2026-09-08T15:30:00+00:00");
        assert_eq!(at(monday, Snooze::Weekend).unwrap(), "2026-09-12T15:30:00+00:00");
        assert_eq!(
            at("2026-09-12T08:00:00Z", Snooze::Weekend).unwrap(),
            "2026-09-13T15:30:00+00:00"
        );
        assert_eq!(
            at("2026-09-13T08:00:00Z", Snooze::Weekend).unwrap(),
            "2026-09-19T15:30:00+00:00"
        );
        assert_eq!(
            at("2026-12-23T12:00:00Z", Snooze::Tomorrow).unwrap(),
            "2026-12-27T16:30:00+00:00"
        );
        assert_eq!(at("2026-09-07T18:30:00Z", Snooze::LaterToday), None, "the day is over");
        let later: DateTime<Utc> = at(monday, Snooze::LaterToday).unwrap().parse().unwrap();
        assert_eq!(london_day(later), "2026-09-07".parse().unwrap());
        assert!(later >= monday.parse::<DateTime<Utc>>().unwrap() + LATER);
    }

    #[test]
    fn another_day_moves_what_is_still_to_come() {
        let questions = Questionnaire::shipped();
        let reminders = questions.reminders();
        let friday = AskedWhen { weekday: Weekday::Fri, ..AskedWhen::default() };
        let at = |now: &str| {
            let (due, now) = ("2026-09-07".parse().unwrap(), now.parse().unwrap());
            moment_after(now, due, &reminders.ladder[0], &friday, reminders).to_rfc3339()
        };
        assert_eq!(at("2026-09-08T08:00:00Z"), "2026-09-11T15:30:00+00:00");
        assert_eq!(at("2026-09-12T08:00:00Z"), "2026-09-18T15:30:00+00:00");
    }

    #[test]
    fn for_three_years_nobody_is_prompted_in_quiet_hours_or_on_a_holiday() {
        let questions = Questionnaire::shipped();
        let reminders = questions.reminders();
        let mut day: NaiveDate = "2026-01-01".parse().unwrap();
        for _ in 0..1096 {
            for weekday in [Weekday::Mon, Weekday::Wed, Weekday::Sun] {
                for slot in &reminders.slot_choices.times {
                    let asked = AskedWhen { weekday, slot: *slot, ..AskedWhen::default() };
                    let at = moment(day, &reminders.ladder[0], &asked, reminders);
                    assert!(!is_quiet(at, reminders), "{at}");
                    assert_eq!(london_time(at), *slot);
                    assert!(!is_quiet(
                        stale_after(at, &[Channel::Push], reminders) - TimeDelta::seconds(1),
                        reminders
                    ));
                }
            }
            day += TimeDelta::days(1);
        }
    }
}
