//! Eighteen months, day by day.

use std::{
    collections::{BTreeMap, HashMap},
    io::Cursor,
    sync::Mutex,
};

use anyhow::{Context, Result};
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};
use domain::{
    day::{at_london, is_working_day, london_day},
    id::{CheckInId, PersonId, StaffId},
    identifier::CouncilCode,
    invitation::Route,
    journey::TransitionRule,
    partnership::Partnership,
    person::Person,
    staff::Role,
    text::Line,
};
use indicatif::ProgressBar;
use poem::{EndpointExt, Response, endpoint::BoxEndpoint, http::Method};
use serde_json::json;

use super::{
    SLUG,
    chance::Chance,
    client::Client,
    council_file, month,
    phone::{Nature, answers},
    staff::{self, Desk},
};
use crate::{
    app::App,
    clock::Clock,
    http, importing, jobs,
    secret::{Token, TokenKind},
    store::{NewInvitation, StoreError, scope::System},
};

/// How long the story is.
pub const DAYS: i64 = 548;

/// A clock that the story turns.
pub struct TurningClock(Mutex<DateTime<Utc>>);

impl TurningClock {
    /// A clock that shows `at`.
    pub fn new(at: DateTime<Utc>) -> Self {
        Self(Mutex::new(at))
    }

    fn turn(&self, to: DateTime<Utc>) {
        *self.0.lock().expect("nobody panics while turning it") = to;
    }
}

impl Clock for TurningClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().expect("nobody panics while turning it")
    }
}

/// Somebody in the story.
struct Character {
    person: Person,
    worker: Option<StaffId>,
    nature: Nature,
    joins_on: Option<NaiveDate>,
    phone: Option<Client>,
}

struct Story<'a> {
    app: &'a App,
    system: System,
    service: BoxEndpoint<'static, Response>,
    partnership: Partnership,
    people: HashMap<PersonId, Character>,
    /// Who looks as well where somebody may come to harm.
    manager: StaffId,
    /// Who answers what on which day.
    answering: BTreeMap<NaiveDate, Vec<(PersonId, CheckInId)>>,
    chance: Chance,
}

/// Plays the story until `end`.
pub async fn play(
    app: &App,
    system: System,
    clock: &TurningClock,
    end: DateTime<Utc>,
    bar: &ProgressBar,
) -> Result<()> {
    let mut story = Story::begin(app, system).await?;
    let mut day = app.today();
    let last = london_day(end);
    while day <= last {
        bar.set_message(month(app.now()));
        for (hour, minute) in [(8, 5), (9, 40), (10, 0), (12, 40), (16, 40), (17, 0), (18, 40)] {
            let at =
                at_london(day, NaiveTime::from_hms_opt(hour, minute, 0).context("a time of day")?);
            if at > end {
                break;
            }
            clock.turn(at);
            match hour {
                8 => story.morning(day, last).await?,
                10 => story.office_hours(day).await?,
                17 => story.evening(day).await?,
                // Ten minutes after each time that somebody can choose, whoever chose it has their turn.
                _ => story.remind().await?,
            }
        }
        bar.inc(1);
        day = day.succ_opt().context("the calendar goes on")?;
    }
    clock.turn(end);
    Ok(())
}

impl<'a> Story<'a> {
    async fn begin(app: &'a App, system: System) -> Result<Self> {
        let mut chance = Chance::new(2024);
        let partnership = partnership(app)?;
        app.store
            .write::<_, _, StoreError>(system, async |tx| {
                tx.add_partnership(&partnership, app.now()).await
            })
            .await?;
        let staff = staff::add(app, system, partnership.id).await?;
        let workers: Vec<&str> =
            staff.iter().filter(|s| s.role == Role::Worker).map(|s| s.email.as_str()).collect();
        let file = council_file::write(app.today(), &workers, &mut chance);
        let admin = system.administer(partnership.id);
        let report =
            importing::import(app, admin, Cursor::new(file), importing::How::default()).await?;
        anyhow::ensure!(report.faults.is_empty(), "the demonstration's own file has faults");

        let service = http::service(app.clone(), system, http::edge::Rules::default()).boxed();
        let people = app
            .store
            .read::<_, _, StoreError>(system, async |tx| tx.people().await)
            .await?
            .into_iter()
            .map(|(person, worker)| {
                let character = character(app.today(), person, worker, &mut chance);
                (character.person.id, character)
            })
            .collect();
        let manager = staff.iter().find(|staff| staff.role == Role::Manager);
        let manager = manager.context("a manager of the staff")?.id;
        let answering = BTreeMap::new();
        let mut story =
            Self { app, system, service, partnership, people, manager, answering, chance };
        story.get_ready(&staff).await?;
        story.promises(&staff).await?;
        Ok(story)
    }

