//! Prompts waiting to be sent, and the phones they go to.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    id::{CheckInId, PartnershipId, PersonId, PromptId, SubscriptionId},
    prompt::{Channel, PromptOutcome},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
    sea_query::{Expr, LockBehavior, LockType, OnConflict},
};

use super::{
    Result, Tx,
    entity::{prompt, push_subscription, session},
    scope::{Answers, OpensRecord, OwnRecord, Reach, System, Within},
};

/// How long a sender may take before another may try.
const LEASE: TimeDelta = TimeDelta::minutes(5);
/// How many phones of one young person are prompted (SEC-33).
const MOST_PHONES: usize = 5;

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

/// A phone that takes prompts.
#[derive(Clone, Debug)]
pub struct Phone {
    /// Which subscription.
    pub id: SubscriptionId,
    /// Where its push service listens.
    pub endpoint: String,
    /// The phone's public key.
    pub p256dh: String,
    /// The phone's secret.
    pub auth: String,
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

    /// The phones a young person is prompted on: of live sessions, the latest first.
    pub async fn phones(
        &self,
        partnership: PartnershipId,
        person: PersonId,
        now: DateTime<Utc>,
    ) -> Result<Vec<Phone>> {
        let live = session::Entity::find()
            .select_only()
            .column(session::Column::Id)
            .filter(session::Column::PartnershipId.eq(partnership.0))
            .filter(session::Column::PersonId.eq(person.0))
            .filter(session::Column::EndedAt.is_null())
            .filter(session::Column::EndsAt.gt(now))
            .filter(session::Column::IdleEndsAt.gt(now));
        let rows = push_subscription::Entity::find()
            .filter(push_subscription::Column::PartnershipId.eq(partnership.0))
            .filter(push_subscription::Column::PersonId.eq(person.0))
            .filter(push_subscription::Column::SessionId.in_subquery(live.into_query()))
            .order_by_desc(push_subscription::Column::CreatedAt)
            .order_by_desc(push_subscription::Column::Id)
            .all(&self.db)
            .await?;
        let phone = |row: push_subscription::Model| Phone {
            id: SubscriptionId(row.id),
            endpoint: row.endpoint,
            p256dh: row.p256dh,
            auth: row.auth,
        };
        Ok(rows.into_iter().take(MOST_PHONES).map(phone).collect())
    }

    /// Forgets a phone whose push service says that it is gone.
    pub async fn forget_phone(&self, partnership: PartnershipId, id: SubscriptionId) -> Result<()> {
        push_subscription::Entity::delete_by_id((partnership.0, id.0)).exec(&self.db).await?;
        Ok(())
    }

    /// Notes that a phone took a prompt.
    pub async fn phone_took(
        &self,
        partnership: PartnershipId,
        id: SubscriptionId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        push_subscription::Entity::update_many()
            .col_expr(push_subscription::Column::LastSentAt, Expr::value(now))
            .col_expr(push_subscription::Column::Failures, Expr::value(0))
            .filter(push_subscription::Column::PartnershipId.eq(partnership.0))
            .filter(push_subscription::Column::Id.eq(id.0))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

impl Tx<OwnRecord> {
    /// Keeps where this phone takes prompts. A phone that somebody else used before is theirs no longer (SEC-33).
    pub async fn save_phone(
        &self,
        phone: &Phone,
        endpoint_hash: [u8; 32],
        now: DateTime<Utc>,
    ) -> Result<()> {
        push_subscription::Entity::delete_many()
            .filter(push_subscription::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(push_subscription::Column::SessionId.eq(self.scope.session().0))
            .filter(push_subscription::Column::EndpointHash.ne(endpoint_hash.to_vec()))
            .exec(&self.db)
            .await?;
        let row = push_subscription::ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            id: Set(phone.id.0),
            person_id: Set(self.scope.person().0),
            session_id: Set(self.scope.session().0),
            endpoint: Set(phone.endpoint.clone()),
            endpoint_hash: Set(endpoint_hash.to_vec()),
            p256dh: Set(phone.p256dh.clone()),
            auth: Set(phone.auth.clone()),
            created_at: Set(now),
            last_sent_at: Set(None),
            failures: Set(0),
        };
        push_subscription::Entity::insert(row)
            .on_conflict(
                OnConflict::columns([
                    push_subscription::Column::PartnershipId,
                    push_subscription::Column::EndpointHash,
                ])
                .update_columns([
                    push_subscription::Column::PersonId,
                    push_subscription::Column::SessionId,
                    push_subscription::Column::P256dh,
                    push_subscription::Column::Auth,
                    push_subscription::Column::Failures,
                ])
                .to_owned(),
            )
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }

    /// Takes this phone off the list.
    pub async fn remove_phone(&self) -> Result<()> {
        push_subscription::Entity::delete_many()
            .filter(push_subscription::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(push_subscription::Column::SessionId.eq(self.scope.session().0))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Whether this phone takes prompts.
    pub async fn takes_prompts(&self) -> Result<bool> {
        let row = push_subscription::Entity::find()
            .filter(push_subscription::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(push_subscription::Column::SessionId.eq(self.scope.session().0))
            .one(&self.db)
            .await?;
        Ok(row.is_some())
    }

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
        prompt::Entity::update_many()
            .col_expr(prompt::Column::SettledAt, Expr::value(now))
            .col_expr(prompt::Column::Outcome, Expr::value(PromptOutcome::Cancelled.code()))
            .filter(which)
            .filter(prompt::Column::SettledAt.is_null())
            .filter(self.scope.reach(prompt::Column::PartnershipId, prompt::Column::PersonId))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

impl<S: OpensRecord> Tx<S> {
    /// On how many phones a young person is signed in.
    pub async fn phone_count(&self, person: PersonId, now: DateTime<Utc>) -> Result<u64> {
        Ok(session::Entity::find()
            .filter(session::Column::PersonId.eq(person.0))
            .filter(session::Column::EndedAt.is_null())
            .filter(session::Column::EndsAt.gt(now))
            .filter(session::Column::IdleEndsAt.gt(now))
            .filter(self.scope.reach(session::Column::PartnershipId, session::Column::PersonId))
            .count(&self.db)
            .await?)
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
