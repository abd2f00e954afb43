//! When a young person is asked: the day, the time, how often, and not at all (YP-30, YP-31).

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{
    check_in::State,
    day::london_day,
    id::CheckInId,
    ladder::{ways, ways_of},
    person::{AskedWhen, Person, Unwanted},
    prompt::{Channel, Snooze, moment_after, put_off, stale_after},
};
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{
    Tag,
    asked::{OftenCode, WEEK, WeekdayCode, time},
    me::MeOut,
};
use crate::{
    app::App,
    http::{
        auth::YoungPerson,
        problem::{Kind, Problem, Result},
        valid::Valid,
        wire::Instant,
    },
    store::{NewPrompt, Tx, scope::OwnRecord},
};

pub struct Prompting;

/// How often one check-in can be put off.
const MOST_SNOOZES: usize = 10;

#[OpenApi(tag = "Tag::InCharge")]
impl Prompting {
    /// Choose when I am asked
    ///
    /// The day, the time, how often, a pause, or no reminders at all. It counts at once for everything that was not sent
    /// yet. None of it changes the help you get, and nothing that you told us is deleted.
    #[oai(path = "/me/prompts", method = "patch", operation_id = "set_prompts")]
    async fn set(
        &self,
        app: Data<&App>,
        me: YoungPerson,
        body: Valid<PromptChoicesIn>,
    ) -> Result<Json<MeOut>> {
        let (app, body) = (app.0, body.0);
        app.store
            .write(*me.scope(), async |tx| {
                // Two phones that choose at once keep both choices.
                tx.hold(tx.scope().person()).await?;
                let person = tx.me().await?;
                let asked = body.asked(&person, app)?;
                let paused_until = body.paused_until(&person, app.today());
                tx.save_asked(&asked, paused_until, app.now()).await?;
                if asked.stopped_at.is_some() || paused_until.is_some() {
                    tx.cancel_all_prompts(app.now()).await?;
                } else if (asked.weekday, asked.slot) != (person.asked.weekday, person.asked.slot) {
                    move_prompts(tx, app, &asked).await?;
                }
                Ok(Json(MeOut::of(tx, app, tx.around_me().await?).await?))
            })
            .await
    }

    /// Put a check-in off
    ///
    /// One reminder comes at that time instead of those that were to come. The check-in stays open all the while.
    #[oai(
        path = "/check-ins/:check_in_id/snooze",
        method = "post",
        operation_id = "snooze_check_in"
    )]
    async fn snooze(
        &self,
        app: Data<&App>,
        me: YoungPerson,
        /// Which check-in.
        check_in_id: Path<Uuid>,
        body: Valid<SnoozeIn>,
    ) -> Result<Json<SnoozedOut>> {
        let app = app.0;
        let (now, reminders) = (app.now(), app.questionnaire.reminders());
        app.store
            .write(*me.scope(), async |tx| {
                // Each time that it is put off has a number, which follows from how many there are.
                tx.hold(tx.scope().person()).await?;
                let person = tx.me().await?;
                let (check_in, _) = tx.check_in(CheckInId(check_in_id.0)).await?;
                if check_in.state() != State::Open {
                    return Err(Problem::new(Kind::CheckInClosed, "This check-in is over."));
                }
                if person.asked.stopped_at.is_some() {
                    return Err(Problem::new(
                        Kind::RuleBroken,
                        "You have stopped reminders. Start them again first.",
                    ));
                }
                let due_at = put_off(body.0.until.into(), now, &person.asked, reminders)
                    .ok_or_else(|| {
                        Problem::new(Kind::RuleBroken, "It is too late for today.")
                            .at("/until", "there is no time left today: choose another day")
                    })?;
                if person.journey.paused_until.is_some_and(|until| london_day(due_at) <= until) {
                    return Err(Problem::new(
                        Kind::RuleBroken,
                        "You are having a break. Carry on first, or answer when you like.",
                    ));
                }
                let ways = ways_of(SNOOZED, reminders);
                let earlier = tx.count_prompts(check_in.id, SNOOZED).await?;
                if earlier >= MOST_SNOOZES {
                    return Err(Problem::new(
                        Kind::TooManyRequests,
                        "This check-in was put off many times. It stays open: answer when you like.",
                    )
                    .retry_after(24 * 3600));
                }
                tx.cancel_prompts(check_in.id, now).await?;
                tx.queue_own_prompt(&NewPrompt {
                    id: app.new_id(),
                    partnership: person.partnership,
                    person: person.id,
                    check_in: check_in.id,
                    step: format!("{SNOOZED}{}", earlier + 1),
                    channel: Channel::Push,
                    meant_at: due_at,
                    due_at,
                    expires_at: stale_after(due_at, &ways, reminders),
                })
                .await?;
                Ok(Json(SnoozedOut { next_at: due_at.into() }))
            })
            .await
    }
}

/// How the rungs of reminders that were asked for begin.
const SNOOZED: &str = "snoozed-";

/// Since when something is stopped, after somebody chose.
fn stopped(
    choice: Option<bool>,
    since: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    match choice {
        None => since,
        Some(true) => since.or(Some(now)),
        Some(false) => None,
    }
}

