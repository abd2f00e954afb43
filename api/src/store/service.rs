//! How well prompts go out, in moments and counts: for staff, and for whoever looks after the installation. Nobody is named.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    id::{CheckInId, PartnershipId, PersonId},
    prompt::{Channel, PromptOutcome},
    proof::Reached,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::{
    Db, KnownChannel, Result, StoreError, Tx, channels,
    entity::{
        failed_way,
        prompt::{Column, Entity, Model},
        staff_notice,
    },
    prompts::free_and_due,
    scope::{Office, System, Watch, Within},
};

/// A prompt that is due for longer than this waits too long (SAFE-14).
pub const TOO_LONG: TimeDelta = TimeDelta::minutes(5);
/// A notice to staff that nobody took for so long says that they are not reached.
const UNTOLD: TimeDelta = TimeDelta::minutes(15);
/// One from before says nothing about now.
const FORGOTTEN: TimeDelta = TimeDelta::days(1);
/// So far ahead a way out that is closed puts prompts off.
const PUT_OFF: TimeDelta = TimeDelta::hours(1);

/// How many prompts of one day went the same way and ended alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromptCount {
    /// The day in Europe/London for which they were meant.
    pub day: NaiveDate,
    /// Which way they went, or would go.
    pub way: Channel,
    /// How they ended. Nothing: they wait.
    pub outcome: Option<PromptOutcome>,
    /// They went later than they should have.
    pub late: bool,
    /// They went another way than was tried first.
    pub fell_back: bool,
    /// How many.
    pub count: u32,
}

/// A prompt that waits to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingPrompt {
    /// About which check-in.
    pub check_in: CheckInId,
    /// Which rung of the ladder.
    pub step: String,
    /// When it was meant to go.
    pub meant_at: DateTime<Utc>,
    /// When it goes.
    pub due_at: DateTime<Utc>,
    /// When it is too late.
    pub expires_at: DateTime<Utc>,
}

impl Tx<Office> {
    /// Every way out that has been used. They are the installation's, not a partnership's.
    pub async fn ways_out(&self) -> Result<Vec<KnownChannel>> {
        channels::all(&self.db).await
    }

    /// Since when the prompt of this partnership is due that has waited longest, if that is too long. `wave` is over how
    /// long prompts of one minute are spread.
    pub async fn waiting_since(
        &self,
        now: DateTime<Utc>,
        wave: TimeDelta,
    ) -> Result<Option<DateTime<Utc>>> {
        waiting_since(&self.db, here(&self.scope), now, wave).await
    }

    /// Since when staff of this partnership are not told what they are to be told.
    pub async fn staff_untold_since(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
        let here = staff_notice::Column::PartnershipId.eq(self.scope.partnership().0);
        untold_since(&self.db, Condition::all().add(here), now).await
    }

    /// What became of this partnership's prompts that were meant for the days from `first` to `last`.
    pub async fn prompt_counts(
        &self,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Vec<PromptCount>> {
        type Row = (NaiveDate, String, Option<String>, bool, bool, i64);
        let rows: Vec<Row> = Entity::find()
            .select_only()
            .columns([
                Column::LocalDay,
                Column::Channel,
                Column::Outcome,
                Column::Late,
                Column::FellBack,
            ])
            .column_as(Column::Id.count(), "count")
            .filter(here(&self.scope))
            .filter(Column::LocalDay.between(first, last))
            .group_by(Column::LocalDay)
            .group_by(Column::Channel)
            .group_by(Column::Outcome)
            .group_by(Column::Late)
            .group_by(Column::FellBack)
            .into_tuple()
            .all(&self.db)
            .await?;
        let bad = |why| StoreError::Impossible { what: "prompt", why };
        let read = |(day, way, outcome, late, fell_back, count): Row| {
            let outcome =
                outcome.map(|outcome| PromptOutcome::from_code(&outcome).ok_or(bad("outcome")));
            Ok(PromptCount {
                day,
                way: Channel::from_code(&way).ok_or(bad("channel"))?,
                outcome: outcome.transpose()?,
                late,
                fell_back,
                count: u32::try_from(count).unwrap_or(u32::MAX),
            })
        };
        rows.into_iter().map(read).collect()
    }
}

impl Tx<Watch> {
    /// Every way out that has been used, by name.
    pub async fn channels(&self) -> Result<Vec<KnownChannel>> {
        channels::all(&self.db).await
    }

    /// Since when the prompt is due that has waited longest, if that is too long, wherever it is.
    pub async fn waiting_since(
        &self,
        now: DateTime<Utc>,
        wave: TimeDelta,
    ) -> Result<Option<DateTime<Utc>>> {
        waiting_since(&self.db, Condition::all(), now, wave).await
    }

