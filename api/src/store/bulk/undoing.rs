//! Undoing what was done for several: each of them for whom it still is as it was left, and no other.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    bulk::Action,
    day::london_day,
    id::{PersonId, StaffId},
    person::Postponed,
    prompt::PromptOutcome,
    questionnaire::Priority,
    staff::Staff,
    versioned::{Actor, FieldChange, Thing},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, sea_query::Expr};
use uuid::Uuid;

use super::{BulkRow, Together, doing::Move};
use crate::store::{
    Result, StandingFacts, Tx,
    entity::{bulk, prompt, task},
    history::{self, NewVersion},
    scope::{Caseload, Within},
};

/// Why somebody's stays done.
pub type Stays = (PersonId, &'static str);

/// What is noted of whoever undid something.
const WHAT: &str = "undo_bulk";
/// What is kept of a day that was undone.
const UNDONE: &str = "Undone: it was set for several at once.";
const NO_MORE: &str = "It has changed since.";

impl Tx<Caseload> {
    /// Undoes these, whose people are held. Gives for whom it is undone now, and for whom not and why.
    pub async fn undo_together(
        &self,
        rows: &[BulkRow],
        together: &Together,
        team: &[Staff],
        new_id: impl Fn() -> Uuid,
        now: DateTime<Utc>,
    ) -> Result<(Vec<PersonId>, Vec<Stays>)> {
        let open: Vec<(&BulkRow, &StandingFacts)> = rows
            .iter()
            .filter(|row| row.undone_at.is_none())
            .filter_map(|row| Some((row, together.of(row.person)?)))
            .collect();
        let Some((first, _)) = open.first() else { return Ok((Vec::new(), Vec::new())) };
        let (undone, stays) = match first.action {
            Action::Send => self.call_off(&open, now).await?,
            Action::KeyDate => self.take_away(&open, now).await?,
            Action::Postpone => self.put_back(&open, now).await?,
            Action::Assign => self.give_back(&open, together, team, &new_id, now).await?,
        };
        if undone.is_empty() {
            return Ok((undone, stays));
        }
        let noted = undone.iter().map(|person| (new_id(), *person));
        self.note_accesses(noted.collect(), WHAT, now).await?;
        let done = bulk::Entity::update_many()
            .col_expr(bulk::Column::UndoneAt, Expr::value(now))
            .filter(bulk::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(bulk::Column::Id.eq(first.id.0))
            .filter(bulk::Column::PersonId.is_in(undone.iter().map(|id| id.0)));
        self.db.later::<bulk::Entity>(done.into_query()).await?;
        Ok((undone, stays))
    }

    /// Reminders that have not gone, and that nobody is sending just now.
    async fn call_off(
        &self,
        open: &[(&BulkRow, &StandingFacts)],
        now: DateTime<Utc>,
    ) -> Result<(Vec<PersonId>, Vec<Stays>)> {
        let things = open.iter().filter_map(|(row, _)| row.thing);
        let off = prompt::Entity::update_many()
            .col_expr(prompt::Column::SettledAt, Expr::value(now))
            .col_expr(prompt::Column::Outcome, Expr::value(PromptOutcome::Cancelled.code()))
            .filter(prompt::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(prompt::Column::Id.is_in(things))
            .filter(prompt::Column::SettledAt.is_null())
            .filter(prompt::Column::LeasedUntil.is_null())
            .exec_with_returning(&self.db)
            .await?;
        let off: HashSet<Uuid> = off.into_iter().map(|row| row.id).collect();
        Ok(split(open, |row| match row.thing.is_some_and(|id| off.contains(&id)) {
            true => Ok(()),
            false => Err("It has gone out already."),
        }))
    }

    /// Days that nobody has changed or ticked since.
    async fn take_away(
        &self,
        open: &[(&BulkRow, &StandingFacts)],
        now: DateTime<Utc>,
    ) -> Result<(Vec<PersonId>, Vec<Stays>)> {
        let (here, me) = (self.scope.partnership(), self.scope.staff());
        let things = open.iter().filter_map(|(row, _)| row.thing);
        let off = task::Entity::update_many()
            .col_expr(task::Column::DoneAt, Expr::value(now))
            .col_expr(task::Column::DoneBy, Expr::value(me.0))
            .col_expr(task::Column::DoneWords, Expr::value(UNDONE))
            .col_expr(task::Column::Version, Expr::value(2))
            .filter(task::Column::PartnershipId.eq(here.0))
            .filter(task::Column::Id.is_in(things))
            .filter(task::Column::DoneAt.is_null())
            .filter(task::Column::Version.eq(1))
            .exec_with_returning(&self.db)
            .await?;
        let noted = off.iter().flat_map(|row| {
            let change = FieldChange {
                field: "done_words".into(),
                before: None,
                after: Some(UNDONE.into()),
            };
            let new = NewVersion { id: row.id, version: 2, changes: vec![change] };
            history::rows(here, PersonId(row.person_id), Thing::Task, new, Actor::Staff(me), now)
        });
        self.note_rows(noted.collect()).await?;
        let off: HashSet<Uuid> = off.iter().map(|row| row.id).collect();
        Ok(split(open, |row| match row.thing.is_some_and(|id| off.contains(&id)) {
            true => Ok(()),
            false => Err("It was changed or done since."),
        }))
    }

    async fn put_back(
        &self,
        open: &[(&BulkRow, &StandingFacts)],
        now: DateTime<Utc>,
    ) -> Result<(Vec<PersonId>, Vec<Stays>)> {
        let today = london_day(now);
        let (undone, stays) = split_with(open, |row, facts| {
            let day = |text: &Option<String>| text.as_ref()?.parse::<NaiveDate>().ok();
            let left = day(&row.before).zip(day(&row.after));
            let left = left.map(|(from, to)| Postponed { from, to });
            match left.is_some_and(|it| it.to > today) && facts.person.asked.postponed == left {
                true => Ok(()),
                false => Err(NO_MORE),
            }
        });
        if !undone.is_empty() {
            let none = || Expr::value(Option::<NaiveDate>::None);
            self.ask_anew(&undone, (none(), none()), now).await?;
        }
        Ok((undone, stays))
    }

    async fn give_back(
        &self,
        open: &[(&BulkRow, &StandingFacts)],
        together: &Together,
        team: &[Staff],
        new_id: &impl Fn() -> Uuid,
        now: DateTime<Utc>,
    ) -> Result<(Vec<PersonId>, Vec<Stays>)> {
        let staff = |text: &Option<String>| text.as_ref()?.parse::<Uuid>().ok().map(StaffId);
        let mut moves = Vec::new();
        let (undone, stays) = split_with(open, |row, facts| {
            let (before, after) = (staff(&row.before), staff(&row.after));
            let harm = |it: &domain::alert::Alert| {
                it.priority == Priority::P1 && it.acknowledged.is_none()
            };
            if facts.worker != after {
                return Err("Somebody else has them by now.");
            }
            if facts.alerts.iter().any(harm) {
                return Err("Possible harm is open that nobody has taken: take that alert first.");
            }
            if before.is_some_and(|id| !team.iter().any(|one| one.id == id)) {
                return Err("Whoever had them works here no more.");
            }
            moves.push(Move { person: row.person, from: after, to: before });
            Ok(())
        });
        self.move_all(together, &moves, team, new_id, now).await?;
        Ok((undone, stays))
    }
}

fn split(
    open: &[(&BulkRow, &StandingFacts)],
    may: impl Fn(&BulkRow) -> Result<(), &'static str>,
) -> (Vec<PersonId>, Vec<Stays>) {
    split_with(open, |row, _| may(row))
}

fn split_with(
    open: &[(&BulkRow, &StandingFacts)],
    mut may: impl FnMut(&BulkRow, &StandingFacts) -> Result<(), &'static str>,
) -> (Vec<PersonId>, Vec<Stays>) {
    let (mut undone, mut stays) = (Vec::new(), Vec::new());
    for (row, facts) in open {
        match may(row, facts) {
            Ok(()) => undone.push(row.person),
            Err(why) => stays.push((row.person, why)),
        }
    }
    (undone, stays)
}
