//! Doing something for several young people: changes of different tables go together, so that it is two statements at most.

use chrono::{DateTime, Utc};
use domain::{
    alert::TaskKind,
    bulk::{Does, Task as Wanted},
    day::london_day,
    id::{BulkId, HandoverId, PersonId, PromptId, StaffId, TaskId},
    prompt::Channel,
    staff::Staff,
    task::ToDo,
    versioned::{Actor, FieldChange, Thing},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryTrait,
    sea_query::{CaseStatement, Expr, ExprTrait, OnConflict},
};
use uuid::Uuid;

use super::Together;
use crate::store::{
    NewPrompt, Result, StoreError, Tx,
    alert_events::{self, AlertEvent},
    entity::{
        alert, alert_event, asking, assignment, bulk, handover as handovers_of, person, prompt,
        task,
    },
    handovers,
    history::{self, NewVersion},
    prompts,
    scope::{Caseload, Within},
    tasks,
};

/// Something to do for several.
pub struct NewBulk {
    /// Its id, which whoever does it chose.
    pub id: BulkId,
    /// What.
    pub wanted: Wanted,
    /// For whom, and what comes of it for each.
    pub goes: Vec<(PersonId, Does)>,
}

/// What was made for one of them, and what can be restored.
#[derive(Default)]
pub struct Done {
    thing: Option<Uuid>,
    before: Option<String>,
    after: Option<String>,
}

/// Somebody goes from one to another; from nobody, or to nobody.
pub(super) struct Move {
    pub(super) person: PersonId,
    pub(super) from: Option<StaffId>,
    pub(super) to: Option<StaffId>,
}

/// What is noted of whoever did something for several.
const WHAT: &str = "start_bulk";

