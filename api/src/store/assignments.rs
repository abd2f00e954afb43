//! Who works with whom.

use chrono::{DateTime, Utc};
use domain::id::{PersonId, StaffId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, sea_query::Expr,
};

use super::{
    Result, StoreError, Tx,
    entity::assignment,
    scope::{Admin, Caseload, Within},
};

impl Tx<Caseload> {
    /// Gives a young person to a worker or a manager from now on; whoever had them loses them now. Of two who do so at
    /// once, the second waits for the first and counts.
    pub async fn assign(&self, id: PersonId, to: StaffId, now: DateTime<Utc>) -> Result<()> {
        self.hold(id).await?;
        self.person(id).await?;
        if !self.workers().await?.iter().any(|one| one.id == to && one.role.has_a_caseload()) {
            return Err(StoreError::NotFound("worker or manager"));
        }
        let here = || {
            Condition::all()
                .add(assignment::Column::PartnershipId.eq(self.scope.partnership().0))
                .add(assignment::Column::PersonId.eq(id.0))
                .add(assignment::Column::EndedAt.is_null())
        };
        let current = assignment::Entity::find().filter(here()).one(&self.db).await?;
        if current.is_some_and(|row| row.staff_id == to.0) {
            return Ok(());
        }
        assignment::Entity::update_many()
            .col_expr(assignment::Column::EndedAt, Expr::value(now))
            .filter(here())
            .exec(&self.db)
            .await?;
        let row = assignment::ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            person_id: Set(id.0),
            staff_id: Set(to.0),
            started_at: Set(now),
            ended_at: Set(None),
            given_by: Set(Some(self.scope.staff().0)),
        };
        assignment::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }
}

impl Tx<Admin> {
    /// Takes everybody from somebody who leaves; they wait in the unassigned list.
    pub(super) async fn unassign_all(&self, staff: StaffId, now: DateTime<Utc>) -> Result<()> {
        assignment::Entity::update_many()
            .col_expr(assignment::Column::EndedAt, Expr::value(now))
            .filter(assignment::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(assignment::Column::StaffId.eq(staff.0))
            .filter(assignment::Column::EndedAt.is_null())
            .exec(&self.db)
            .await?;
        Ok(())
    }
}
