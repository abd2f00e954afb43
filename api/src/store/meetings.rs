//! Young people who want to meet whoever looks after them next, before the day (WK-08).

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    alert::{Task, TaskKind},
    day::london_day,
    handover,
    id::{HandoverId, PartnershipId, PersonId, TaskId},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, SelectStatement},
};
use uuid::Uuid;

use super::{
    Result, StoreError, Tx,
    entity::{
        handover::{Column, Entity},
        person, task,
    },
    handovers::{NO, YES, open, read},
    scope::{Caseload, OwnRecord, Reach, Within},
};

impl Tx<OwnRecord> {
    /// Keeps whether they want to meet whoever comes before, and asks whoever comes to see to it. `task` is the id of that task,
    /// should it be needed. False where the handover has happened by now; `NotFound` where there is none, or it is off.
    pub async fn set_meet_first(
        &self,
        id: HandoverId,
        meet: bool,
        task: TaskId,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let mine = Condition::all()
            .add(Column::Id.eq(id.0))
            .add(Column::CancelledAt.is_null())
            .add(self.scope.reach(Column::PartnershipId, Column::PersonId));
        let row = Entity::find().filter(mine.clone()).one(&self.db).await?;
        let known = read(row.ok_or(StoreError::NotFound("handover"))?)?;
        if known.done_at.is_some() {
            return Ok(false);
        }
        Entity::update_many()
            .col_expr(Column::MeetFirst, Expr::value(if meet { YES } else { NO }))
            .filter(mine)
            .exec(&self.db)
            .await?;
        let here = self.scope.partnership();
        if meet {
            let (words, due_on) = handover::meeting(known.on, london_day(now));
            let about = Some(id.0);
            let new = Task { id: task, person: known.person, kind: TaskKind::Own, about, due_on };
            self.insert_task_for(here, &new, (Some(known.to), Some(&words)), now).await?;
        }
        // They may change their mind, and change it back.
        let asked = Condition::all().add(meeting_of(here, [id.0]));
        let (done, which) = match meet {
            true => (None, asked.add(task::Column::DoneBy.is_null())),
            false => (Some(now), asked.add(task::Column::DoneAt.is_null())),
        };
        task::Entity::update_many()
            .col_expr(task::Column::DoneAt, Expr::value(done))
            .filter(which)
            .exec(&self.db)
            .await?;
        Ok(true)
    }
}

impl Tx<Caseload> {
    /// Those who come to this member of staff by a handover that is still to come.
    pub(super) fn coming(&self) -> SelectStatement {
        Entity::find()
            .select_only()
            .column(Column::PersonId)
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::ToId.eq(self.scope.staff().0))
            .filter(open())
            .into_query()
    }

    /// What those of these people are called who come to this member of staff: whoever is to meet them has to know whom.
    pub async fn called_coming(&self, people: &[PersonId]) -> Result<HashMap<PersonId, String>> {
        let coming = Condition::all()
            .add(person::Column::PartnershipId.eq(self.scope.partnership().0))
            .add(person::Column::Id.in_subquery(self.coming()));
        self.names_of(people, coming).await
    }
}

impl<S> Tx<S> {
    /// Nobody has to meet anybody because of these handovers any more.
    pub(super) async fn end_meetings(
        &self,
        partnership: PartnershipId,
        of: impl IntoIterator<Item = Uuid>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        task::Entity::update_many()
            .col_expr(task::Column::DoneAt, Expr::value(now))
            .filter(meeting_of(partnership, of))
            .filter(task::Column::DoneAt.is_null())
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

/// The tasks of meeting somebody before these handovers.
fn meeting_of(partnership: PartnershipId, of: impl IntoIterator<Item = Uuid>) -> Condition {
    Condition::all()
        .add(task::Column::PartnershipId.eq(partnership.0))
        .add(task::Column::Kind.eq(TaskKind::Own.code()))
        .add(task::Column::About.is_in(of))
}
