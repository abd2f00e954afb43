//! The days of EHC plans, in the database.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    id::PersonId,
    plan::{CeaseReason, Plan, ReviewOutcome},
    versioned::{Actor, Recorded, Versioned},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryTrait};

use super::{
    Result, StoreError, Tx,
    entity::plan::{ActiveModel, Column, Entity, Model},
    history::{self, NewVersion},
    scope::{Caseload, OpensRecord, Reach, Within},
};

impl<S: OpensRecord> Tx<S> {
    /// The plan of one young person, as far as its days are known.
    pub async fn plan_of(&self, person: PersonId) -> Result<Option<Versioned<Plan>>> {
        let row = Entity::find()
            .filter(Column::PersonId.eq(person.0))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .one(&self.db)
            .await?;
        row.map(read).transpose()
    }
}

impl Tx<Caseload> {
    /// The plans of everybody in reach.
    pub async fn plans(&self) -> Result<HashMap<PersonId, Plan>> {
        let rows = Entity::find()
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .all(&self.db)
            .await?;
        rows.into_iter().map(|row| Ok((PersonId(row.person_id), read(row)?.value))).collect()
    }

    /// Keeps what a member of staff wrote down, where `known` is what was known.
    pub async fn save_plan(
        &self,
        person: PersonId,
        new: &Plan,
        known: Option<&Versioned<Plan>>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.person(person).await?;
        self.must_be_here(person).await?;
        let (partnership, staff) = (self.scope.partnership(), self.scope.staff());
        let noted = NewVersion::of(person.0, known, new);
        let version = noted.version;
        let by = Actor::Staff(staff);
        let rows = history::rows(partnership, person, Plan::THING, noted, by, now);
        self.note_rows(rows.collect()).await?;
        let row = ActiveModel {
            partnership_id: Set(partnership.0),
            person_id: Set(person.0),
            started_on: Set(new.started_on),
            reviewed_on: Set(new.reviewed_on),
            review_outcome: Set(new.review_outcome.map(|it| it.code().into())),
            review_booked_on: Set(new.review_booked_on),
            ceased_on: Set(new.ceased_on),
            cease_reason: Set(new.cease_reason.map(|why| why.code().into())),
            recorded_by: Set(staff.0),
            version: Set(history::stored(version)),
        };
        let rows = Entity::insert(row).on_conflict(history::anew::<Entity>(&[]));
        Ok(self.db.later::<Entity>(rows.into_query()).await?)
    }
}

pub(super) fn read(row: Model) -> Result<Versioned<Plan>> {
    let bad = |why| StoreError::Impossible { what: "plan", why };
    let outcome = row.review_outcome.as_deref();
    let reason = row.cease_reason.as_deref();
    let reason =
        reason.map(|code| CeaseReason::from_code(code).ok_or(bad("reason"))).transpose()?;
    let value = Plan {
        started_on: row.started_on,
        reviewed_on: row.reviewed_on,
        review_outcome: outcome
            .map(|code| ReviewOutcome::from_code(code).ok_or(bad("outcome")))
            .transpose()?,
        review_booked_on: row.review_booked_on,
        ceased_on: row.ceased_on,
        cease_reason: reason,
    };
    Ok(Versioned { version: history::read_version(row.version), value })
}
