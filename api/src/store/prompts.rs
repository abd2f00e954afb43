//! Prompts waiting to be sent.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    day::{london_day, london_time},
    id::{CheckInId, PartnershipId, PersonId, PromptId},
    prompt::{Channel, PromptOutcome},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
    sea_query::{Expr, LockBehavior, LockType},
};

use super::{
    Result, Tx,
    entity::prompt,
    scope::{Answers, OwnRecord, Reach, System},
};

/// How long a sender may take before another may try.
const LEASE: TimeDelta = TimeDelta::minutes(5);

/// A prompt to queue.
#[derive(Clone, Debug)]
pub struct NewPrompt {
    /// Its id.
    pub id: PromptId,
    /// Where.
    pub partnership: PartnershipId,
    /// For whom.
    pub person: PersonId,
    /// About which check-in.
    pub check_in: CheckInId,
    /// Which rung of the ladder: with the check-in, what makes it unique.
    pub step: String,
    /// Which way it goes.
    pub channel: Channel,
    /// When.
    pub due_at: DateTime<Utc>,
    /// When it is too late.
    pub expires_at: DateTime<Utc>,
}

/// A prompt that is ours to send for a while.
#[derive(Clone, Debug)]
pub struct Leased {
    /// Which prompt.
    pub id: PromptId,
    /// Where.
    pub partnership: PartnershipId,
    /// For whom.
    pub person: PersonId,
    /// About which check-in.
    pub check_in: CheckInId,
    /// When it is too late.
    pub expires_at: DateTime<Utc>,
    /// How often it was tried before.
    pub attempts: i32,
}

impl Tx<System> {
    /// Queues a prompt that whoever queues it sends at once.
    pub async fn queue_leased(&self, new: &NewPrompt, now: DateTime<Utc>) -> Result<Leased> {
        let row = prompt::ActiveModel {
            leased_until: Set(Some(now + LEASE)),
            attempts: Set(1),
            ..row(new)
        };
        Ok(leased(prompt::Entity::insert(row).exec_with_returning(&self.db).await?))
    }

    /// Queues prompts. One that was queued before, for the same check-in and rung, stays as it is.
    pub async fn queue_prompts(&self, new: &[NewPrompt]) -> Result<()> {
        if new.is_empty() {
            return Ok(());
        }
        let rows = new.iter().map(row);
        prompt::Entity::insert_many(rows)
            .on_conflict_do_nothing_on([
                prompt::Column::PartnershipId,
                prompt::Column::CheckInId,
                prompt::Column::Step,
            ])
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }

    /// Takes prompts that are due, so that no other instance sends them for a while.
    pub async fn lease_prompts(&self, limit: u64, now: DateTime<Utc>) -> Result<Vec<Leased>> {
        let due = prompt::Entity::find()
            .select_only()
            .column(prompt::Column::Id)
            .filter(prompt::Column::SettledAt.is_null())
            .filter(prompt::Column::DueAt.lte(now))
            .filter(
                Condition::any()
                    .add(prompt::Column::LeasedUntil.is_null())
                    .add(prompt::Column::LeasedUntil.lt(now)),
            )
            .order_by_asc(prompt::Column::DueAt)
            .limit(limit)
            // Two PostgreSQL instances take different rows; SQLite has one writer and ignores this.
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        let rows = prompt::Entity::update_many()
            .col_expr(prompt::Column::LeasedUntil, Expr::value(now + LEASE))
            .col_expr(prompt::Column::Attempts, Expr::col(prompt::Column::Attempts).add(1))
            .filter(prompt::Column::Id.in_subquery(due.into_query()))
            .exec_with_returning(&self.db)
            .await?;
        Ok(rows.into_iter().map(leased).collect())
    }

