//! Alerts and tasks in the database.

use chrono::{DateTime, Utc};
use domain::{
    alert::{Alert, Closed, Closing, Outcome, Proposal, Task, TaskKind, settled_by_speaking},
    contact::Contact,
    day::{add_working_days, london_day},
    id::{AlertId, AnswerId, CheckInId, PartnershipId, PersonId, StaffId, TaskId},
    invitation::Invitation,
    questionnaire::Priority,
    text::{Line, Note},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Result, StoreError, Tx,
    entity::{alert, task},
    scope::{Answers, Caseload, OpensRecord, OwnRecord, Reach, System},
};

impl<S: Answers> Tx<S> {
    /// Raises alerts together with the answers they come from. One that was raised before stays as it is, and one of
    /// those that `repeat` themselves is left out while one of its kind waits.
    pub async fn raise(&self, alerts: Vec<Alert>, repeats: impl Fn(&Alert) -> bool) -> Result<()> {
        // Few alerts can repeat one, so few need to see what is open.
        let open = match alerts.iter().any(&repeats) {
            true => self.alerts_in_reach(None).await?,
            false => Vec::new(),
        };
        let waits = |alert: &Alert| open.iter().any(|open| open.key() == alert.key());
        let new: Vec<Alert> =
            alerts.into_iter().filter(|alert| !(repeats(alert) && waits(alert))).collect();
        self.insert_alerts(self.scope.whose().0, &new).await
    }

    /// Nobody has to call about a check-in that the young person answers after all.
    pub async fn call_off(&self, answered: CheckInId, now: DateTime<Utc>) -> Result<()> {
        let done = task::Entity::update_many()
            .col_expr(task::Column::DoneAt, Expr::value(now))
            .filter(task::Column::Kind.eq(TaskKind::Call.code()))
            .filter(task::Column::About.eq(answered.0))
            .filter(task::Column::DoneAt.is_null())
            .filter(self.scope.reach(task::Column::PartnershipId, task::Column::PersonId));
        Ok(self.db.later::<task::Entity>(done.into_query()).await?)
    }
}

impl Tx<OwnRecord> {
    /// Raises an alert that comes from no check-in. While one of its kind waits that nobody has taken, there is no second.
    pub async fn raise_once(&self, alert: Alert) -> Result<()> {
        match self.waits(&alert).await? {
            true => Ok(()),
            false => self.raise_one(alert).await,
        }
    }
}

impl<S: Answers> Tx<S> {
    /// Whether an alert of this one's kind waits that nobody has taken, and whose words nobody has read. One from a check-in
    /// is another: its words are others.
    pub(super) async fn waits(&self, alert: &Alert) -> Result<bool> {
        let untouched = |open: &Alert| open.acknowledged.is_none() && open.read.is_none();
        let same = |open: &Alert| {
            open.trigger == alert.trigger && open.check_in.is_some() == alert.check_in.is_some()
        };
        let waits = |open: &Alert| same(open) && untouched(open);
        Ok(self.alerts_in_reach(None).await?.iter().any(waits))
    }

    pub(super) async fn raise_one(&self, alert: Alert) -> Result<()> {
        self.insert_alerts(self.scope.whose().0, &[alert]).await
    }
}

impl Tx<System> {
    /// Raises alerts that come from silence.
    pub async fn raise_for(&self, partnership: PartnershipId, alerts: &[Alert]) -> Result<()> {
        self.insert_alerts(partnership, alerts).await
    }

    /// What set off the alerts about one young person that are not closed.
    pub async fn open_triggers(
        &self,
        partnership: PartnershipId,
        person: PersonId,
    ) -> Result<Vec<String>> {
        Ok(alert::Entity::find()
            .select_only()
            .column(alert::Column::Trigger)
            .filter(alert::Column::PartnershipId.eq(partnership.0))
            .filter(alert::Column::PersonId.eq(person.0))
            .filter(alert::Column::ClosedAt.is_null())
            .into_tuple()
            .all(&self.db)
            .await?)
    }

    /// Gives staff something to do, once for each reason.
    pub async fn add_task(
        &self,
        partnership: PartnershipId,
        new: &Task,
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.insert_task(partnership, new, now).await
    }

    /// Asks staff to find out who tried an invitation.
    pub(super) async fn ask_to_look(
        &self,
        partnership: PartnershipId,
        id: TaskId,
        invitation: &Invitation,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let task = Task {
            id,
            person: invitation.person,
            kind: TaskKind::WrongPerson,
            about: Some(invitation.id.0),
            due_on: add_working_days(london_day(now), 2),
        };
        self.insert_task(partnership, &task, now).await
    }
}

