//! How well reminders go out, by day and way. Nobody is named.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use domain::{
    prompt::{Channel, PromptOutcome},
    report::ON_TIME,
};
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, payload::Json};

use super::Tag;
use crate::{
    app::App,
    http::{auth::AtWork, problem::Result, wire::Instant},
    store::{PromptCount, StoreError},
};

pub struct Prompts;

/// How many days are shown, today included.
const DAYS: u64 = 30;

#[OpenApi(tag = "Tag::Reminders")]
impl Prompts {
    /// Show how well reminders went out
    ///
    /// The last 30 days of this partnership by day and way, and how many of what should have gone went on time. Days on
    /// which nothing was due are left out. Managers see it too; nobody is named in it.
    #[oai(path = "/prompts/days", method = "get", operation_id = "show_prompt_days")]
    async fn show(&self, app: Data<&App>, me: AtWork) -> Result<Json<PromptDaysOut>> {
        let (now, last) = (app.now(), app.today());
        let first = last.checked_sub_days(Days::new(DAYS - 1)).unwrap_or(last);
        let (counts, waiting) = app
            .store
            .read::<_, _, StoreError>(*me.scope(), async |tx| {
                let counts = tx.prompt_counts(first, last).await?;
                Ok((counts, tx.waiting_since(now, app.wave).await?))
            })
            .await?;
        let days = by_day(&counts);
        Ok(Json(PromptDaysOut {
            as_of: now.into(),
            from: first,
            to: last,
            on_time: OnTimeOut::of(&counts),
            oldest_unsent: waiting.map(Instant::from),
            days,
        }))
    }
}

/// Which way reminders go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
#[oai(rename = "ReminderWay", rename_all = "kebab-case", remote = "Channel")]
enum WayCode {
    /// Messages on phones.
    #[default]
    Push,
    /// Text messages.
    Sms,
    /// E-mails.
    Email,
}

/// How well reminders went out.
#[derive(Object)]
#[oai(rename = "PromptDays", skip_serializing_if_is_none)]
struct PromptDaysOut {
    /// When this was true.
    as_of: Instant,
    /// The first day.
    from: NaiveDate,
    /// The last day: today.
    to: NaiveDate,
    on_time: OnTimeOut,
    /// When the reminder was due that has waited longest. Missing: none waits too long.
    oldest_unsent: Option<Instant>,
    /// The latest first.
    days: Vec<PromptDayOut>,
}

/// How many went on time of those that should have gone: the service's own on-time rate.
#[derive(Object)]
#[oai(rename = "OnTimeRate", skip_serializing_if_is_none)]
struct OnTimeOut {
    /// Went on time.
    on_time: u32,
    /// Should have gone by now: not those that were called off or held back, or for whom there is no way.
    of: u32,
    /// In per cent, rounded down. Missing where none should have gone.
    per_cent: Option<u32>,
    /// What "on time" means, and what is counted.
    definition: String,
}

/// One day, one way.
#[derive(Default, Object)]
#[oai(rename = "PromptDay")]
struct PromptDayOut {
    /// The day for which they were meant.
    day: NaiveDate,
    way: WayCode,
    /// All that were meant for this day.
    due: u32,
    /// Sent on time.
    on_time: u32,
    /// Sent later on the same day.
    late: u32,
    /// Sent, on time or late, another way than was tried first.
    fell_back: u32,
    /// Could not be sent, however often it was tried.
    failed: u32,
    /// Not sent because their moment had passed.
    expired: u32,
    /// Not sent because there were enough of late.
    capped: u32,
    /// May have been sent; nobody can say, and nothing is sent twice.
    unsure: u32,
    /// Not wanted any more: answered, paused or stopped.
    cancelled: u32,
    /// Not sent because there is no phone, number or address that takes any.
    no_way: u32,
    /// Still to go.
    waiting: u32,
}

fn by_day(counts: &[PromptCount]) -> Vec<PromptDayOut> {
    let mut days = BTreeMap::<(NaiveDate, &str), PromptDayOut>::new();
    for one in counts {
        let row = days.entry((one.day, one.way.code())).or_insert_with(|| PromptDayOut {
            day: one.day,
            way: one.way.into(),
            ..PromptDayOut::default()
        });
        row.due += one.count;
        let sent = one.outcome == Some(PromptOutcome::Sent);
        if sent && one.fell_back {
            row.fell_back += one.count;
        }
        *match one.outcome {
            None => &mut row.waiting,
            Some(PromptOutcome::Sent) if one.late => &mut row.late,
            Some(PromptOutcome::Sent) => &mut row.on_time,
            Some(PromptOutcome::NoChannel | PromptOutcome::Gone) => &mut row.no_way,
            Some(PromptOutcome::Failed) => &mut row.failed,
            Some(PromptOutcome::Expired) => &mut row.expired,
            Some(PromptOutcome::Cancelled) => &mut row.cancelled,
            Some(PromptOutcome::Capped) => &mut row.capped,
            Some(PromptOutcome::Unsure) => &mut row.unsure,
        } += one.count;
    }
    days.into_values().rev().collect()
}

impl OnTimeOut {
    fn of(counts: &[PromptCount]) -> Self {
        let sum = |what: fn(&PromptCount) -> bool| {
            counts.iter().filter(|one| what(one)).map(|one| one.count).sum::<u32>()
        };
        let on_time = sum(|one| one.outcome == Some(PromptOutcome::Sent) && !one.late);
        let of = sum(|one| one.outcome.is_some_and(PromptOutcome::should_have_gone));
        let per_cent = (u64::from(on_time) * 100).checked_div(of.into());
        Self {
            on_time,
            of,
            per_cent: per_cent.and_then(|rate| u32::try_from(rate).ok()),
            definition: ON_TIME.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(way: Channel, outcome: Option<PromptOutcome>, late: bool, count: u32) -> PromptCount {
        let day = "2026-11-22".parse().unwrap();
        PromptCount { day, way, outcome, late, fell_back: late, count }
    }

    #[test]
    fn what_should_have_gone_is_what_the_rate_is_of() {
        use PromptOutcome::*;
        let counts = [
            count(Channel::Push, Some(Sent), false, 90),
            count(Channel::Push, Some(Sent), true, 5),
            count(Channel::Push, Some(Cancelled), false, 7),
            count(Channel::Push, Some(Capped), false, 8),
            count(Channel::Push, Some(NoChannel), false, 9),
            count(Channel::Push, None, false, 4),
            count(Channel::Sms, Some(Expired), false, 3),
            count(Channel::Sms, Some(Unsure), false, 1),
            count(Channel::Sms, Some(Failed), false, 1),
        ];
        let (days, rate) = (by_day(&counts), OnTimeOut::of(&counts));
        assert_eq!((rate.on_time, rate.of, rate.per_cent), (90, 100, Some(90)));
        let push = days.iter().find(|day| day.way == WayCode::Push).unwrap();
        assert_eq!((push.due, push.late, push.fell_back, push.waiting), (123, 5, 5, 4));
        assert_eq!(OnTimeOut::of(&[]).per_cent, None);
    }
}