/// Moves what waits to the day and time that were chosen now.
async fn move_prompts(tx: &Tx<OwnRecord>, app: &App, asked: &AskedWhen) -> Result<()> {
    let (now, reminders) = (app.now(), app.questionnaire.reminders());
    for (id, check_in, step) in tx.waiting_prompts().await? {
        // A reminder that they asked for themselves stays where they put it.
        let Some(step) = reminders.ladder.iter().find(|known| known.step == step) else { continue };
        let (check_in, _) = tx.check_in(check_in).await?;
        let meant_at = moment_after(now, check_in.due_on, step, asked, reminders);
        let due_at = app.spread(meant_at, check_in.person);
        let stale = stale_after(due_at, &ways(step), reminders);
        tx.move_prompt(id, meant_at, due_at, stale.min(check_in.closes_at)).await?;
    }
    Ok(())
}

/// How long to leave somebody alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "Pause", rename_all = "kebab-case")]
enum PauseCode {
    /// Not any more: go on.
    None,
    /// One week.
    OneWeek,
    /// Two weeks.
    TwoWeeks,
    /// Four weeks.
    FourWeeks,
    /// Twelve weeks.
    TwelveWeeks,
}

/// Until when a check-in is put off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "SnoozeUntil", rename_all = "kebab-case", remote = "Snooze")]
enum SnoozeCode {
    /// The next of the day's times, two hours or more from now.
    LaterToday,
    /// Tomorrow at their time.
    Tomorrow,
    /// Saturday at their time; on a Saturday, Sunday.
    Weekend,
}

/// When somebody is asked. What is left out stays as it is.
#[derive(Object)]
#[oai(rename = "PromptChoices", deny_unknown_fields)]
struct PromptChoicesIn {
    weekday: Option<WeekdayCode>,
    /// One of the times that `Prompts.slots` lists, such as `16:30`.
    #[oai(validator(min_length = 5, max_length = 5))]
    slot: Option<String>,
    often: Option<OftenCode>,
    pause: Option<PauseCode>,
    /// No reminders at all until this is `false` again.
    stopped: Option<bool>,
    /// `false`: no reminders on phones. `true`: they may come there again.
    pushes: Option<bool>,
    /// `false`: no texts.
    texts: Option<bool>,
    /// `false`: no e-mails.
    emails: Option<bool>,
}

/// A check-in is put off.
#[derive(Object)]
#[oai(rename = "Snooze", deny_unknown_fields)]
struct SnoozeIn {
    until: SnoozeCode,
}

/// When the reminder comes.
#[derive(Object)]
#[oai(rename = "Snoozed")]
struct SnoozedOut {
    /// When we remind you.
    next_at: Instant,
}

impl PromptChoicesIn {
    /// When they are asked from now on.
    fn asked(&self, person: &Person, app: &App) -> Result<AskedWhen> {
        let times = &app.questionnaire.reminders().slot_choices.times;
        let slot = match &self.slot {
            None => person.asked.slot,
            Some(wanted) => {
                times.iter().copied().find(|slot| time(*slot) == *wanted).ok_or_else(|| {
                    let choices: Vec<String> = times.iter().copied().map(time).collect();
                    Problem::new(Kind::RuleBroken, "We do not ask at that time.")
                        .at("/slot", format!("choose one of {}", choices.join(", ")))
                })?
            }
        };
        let chosen = |code: WeekdayCode| WEEK.iter().find(|(known, _)| *known == code);
        let weekday = self.weekday.and_then(chosen).map_or(person.asked.weekday, |(_, day)| *day);
        Ok(AskedWhen {
            weekday,
            slot,
            often: self.often.map_or(person.asked.often, Into::into),
            // Whoever chooses how often has chosen.
            closer_from: person.asked.closer_from.filter(|_| self.often.is_none()),
            stopped_at: stopped(self.stopped, person.asked.stopped_at, app.now()),
            unwanted: self.unwanted(person.asked.unwanted, app.now()),
            postponed: person.asked.postponed,
        })
    }

    fn unwanted(&self, known: Unwanted, now: DateTime<Utc>) -> Unwanted {
        let not = |wanted: Option<bool>, since| stopped(wanted.map(|wanted| !wanted), since, now);
        Unwanted {
            pushes: not(self.pushes, known.pushes),
            texts: not(self.texts, known.texts),
            emails: not(self.emails, known.emails),
            // Whoever chooses here has chosen.
            texts_by_text: known.texts_by_text && self.texts.is_none(),
        }
    }

    /// The last day of the pause, if there is to be one.
    fn paused_until(&self, person: &Person, today: NaiveDate) -> Option<NaiveDate> {
        let weeks = match self.pause {
            None => return person.journey.paused_until.filter(|until| *until >= today),
            Some(PauseCode::None) => return None,
            Some(PauseCode::OneWeek) => 1,
            Some(PauseCode::TwoWeeks) => 2,
            Some(PauseCode::FourWeeks) => 4,
            Some(PauseCode::TwelveWeeks) => 12,
        };
        today.checked_add_days(Days::new(7 * weeks))
    }
}
