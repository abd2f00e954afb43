//! The phones of young people: where they are signed in, and where prompts go.

use chrono::{DateTime, Utc};
use domain::{
    id::{PartnershipId, SessionId, SubscriptionId},
    proof::Reached,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QueryTrait, UpdateMany,
    sea_query::{Expr, ExprTrait, Func, OnConflict},
};

use super::{
    Result, StoreError, Tx,
    check_ins::of_these,
    entity::{push_subscription, session},
    scope::{OwnRecord, System, Within},
};

/// How many phones of one young person are prompted (SEC-33).
pub(super) const MOST_PHONES: usize = 5;

/// A phone that takes prompts.
#[derive(Clone, Debug)]
pub struct Phone {
    /// Which subscription.
    pub id: SubscriptionId,
    /// Where it is told.
    pub at: PushAddress,
}

/// Where a phone is told, and with which keys.
#[derive(Clone)]
pub struct PushAddress {
    /// Where its push service listens.
    pub endpoint: String,
    /// The phone's public key.
    pub p256dh: String,
    /// The phone's secret.
    pub auth: String,
    /// The key of ours that it subscribed with. None of an app's, and of phones of before there were two keys.
    pub key: Option<String>,
}

/// Hides everything: whoever has it can wake the phone.
impl std::fmt::Debug for PushAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PushAddress(…)")
    }
}

impl Tx<System> {
    /// Forgets a phone whose push service says that it is gone.
    pub async fn forget_phone(&self, partnership: PartnershipId, id: SubscriptionId) -> Result<()> {
        push_subscription::Entity::delete_by_id((partnership.0, id.0)).exec(&self.db).await?;
        Ok(())
    }

    /// Notes that these phones took a prompt.
    pub async fn phones_took(
        &self,
        phones: &[(PartnershipId, SubscriptionId)],
        now: DateTime<Utc>,
    ) -> Result<()> {
        use push_subscription::Column;
        let change = push_subscription::Entity::update_many()
            .col_expr(Column::LastSentAt, Expr::value(now))
            .col_expr(Column::Failures, Expr::value(0))
            .col_expr(Column::FailingSince, Expr::value(Option::<DateTime<Utc>>::None));
        self.change_phones(phones, change).await
    }

    /// Notes that the push services of these phones took nothing.
    pub async fn phones_refused(
        &self,
        phones: &[(PartnershipId, SubscriptionId)],
        now: DateTime<Utc>,
    ) -> Result<()> {
        use push_subscription::Column;
        let since = Func::coalesce([Expr::col(Column::FailingSince), Expr::value(now)]);
        let change = push_subscription::Entity::update_many()
            .col_expr(Column::Failures, Expr::col(Column::Failures).add(1))
            .col_expr(Column::FailingSince, since.into());
        self.change_phones(phones, change).await
    }

    async fn change_phones(
        &self,
        phones: &[(PartnershipId, SubscriptionId)],
        change: UpdateMany<push_subscription::Entity>,
    ) -> Result<()> {
        if phones.is_empty() {
            return Ok(());
        }
        use push_subscription::Column;
        let change = change.filter(of_these(phones, Column::PartnershipId, Column::Id));
        Ok(self.db.later::<push_subscription::Entity>(change.into_query()).await?)
    }
}

impl Tx<OwnRecord> {
    /// Keeps where this phone takes prompts. A phone that somebody else used before is theirs no longer (SEC-33). Saved
    /// again it is as well or unwell as it was. A subscription never changes its key: where none is said, the one that is
    /// noted stays, and of a new one it is `key`.
    pub async fn save_phone(
        &self,
        phone: &Phone,
        endpoint_hash: [u8; 32],
        key: Option<&str>,
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
            endpoint: Set(phone.at.endpoint.clone()),
            endpoint_hash: Set(endpoint_hash.to_vec()),
            p256dh: Set(phone.at.p256dh.clone()),
            auth: Set(phone.at.auth.clone()),
            created_at: Set(now),
            last_sent_at: Set(None),
            failures: Set(0),
            vapid_key: Set(phone.at.key.clone().or(key.map(Into::into))),
            failing_since: Set(None),
        };
        let mut known = OnConflict::columns([
            push_subscription::Column::PartnershipId,
            push_subscription::Column::EndpointHash,
        ]);
        known.update_columns([
            push_subscription::Column::PersonId,
            push_subscription::Column::SessionId,
            push_subscription::Column::P256dh,
            push_subscription::Column::Auth,
        ]);
        if phone.at.key.is_some() {
            known.update_column(push_subscription::Column::VapidKey);
        }
        push_subscription::Entity::insert(row)
            .on_conflict(known)
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
}

impl Tx<OwnRecord> {
    /// The phones they are signed in on, the one used last first.
    pub async fn my_phones(&self, now: DateTime<Utc>) -> Result<Vec<SignedInPhone>> {
        let rows = session::Entity::find()
            .filter(self.mine())
            .filter(live(now))
            .order_by_desc(session::Column::LastUsedAt)
            .order_by_desc(session::Column::Id)
            .all(&self.db)
            .await?;
        let phone = |row: session::Model| SignedInPhone {
            session: SessionId(row.id),
            name: row.phone_name,
            shared: row.shared_phone,
            since: row.created_at,
            last_used_at: row.last_used_at,
        };
        Ok(rows.into_iter().map(phone).collect())
    }

    /// Signs a phone of theirs out that is lost: it takes no more prompts, those that lie on it answer nothing, ways in
    /// that it may hold are gone (`copied` as below), and its next request is refused.
    pub async fn end_phone(
        &self,
        id: SessionId,
        copied: impl Fn(&str) -> bool,
        now: DateTime<Utc>,
    ) -> Result<()> {
        // A passkey that is being added on it comes before, and is taken away, or is not taken.
        self.hold(self.scope.person()).await?;
        let ended = session::Entity::update_many()
            .col_expr(session::Column::EndedAt, Expr::value(now))
            .filter(self.mine())
            .filter(session::Column::Id.eq(id.0))
            .filter(session::Column::EndedAt.is_null())
            .exec(&self.db)
            .await?;
        if ended.rows_affected == 0 {
            return Err(StoreError::NotFound("phone"));
        }
        push_subscription::Entity::delete_many()
            .filter(push_subscription::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(push_subscription::Column::SessionId.eq(id.0))
            .exec(&self.db)
            .await?;
        self.use_taps(now).await?;
        self.forget_contact(Reached::Mobile, now).await?;
        self.forget_passkeys_of_phone(id, copied, now).await
    }

    fn mine(&self) -> Condition {
        Condition::all()
            .add(session::Column::PartnershipId.eq(self.scope.partnership().0))
            .add(session::Column::PersonId.eq(self.scope.person().0))
    }
}

/// Sessions that have not ended.
pub(super) fn live(now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(session::Column::EndedAt.is_null())
        .add(session::Column::IdleEndsAt.gt(now))
        .add(session::Column::EndsAt.gt(now))
}

/// A phone that a young person is signed in on.
#[derive(Clone, Debug)]
pub struct SignedInPhone {
    /// Its session.
    pub session: SessionId,
    /// What they call it.
    pub name: Option<String>,
    /// Others use it too.
    pub shared: bool,
    /// Since when.
    pub since: DateTime<Utc>,
    /// When it was last used, to within the time that uses are noted.
    pub last_used_at: DateTime<Utc>,
}
