//! Who has changed and what is new since a moment, for pages that are open: a few rows by an index, however many people there
//! are.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::{
    id::{AlertId, PartnershipId, PersonId, SessionId},
    questionnaire::Priority,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{
    Result, Tx,
    accounts::Account,
    check_ins::of_these,
    entity::{alert, person, session, staff, standing},
    phones::live,
    scope::{Caseload, Reach, System},
};

impl Tx<System> {
    /// Whose rows were worked out since then, the earliest first, and when: no more than `most`.
    pub async fn worked_out_since(
        &self,
        since: DateTime<Utc>,
        most: u64,
    ) -> Result<Vec<(PartnershipId, PersonId, DateTime<Utc>)>> {
        use standing::Column;
        let rows: Vec<(Uuid, Uuid, DateTime<Utc>)> = standing::Entity::find()
            .select_only()
            .columns([Column::PartnershipId, Column::PersonId, Column::WorkedAt])
            .filter(Column::WorkedAt.gte(since))
            .order_by_asc(Column::WorkedAt)
            .limit(most)
            .into_tuple()
            .all(&self.db)
            .await?;
        let each = |(partnership, person, at)| (PartnershipId(partnership), PersonId(person), at);
        Ok(rows.into_iter().map(each).collect())
    }

    /// Possible harm that was raised since then and is open: no more than `most`.
    pub async fn harm_since(
        &self,
        since: DateTime<Utc>,
        most: u64,
    ) -> Result<Vec<(PartnershipId, PersonId, AlertId)>> {
        use alert::Column;
        let rows: Vec<(Uuid, Uuid, Uuid)> = alert::Entity::find()
            .select_only()
            .columns([Column::PartnershipId, Column::PersonId, Column::Id])
            .filter(Column::Priority.eq(Priority::P1.code()))
            .filter(Column::ClosedAt.is_null())
            .filter(Column::RaisedAt.gte(since))
            .order_by_asc(Column::RaisedAt)
            .limit(most)
            .into_tuple()
            .all(&self.db)
            .await?;
        let each =
            |(partnership, person, id)| (PartnershipId(partnership), PersonId(person), AlertId(id));
        Ok(rows.into_iter().map(each).collect())
    }

    /// Which of these sessions have not ended.
    pub async fn live_sessions(
        &self,
        these: &[(PartnershipId, SessionId)],
        now: DateTime<Utc>,
    ) -> Result<HashSet<SessionId>> {
        let rows: Vec<Uuid> = session::Entity::find()
            .select_only()
            .column(session::Column::Id)
            .filter(of_these(these, session::Column::PartnershipId, session::Column::Id))
            .filter(live(now))
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(SessionId).collect())
    }

    /// Whom the member of staff reaches now whose session this is; nothing if it has ended, or they work with nobody.
    pub async fn caseload_of(
        &self,
        (partnership, id): (PartnershipId, SessionId),
        now: DateTime<Utc>,
    ) -> Result<Option<Caseload>> {
        let found = session::Entity::find_by_id((partnership.0, id.0)).filter(live(now));
        let found = found.one(&self.db).await?.and_then(|session| session.staff_id);
        let Some(whose) = found else { return Ok(None) };
        let row = staff::Entity::find_by_id(whose)
            .filter(staff::Column::EndedAt.is_null())
            .one(&self.db)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let account = Account::try_from(row)?;
        Ok(Caseload::of(&account.staff, account.on_duty, now))
    }
}

impl Tx<Caseload> {
    /// Those of these people whom this member of staff reaches.
    pub async fn reached(&self, people: &[PersonId]) -> Result<HashSet<PersonId>> {
        let rows: Vec<Uuid> = person::Entity::find()
            .select_only()
            .column(person::Column::Id)
            .filter(person::Column::Id.is_in(people.iter().map(|id| id.0)))
            .filter(self.scope.reach(person::Column::PartnershipId, person::Column::Id))
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(PersonId).collect())
    }
}