impl Tx<Caseload> {
    /// Does it for all of them, who are held. `due` says when somebody's reminder goes; `team` are those who work here.
    pub async fn do_together(
        &self,
        new: &NewBulk,
        together: &Together,
        team: &[Staff],
        (new_id, due): (impl Fn() -> Uuid, impl Fn(PersonId) -> DateTime<Utc>),
        now: DateTime<Utc>,
    ) -> Result<()> {
        if new.goes.is_empty() {
            return Ok(());
        }
        let mut done: Vec<(PersonId, Done)> = Vec::with_capacity(new.goes.len());
        let (mut reminders, mut put_off, mut moves, mut dates) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (person, does) in &new.goes {
            let person = *person;
            let made = match (does, &new.wanted) {
                (Does::Send(check_in), _) => {
                    let id = PromptId(new_id());
                    let Some(known) = together.of(person) else { continue };
                    let open = known.check_ins.iter().find(|(it, _)| it.id == *check_in);
                    let Some((open, _)) = open else { continue };
                    reminders.push(NewPrompt {
                        id,
                        partnership: self.scope.partnership(),
                        person,
                        check_in: *check_in,
                        step: format!("staff-{}", id.0.simple()),
                        channel: Channel::Push,
                        meant_at: now,
                        due_at: due(person),
                        expires_at: open.closes_at,
                    });
                    Done { thing: Some(id.0), ..Done::default() }
                }
                (Does::Postpone(days), _) => {
                    put_off.push((person, *days));
                    let (before, after) = (days.from.to_string(), days.to.to_string());
                    Done { before: Some(before), after: Some(after), ..Done::default() }
                }
                (Does::Assign(from), Wanted::Assign(to)) => {
                    moves.push(Move { person, from: *from, to: Some(*to) });
                    let before = from.map(|id| id.to_string());
                    Done { before, after: Some(to.to_string()), ..Done::default() }
                }
                (Does::KeyDate, Wanted::KeyDate(on, words)) => {
                    let id = TaskId(new_id());
                    dates.push(ToDo {
                        id,
                        person,
                        kind: TaskKind::Own,
                        owner: None,
                        words: Some(words.clone()),
                        due_on: *on,
                        made_by: Some(self.scope.staff()),
                        done: None,
                    });
                    Done { thing: Some(id.0), ..Done::default() }
                }
                // What was decided was decided of what is wanted.
                _ => return Err(StoreError::Impossible { what: "bulk", why: "another action" }),
            };
            done.push((person, made));
        }
        self.remind_all(&reminders).await?;
        self.put_off_all(&put_off, now).await?;
        self.move_all(together, &moves, team, &new_id, now).await?;
        self.set_all(&dates, now).await?;
        let noted = done.iter().map(|(person, _)| (new_id(), *person));
        self.note_accesses(noted.collect(), WHAT, now).await?;
        let rows = done.into_iter().map(|(person, made)| bulk::ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            id: Set(new.id.0),
            person_id: Set(person.0),
            staff_id: Set(self.scope.staff().0),
            action: Set(new.wanted.action().code().into()),
            done_at: Set(now),
            undone_at: Set(None),
            thing_id: Set(made.thing),
            before: Set(made.before),
            after: Set(made.after),
        });
        Ok(self.db.later::<bulk::Entity>(bulk::Entity::insert_many(rows).into_query()).await?)
    }

    async fn remind_all(&self, new: &[NewPrompt]) -> Result<()> {
        if new.is_empty() {
            return Ok(());
        }
        let rows = prompt::Entity::insert_many(new.iter().map(prompts::row));
        Ok(self.db.later::<prompt::Entity>(rows.into_query()).await?)
    }

    async fn put_off_all(
        &self,
        all: &[(PersonId, domain::person::Postponed)],
        now: DateTime<Utc>,
    ) -> Result<()> {
        use person::Column;
        if all.is_empty() {
            return Ok(());
        }
        let (mut from, mut to) = (CaseStatement::new(), CaseStatement::new());
        for (person, days) in all {
            from = from.case(Column::Id.eq(person.0), Expr::value(days.from));
            to = to.case(Column::Id.eq(person.0), Expr::value(days.to));
        }
        let people: Vec<PersonId> = all.iter().map(|(person, _)| *person).collect();
        self.ask_anew(&people, (from.into(), to.into()), now).await
    }

    /// Has their next check-ins open on other days.
    pub(super) async fn ask_anew(
        &self,
        people: &[PersonId],
        (from, to): (Expr, Expr),
        now: DateTime<Utc>,
    ) -> Result<()> {
        use person::Column;
        let here = self.scope.partnership().0;
        let put_off = person::Entity::update_many()
            .col_expr(Column::PostponedFrom, from)
            .col_expr(Column::PostponedTo, to)
            .filter(Column::PartnershipId.eq(here))
            .filter(Column::Id.is_in(people.iter().map(|id| id.0)));
        self.db.later::<person::Entity>(put_off.into_query()).await?;
        let today = london_day(now);
        let looks = people.iter().map(|person| asking::ActiveModel {
            partnership_id: Set(here),
            person_id: Set(person.0),
            look_on: Set(today),
        });
        let again = OnConflict::columns([asking::Column::PartnershipId, asking::Column::PersonId])
            .update_column(asking::Column::LookOn)
            .to_owned();
        let looks = asking::Entity::insert_many(looks).on_conflict(again);
        Ok(self.db.later::<asking::Entity>(looks.into_query()).await?)
    }

    async fn set_all(&self, all: &[ToDo], now: DateTime<Utc>) -> Result<()> {
        if all.is_empty() {
            return Ok(());
        }
        let here = self.scope.partnership();
        let by = Actor::Staff(self.scope.staff());
        let noted = all.iter().flat_map(|task| {
            let new = NewVersion::of(task.id.0, None, task);
            history::rows(here, task.person, Thing::Task, new, by, now)
        });
        self.note_rows(noted.collect()).await?;
        let rows = all.iter().map(|task| tasks::row(here, task, 1, now));
        Ok(self.db.later::<task::Entity>(task::Entity::insert_many(rows).into_query()).await?)
    }

    /// Each goes from whoever has them to another from now on, with what was in hand about them. What was planned is off, and
    /// young people read who looks after them.
    pub(super) async fn move_all(
        &self,
        together: &Together,
        moves: &[Move],
        team: &[Staff],
        new_id: &impl Fn() -> Uuid,
        now: DateTime<Utc>,
    ) -> Result<()> {
        if moves.is_empty() {
            return Ok(());
        }
        let here = self.scope.partnership().0;
        let people = || moves.iter().map(|it| it.person.0);
        let off = handovers_of::Entity::update_many()
            .col_expr(handovers_of::Column::CancelledAt, Expr::value(now))
            .filter(handovers_of::Column::PartnershipId.eq(here))
            .filter(handovers_of::Column::PersonId.is_in(people()))
            .filter(handovers::open());
        self.db.later::<handovers_of::Entity>(off.into_query()).await?;
        let ended = assignment::Entity::update_many()
            .col_expr(assignment::Column::EndedAt, Expr::value(now))
            .filter(assignment::Column::PartnershipId.eq(here))
            .filter(assignment::Column::PersonId.is_in(people()))
            .filter(assignment::Column::EndedAt.is_null());
        self.db.later::<assignment::Entity>(ended.into_query()).await?;
        self.pass_on_all(together, moves, new_id, now).await?;

        // Of tables that have just been changed: all that goes before is sent now.
        let told = moves.iter().filter_map(|it| {
            let (from, to) = it.from.zip(it.to)?;
            Some(self.emergency(it.person, (from, to), team, HandoverId(new_id()), now))
        });
        let told: Vec<_> = told.collect::<Result<_>>()?;
        let told = told.iter().map(|one| handovers::row(self.scope.partnership(), one, now));
        if told.len() > 0 {
            let rows = handovers_of::Entity::insert_many(told);
            self.db.later::<handovers_of::Entity>(rows.into_query()).await?;
        }
        let given = moves.iter().filter_map(|it| {
            Some(assignment::ActiveModel {
                partnership_id: Set(here),
                person_id: Set(it.person.0),
                staff_id: Set(it.to?.0),
                started_at: Set(now),
                ended_at: Set(None),
                given_by: Set(Some(self.scope.staff().0)),
            })
        });
        let given: Vec<_> = given.collect();
        if !given.is_empty() {
            let rows = assignment::Entity::insert_many(given);
            self.db.later::<assignment::Entity>(rows.into_query()).await?;
        }
        let planned = task::Entity::update_many()
            .col_expr(task::Column::DoneAt, Expr::value(now))
            .filter(task::Column::PartnershipId.eq(here))
            .filter(task::Column::PersonId.is_in(people()))
            .filter(task::Column::Kind.eq(TaskKind::Handover.code()))
            .filter(task::Column::DoneAt.is_null());
        Ok(self.db.later::<task::Entity>(planned.into_query()).await?)
    }

    /// What somebody had in hand of those who go, whoever has them now has in hand.
    async fn pass_on_all(
        &self,
        together: &Together,
        moves: &[Move],
        new_id: &impl Fn() -> Uuid,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let here = self.scope.partnership();
        let (mut held, mut events) = (Vec::new(), Vec::new());
        let (mut owned, mut noted) = (Vec::new(), Vec::new());
        let (mut taken_by, mut owner) = (CaseStatement::new(), CaseStatement::new());
        for it in moves {
            let alerts = together.of(it.person).map_or(&[][..], |known| &known.alerts);
            for alert in alerts {
                let (Some(from), Some(to)) = (it.from, it.to) else { continue };
                if alert.acknowledged.is_none_or(|(by, _)| by != from) {
                    continue;
                }
                held.push(alert.id.0);
                taken_by = taken_by.case(alert::Column::Id.eq(alert.id.0), Expr::value(to.0));
                for (what, by, to) in [("passed-on", from, Some(to)), ("taken", to, None)] {
                    let event = AlertEvent { at: now, what: what.into(), by, to, words: None };
                    events.push(alert_events::row(here, new_id(), alert.id.0, event));
                }
            }
            for task in together.owned.iter().filter(|task| task.person == it.person) {
                if Some(task.owner) != it.from {
                    continue;
                }
                owned.push(task.id.0);
                let to = it.to.map(|id| id.0);
                owner = owner.case(task::Column::Id.eq(task.id.0), Expr::value(to));
                let change = FieldChange {
                    field: "owner_id".into(),
                    before: Some(task.owner.to_string()),
                    after: it.to.map(|id| id.to_string()),
                };
                let new =
                    NewVersion { id: task.id.0, version: task.version + 1, changes: vec![change] };
                noted.extend(history::rows(here, it.person, Thing::Task, new, Actor::System, now));
            }
        }
        if !held.is_empty() {
            let passed = alert::Entity::update_many()
                .col_expr(alert::Column::AcknowledgedBy, taken_by.into())
                .col_expr(alert::Column::NextRungAt, Expr::value(now))
                .filter(alert::Column::PartnershipId.eq(here.0))
                .filter(alert::Column::Id.is_in(held));
            self.db.later::<alert::Entity>(passed.into_query()).await?;
            let events = alert_event::Entity::insert_many(events);
            self.db.later::<alert_event::Entity>(events.into_query()).await?;
        }
        if !owned.is_empty() {
            let passed = task::Entity::update_many()
                .col_expr(task::Column::OwnerId, owner.into())
                .col_expr(task::Column::Version, Expr::col(task::Column::Version).add(1))
                .filter(task::Column::PartnershipId.eq(here.0))
                .filter(task::Column::Id.is_in(owned));
            self.db.later::<task::Entity>(passed.into_query()).await?;
            self.note_rows(noted).await?;
        }
        Ok(())
    }
}
