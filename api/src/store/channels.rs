//! Whether the ways out work: texts, e-mail, each push service. Kept, so that instances share what they find and staff see it.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict,
};

use super::{
    Db, Result, Tx,
    entity::channel::{ActiveModel, Column, Entity, Model},
    scope::System,
};

/// How the names of push services begin.
const PUSH: &str = "push/";

/// The name under which is kept that prompts have waited too long. It is no way out.
pub const OUTBOX: &str = "outbox";
/// The same of what staff are to be told.
pub const NOTICES: &str = "notices";

/// How one way out does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownChannel {
    /// `sms`, `email`, or `push/` and the host of a push service.
    pub name: String,
    /// How often in a row it took nothing.
    pub failures: u32,
    /// Since when.
    pub failing_since: Option<DateTime<Utc>>,
    /// Nothing is tried before this moment.
    pub closed_until: Option<DateTime<Utc>>,
    /// When it last took something.
    pub worked_at: Option<DateTime<Utc>>,
    /// When the technical contact was told that it does not work.
    pub told_at: Option<DateTime<Utc>>,
}

/// Whoever looks after the installation is told of what has not worked for so long (SAFE-14).
const TOLD_AFTER: TimeDelta = TimeDelta::minutes(15);
/// So long after it was last tried in vain, a push service says nothing any more: nobody tries it for its own sake.
const STALE: TimeDelta = TimeDelta::hours(1);

impl KnownChannel {
    /// Since when it has not worked, if that is long enough to tell somebody.
    pub fn long_failing(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let since = self.failing_since.filter(|since| now - *since >= TOLD_AFTER)?;
        let fresh = || self.closed_until.is_some_and(|until| now - until < STALE);
        (!self.name.starts_with(PUSH) || fresh()).then_some(since)
    }

    /// Whether staff are told that it does not work: for a quarter of an hour, or it is left alone right now.
    pub fn is_in_trouble(&self, now: DateTime<Utc>) -> bool {
        self.closed_until.is_some_and(|until| now < until) || self.long_failing(now).is_some()
    }

    /// It is a way out, and not what is kept beside them.
    pub fn is_way(&self) -> bool {
        self.name != OUTBOX && self.name != NOTICES
    }

    /// The host of the push service, if it is one.
    pub fn push_host(&self) -> Option<&str> {
        self.name.strip_prefix(PUSH)
    }
}

impl Tx<System> {
    /// Every way out that has been used, by name.
    pub async fn channels(&self) -> Result<Vec<KnownChannel>> {
        all(&self.db).await
    }

    /// Keeps how these do.
    pub async fn save_channels(&self, channels: &[KnownChannel]) -> Result<()> {
        if channels.is_empty() {
            return Ok(());
        }
        let rows = channels.iter().map(|channel| ActiveModel {
            name: Set(channel.name.clone()),
            failures: Set(i32::try_from(channel.failures).unwrap_or(i32::MAX)),
            failing_since: Set(channel.failing_since),
            closed_until: Set(channel.closed_until),
            worked_at: Set(channel.worked_at),
            told_at: Set(channel.told_at),
        });
        Entity::insert_many(rows)
            .on_conflict(
                OnConflict::column(Column::Name)
                    .update_columns([
                        Column::Failures,
                        Column::FailingSince,
                        Column::ClosedUntil,
                        Column::WorkedAt,
                    ])
                    .to_owned(),
            )
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }

    /// Notes that the technical contact is told of this one, or that it is well again. False if another instance did.
    pub async fn tell_of_channel(&self, name: &str, at: Option<DateTime<Utc>>) -> Result<bool> {
        let told = match at {
            Some(_) => Column::ToldAt.is_null(),
            None => Column::ToldAt.is_not_null(),
        };
        let changed = Entity::update_many()
            .col_expr(Column::ToldAt, sea_orm::sea_query::Expr::value(at))
            .filter(Column::Name.eq(name))
            .filter(told)
            .exec(&self.db)
            .await?;
        Ok(changed.rows_affected == 1)
    }
}

/// Every way out that has been used, by name.
pub(super) async fn all(db: &Db) -> Result<Vec<KnownChannel>> {
    let rows = Entity::find().order_by_asc(Column::Name).all(db).await?;
    Ok(rows.into_iter().map(read).collect())
}

fn read(row: Model) -> KnownChannel {
    KnownChannel {
        name: row.name,
        failures: u32::try_from(row.failures).unwrap_or(0),
        failing_since: row.failing_since,
        closed_until: row.closed_until,
        worked_at: row.worked_at,
        told_at: row.told_at,
    }
}
