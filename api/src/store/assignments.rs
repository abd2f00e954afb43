//! Who works with whom.

use chrono::{DateTime, Utc};
use domain::{
    day::london_day,
    handover::{self, Handover, HandoverKind, checked},
    id::{HandoverId, PersonId, StaffId},
    staff::Staff,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect,
    sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Result, StoreError, Tx,
    entity::assignment,
    scope::{Admin, Caseload, Within},
};

impl Tx<Caseload> {
    /// That somebody looks after a young person from today on, as the young person reads it. `team` are those who work here.
    pub(super) fn emergency(
        &self,
        person: PersonId,
        (from, to): (StaffId, StaffId),
        team: &[Staff],
        id: HandoverId,
        now: DateTime<Utc>,
    ) -> Result<Handover> {
        let name = team.iter().find(|one| one.id == to).map_or("", |one| one.name.first_word());
        let on = london_day(now);
        let (plain, easy) = handover::words(name, on);
        let words = |text: &str| {
            let why = "words that the product made";
            checked(text).map_err(|_| StoreError::Impossible { what: "handover", why })
        };
        Ok(Handover {
            meet_first: None,
            id,
            person,
            from: Some(from),
            to,
            made_by: self.scope.staff(),
            kind: HandoverKind::Emergency,
            on,
            plain: words(&plain)?,
            easy: words(&easy)?,
            accepted_at: Some(now),
            done_at: Some(now),
        })
    }
}

/// How many rows go in one statement: both databases bound the values of one.
const AT_ONCE: usize = 1000;

impl Tx<Caseload> {
    /// Gives a young person to a worker or a manager from now on; whoever had them loses them now. Of two who do so at
    /// once, the second waits for the first and counts.
    pub async fn assign(
        &self,
        id: PersonId,
        to: StaffId,
        new_id: impl Fn() -> Uuid,
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.hold(id).await?;
        self.person(id).await?;
        let team = self.workers().await?;
        if !team.iter().any(|one| one.id == to && one.role.has_a_caseload()) {
            return Err(StoreError::NotFound("worker or manager"));
        }
        let here = || {
            Condition::all()
                .add(assignment::Column::PartnershipId.eq(self.scope.partnership().0))
                .add(assignment::Column::PersonId.eq(id.0))
                .add(assignment::Column::EndedAt.is_null())
        };
        let current = assignment::Entity::find().filter(here()).one(&self.db).await?;
        let before = current.map(|row| StaffId(row.staff_id));
        if before == Some(to) {
            return Ok(());
        }
        self.overtake_handover(id, now).await?;
        if let Some(before) = before {
            let here = self.scope.partnership();
            self.pass_alerts(here, before, to, Some(id), &new_id, now).await?;
            self.pass_tasks(here, before, Some(to), Some(id), now).await?;
            let told = self.emergency(id, (before, to), &team, HandoverId(new_id()), now)?;
            self.note_handover(here, &told, now).await?;
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
    /// Gives everybody whom one of the staff has to another.
    pub(super) async fn reassign_all(
        &self,
        from: StaffId,
        to: StaffId,
        by: Option<StaffId>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let people: Vec<Uuid> = assignment::Entity::find()
            .select_only()
            .column(assignment::Column::PersonId)
            .filter(assignment::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(assignment::Column::StaffId.eq(from.0))
            .filter(assignment::Column::EndedAt.is_null())
            .into_tuple()
            .all(&self.db)
            .await?;
        self.unassign_all(from, now).await?;
        let rows = people.into_iter().map(|person| assignment::ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            person_id: Set(person),
            staff_id: Set(to.0),
            started_at: Set(now),
            ended_at: Set(None),
            given_by: Set(by.map(|id| id.0)),
        });
        let rows: Vec<_> = rows.collect();
        for some in rows.chunks(AT_ONCE) {
            assignment::Entity::insert_many(some.to_vec()).exec_without_returning(&self.db).await?;
        }
        Ok(())
    }

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
