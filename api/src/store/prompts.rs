//! Prompts waiting to be sent.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use domain::{
    day::{london_day, london_time},
    id::{CheckInId, PartnershipId, PersonId, PromptId},
    prompt::{Channel, PromptOutcome},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
    sea_query::{CaseStatement, Expr, LockBehavior, LockType},
};
use uuid::Uuid;

use super::{
    Result, StoreError, Tx,
    check_ins::of_these,
    entity::prompt,
    scope::{Answers, OwnRecord, Reach, System},
};

/// How many are added in one statement: SQLite takes 32,766 values.
const CHUNK: usize = 1000;

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
    /// When it is meant to go: a minute of a local day.
    pub meant_at: DateTime<Utc>,
    /// When it goes.
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
    /// Which rung of the ladder.
    pub step: String,
    /// Which way it goes, as far as is known.
    pub channel: Channel,
    /// The day and time in Europe/London that are meant.
    pub local: Option<(NaiveDate, NaiveTime)>,
    /// When it was meant to go.
    pub meant_at: DateTime<Utc>,
    /// When it was due.
    pub due_at: DateTime<Utc>,
    /// When it is too late.
    pub expires_at: DateTime<Utc>,
    /// Until when it is ours.
    pub leased_until: DateTime<Utc>,
    /// How often it was tried, this time included.
    pub attempts: i32,
    /// How often whoever had it was never heard of again, and may have told somebody.
    pub lost: i32,
    /// From when on a provider may have it.
    pub handed_at: Option<DateTime<Utc>>,
}

/// What became of a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// How it ended.
    pub outcome: PromptOutcome,
    /// Which way it went.
    pub channel: Channel,
    /// What the provider calls it.
    pub reference: Option<String>,
    /// It went later than it should have.
    pub late: bool,
    /// It went another way than was tried first.
    pub fell_back: bool,
}

impl Tx<System> {
    /// Queues a prompt that whoever queues it sends at once.
    pub async fn queue_leased(&self, new: &NewPrompt, now: DateTime<Utc>) -> Result<Leased> {
        let row = prompt::ActiveModel {
            leased_until: Set(Some(now + LEASE)),
            handed_at: Set((new.channel == Channel::Push).then_some(now)),
            attempts: Set(1),
            ..row(new)
        };
        leased(prompt::Entity::insert(row).exec_with_returning(&self.db).await?)
    }

    /// Queues prompts. One that was queued before, for the same check-in and rung, stays as it is.
    pub async fn queue_prompts(&self, new: &[NewPrompt]) -> Result<()> {
        for chunk in new.chunks(CHUNK) {
            prompt::Entity::insert_many(chunk.iter().map(row))
                .on_conflict_do_nothing_on([
                    prompt::Column::PartnershipId,
                    prompt::Column::CheckInId,
                    prompt::Column::Step,
                ])
                .exec_without_returning(&self.db)
                .await?;
        }
        Ok(())
    }

    /// Whether any prompt is due that nobody has in hand.
    pub async fn prompts_are_due(&self, now: DateTime<Utc>) -> Result<bool> {
        let one = free_and_due(now).select_only().column(prompt::Column::Id).limit(1);
        Ok(one.into_tuple::<Uuid>().one(&self.db).await?.is_some())
    }

    /// Takes prompts that are due, those first that have waited longest, so that no other instance sends them for a while.
    /// One that cannot be read stays where it is, and keeps no other from going.
    pub async fn lease_prompts(&self, limit: u64, now: DateTime<Utc>) -> Result<Vec<Leased>> {
        use prompt::Column;
        let due = free_and_due(now)
            .select_only()
            .columns([Column::PartnershipId, Column::Id])
            .order_by_asc(Column::DueAt)
            .limit(limit)
            // Two PostgreSQL instances take different rows; SQLite has one writer and ignores this.
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        // A lease that ran out was somebody's who did not come back. It counts if they may have told anybody.
        let back =
            Condition::any().add(Column::LeasedUntil.is_null()).add(Column::HandedAt.is_null());
        let lost = CaseStatement::new()
            .case(back, Expr::col(Column::Lost))
            .finally(Expr::col(Column::Lost).add(1));
        let key = Expr::tuple([Expr::col(Column::PartnershipId), Expr::col(Column::Id)]);
        let rows = prompt::Entity::update_many()
            .col_expr(Column::Lost, lost.into())
            .col_expr(Column::LeasedUntil, Expr::value(now + LEASE))
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
            .filter(key.in_subquery(due.into_query()))
            .exec_with_returning(&self.db)
            .await?;
        let mut all: Vec<Leased> = rows.into_iter().filter_map(readable).collect();
        all.sort_by_key(|prompt| (prompt.due_at, prompt.id.0));
        Ok(all)
    }

    /// Notes that a provider is about to be given this prompt. It is made durable first: whoever finds the note later does
    /// not send it again. False if it is not ours any more, or was called off.
    pub async fn hand_over(
        &self,
        leased: &Leased,
        channel: Channel,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let noted = prompt::Entity::update_many()
            .col_expr(prompt::Column::HandedAt, Expr::value(now))
            .col_expr(prompt::Column::Channel, Expr::value(channel.code()))
            .filter(ours(&[leased]))
            .exec(&self.db)
            .await?;
        Ok(noted.rows_affected == 1)
    }