impl<S> Tx<S> {
    async fn insert_alerts(&self, partnership: PartnershipId, alerts: &[Alert]) -> Result<()> {
        if alerts.is_empty() {
            return Ok(());
        }
        let rows = alerts.iter().map(|new| alert::ActiveModel {
            partnership_id: Set(partnership.0),
            id: Set(new.id.0),
            person_id: Set(new.person.0),
            check_in_id: Set(new.check_in.map(|id| id.0)),
            answer_id: Set(new.answer.map(|id| id.0)),
            trigger: Set(new.trigger.clone()),
            item_id: Set(new.item),
            trigger_key: Set(new.key()),
            priority: Set(new.priority.code().into()),
            raised_at: Set(new.raised_at),
            acknowledged_at: Set(None),
            acknowledged_by: Set(None),
            closed_at: Set(None),
            next_rung_at: Set(new.raised_at),
            ..Default::default()
        });
        let raised = alert::Entity::insert_many(rows).on_conflict_do_nothing_on([
            alert::Column::PartnershipId,
            alert::Column::CheckInId,
            alert::Column::TriggerKey,
        ]);
        Ok(self.db.later::<alert::Entity>(raised.into_query()).await?)
    }

    pub(super) async fn insert_task(
        &self,
        partnership: PartnershipId,
        new: &Task,
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.insert_task_for(partnership, new, (None, None), now).await
    }

    /// The same, with whose it is and what is to be done.
    pub(super) async fn insert_task_for(
        &self,
        partnership: PartnershipId,
        new: &Task,
        (owner, words): (Option<StaffId>, Option<&Line>),
        now: DateTime<Utc>,
    ) -> Result<()> {
        let row = task::ActiveModel {
            owner_id: Set(owner.map(|owner| owner.0)),
            words: Set(words.map(|words| words.as_str().into())),
            partnership_id: Set(partnership.0),
            id: Set(new.id.0),
            person_id: Set(new.person.0),
            kind: Set(new.kind.code().into()),
            about: Set(new.about),
            due_on: Set(new.due_on),
            created_at: Set(now),
            done_at: Set(None),
            ..Default::default()
        };
        task::Entity::insert_many([row])
            .on_conflict_do_nothing_on([
                task::Column::PartnershipId,
                task::Column::PersonId,
                task::Column::Kind,
                task::Column::About,
            ])
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }
}

impl<S: Reach> Tx<S> {
    async fn alerts_in_reach(&self, of: Option<PersonId>) -> Result<Vec<Alert>> {
        let rows = alert::Entity::find()
            .filter(alert::Column::ClosedAt.is_null())
            .filter(self.scope.reach(alert::Column::PartnershipId, alert::Column::PersonId))
            .apply_if(of, |find, person| find.filter(alert::Column::PersonId.eq(person.0)))
            .order_by_asc(alert::Column::RaisedAt)
            .order_by_asc(alert::Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(read).collect()
    }
}

impl<S: OpensRecord> Tx<S> {
    /// The alerts that are not closed, of everybody in reach or of one of them, oldest first.
    pub async fn open_alerts(&self, of: Option<PersonId>) -> Result<Vec<Alert>> {
        self.alerts_in_reach(of).await
    }

    /// The tasks that are not done, of everybody in reach or of one of them, most urgent first.
    pub async fn open_tasks(&self, of: Option<PersonId>) -> Result<Vec<Task>> {
        let rows = task::Entity::find()
            .filter(task::Column::DoneAt.is_null())
            .filter(self.scope.reach(task::Column::PartnershipId, task::Column::PersonId))
            .apply_if(of, |find, person| find.filter(task::Column::PersonId.eq(person.0)))
            .order_by_asc(task::Column::DueOn)
            .order_by_asc(task::Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(read_task).collect()
    }
}

impl Tx<Caseload> {
    /// This member of staff takes an alert. Taking it again changes nothing: whoever was first has it.
    pub async fn acknowledge(&self, id: AlertId, event: Uuid, now: DateTime<Utc>) -> Result<Alert> {
        let taken = alert::Entity::update_many()
            .col_expr(alert::Column::AcknowledgedAt, Expr::value(now))
            .col_expr(alert::Column::AcknowledgedBy, Expr::value(self.scope.staff().0))
            .col_expr(alert::Column::NextRungAt, Expr::value(now))
            .filter(alert::Column::Id.eq(id.0))
            .filter(alert::Column::AcknowledgedAt.is_null())
            .filter(alert::Column::ClosedAt.is_null())
            .filter(self.scope.reach(alert::Column::PartnershipId, alert::Column::PersonId))
            .exec(&self.db)
            .await?;
        if taken.rows_affected == 1 {
            self.note_on_alert(event, id.0, "taken", None, now).await?;
        }
        self.alert(id).await
    }

