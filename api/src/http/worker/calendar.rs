//! A worker's key days in their own calendar program. No name is in it, and its address can be ended.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use domain::{
    calendar::{FeedDay, ics},
    id::PersonId,
    journey::{Stage, TransitionRule},
    plan::Plan,
    spell::{Spell, latest},
};
use poem::web::Data;
use poem_openapi::{ApiResponse, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::Tag;
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        problem::{Kind, Problem, Result},
        wire::{CalendarOut, Instant},
    },
    secret::{Token, TokenKind},
    store::{
        Tx,
        scope::{Caseload, Within},
    },
};

/// How far ahead a calendar looks.
const AHEAD: Days = Days::new(400);
/// How long what is past stays in it.
const BEHIND: Days = Days::new(31);

/// The operations about calendars.
pub struct Calendars;

#[OpenApi(tag = "Tag::Caseload")]
impl Calendars {
    /// Show whether there is a calendar of key days
    ///
    /// Its address is not told again: only its hash is kept.
    #[oai(path = "/calendar", method = "get", operation_id = "show_calendar")]
    async fn show(&self, app: Data<&App>, me: WithPeople) -> Result<Json<CalendarStateOut>> {
        app.store
            .read(*me.scope(), async |tx| {
                let since = tx.feed_since().await?.map(Instant::from);
                Ok(Json(CalendarStateOut { since }))
            })
            .await
    }

    /// Get an address for a calendar of key days
    ///
    /// For a calendar program to subscribe to: follow-ups, tasks, reviews, ends and lapses of those whom you reach, without a name.
    /// Whoever has the address can read it, so it is shown once; asking again ends the old one.
    #[oai(path = "/calendar", method = "post", operation_id = "start_calendar")]
    async fn start(&self, app: Data<&App>, me: WithPeople) -> Result<Json<CalendarAddressOut>> {
        let app = app.0;
        let token = Token::new(TokenKind::Calendar, me.scope().partnership(), app.random());
        let (hash, now) = (token.hash(), app.now());
        app.store
            .write::<_, _, Problem>(*me.scope(), async |tx| Ok(tx.save_feed(hash, now).await?))
            .await?;
        let url = format!("{}/worker/v1/calendar/{}", app.public_url, token.as_str());
        Ok(Json(CalendarAddressOut { url }))
    }

    /// End the address of a calendar of key days
    ///
    /// Whoever has it reads nothing any more. Ending what is not there is no error.
    #[oai(path = "/calendar", method = "delete", operation_id = "end_calendar")]
    async fn end(&self, app: Data<&App>, me: WithPeople) -> Result<Ended> {
        app.store
            .write(*me.scope(), async |tx| {
                tx.remove_feed().await?;
                Ok(Ended::Done)
            })
            .await
    }

    /// Read a calendar of key days
    ///
    /// What a calendar program asks for. The address is the key; any other one is not found.
    #[oai(path = "/calendar/:token", method = "get", operation_id = "read_calendar")]
    async fn read(
        &self,
        app: Data<&App>,
        /// The address that was given out.
        #[oai(validator(pattern = "^[A-Za-z0-9_-]{1,100}$"))]
        token: Path<String>,
    ) -> Result<CalendarOut> {
        let app = app.0;
        let none = || Problem::new(Kind::NotFound, "there is no such calendar here");
        let token = Token::parse(&token.0).filter(|token| token.kind() == TokenKind::Calendar);
        let token = token.ok_or_else(none)?;
        let scope = app.store.feed_of(token.partnership(), token.hash(), app.now()).await?;
        let days =
            app.store.read::<_, _, Problem>(scope, async |tx| key_days(app, tx).await).await?;
        Ok(CalendarOut(ics(&days, Uuid::from(scope.staff()), app.now())))
    }
}

async fn key_days(app: &App, tx: &Tx<Caseload>) -> Result<Vec<(NaiveDate, FeedDay)>> {
    let today = app.today();
    let from = today.checked_sub_days(BEHIND).unwrap_or(today);
    let until = today.checked_add_days(AHEAD).unwrap_or(today);
    let mut days: Vec<(NaiveDate, FeedDay)> =
        tx.follow_ups(from).await?.into_iter().map(|day| (day, FeedDay::FollowUp)).collect();
    days.extend(tx.open_tasks(None).await?.iter().map(|task| (task.due_on, FeedDay::Task)));
    let mut theirs: HashMap<PersonId, Vec<Spell>> = HashMap::new();
    for (person, spell) in tx.spells().await? {
        theirs.entry(person).or_default().push(spell);
    }
    let plans = tx.plans().await?;
    for (person, _) in tx.people().await? {
        let journey = &person.journey;
        if matches!(journey.stage(today), Stage::Left | Stage::Completed) {
            continue;
        }
        days.push((journey.ends_on, FeedDay::TwoYears));
        let review = plans.get(&person.id).and_then(Plan::next_review);
        days.extend(review.map(|day| (day, FeedDay::AnnualReview)));
        days.extend(
            TransitionRule::EighteenthBirthday
                .day(person.birth_date)
                .map(|day| (day, FeedDay::Eighteenth)),
        );
        let spells = theirs.remove(&person.id).unwrap_or_default();
        let Some(spell) = latest(&spells, &app.activities, today) else { continue };
        let lapse = app.activities.get(spell.code).and_then(|it| spell.current_until(it));
        days.extend(lapse.map(|day| (day, FeedDay::Lapse)));
        days.extend(spell.review_on.map(|day| (day, FeedDay::Review)));
        days.extend(spell.predicted_end_on.map(|day| (day, FeedDay::End)));
    }
    days.retain(|(day, _)| (from..=until).contains(day));
    Ok(days)
}

/// Whether there is a calendar.
#[derive(Object)]
#[oai(rename = "CalendarState", skip_serializing_if_is_none)]
struct CalendarStateOut {
    /// Since when its address holds. Absent where there is none.
    since: Option<Instant>,
}

/// The address of a calendar.
#[derive(Object)]
#[oai(rename = "CalendarAddress")]
struct CalendarAddressOut {
    /// What a calendar program subscribes to. It is shown once.
    url: String,
}

#[derive(ApiResponse)]
enum Ended {
    /// It is ended.
    #[oai(status = 204)]
    Done,
}