    /// Since when staff are not told what they are to be told, wherever it is.
    pub async fn staff_untold_since(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
        untold_since(&self.db, Condition::all(), now).await
    }

    /// How many prompts are due that nobody has in hand.
    pub async fn count_due(&self, now: DateTime<Utc>) -> Result<u64> {
        Ok(free_and_due(now).count(&self.db).await?)
    }
}

impl Tx<System> {
    /// What waits to be sent to somebody, the first first.
    pub async fn waiting_for(
        &self,
        partnership: PartnershipId,
        person: PersonId,
    ) -> Result<Vec<WaitingPrompt>> {
        let rows = Entity::find()
            .filter(Column::PartnershipId.eq(partnership.0))
            .filter(Column::PersonId.eq(person.0))
            .filter(Column::SettledAt.is_null())
            .order_by_asc(Column::DueAt)
            .all(&self.db)
            .await?;
        let waiting = |row: Model| WaitingPrompt {
            check_in: CheckInId(row.check_in_id),
            step: row.step,
            meant_at: row.meant_at.unwrap_or(row.due_at),
            due_at: row.due_at,
            expires_at: row.expires_at,
        };
        Ok(rows.into_iter().map(waiting).collect())
    }

    /// The ways by which somebody was found not to be reached: the number or address does not exist.
    pub async fn failed_ways(
        &self,
        partnership: PartnershipId,
        person: PersonId,
    ) -> Result<Vec<Reached>> {
        let rows = failed_way::Entity::find()
            .filter(failed_way::Column::PartnershipId.eq(partnership.0))
            .filter(failed_way::Column::PersonId.eq(person.0))
            .all(&self.db)
            .await?;
        Ok(rows.iter().filter_map(|row| Reached::from_code(&row.kind)).collect())
    }
}

/// Rows of the scope's own partnership.
fn here(scope: &impl Within) -> Condition {
    Condition::all().add(Column::PartnershipId.eq(scope.partnership().0))
}

/// When the oldest notice to staff was made that waits for more than five minutes; or that nobody took for a quarter of an
/// hour, while nobody has taken another since. Who has no e-mail here is told on the page alone, which is no trouble.
async fn untold_since(
    db: &Db,
    which: Condition,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>> {
    use staff_notice::{Column, Entity};
    let made =
        || Entity::find().select_only().column(Column::MadeAt).filter(which.clone()).limit(1);
    let taken: Option<DateTime<Utc>> = made()
        .filter(Column::Taken.eq(true))
        .order_by_desc(Column::MadeAt)
        .into_tuple()
        .one(db)
        .await?;
    let waits =
        Condition::all().add(Column::SettledAt.is_null()).add(Column::MadeAt.lte(now - TOO_LONG));
    let refused = Condition::all()
        .add(Column::SettledAt.is_not_null())
        .add(Column::HandedAt.is_not_null())
        .add(Column::Taken.eq(false))
        .add(Column::MadeAt.lte(now - UNTOLD))
        .add(Column::MadeAt.gt(taken.unwrap_or_default().max(now - FORGOTTEN)));
    Ok(made()
        .filter(Condition::any().add(waits).add(refused))
        .order_by_asc(Column::MadeAt)
        .into_tuple()
        .one(db)
        .await?)
}

async fn waiting_since(
    db: &Db,
    which: Condition,
    now: DateTime<Utc>,
    wave: TimeDelta,
) -> Result<Option<DateTime<Utc>>> {
    type Row = (DateTime<Utc>, Option<DateTime<Utc>>);
    let waits = || {
        Entity::find()
            .select_only()
            .columns([Column::DueAt, Column::MeantAt])
            .filter(which.clone())
            .filter(Column::SettledAt.is_null())
            // What is too late is not sent any more: it does not wait.
            .filter(Column::ExpiresAt.gt(now))
            .limit(1)
    };
    let due: Option<Row> = waits()
        .filter(Column::DueAt.lte(now - TOO_LONG))
        .order_by_asc(Column::DueAt)
        .into_tuple()
        .one(db)
        .await?;
    // What could not go is due again a little later; that does not make it younger.
    let put_off: Option<Row> = waits()
        .filter(Column::DueAt.gt(now - TOO_LONG))
        .filter(Column::DueAt.lte(now + PUT_OFF))
        .filter(Column::MeantAt.lte(now - wave - TOO_LONG))
        .order_by_asc(Column::MeantAt)
        .into_tuple()
        .one(db)
        .await?;
    let since = |(due, meant): Row| meant.map_or(due, |meant| due.min(meant + wave));
    Ok(due.into_iter().chain(put_off).map(since).min())
}