    /// The administrator says what is in place, and turns the questions about safety on.
    async fn get_ready(&self, staff: &[domain::staff::Staff]) -> Result<()> {
        let first = |role| {
            let found = staff.iter().find(|staff| staff.role == role);
            found.map(|staff| staff.id).context("somebody of the staff")
        };
        let lead = first(Role::SafeguardingLead)?.0;
        let desk = self.desk(first(Role::Administrator)?).await?;
        let today = self.app.today();
        let place = json!({
            "under_18_lead": lead, "adult_lead": lead, "signposts_checked_on": today, "drill_on": today,
            "out_of_hours": "Nobody is here now. We are back on the next working day.",
        });
        desk.patch("/admin/v1/partnership/readiness", &place).await?;
        desk.patch("/admin/v1/partnership", &json!({ "safety_questions": true })).await?;
        Ok(())
    }

    /// Workers note what the plans promise.
    async fn promises(&mut self, staff: &[domain::staff::Staff]) -> Result<()> {
        let agreed_on = self.app.today() - TimeDelta::days(60);
        let mut chance = self.chance.clone();
        for worker in staff.iter().filter(|s| s.role == Role::Worker) {
            let desk = self.desk(worker.id).await?;
            for person in self.people_of(worker.id) {
                if chance.percent(70) {
                    desk.promise(self.app, person.0, agreed_on, &mut chance).await?;
                }
            }
        }
        self.chance = chance;
        Ok(())
    }

    fn people_of(&self, worker: StaffId) -> Vec<PersonId> {
        let theirs = self.people.values().filter(|c| c.worker == Some(worker));
        let mut ids: Vec<PersonId> = theirs.map(|c| c.person.id).collect();
        ids.sort();
        ids
    }

