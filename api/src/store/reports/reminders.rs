//! Reminders, counted for the report on how well they went out.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::PersonId,
    prompt::PromptOutcome,
    report::{ReminderCounts, cut_off},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::store::{
    Result, StoreError, Tx,
    entity::prompt::{Column, Entity},
    scope::{Area, Within},
};

impl Tx<Area> {
    /// The reminders of this partnership's last whole month, counted as it was when the month was over: what had not
    /// gone by then had not gone on time.
    pub async fn reminder_counts(&self, today: NaiveDate) -> Result<ReminderCounts> {
        let mut counts = ReminderCounts::of_last_month(today);
        let (first, last) = (*counts.days().start(), *counts.days().end());
        let over = cut_off(last);
        type Row = (Uuid, Option<String>, bool, Option<DateTime<Utc>>);
        let rows: Vec<Row> = Entity::find()
            .select_only()
            .columns([Column::PersonId, Column::Outcome, Column::Late, Column::SettledAt])
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::LocalDay.between(first, last))
            .order_by_asc(Column::LocalDay)
            .order_by_asc(Column::LocalTime)
            .order_by_asc(Column::Id)
            .into_tuple()
            .all(&self.db)
            .await?;
        for (person, outcome, late, settled_at) in rows {
            let known = outcome.filter(|_| settled_at.is_some_and(|at| at < over));
            let on_time = match known.as_deref().map(PromptOutcome::from_code) {
                None => false,
                Some(None) => {
                    return Err(StoreError::Impossible { what: "prompt", why: "outcome" });
                }
                Some(Some(outcome)) if !outcome.should_have_gone() => continue,
                Some(Some(outcome)) => outcome == PromptOutcome::Sent && !late,
            };
            counts.add(PersonId(person), on_time);
        }
        Ok(counts)
    }
}
