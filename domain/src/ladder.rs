//! The ladder of reminders: which ways each rung may go, until when, and how many are enough (CI-11 to CI-14, YP-30).

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::{
    check_in_kind::CheckInKind,
    day::{at_london, london_day},
    id::CheckInId,
    prompt::{Channel, is_quiet},
    questionnaire::{self, Caps, LadderStep, Reminders},
};

/// The rungs that go to the young person, for one sort of check-in, in order. The others ask staff to call.
pub fn rungs(kind: CheckInKind, reminders: &Reminders) -> impl Iterator<Item = &LadderStep> {
    reminders.ladder.iter().filter(move |step| step.is_for(kind) && !ways(step).is_empty())
}

/// The ways a rung goes, the first that works.
pub fn ways(step: &LadderStep) -> Vec<Channel> {
    let way = |channel: &questionnaire::Channel| match channel {
        questionnaire::Channel::Push => Some(Channel::Push),
        questionnaire::Channel::Sms => Some(Channel::Sms),
        questionnaire::Channel::Email => Some(Channel::Email),
        questionnaire::Channel::FirstAvailable | questionnaire::Channel::WorkerTask => None,
    };
    match step.channel {
        questionnaire::Channel::FirstAvailable => step.order.iter().filter_map(way).collect(),
        ref channel => way(channel).into_iter().collect(),
    }
}

/// The ways of a rung by its name. A reminder that somebody asked for goes the first way that works, like the first rung.
pub fn ways_of(name: &str, reminders: &Reminders) -> Vec<Channel> {
    let named = reminders.ladder.iter().find(|step| step.step == rung(name));
    named.or(reminders.ladder.first()).map(ways).unwrap_or_default()
}

/// True of what goes out by itself; reminders that somebody asked for, or sent by hand, are not counted (YP-31).
pub fn is_automatic(name: &str, reminders: &Reminders) -> bool {
    reminders.ladder.iter().any(|step| step.step == rung(name))
}

/// A rung that is tried again the next day keeps its name, with this after it (CI-13).
pub const AGAIN: &str = "-again";

fn rung(name: &str) -> &str {
    name.strip_suffix(AGAIN).unwrap_or(name)
}

/// Where a prompt goes in the same step when its phones turn out to be gone.
pub fn instead_of_push(reminders: &Reminders) -> Vec<Channel> {
    let first = reminders.ladder.first().map(ways).unwrap_or_default();
    first.into_iter().filter(|way| *way != Channel::Push).collect()
}

/// Until when on `day` something may be handed over that goes this way: carriers may deliver texts late.
pub fn latest(way: Channel, day: NaiveDate, reminders: &Reminders) -> DateTime<Utc> {
    let time = match way {
        Channel::Sms => reminders.sms_not_after.min(reminders.quiet_hours.from),
        Channel::Push | Channel::Email => reminders.quiet_hours.from,
    };
    at_london(day, time)
}

/// Whether something may go this way now.
pub fn may_go(way: Channel, now: DateTime<Utc>, reminders: &Reminders) -> bool {
    !is_quiet(now, reminders) && now < latest(way, london_day(now), reminders)
}

/// Which cap is reached, and until when it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capped {
    /// There were enough messages about this check-in.
    ThisCheckIn,
    /// There were enough in 24 hours.
    ADay(DateTime<Utc>),
    /// There were enough in 30 days.
    AMonth(DateTime<Utc>),
}

