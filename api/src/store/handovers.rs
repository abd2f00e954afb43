//! Who is handed over to whom, in the database (WK-08).

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{
    alert::TaskKind,
    handover::{Handover, HandoverKind, TOLD_FOR, checked},
    id::{HandoverId, PartnershipId, PersonId, StaffId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Result, StoreError, Tx,
    entity::{
        alert, assignment,
        handover::{ActiveModel, Column, Entity, Model},
        staff, task,
    },
    scope::{Caseload, OwnRecord, Reach, System, Within},
};

/// As whether they want to meet is stored.
pub(super) const YES: &str = "yes";
pub(super) const NO: &str = "no";

/// What a young person reads about who looks after them.
#[derive(Clone, Debug)]
pub struct Told {
    /// Which handover.
    pub id: HandoverId,
    /// It is still to come, so they can say whether they want to meet whoever comes first.
    pub to_come: bool,
    /// Whether they do, once they have said so.
    pub meet_first: Option<bool>,
    /// What whoever comes is called.
    pub to: String,
    /// From which day on.
    pub on: NaiveDate,
    /// In plain words.
    pub plain: String,
    /// In easy words.
    pub easy: String,
}

impl Tx<Caseload> {
    /// The handovers that are still to come, of those in reach and those to this member of staff, by day.
    pub async fn handovers(&self) -> Result<Vec<Handover>> {
        let me = self.scope.staff().0;
        let whose = Condition::any()
            .add(Column::ToId.eq(me))
            .add(self.scope.reach(Column::PartnershipId, Column::PersonId));
        let rows = Entity::find()
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(open())
            .filter(whose)
            .order_by_asc(Column::OnDay)
            .order_by_asc(Column::Id)
            .limit(200)
            .all(&self.db)
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// One that this member of staff may know of: of somebody in reach, or to them.
    pub async fn handover(&self, id: HandoverId) -> Result<Handover> {
        let whose = Condition::any()
            .add(Column::ToId.eq(self.scope.staff().0))
            .add(self.scope.reach(Column::PartnershipId, Column::PersonId));
        let row = Entity::find()
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::Id.eq(id.0))
            .filter(Column::CancelledAt.is_null())
            .filter(whose)
            .one(&self.db)
            .await?;
        read(row.ok_or(StoreError::NotFound("handover"))?)
    }

    /// The handover with this id, whoever it is about.
    pub async fn known_handover(&self, id: HandoverId) -> Result<Option<Handover>> {
        let row = Entity::find_by_id((self.scope.partnership().0, id.0)).one(&self.db).await?;
        row.map(read).transpose()
    }

    /// What those who are handed over are called, also to whoever does not reach them yet: they have to know whom they say
    /// yes to.
    pub async fn called_in(&self, handovers: &[Handover]) -> Result<HashMap<PersonId, String>> {
        let people: Vec<_> = handovers.iter().map(|one| one.person).collect();
        let here = super::entity::person::Column::PartnershipId.eq(self.scope.partnership().0);
        self.names_of(&people, Condition::all().add(here)).await
    }

    /// Whether there is possible harm to them that nobody has in hand.
    pub async fn untaken_harm(&self, person: PersonId) -> Result<bool> {
        let one = alert::Entity::find()
            .select_only()
            .column(alert::Column::Id)
            .filter(alert::Column::PersonId.eq(person.0))
            .filter(alert::Column::Priority.eq("p1"))
            .filter(alert::Column::ClosedAt.is_null())
            .filter(alert::Column::AcknowledgedBy.is_null())
            .filter(self.scope.reach(alert::Column::PartnershipId, alert::Column::PersonId))
            .limit(1)
            .into_tuple::<Uuid>()
            .one(&self.db)
            .await?;
        Ok(one.is_some())
    }

    /// Keeps a handover. There is one about one young person.
    pub async fn plan_handover(&self, new: &Handover, now: DateTime<Utc>) -> Result<()> {
        Entity::insert(row(self.scope.partnership(), new, now))
            .exec_without_returning(&self.db)
            .await
            .map_err(StoreError::or_exists("handover of this young person"))?;
        Ok(())
    }

    /// Whoever is to have them says yes.
    pub async fn accept_handover(&self, id: HandoverId, now: DateTime<Utc>) -> Result<()> {
        self.change_handover(id, Column::AcceptedAt, now).await
    }

    /// It does not happen, and nobody has to see to it.
    pub async fn cancel_handover(&self, of: &Handover, now: DateTime<Utc>) -> Result<()> {
        self.change_handover(of.id, Column::CancelledAt, now).await?;
        self.end_meetings(self.scope.partnership(), [of.id.0], now).await?;
        self.forget_handover_task(of.person, now).await
    }

    async fn forget_handover_task(&self, person: PersonId, now: DateTime<Utc>) -> Result<()> {
        task::Entity::update_many()
            .col_expr(task::Column::DoneAt, Expr::value(now))
            .filter(task::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(task::Column::PersonId.eq(person.0))
            .filter(task::Column::Kind.eq(TaskKind::Handover.code()))
            .filter(task::Column::DoneAt.is_null())
            .exec(&self.db)
            .await?;
        Ok(())
    }

    async fn change_handover(
        &self,
        id: HandoverId,
        column: Column,
        now: DateTime<Utc>,
    ) -> Result<()> {
        Entity::update_many()
            .col_expr(column, Expr::value(now))
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::Id.eq(id.0))
            .filter(column.is_null())
            .filter(open())
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Whatever was planned about somebody is off: they were given away at once.
    pub(super) async fn overtake_handover(
        &self,
        person: PersonId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let here = self.scope.partnership();
        let planned =
            open().add(Column::PartnershipId.eq(here.0)).add(Column::PersonId.eq(person.0));
        self.cancel_all(here, planned, now).await?;
        self.forget_handover_task(person, now).await
    }
}

impl Tx<System> {
    /// Those whose day has come or comes tomorrow, the earliest first.
    pub async fn near_handovers(
        &self,
        today: NaiveDate,
        limit: u64,
    ) -> Result<Vec<(PartnershipId, Handover)>> {
        let rows = Entity::find()
            .filter(open())
            .filter(Column::OnDay.lte(today + Days::new(1)))
            .order_by_asc(Column::OnDay)
            .order_by_asc(Column::Id)
            .limit(limit)
            .all(&self.db)
            .await?;
        rows.into_iter().map(|row| Ok((PartnershipId(row.partnership_id), read(row)?))).collect()
    }

    /// It happens: whoever had them has them no longer, and what was in their hand about them goes with them. False if it has
    /// happened, or is off.
    pub async fn do_handover(
        &self,
        partnership: PartnershipId,
        of: &Handover,
        new_id: impl Fn() -> Uuid,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        self.hold(of.person).await?;
        let done = Entity::update_many()
            .col_expr(Column::DoneAt, Expr::value(now))
            .filter(Column::PartnershipId.eq(partnership.0))
            .filter(Column::Id.eq(of.id.0))
            .filter(Column::AcceptedAt.is_not_null())
            .filter(open())
            .exec(&self.db)
            .await?;
        if done.rows_affected == 0 {
            return Ok(false);
        }
        task::Entity::update_many()
            .col_expr(task::Column::DoneAt, Expr::value(now))
            .filter(task::Column::PartnershipId.eq(partnership.0))
            .filter(task::Column::PersonId.eq(of.person.0))
            .filter(task::Column::Kind.eq(TaskKind::Handover.code()))
            .filter(task::Column::DoneAt.is_null())
            .exec(&self.db)
            .await?;
        let had = self.worker_for(partnership, of.person).await?;
        if had == Some(of.to) {
            return Ok(true);
        }
        if let Some(had) = had {
            self.pass_alerts(partnership, had, of.to, Some(of.person), new_id, now).await?;
            self.pass_tasks(partnership, had, Some(of.to), Some(of.person), now).await?;
        }
        assignment::Entity::update_many()
            .col_expr(assignment::Column::EndedAt, Expr::value(now))
            .filter(assignment::Column::PartnershipId.eq(partnership.0))
            .filter(assignment::Column::PersonId.eq(of.person.0))
            .filter(assignment::Column::EndedAt.is_null())
            .exec(&self.db)
            .await?;
        let given = assignment::ActiveModel {
            partnership_id: Set(partnership.0),
            person_id: Set(of.person.0),
            staff_id: Set(of.to.0),
            started_at: Set(now),
            ended_at: Set(None),
            given_by: Set(Some(of.made_by.0)),
        };
        assignment::Entity::insert(given).exec_without_returning(&self.db).await?;
        Ok(true)
    }
}

impl Tx<OwnRecord> {
    /// What they read about who looks after them from which day on: what is to come, or came a few days ago.
    pub async fn my_handover(&self, today: NaiveDate) -> Result<Option<Told>> {
        let recent = today - Days::new(TOLD_FOR);
        let row = Entity::find()
            .filter(Column::CancelledAt.is_null())
            .filter(Column::OnDay.gt(recent))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .order_by_desc(Column::MadeAt)
            .order_by_desc(Column::Id)
            .one(&self.db)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let name: Option<String> = staff::Entity::find_by_id(row.to_id)
            .select_only()
            .column(staff::Column::Name)
            .into_tuple()
            .one(&self.db)
            .await?;
        let first = name.unwrap_or_default().split_whitespace().next().unwrap_or("").to_owned();
        Ok(Some(Told {
            id: HandoverId(row.id),
            to_come: row.done_at.is_none(),
            meet_first: row.meet_first.map(|said| said == YES),
            to: first,
            on: row.on_day,
            plain: row.plain,
            easy: row.easy,
        }))
    }
}

impl<S> Tx<S> {
    /// Keeps that somebody was handed over at once.
    pub(super) async fn note_handover(
        &self,
        partnership: PartnershipId,
        new: &Handover,
        now: DateTime<Utc>,
    ) -> Result<()> {
        Entity::insert(row(partnership, new, now)).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// What somebody was to take who leaves is off: whoever has them keeps them.
    pub(super) async fn end_handovers_to(
        &self,
        partnership: PartnershipId,
        staff: StaffId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let theirs =
            open().add(Column::PartnershipId.eq(partnership.0)).add(Column::ToId.eq(staff.0));
        self.cancel_all(partnership, theirs, now).await
    }

    /// These are off, and nobody has to meet anybody because of them.
    async fn cancel_all(
        &self,
        partnership: PartnershipId,
        which: Condition,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let find = Entity::find().select_only().column(Column::Id).filter(which);
        let ids: Vec<Uuid> = find.into_tuple().all(&self.db).await?;
        if ids.is_empty() {
            return Ok(());
        }
        Entity::update_many()
            .col_expr(Column::CancelledAt, Expr::value(now))
            .filter(Column::PartnershipId.eq(partnership.0))
            .filter(Column::Id.is_in(ids.clone()))
            .exec(&self.db)
            .await?;
        self.end_meetings(partnership, ids, now).await
    }
}

/// Those that have not happened and are not off.
pub(super) fn open() -> Condition {
    Condition::all().add(Column::DoneAt.is_null()).add(Column::CancelledAt.is_null())
}

/// A handover as it is stored.
pub(super) fn row(partnership: PartnershipId, new: &Handover, now: DateTime<Utc>) -> ActiveModel {
    ActiveModel {
        partnership_id: Set(partnership.0),
        id: Set(new.id.0),
        person_id: Set(new.person.0),
        from_id: Set(new.from.map(|id| id.0)),
        to_id: Set(new.to.0),
        made_by: Set(new.made_by.0),
        kind: Set(new.kind.code().into()),
        on_day: Set(new.on),
        plain: Set(new.plain.as_str().into()),
        easy: Set(new.easy.as_str().into()),
        meet_first: Set(new.meet_first.map(|meet| if meet { YES } else { NO }.into())),
        made_at: Set(now),
        accepted_at: Set(new.accepted_at),
        done_at: Set(new.done_at),
        cancelled_at: Set(None),
    }
}

pub(super) fn read(row: Model) -> Result<Handover> {
    let bad = |why| StoreError::Impossible { what: "handover", why };
    Ok(Handover {
        id: HandoverId(row.id),
        person: PersonId(row.person_id),
        from: row.from_id.map(StaffId),
        to: StaffId(row.to_id),
        made_by: StaffId(row.made_by),
        kind: HandoverKind::from_code(&row.kind).ok_or(bad("kind"))?,
        on: row.on_day,
        plain: checked(&row.plain).map_err(|_| bad("words"))?,
        easy: checked(&row.easy).map_err(|_| bad("words"))?,
        accepted_at: row.accepted_at,
        done_at: row.done_at,
        meet_first: row.meet_first.map(|said| said == YES),
    })
}
