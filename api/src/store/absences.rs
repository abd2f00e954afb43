//! Who is away and who covers for them, in the database (WK-09).

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    absence::Absence,
    id::{AbsenceId, PartnershipId, StaffId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, LockType},
};
use uuid::Uuid;

use super::{
    Result, StoreError, Tx,
    entity::{
        absence::{ActiveModel, Column, Entity, Model},
        partnership,
    },
    scope::{Caseload, System, Within},
};

impl<S: Within> Tx<S> {
    /// Who is away today or later, the earliest first.
    pub async fn absences(&self, today: NaiveDate) -> Result<Vec<(AbsenceId, Absence)>> {
        self.absences_at(self.scope.partnership(), today).await
    }
}

impl Tx<System> {
    /// Who is away there today or later, the earliest first.
    pub async fn absences_of(
        &self,
        partnership: PartnershipId,
        today: NaiveDate,
    ) -> Result<Vec<Absence>> {
        let all = self.absences_at(partnership, today).await?;
        Ok(all.into_iter().map(|(_, absence)| absence).collect())
    }
}

impl<S> Tx<S> {
    async fn absences_at(
        &self,
        partnership: PartnershipId,
        today: NaiveDate,
    ) -> Result<Vec<(AbsenceId, Absence)>> {
        let rows = Entity::find()
            .filter(Column::PartnershipId.eq(partnership.0))
            .filter(Column::EndedAt.is_null())
            .filter(Column::UntilOn.gte(today))
            .order_by_asc(Column::FromOn)
            .order_by_asc(Column::Id)
            .all(&self.db)
            .await?;
        Ok(rows.iter().map(|row| (AbsenceId(row.id), read(row))).collect())
    }

    /// Ends what names somebody who leaves: they are away for good, and cover for nobody.
    pub(super) async fn end_absences_of(
        &self,
        partnership: PartnershipId,
        staff: StaffId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        Entity::update_many()
            .col_expr(Column::EndedAt, Expr::value(now))
            .filter(Column::PartnershipId.eq(partnership.0))
            .filter(Column::EndedAt.is_null())
            .filter(
                Condition::any().add(Column::StaffId.eq(staff.0)).add(Column::CoverId.eq(staff.0)),
            )
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

impl Tx<Caseload> {
    /// An absence by its id, also one that was taken back.
    pub async fn known_absence(&self, id: AbsenceId) -> Result<Option<(Absence, bool)>> {
        let row = Entity::find_by_id((self.scope.partnership().0, id.0)).one(&self.db).await?;
        Ok(row.map(|row| (read(&row), row.ended_at.is_some())))
    }

    /// Keeps who is away to this transaction until it ends. On SQLite the one writer sees to that.
    pub async fn hold_absences(&self) -> Result<()> {
        if self.db.get_database_backend() == DbBackend::Sqlite {
            return Ok(());
        }
        partnership::Entity::find_by_id(self.scope.partnership().0)
            .select_only()
            .column(partnership::Column::Id)
            .lock(LockType::NoKeyUpdate)
            .into_tuple::<Uuid>()
            .one(&self.db)
            .await?;
        Ok(())
    }

    /// Keeps an absence.
    pub async fn add_absence(
        &self,
        id: AbsenceId,
        new: &Absence,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let row = ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            id: Set(id.0),
            staff_id: Set(new.who.0),
            cover_id: Set(new.cover.0),
            from_on: Set(new.from),
            until_on: Set(new.until),
            made_by: Set(self.scope.staff().0),
            made_at: Set(now),
            ended_at: Set(None),
        };
        Entity::insert(row)
            .exec_without_returning(&self.db)
            .await
            .map_err(StoreError::or_exists("absence"))?;
        Ok(())
    }

    /// Takes an absence back: they are there after all.
    pub async fn end_absence(&self, id: AbsenceId, now: DateTime<Utc>) -> Result<()> {
        Entity::update_many()
            .col_expr(Column::EndedAt, Expr::value(now))
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::Id.eq(id.0))
            .filter(Column::EndedAt.is_null())
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

fn read(row: &Model) -> Absence {
    Absence {
        who: StaffId(row.staff_id),
        cover: StaffId(row.cover_id),
        from: row.from_on,
        until: row.until_on,
    }
}
