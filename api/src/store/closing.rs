//! How alerts end, in the database: the words that raised them, who read those, what came of it, and who looked again.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    alert::{Alert, Closing, OWN_WORDS, Outcome, Proposal, Task, TaskKind},
    answer::Answer,
    contact::{Contact, ContactOutcome},
    id::{AlertId, CheckInId, StaffId, TaskId},
    talk::Talk,
    text::Note,
    versioned::Versioned,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, UpdateMany,
    sea_query::{Condition, Expr, ExprTrait},
};
use uuid::Uuid;

use super::{
    Result, StoreError, Tx,
    alerts::read,
    answers,
    entity::{alert, alert_event, answer, goal},
    scope::{Caseload, OpensRecord, Reach, Within},
};

/// The words that belong to an alert: what raised it as it was, and what was said later in its place.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// The answer that raised it and those that took its place, by when they came.
    pub answers: Vec<(CheckInId, Answer)>,
    /// Wishes to talk, with what they are about.
    pub talks: Vec<Talk>,
    /// Goals that were written or changed, with when that was.
    pub goals: Vec<(String, DateTime<Utc>)>,
}

/// Something that staff did about an alert.
#[derive(Clone, Debug)]
pub struct AlertEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// What: the code that is stored.
    pub what: String,
    /// Who.
    pub by: StaffId,
    /// What they said about it, as it was then.
    pub words: Option<String>,
}

/// The triggers of wishes to talk, which may come with words.
pub(super) const WISH: &str = "help_page_tell";

impl Words {
    /// Which words these are: another text as soon as there are more, or others.
    pub fn version(&self) -> String {
        let answers = self.answers.iter().map(|(_, answer)| answer.received_at);
        let talks = self.talks.iter().map(|talk| talk.asked_at);
        let goals = self.goals.iter().map(|(_, at)| *at);
        let moments: Vec<_> = answers.chain(talks).chain(goals).collect();
        let latest = moments.iter().max().map_or(0, DateTime::timestamp_micros);
        format!("{}-{latest}", moments.len())
    }
}

impl<S: OpensRecord> Tx<S> {
    /// Which of these alerts come with words of the young person's own, for somebody to read.
    pub async fn with_own_words(&self, alerts: &[Alert]) -> Result<HashSet<AlertId>> {
        let by = |trigger: &'static str| alerts.iter().filter(move |it| it.trigger == trigger);
        let mut with: HashSet<AlertId> = by(OWN_WORDS).map(|alert| alert.id).collect();
        let ids: Vec<Uuid> = alerts.iter().filter_map(|it| it.answer).map(|id| id.0).collect();
        if !ids.is_empty() {
            let written: HashSet<Uuid> = answer::Entity::find()
                .select_only()
                .column(answer::Column::Id)
                .filter(answer::Column::Id.is_in(ids))
                .filter(answer::Column::FreeText.is_not_null())
                .filter(self.scope.reach(answer::Column::PartnershipId, answer::Column::PersonId))
                .into_tuple()
                .all(&self.db)
                .await?
                .into_iter()
                .collect();
            let wrote = |alert: &&Alert| alert.answer.is_some_and(|id| written.contains(&id.0));
            with.extend(alerts.iter().filter(wrote).map(|alert| alert.id));
        }
        for alert in by(WISH) {
            let wishes = self.talks_of(alert.person, Some(alert.raised_at)).await?;
            if wishes.iter().any(|talk| talk.words.is_some()) {
                with.insert(alert.id);
            }
        }
        Ok(with)
    }
}

/// When somebody first tried to reach them from `since` on. That a number is not theirs is no try. Forms know the minute
/// of a contact and no second, so the minute in which it was raised counts.
pub fn tried(contacts: &[Versioned<Contact>], since: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let since = since - TimeDelta::seconds(since.timestamp().rem_euclid(60) + 1);
    contacts
        .iter()
        .map(|known| &known.value)
        .filter(|contact| contact.happened_at > since)
        .filter(|contact| contact.outcome != ContactOutcome::WrongNumber)
        .map(|contact| contact.happened_at)
        .min()
}

impl Tx<Caseload> {
    /// An alert of somebody in reach, open or closed.
    pub async fn alert(&self, id: AlertId) -> Result<Alert> {
        let row = alert::Entity::find()
            .filter(alert::Column::Id.eq(id.0))
            .filter(self.scope.reach(alert::Column::PartnershipId, alert::Column::PersonId))
            .one(&self.db)
            .await?;
        read(row.ok_or(StoreError::NotFound("alert"))?)
    }

    /// The same, kept to this transaction until it ends: two who decide at once decide one after the other.
    pub async fn hold_alert(&self, id: AlertId) -> Result<Alert> {
        let alert = self.alert(id).await?;
        self.hold(alert.person).await?;
        self.alert(id).await
    }

    /// An alert that this member of staff has just changed. Closed, it may be out of their reach already.
    pub async fn changed_alert(&self, id: AlertId) -> Result<Alert> {
        let row =
            alert::Entity::find_by_id((self.scope.partnership().0, id.0)).one(&self.db).await?;
        read(row.ok_or(StoreError::NotFound("alert"))?)
    }

