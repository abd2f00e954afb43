//! What is in whose hand, for whoever sees to it that somebody is there (SAFE-08, WK-10).

use chrono::{DateTime, Utc};
use domain::{
    id::{PartnershipId, StaffId},
    questionnaire::Priority,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Func},
};
use uuid::Uuid;

use super::{
    Result, Tx,
    entity::{alert, assignment, session},
    scope::System,
};

const URGENT: [Priority; 2] = [Priority::P1, Priority::P2];

#[derive(FromQueryResult)]
struct Held {
    partnership_id: Uuid,
    acknowledged_by: Uuid,
    since: DateTime<Utc>,
}

impl Tx<System> {
    /// Who has possible harm or a concern in hand that waits for them, and since when at the latest.
    pub async fn urgent_in_hand(&self) -> Result<Vec<(PartnershipId, StaffId, DateTime<Utc>)>> {
        let rows = alert::Entity::find()
            .select_only()
            .column(alert::Column::PartnershipId)
            .column(alert::Column::AcknowledgedBy)
            .column_as(alert::Column::AcknowledgedAt.max(), "since")
            .filter(alert::Column::ClosedAt.is_null())
            .filter(alert::Column::AcknowledgedBy.is_not_null())
            .filter(alert::Column::ProposedAt.is_null())
            .filter(alert::Column::Priority.is_in(URGENT.map(Priority::code)))
            .group_by(alert::Column::PartnershipId)
            .group_by(alert::Column::AcknowledgedBy)
            .order_by_asc(alert::Column::AcknowledgedBy)
            .into_model::<Held>()
            .all(&self.db)
            .await?;
        let held = |row: Held| {
            (PartnershipId(row.partnership_id), StaffId(row.acknowledged_by), row.since)
        };
        Ok(rows.into_iter().map(held).collect())
    }

    /// When one of the staff was last here.
    pub async fn last_seen(
        &self,
        partnership: PartnershipId,
        staff: StaffId,
    ) -> Result<Option<DateTime<Utc>>> {
        let latest = session::Entity::find()
            .select_only()
            .column(session::Column::LastUsedAt)
            .filter(session::Column::PartnershipId.eq(partnership.0))
            .filter(session::Column::StaffId.eq(staff.0))
            .order_by_desc(session::Column::LastUsedAt)
            .limit(1)
            .into_tuple()
            .one(&self.db)
            .await?;
        Ok(latest)
    }

    /// Possible harm and concerns that they have in hand are nobody's from now on: how many.
    pub async fn free_urgent(
        &self,
        partnership: PartnershipId,
        staff: StaffId,
        new_id: impl Fn() -> Uuid,
        now: DateTime<Utc>,
    ) -> Result<usize> {
        let theirs = Condition::all()
            .add(alert::Column::AcknowledgedBy.eq(staff.0))
            .add(alert::Column::ProposedAt.is_null())
            .add(alert::Column::Priority.is_in(URGENT.map(Priority::code)));
        Ok(self.free_alerts(partnership, theirs, new_id, now).await?.len())
    }

    /// Who has more than so many open alerts of others than harm and concerns on their list.
    pub async fn many_open(&self, most: u64) -> Result<Vec<(PartnershipId, StaffId)>> {
        let theirs = alert::Entity::belongs_to(assignment::Entity)
            .from((alert::Column::PartnershipId, alert::Column::PersonId))
            .to((assignment::Column::PartnershipId, assignment::Column::PersonId));
        let count = || Expr::expr(Func::count(Expr::col((alert::Entity, alert::Column::Id))));
        let rows: Vec<(Uuid, Uuid)> = alert::Entity::find()
            .select_only()
            .column(alert::Column::PartnershipId)
            .column(assignment::Column::StaffId)
            .join(sea_orm::JoinType::InnerJoin, theirs.into())
            .filter(alert::Column::ClosedAt.is_null())
            .filter(alert::Column::Priority.is_not_in(URGENT.map(Priority::code)))
            .filter(assignment::Column::EndedAt.is_null())
            .group_by(alert::Column::PartnershipId)
            .group_by(assignment::Column::StaffId)
            .having(count().gt(i64::try_from(most).unwrap_or(i64::MAX)))
            .order_by_asc(assignment::Column::StaffId)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(|(area, staff)| (PartnershipId(area), StaffId(staff))).collect())
    }
}