    /// Notes that phones are about to be told of these prompts.
    pub async fn note_pushes(&self, leased: &[&Leased], now: DateTime<Utc>) -> Result<()> {
        if leased.is_empty() {
            return Ok(());
        }
        prompt::Entity::update_many()
            .col_expr(prompt::Column::HandedAt, Expr::value(now))
            .filter(ours(leased))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Says what became of prompts, each once. One that is not ours any more stays as it is.
    pub async fn settle_prompts(
        &self,
        settled: &[(&Leased, Settled)],
        now: DateTime<Utc>,
    ) -> Result<()> {
        let mut alike: Vec<(&Settled, Vec<&Leased>)> = Vec::new();
        for (leased, settled) in settled {
            match alike.iter_mut().find(|(known, _)| *known == settled) {
                Some((_, which)) => which.push(leased),
                None => alike.push((settled, vec![leased])),
            }
        }
        for (settled, which) in alike {
            let change = prompt::Entity::update_many()
                .col_expr(prompt::Column::SettledAt, Expr::value(now))
                .col_expr(prompt::Column::Outcome, Expr::value(settled.outcome.code()))
                .col_expr(prompt::Column::Channel, Expr::value(settled.channel.code()))
                .col_expr(prompt::Column::Reference, Expr::value(settled.reference.clone()))
                .col_expr(prompt::Column::Late, Expr::value(settled.late))
                .col_expr(prompt::Column::FellBack, Expr::value(settled.fell_back))
                .filter(ours(&which));
            self.db.later::<prompt::Entity>(change.into_query()).await?;
        }
        Ok(())
    }

    /// Gives a prompt back, to be tried again at `due_at`: nobody took it. `tried` says whether that counts as a try.
    pub async fn postpone_prompt(
        &self,
        leased: &Leased,
        due_at: DateTime<Utc>,
        tried: bool,
    ) -> Result<()> {
        let none = || Expr::value(Option::<DateTime<Utc>>::None);
        let change = prompt::Entity::update_many()
            .col_expr(prompt::Column::DueAt, Expr::value(due_at))
            .col_expr(prompt::Column::LeasedUntil, none())
            .col_expr(prompt::Column::HandedAt, none())
            .col_expr(prompt::Column::Channel, Expr::value(leased.channel.code()))
            .col_expr(prompt::Column::Attempts, Expr::value(leased.attempts - i32::from(!tried)))
            .filter(ours(&[leased]));
        Ok(self.db.later::<prompt::Entity>(change.into_query()).await?)
    }
}

/// Prompts that are due and that nobody has in hand.
pub(super) fn free_and_due(now: DateTime<Utc>) -> Select<prompt::Entity> {
    prompt::Entity::find()
        .filter(prompt::Column::SettledAt.is_null())
        .filter(prompt::Column::DueAt.lte(now))
        .filter(
            Condition::any()
                .add(prompt::Column::LeasedUntil.is_null())
                .add(prompt::Column::LeasedUntil.lt(now)),
        )
}

/// These prompts, while they are ours and not over.
fn ours(these: &[&Leased]) -> Condition {
    let mut until = BTreeMap::<DateTime<Utc>, Vec<(PartnershipId, PromptId)>>::new();
    for one in these {
        until.entry(one.leased_until).or_default().push((one.partnership, one.id));
    }
    let leased = until.into_iter().fold(Condition::any(), |all, (until, these)| {
        let which = of_these(&these, prompt::Column::PartnershipId, prompt::Column::Id);
        all.add(Condition::all().add(which).add(prompt::Column::LeasedUntil.eq(until)))
    });
    Condition::all().add(leased).add(prompt::Column::SettledAt.is_null())
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
        meant_at: DateTime<Utc>,
        due_at: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<()> {
        let time = london_time(meant_at).format("%H:%M").to_string();
        prompt::Entity::update_many()
            .col_expr(prompt::Column::LocalDay, Expr::value(london_day(meant_at)))
            .col_expr(prompt::Column::LocalTime, Expr::value(time))
            .col_expr(prompt::Column::MeantAt, Expr::value(meant_at))
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

/// A prompt as it is queued.
pub(super) fn row(prompt: &NewPrompt) -> prompt::ActiveModel {
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
        local_day: Set(Some(london_day(prompt.meant_at))),
        local_time: Set(Some(london_time(prompt.meant_at).format("%H:%M").to_string())),
        meant_at: Set(Some(prompt.meant_at)),
        lost: Set(0),
        handed_at: Set(None),
        reference: Set(None),
        receipt: Set(None),
        receipt_at: Set(None),
        late: Set(false),
        fell_back: Set(false),
    }
}

/// A prompt, unless somebody has written nonsense into its row by hand.
fn readable(row: prompt::Model) -> Option<Leased> {
    let id = row.id;
    leased(row)
        .inspect_err(|error| tracing::error!(prompt = %id, %error, "a prompt cannot be read"))
        .ok()
}

fn leased(row: prompt::Model) -> Result<Leased> {
    let bad = |why| StoreError::Impossible { what: "prompt", why };
    let time = row.local_time.map(|time| NaiveTime::parse_from_str(&time, "%H:%M"));
    let time = time.transpose().map_err(|_| bad("local time"))?;
    Ok(Leased {
        id: PromptId(row.id),
        partnership: PartnershipId(row.partnership_id),
        person: PersonId(row.person_id),
        check_in: CheckInId(row.check_in_id),
        step: row.step,
        channel: Channel::from_code(&row.channel).ok_or(bad("channel"))?,
        local: row.local_day.zip(time),
        meant_at: row.meant_at.unwrap_or(row.due_at),
        due_at: row.due_at,
        expires_at: row.expires_at,
        leased_until: row.leased_until.ok_or(bad("it is not leased"))?,
        attempts: row.attempts,
        lost: row.lost,
        handed_at: row.handed_at,
    })
}