    /// The words that raised an alert, as they were, and those that came later.
    pub async fn words_of(&self, of: &Alert) -> Result<Words> {
        let mut words = Words::default();
        if let (Some(id), Some(check_in)) = (of.answer, of.check_in) {
            let rows = answer::Entity::find()
                .filter(answer::Column::PersonId.eq(of.person.0))
                .filter(answer::Column::CheckInId.eq(check_in.0))
                .filter(self.scope.reach(answer::Column::PartnershipId, answer::Column::PersonId))
                .order_by_asc(answer::Column::ReceivedAt)
                .order_by_asc(answer::Column::Id)
                .all(&self.db)
                .await?;
            let all = answers::read_all(rows)?;
            let first = all.iter().position(|(_, answer)| answer.id == id);
            if let Some(first) = first {
                let key = all[first].1.key.clone();
                let later = all.into_iter().skip(first);
                words.answers = later.filter(|(_, answer)| answer.key == key).collect();
            }
        } else if of.check_in.is_none() && of.trigger == WISH {
            words.talks = self.talks_of(of.person, Some(of.raised_at)).await?;
            words.talks.reverse();
        } else if of.check_in.is_none() && of.trigger == OWN_WORDS {
            words.goals = goal::Entity::find()
                .select_only()
                .column(goal::Column::Words)
                .column(goal::Column::ChangedAt)
                .filter(goal::Column::PersonId.eq(of.person.0))
                .filter(goal::Column::ChangedAt.gte(of.raised_at))
                .filter(self.scope.reach(goal::Column::PartnershipId, goal::Column::PersonId))
                .order_by_asc(goal::Column::ChangedAt)
                .order_by_asc(goal::Column::Id)
                .into_tuple()
                .all(&self.db)
                .await?;
        }
        Ok(words)
    }