    /// Closes what having spoken at `happened_at` settles.
    pub(super) async fn settle_alerts(
        &self,
        person: PersonId,
        happened_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let mut open = self.open_alerts(Some(person)).await?;
        open.retain(|alert| alert.raised_at <= happened_at);
        let own_words = self.with_own_words(&open).await?;
        let unread = |alert: &Alert| alert.read.is_none() && own_words.contains(&alert.id);
        open.retain(|alert| settled_by_speaking(alert.priority, unread(alert)));
        let settled: Vec<Uuid> = open.iter().map(|alert| alert.id.0).collect();
        self.close_by_speaking(&settled, now).await
    }

    /// Takes back what somebody said they would come back to, before it is said anew or not at all.
    pub(super) async fn drop_follow_up(&self, contact: &Contact) -> Result<()> {
        task::Entity::delete_many()
            .filter(task::Column::Kind.eq(TaskKind::FollowUp.code()))
            .filter(task::Column::About.eq(contact.id.0))
            .filter(task::Column::DoneAt.is_null())
            .filter(self.scope.reach(task::Column::PartnershipId, task::Column::PersonId))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Whoever spoke to a young person has done what was asked of them by then. What they said then that they would
    /// come back to is still to do.
    pub(super) async fn finish_tasks(&self, spoke: &Contact, now: DateTime<Utc>) -> Result<()> {
        task::Entity::update_many()
            .col_expr(task::Column::DoneAt, Expr::value(now))
            .filter(task::Column::PersonId.eq(spoke.person.0))
            .filter(task::Column::DoneAt.is_null())
            .filter(
                Condition::any()
                    .add(task::Column::DueOn.lte(london_day(now)))
                    // A call is made, however early, and in it a number can be asked for.
                    .add(task::Column::Kind.eq(TaskKind::Call.code()))
                    .add(task::Column::Kind.eq(TaskKind::CheckNumber.code())),
            )
            .filter(task::Column::CreatedAt.lte(spoke.happened_at))
            .filter(
                Condition::any()
                    .add(task::Column::About.is_null())
                    .add(task::Column::About.ne(spoke.id.0)),
            )
            .filter(self.scope.reach(task::Column::PartnershipId, task::Column::PersonId))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

pub(super) fn read_task(row: task::Model) -> Result<Task> {
    let kind = TaskKind::from_code(&row.kind)
        .ok_or(StoreError::Impossible { what: "task", why: "unknown kind" })?;
    let (id, person) = (TaskId(row.id), PersonId(row.person_id));
    Ok(Task { id, person, kind, about: row.about, due_on: row.due_on })
}

pub(super) fn read(row: alert::Model) -> Result<Alert> {
    let proposal = read_proposal(&row)?;
    let outcome = row.outcome.as_deref().and_then(Outcome::from_code);
    let by = row.closed_by.map(StaffId);
    Ok(Alert {
        id: AlertId(row.id),
        person: PersonId(row.person_id),
        check_in: row.check_in_id.map(CheckInId),
        answer: row.answer_id.map(AnswerId),
        trigger: row.trigger,
        item: row.item_id,
        priority: Priority::from_code(&row.priority)
            .ok_or(StoreError::Impossible { what: "alert", why: "unknown priority" })?,
        raised_at: row.raised_at,
        acknowledged: row.acknowledged_by.map(StaffId).zip(row.acknowledged_at),
        read: row.read_by.map(StaffId).zip(row.read_at),
        proposal,
        closed: row.closed_at.map(|at| Closed { at, by, outcome }),
    })
}

fn read_proposal(row: &alert::Model) -> Result<Option<Proposal>> {
    let bad = |why| StoreError::Impossible { what: "alert", why };
    let (Some(by), Some(at)) = (row.proposed_by, row.proposed_at) else { return Ok(None) };
    let note = |text: &Option<String>| text.as_deref().map(Note::new).transpose();
    let closing = Closing::new(
        row.outcome.as_deref().and_then(Outcome::from_code).ok_or(bad("outcome"))?,
        note(&row.outcome_note).ok().flatten().ok_or(bad("note"))?,
        row.told_them.ok_or(bad("told"))?,
        note(&row.not_told_why).map_err(|_| bad("why they were not told"))?,
        row.next_on,
    );
    let closing = closing.map_err(|_| bad("closing"))?;
    Ok(Some(Proposal { closing, by: StaffId(by), at }))
}
