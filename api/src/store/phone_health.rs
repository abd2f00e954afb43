//! Whether what is sent to a phone gets there.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::id::SessionId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{
    Result, Tx,
    entity::push_subscription::{Column, Entity, Model},
    scope::{OwnRecord, Within},
};

/// After this long without anything taken, a young person is asked to switch reminders on again.
const TOO_LONG: TimeDelta = TimeDelta::days(2);

/// Whether a phone is reminded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reminders {
    /// It is.
    On,
    /// Its push service has taken nothing for more than two days.
    Failing,
}

/// Where the phone in somebody's hand takes prompts.
#[derive(Clone, Debug)]
pub struct MyPush {
    /// The key of ours that it subscribed with, if that was noted.
    pub key: Option<String>,
    /// It is an app's, which needs no key.
    pub app: bool,
    /// How it goes.
    pub reminders: Reminders,
}

impl Tx<OwnRecord> {
    /// Which of somebody's phones are reminded, and how that goes. Those that are missing are not.
    pub async fn my_reminders(&self, now: DateTime<Utc>) -> Result<HashMap<SessionId, Reminders>> {
        let rows = Entity::find()
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::PersonId.eq(self.scope.person().0))
            .all(&self.db)
            .await?;
        Ok(rows.iter().map(|row| (SessionId(row.session_id), reminders(row, now))).collect())
    }

    /// Where this phone takes prompts, if it does.
    pub async fn my_push(&self, now: DateTime<Utc>) -> Result<Option<MyPush>> {
        let row = Entity::find()
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::SessionId.eq(self.scope.session().0))
            .one(&self.db)
            .await?;
        let mine = |row: Model| MyPush {
            reminders: reminders(&row, now),
            app: row.p256dh.is_empty(),
            key: row.vapid_key,
        };
        Ok(row.map(mine))
    }
}

fn reminders(row: &Model, now: DateTime<Utc>) -> Reminders {
    match row.failing_since {
        Some(since) if now - since > TOO_LONG => Reminders::Failing,
        _ => Reminders::On,
    }
}