    /// What staff did about an alert, the earliest first.
    pub async fn alert_events(&self, of: AlertId) -> Result<Vec<AlertEvent>> {
        let rows = alert_event::Entity::find()
            .filter(alert_event::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(alert_event::Column::AlertId.eq(of.0))
            .order_by_asc(alert_event::Column::At)
            .order_by_asc(alert_event::Column::Id)
            .all(&self.db)
            .await?;
        let event = |row: alert_event::Model| AlertEvent {
            at: row.at,
            what: row.what,
            by: StaffId(row.staff_id),
            words: row.words,
        };
        Ok(rows.into_iter().map(event).collect())
    }

    /// This member of staff has read the words of an alert, and of every other alert that the same words raised.
    pub async fn mark_read(
        &self,
        of: &Alert,
        words: &Words,
        new_id: impl Fn() -> Uuid,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let shown = words.answers.iter().map(|(_, answer)| answer.id.0);
        let same = Condition::any()
            .add(alert::Column::Id.eq(of.id.0))
            .add(alert::Column::AnswerId.is_in(shown).and(alert::Column::Trigger.eq(OWN_WORDS)));
        let unread: Vec<Uuid> = alert::Entity::find()
            .select_only()
            .column(alert::Column::Id)
            .filter(alert::Column::PersonId.eq(of.person.0))
            .filter(alert::Column::ReadAt.is_null())
            .filter(same)
            .filter(self.scope.reach(alert::Column::PartnershipId, alert::Column::PersonId))
            .into_tuple()
            .all(&self.db)
            .await?;
        for id in unread {
            self.change_alert(id)
                .col_expr(alert::Column::ReadAt, Expr::value(now))
                .col_expr(alert::Column::ReadBy, Expr::value(self.scope.staff().0))
                .exec(&self.db)
                .await?;
            self.note_on_alert(new_id(), id, "read", None, now).await?;
        }
        Ok(())
    }

    /// Keeps what this member of staff says came of an alert, for a second person to look at.
    pub async fn propose_closing(
        &self,
        of: &Alert,
        closing: &Closing,
        event: Uuid,
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.keep_closing(of, closing, now).exec(&self.db).await?;
        self.note_on_alert(event, of.id.0, "proposed", Some(in_words(closing)), now).await
    }

    /// Closes an alert with what this member of staff says came of it. A next step becomes a task of its own.
    pub async fn close_alert(
        &self,
        of: &Alert,
        closing: &Closing,
        task: TaskId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let closed = self
            .keep_closing(of, closing, now)
            .col_expr(alert::Column::ClosedAt, Expr::value(now))
            .col_expr(alert::Column::ClosedBy, Expr::value(self.scope.staff().0))
            .exec(&self.db)
            .await?;
        if closed.rows_affected == 0 {
            return Err(StoreError::Exists("closing of this alert"));
        }
        self.follow_up_on(of, closing, task, now).await?;
        self.note_closed(of.id.0, Some(in_words(closing)), now).await
    }

    /// This member of staff agrees with a colleague, as the second person.
    pub async fn agree_to_closing(
        &self,
        of: &Alert,
        proposal: &Proposal,
        words: Option<&Note>,
        task: TaskId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.change_alert(of.id.0)
            .col_expr(alert::Column::ClosedAt, Expr::value(now))
            .col_expr(alert::Column::ClosedBy, Expr::value(self.scope.staff().0))
            .exec(&self.db)
            .await?;
        self.follow_up_on(of, &proposal.closing, task, now).await?;
        self.note_closed(of.id.0, words.map(|words| words.as_str().to_owned()), now).await
    }

    /// This member of staff sends back what a colleague says came of an alert, with what is still to be done.
    pub async fn send_closing_back(
        &self,
        of: &Alert,
        words: Option<&Note>,
        event: Uuid,
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.change_alert(of.id.0)
            .col_expr(alert::Column::Outcome, Expr::value(None::<String>))
            .col_expr(alert::Column::OutcomeNote, Expr::value(None::<String>))
            .col_expr(alert::Column::ToldThem, Expr::value(None::<bool>))
            .col_expr(alert::Column::NotToldWhy, Expr::value(None::<String>))
            .col_expr(alert::Column::NextOn, Expr::value(None::<chrono::NaiveDate>))
            .col_expr(alert::Column::ProposedAt, Expr::value(None::<DateTime<Utc>>))
            .col_expr(alert::Column::ProposedBy, Expr::value(None::<Uuid>))
            .exec(&self.db)
            .await?;
        let words = words.map(|words| words.as_str().to_owned());
        self.note_on_alert(event, of.id.0, "sent-back", words, now).await
    }

    /// Closes what a conversation settled.
    pub(super) async fn close_by_speaking(&self, ids: &[Uuid], now: DateTime<Utc>) -> Result<()> {
        for id in ids {
            let closed = self
                .change_alert(*id)
                .col_expr(alert::Column::ClosedAt, Expr::value(now))
                .col_expr(alert::Column::ClosedBy, Expr::value(self.scope.staff().0))
                .col_expr(alert::Column::Outcome, Expr::value(Outcome::SettledInContact.code()))
                .exec(&self.db)
                .await?;
            // A colleague may have closed it in this very moment.
            if closed.rows_affected == 0 {
                continue;
            }
            let words = Outcome::SettledInContact.words().to_owned();
            self.note_closed(*id, Some(words), now).await?;
        }
        Ok(())
    }

    /// Notes what this member of staff did about an alert. It is never changed.
    pub(super) async fn note_on_alert(
        &self,
        id: Uuid,
        of: Uuid,
        what: &'static str,
        words: Option<String>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let row = alert_event::ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            id: Set(id),
            alert_id: Set(of),
            at: Set(now),
            what: Set(what.into()),
            staff_id: Set(self.scope.staff().0),
            words: Set(words),
        };
        alert_event::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// An alert is closed once, so what closed it may have its id.
    async fn note_closed(
        &self,
        alert: Uuid,
        words: Option<String>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.note_on_alert(alert, alert, "closed", words, now).await
    }

    async fn follow_up_on(
        &self,
        of: &Alert,
        closing: &Closing,
        id: TaskId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let Some(due_on) = closing.next_on() else { return Ok(()) };
        let (kind, about) = (TaskKind::FollowUp, Some(of.id.0));
        let task = Task { id, person: of.person, kind, about, due_on };
        self.insert_task(self.scope.partnership(), &task, now).await
    }

    /// Whoever says what came of an alert that nobody had taken has taken it.
    fn keep_closing(
        &self,
        of: &Alert,
        closing: &Closing,
        now: DateTime<Utc>,
    ) -> UpdateMany<alert::Entity> {
        let me = self.scope.staff().0;
        let why = closing.not_told_why().map(|why| why.as_str().to_owned());
        let (taken_by, taken_at) = of.acknowledged.map_or((me, now), |(by, at)| (by.0, at));
        self.change_alert(of.id.0)
            .col_expr(alert::Column::AcknowledgedBy, Expr::value(taken_by))
            .col_expr(alert::Column::AcknowledgedAt, Expr::value(taken_at))
            .col_expr(alert::Column::Outcome, Expr::value(closing.outcome().code()))
            .col_expr(alert::Column::OutcomeNote, Expr::value(closing.note().as_str()))
            .col_expr(alert::Column::ToldThem, Expr::value(closing.told()))
            .col_expr(alert::Column::NotToldWhy, Expr::value(why))
            .col_expr(alert::Column::NextOn, Expr::value(closing.next_on()))
            .col_expr(alert::Column::ProposedAt, Expr::value(now))
            .col_expr(alert::Column::ProposedBy, Expr::value(me))
    }

    /// A change of one alert that is not closed.
    fn change_alert(&self, id: Uuid) -> UpdateMany<alert::Entity> {
        alert::Entity::update_many()
            .filter(alert::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(alert::Column::Id.eq(id))
            .filter(alert::Column::ClosedAt.is_null())
    }
}

fn in_words(closing: &Closing) -> String {
    format!("{}. {}", closing.outcome().words(), closing.note().as_str())
}