    /// Says what became of a prompt, once.
    pub async fn settle_prompt(
        &self,
        leased: &Leased,
        outcome: PromptOutcome,
        now: DateTime<Utc>,
    ) -> Result<()> {
        prompt::Entity::update_many()
            .col_expr(prompt::Column::SettledAt, Expr::value(now))
            .col_expr(prompt::Column::Outcome, Expr::value(outcome.code()))
            .filter(prompt::Column::PartnershipId.eq(leased.partnership.0))
            .filter(prompt::Column::Id.eq(leased.id.0))
            .filter(prompt::Column::SettledAt.is_null())
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Gives a prompt back, to be tried again at `due_at`.
    pub async fn postpone_prompt(&self, leased: &Leased, due_at: DateTime<Utc>) -> Result<()> {
        prompt::Entity::update_many()
            .col_expr(prompt::Column::DueAt, Expr::value(due_at))
            .col_expr(prompt::Column::LeasedUntil, Expr::value(Option::<DateTime<Utc>>::None))
            .filter(prompt::Column::PartnershipId.eq(leased.partnership.0))
            .filter(prompt::Column::Id.eq(leased.id.0))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

impl Tx<OwnRecord> {
    /// The prompts that wait to be sent, with the check-in and the rung they are about.
    pub async fn waiting_prompts(&self) -> Result<Vec<(PromptId, CheckInId, String)>> {
        let rows = prompt::Entity::find()
            .filter(prompt::Column::SettledAt.is_null())
            .filter(self.scope.reach(prompt::Column::PartnershipId, prompt::Column::PersonId))
            .all(&self.db)
            .await?;
        let waiting = |row: prompt::Model| (PromptId(row.id), CheckInId(row.check_in_id), row.step);
        Ok(rows.into_iter().map(waiting).collect())
    }

    /// How many prompts of a check-in, sent or not, stand on rungs whose names begin like this.
    pub async fn count_prompts(&self, check_in: CheckInId, rung: &str) -> Result<usize> {
        let count = prompt::Entity::find()
            .filter(prompt::Column::CheckInId.eq(check_in.0))
            .filter(prompt::Column::Step.starts_with(rung))
            .filter(self.scope.reach(prompt::Column::PartnershipId, prompt::Column::PersonId))
            .count(&self.db)
            .await?;
        Ok(count as usize)
    }

    /// Moves a prompt that waits to another time.
    pub async fn move_prompt(
        &self,
        id: PromptId,
        due_at: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<()> {
        prompt::Entity::update_many()
            .col_expr(prompt::Column::DueAt, Expr::value(due_at))
            .col_expr(prompt::Column::ExpiresAt, Expr::value(expires_at))
            .filter(prompt::Column::Id.eq(id.0))
            .filter(prompt::Column::SettledAt.is_null())
            .filter(self.scope.reach(prompt::Column::PartnershipId, prompt::Column::PersonId))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Queues a reminder that a young person asked for.
    pub async fn queue_own_prompt(&self, new: &NewPrompt) -> Result<()> {
        prompt::Entity::insert(row(new)).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Nobody is nudged who has paused or stopped.
    pub async fn cancel_all_prompts(&self, now: DateTime<Utc>) -> Result<()> {
        self.cancel(Condition::all(), now).await
    }
}

impl<S: Answers> Tx<S> {
    /// Nobody is nudged about a check-in they have finished.
    pub async fn cancel_prompts(&self, check_in: CheckInId, now: DateTime<Utc>) -> Result<()> {
        self.cancel(Condition::all().add(prompt::Column::CheckInId.eq(check_in.0)), now).await
    }

    async fn cancel(&self, which: Condition, now: DateTime<Utc>) -> Result<()> {
        let cancelled = prompt::Entity::update_many()
            .col_expr(prompt::Column::SettledAt, Expr::value(now))
            .col_expr(prompt::Column::Outcome, Expr::value(PromptOutcome::Cancelled.code()))
            .filter(which)
            .filter(prompt::Column::SettledAt.is_null())
            .filter(self.scope.reach(prompt::Column::PartnershipId, prompt::Column::PersonId));
        Ok(self.db.later::<prompt::Entity>(cancelled.into_query()).await?)
    }
}

fn row(prompt: &NewPrompt) -> prompt::ActiveModel {
    prompt::ActiveModel {
        partnership_id: Set(prompt.partnership.0),
        id: Set(prompt.id.0),
        person_id: Set(prompt.person.0),
        check_in_id: Set(prompt.check_in.0),
        step: Set(prompt.step.clone()),
        channel: Set(prompt.channel.code().into()),
        due_at: Set(prompt.due_at),
        expires_at: Set(prompt.expires_at),
        leased_until: Set(None),
        attempts: Set(0),
        settled_at: Set(None),
        outcome: Set(None),
        local_day: Set(Some(london_day(prompt.due_at))),
        local_time: Set(Some(london_time(prompt.due_at).format("%H:%M").to_string())),
        meant_at: Set(Some(prompt.due_at)),
        lost: Set(0),
        handed_at: Set(None),
        reference: Set(None),
        receipt: Set(None),
        receipt_at: Set(None),
        late: Set(false),
        fell_back: Set(false),
    }
}

fn leased(row: prompt::Model) -> Leased {
    Leased {
        id: PromptId(row.id),
        partnership: PartnershipId(row.partnership_id),
        person: PersonId(row.person_id),
        check_in: CheckInId(row.check_in_id),
        expires_at: row.expires_at,
        attempts: row.attempts,
    }
}