    async fn desk(&self, worker: StaffId) -> Result<Desk<'_>> {
        let client = Client::staff(self.app, self.system, self.partnership.id, worker).await?;
        Ok(Desk { service: &self.service, client })
    }

    /// Check-ins open, and people decide whether and when they will answer.
    async fn morning(&mut self, day: NaiveDate, last: NaiveDate) -> Result<()> {
        jobs::ask(self.app, self.system).await?;
        let since = self.app.now() - TimeDelta::minutes(1);
        let opened = self
            .app
            .store
            .read::<_, _, StoreError>(self.system, async |tx| tx.recent_check_ins(since).await)
            .await?;
        for check_in in opened {
            let Some(character) = self.people.get(&check_in.person) else { continue };
            if self.chance.percent(character.nature.answers) {
                let wait =
                    self.chance.weighted(&[(0, 20), (2, 40), (3, 15), (5, 12), (7, 8), (11, 5)]);
                let on = day + TimeDelta::days(wait);
                // The last ones are left for whoever is watching.
                if on < last {
                    self.answering.entry(on).or_default().push((check_in.person, check_in.id));
                }
            }
        }
        Ok(())
    }

    /// Workers work. Each looks through their caseload every other week.
    async fn office_hours(&mut self, day: NaiveDate) -> Result<()> {
        jobs::close(self.app, self.system).await?;
        self.join(day).await?;
        if !is_working_day(day) {
            return Ok(());
        }
        let mut workers: Vec<StaffId> = self.people.values().filter_map(|c| c.worker).collect();
        workers.sort();
        workers.dedup();
        for (index, worker) in workers.into_iter().enumerate() {
            // Each has a weekday of their own, every other week.
            let week = day.num_days_from_ce() / 7 + index as i32;
            if day.weekday().num_days_from_monday() as usize == index % 5 && week % 2 == 0 {
                let desk = self.desk(worker).await?;
                let mut chance = self.chance.clone();
                desk.day(self.app, &mut chance).await?;
                self.chance = chance;
                self.desk(self.manager).await?.second_looks().await?;
            }
        }
        Ok(())
    }

    /// Some are invited, and join.
    async fn join(&mut self, day: NaiveDate) -> Result<()> {
        let mut joining: Vec<PersonId> = self
            .people
            .values()
            .filter(|c| c.phone.is_none() && c.joins_on.is_some_and(|on| on <= day))
            .map(|c| c.person.id)
            .collect();
        joining.sort();
        for id in joining {
            let phone = self.invite(id).await?;
            let character = self.people.get_mut(&id).context("somebody in the story")?;
            character.phone = Some(phone);
        }
        Ok(())
    }

    async fn invite(&self, id: PersonId) -> Result<Client> {
        let (app, partnership) = (self.app, self.partnership.id);
        let link = Token::new(TokenKind::Invitation, partnership, app.random());
        let new = NewInvitation {
            id: app.new_id(),
            person: id,
            route: Route::Screen,
            link_hash: link.hash(),
            // Nobody in the story types a code, and hashing four hundred would take most of the time.
            code_group: "0000".into(),
            code_hash: "unused".into(),
        };
        let admin = self.system.administer(partnership);
        app.store
            .write::<_, _, StoreError>(admin, async |tx| {
                tx.add_invitation_from_console(&new, app.now()).await
            })
            .await?;
        app.store
            .write::<_, _, StoreError>(self.system, async |tx| {
                let candidate = tx.invitation_by_link(partnership, link.hash(), app.now()).await?;
                tx.use_invitation(&candidate, app.now()).await
            })
            .await?;
        Client::young_person(app, self.system, partnership, id).await
    }

    /// Prompts go out.
    async fn remind(&self) -> Result<()> {
        while jobs::send(self.app, self.system).await?.more {}
        Ok(())
    }

    /// People answer.
    async fn evening(&mut self, day: NaiveDate) -> Result<()> {
        for (person, check_in) in self.answering.remove(&day).unwrap_or_default() {
            self.answer(person, check_in).await?;
        }
        if day.day() == 1 {
            jobs::forget(self.app, self.system).await?;
        }
        Ok(())
    }

    async fn answer(&mut self, person: PersonId, check_in: CheckInId) -> Result<()> {
        let Some(character) = self.people.get(&person) else { return Ok(()) };
        let Some(phone) = &character.phone else { return Ok(()) };
        let path = format!("/young-person/v1/check-ins/{}", check_in.0);
        let shown = match phone.send(&self.service, Method::GET, &path, None).await {
            // After 400 days a phone has to be invited again.
            Err(error) if error.to_string().contains("not-signed-in") => {
                if let Some(character) = self.people.get_mut(&person) {
                    character.phone = None;
                }
                return Ok(());
            }
            shown => shown?,
        };
        let body = answers(&shown, &character.nature, self.app.now(), &mut self.chance);
        phone.send(&self.service, Method::PUT, &format!("{path}/answers"), Some(&body)).await?;
        Ok(())
    }
}

fn character(
    today: NaiveDate,
    person: Person,
    worker: Option<StaffId>,
    chance: &mut Chance,
) -> Character {
    let nature = Nature::new(chance);
    let from = person.journey.transition_on.max(today);
    let joins_on = chance.percent(86).then(|| from + TimeDelta::days(chance.between(0, 12)));
    Character { person, worker, nature, joins_on, phone: None }
}

fn partnership(app: &App) -> Result<Partnership> {
    let line = |text: &str| Line::new(text).context("a line of the story");
    Ok(Partnership {
        id: app.new_id(),
        slug: SLUG.into(),
        name: line("Peakshire (demonstration)")?,
        service_name: line("Throughline")?,
        transition_rule: TransitionRule::EighteenthBirthday,
        staffed_hours: line("9 to 5, Monday to Friday")?,
        safety_questions: false,
        demonstration: true,
        councils: vec![CouncilCode::parse("830")?, CouncilCode::parse("831")?],
    })
}