/// Whether somebody has had enough automatic messages `at` a moment: for this check-in, in 24 hours, in 30 days. `had` are
/// those of the last 30 days.
pub fn capped(
    caps: &Caps,
    check_in: CheckInId,
    had: &[(CheckInId, DateTime<Utc>)],
    at: DateTime<Utc>,
) -> Option<Capped> {
    let about = had.iter().filter(|(about, _)| *about == check_in).count();
    if about >= usize::from(caps.automatic_per_check_in) {
        return Some(Capped::ThisCheckIn);
    }
    // A cap holds until the message leaves the window without which there would be one fewer than it allows.
    let until = |most: u8, days: i64| {
        let window = TimeDelta::days(days);
        let mut within: Vec<_> =
            had.iter().map(|(_, sent)| *sent).filter(|sent| *sent > at - window).collect();
        within.sort_unstable_by(|a, b| b.cmp(a));
        match usize::from(most).checked_sub(1) {
            Some(last) => within.get(last).map(|sent| *sent + window),
            None => Some(at + window),
        }
    };
    let day = until(caps.per_24_hours, 1).map(Capped::ADay);
    day.or_else(|| until(caps.per_30_days, 30).map(Capped::AMonth))
}

/// How much later than its minute a prompt goes, so that a wave of prompts is spread: always the same for the same seed,
/// and less than `over`.
pub fn spread(seed: u128, over: TimeDelta) -> TimeDelta {
    let seconds = u128::try_from(over.num_seconds()).unwrap_or(0);
    if seconds == 0 {
        return TimeDelta::zero();
    }
    // Ids count up; their last bits are chance, and mixing spreads them whatever they are.
    let mixed = (seed ^ (seed >> 64)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 24;
    TimeDelta::seconds(i64::try_from(mixed % seconds).unwrap_or(0))
}

/// The moment of a local day and time, worked out when it is needed: rules about clocks may change in between.
pub fn instant(day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    at_london(day, time)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::Datelike;
    use uuid::Uuid;

    use super::*;
    use crate::{
        day::{is_bank_holiday, london_time},
        person::AskedWhen,
        prompt::{moment, stale_after},
        questionnaire::Questionnaire,
    };

    fn shipped() -> Questionnaire {
        Questionnaire::shipped()
    }

    #[test]
    fn the_rungs_of_the_shipped_file() {
        use Channel::*;
        let questions = shipped();
        let rungs = |kind| -> Vec<(String, Vec<Channel>)> {
            let rungs = rungs(kind, questions.reminders());
            rungs.map(|step| (step.step.clone(), ways(step))).collect()
        };
        let short = [
            ("open".to_owned(), vec![Push, Sms, Email]),
            ("nudge_1".to_owned(), vec![Push]),
            ("nudge_2".to_owned(), vec![Sms]),
        ];
        assert_eq!(rungs(CheckInKind::Pulse), short);
        let long = [&short[..], &[("nudge_3".to_owned(), vec![Email])]].concat();
        assert_eq!(rungs(CheckInKind::Core), long);
        assert_eq!(instead_of_push(questions.reminders()), [Sms, Email]);
        assert_eq!(ways_of("snoozed-1", questions.reminders()), [Push, Sms, Email]);
        assert_eq!(ways_of("nudge_2-again", questions.reminders()), [Sms]);
        assert!(!is_automatic("snoozed-1", questions.reminders()));
        assert!(is_automatic("nudge_2-again", questions.reminders()));
    }

    #[test]
    fn enough_is_three_for_one_check_in_one_a_day_and_six_in_thirty_days() {
        let questions = shipped();
        let caps = &questions.reminders().caps;
        let now: DateTime<Utc> = "2026-10-20T15:30:00Z".parse().unwrap();
        let (this, other) = (CheckInId(Uuid::from_u128(1)), CheckInId(Uuid::from_u128(2)));
        let ago = |check_in, days: i64| (check_in, now - TimeDelta::days(days));
        let had = |had: &[(CheckInId, DateTime<Utc>)]| capped(caps, this, had, now).is_some();
        assert!(!had(&[]));
        assert!(!had(&[ago(this, 4), ago(this, 2)]));
        assert!(had(&[ago(this, 6), ago(this, 4), ago(this, 2)]), "three of this check-in");
        assert!(had(&[(other, now - TimeDelta::hours(23))]), "one today already");
        assert!(!had(&[(other, now - TimeDelta::hours(24))]));
        let five: Vec<_> = (2..7).map(|days| ago(other, days)).collect();
        assert!(!had(&five));
        assert!(had(&[&five[..], &[ago(other, 29)]].concat()), "six in thirty days");
        assert!(!had(&[&five[..], &[ago(other, 30)]].concat()));
    }

    #[test]
    fn a_wave_is_spread_over_its_minutes_and_stays_as_it_was_spread() {
        let over = TimeDelta::minutes(10);
        let seeds: Vec<u128> =
            (0..5000).map(|n| 0x0192_7f00_7000_8000_0000_0000_0000 + n).collect();
        let mut minutes = [0_u32; 10];
        for seed in &seeds {
            let later = spread(*seed, over);
            assert_eq!(later, spread(*seed, over));
            assert!((TimeDelta::zero()..over).contains(&later));
            minutes[usize::try_from(later.num_minutes()).unwrap()] += 1;
        }
        for (minute, count) in minutes.iter().enumerate() {
            assert!((350..650).contains(count), "{count} of 5000 in minute {minute}");
        }
        assert_eq!(spread(seeds[1], TimeDelta::zero()), TimeDelta::zero());
    }

    /// Three years, both clock changes of each, a leap day, every holiday: counted with a calendar of its own.
    #[test]
    fn for_three_years_no_way_is_taken_at_an_hour_that_is_not_for_it() {
        let questions = shipped();
        let reminders = questions.reminders();
        let mut at: DateTime<Utc> = "2027-01-01T00:00:00Z".parse().unwrap();
        let end: DateTime<Utc> = "2030-01-01T00:00:00Z".parse().unwrap();
        let mut open_hours = BTreeSet::new();
        while at < end {
            let summer = last_sunday(at.year(), 3) <= at && at < last_sunday(at.year(), 10);
            let local = at.naive_utc() + TimeDelta::hours(summer.into());
            let day = local.date();
            let christmas = day.month() == 12 && (24..=26).contains(&day.day());
            let closed = christmas || is_bank_holiday(day);
            let minutes = (local - day.and_time(NaiveTime::MIN)).num_minutes();
            let within = |until: i64| !closed && (9 * 60..until * 60).contains(&minutes);
            for (way, until) in [(Channel::Push, 20), (Channel::Sms, 19), (Channel::Email, 20)] {
                assert_eq!(may_go(way, at, reminders), within(until), "{at} {way:?}");
            }
            if within(20) {
                open_hours.insert(minutes / 60);
            }
            at += TimeDelta::minutes(30);
        }
        assert_eq!(open_hours, (9..20).collect());
    }

    /// One o'clock UTC on the last Sunday of a month: when clocks change in the United Kingdom.
    fn last_sunday(year: i32, month: u32) -> DateTime<Utc> {
        let mut day = NaiveDate::from_ymd_opt(year, month, 31).unwrap();
        while day.weekday() != chrono::Weekday::Sun {
            day = day.pred_opt().unwrap();
        }
        day.and_hms_opt(1, 0, 0).unwrap().and_utc()
    }

    #[test]
    fn every_rung_of_three_years_falls_in_its_hours_even_when_it_is_spread() {
        let questions = shipped();
        let reminders = questions.reminders();
        let mut day: NaiveDate = "2027-01-01".parse().unwrap();
        let most = TimeDelta::minutes(10) - TimeDelta::seconds(1);
        for _ in 0..1096 {
            for step in rungs(CheckInKind::Core, reminders) {
                for slot in &reminders.slot_choices.times {
                    let asked = AskedWhen { slot: *slot, ..AskedWhen::default() };
                    let at = moment(day, step, &asked, reminders);
                    let first = ways(step)[0];
                    for at in [at, at + most] {
                        assert!(may_go(first, at, reminders), "{} {at}", step.step);
                        assert!(at < stale_after(at, &[first], reminders));
                    }
                    assert_eq!(
                        instant(london_day(at), london_time(at)),
                        at,
                        "local time tells when"
                    );
                }
            }
            day = day.succ_opt().unwrap();
        }
    }
}
