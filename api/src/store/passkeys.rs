//! Passkeys of young people, and the challenges that wait for a phone's answer.

use chrono::{DateTime, Utc};
use domain::{
    id::{PartnershipId, PasskeyId, PersonId, SessionId},
    proof::CHALLENGE_LASTS,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    UpdateMany, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Result, StoreError, Tx,
    entity::{ceremony, passkey, session},
    scope::{OwnRecord, Proven, System, Within},
};

/// A passkey, as it is kept.
#[derive(Clone, Debug)]
pub struct KeptPasskey {
    /// Which.
    pub id: PasskeyId,
    /// Where.
    pub partnership: PartnershipId,
    /// Whose.
    pub person: PersonId,
    /// On which phone it was made, or shown last.
    pub phone: SessionId,
    /// SHA-256 of the credential's id.
    pub hash: [u8; 32],
    /// Public key and counter, as the library writes them.
    pub credential: String,
    /// What its owner calls the phone.
    pub name: Option<String>,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// When somebody last signed in with it.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// The phone that asks.
#[derive(Clone, Copy, Debug)]
pub struct ThisPhone {
    /// When it was signed in.
    pub since: DateTime<Utc>,
    /// When its owner last showed that they hold it: with a code or a passkey that signed it in, or after that.
    pub stepped_up: Option<DateTime<Utc>>,
    /// Others use it too.
    pub shared: bool,
}

impl Tx<System> {
    /// Keeps a challenge until a phone answers.
    pub async fn keep_ceremony(
        &self,
        id: Uuid,
        session: Option<SessionId>,
        state: String,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let row = ceremony::ActiveModel {
            id: Set(id),
            session_id: Set(session.map(|session| session.0)),
            state: Set(state),
            expires_at: Set(now + CHALLENGE_LASTS),
        };
        ceremony::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Takes a challenge out, so that it is answered once. `NotFound` if it ran out, was answered, or is another
    /// phone's.
    pub async fn take_ceremony(
        &self,
        id: Uuid,
        session: Option<SessionId>,
        now: DateTime<Utc>,
    ) -> Result<String> {
        let row = ceremony::Entity::find_by_id(id).one(&self.db).await?;
        let row = row
            .filter(|row| row.expires_at > now && row.session_id == session.map(|own| own.0))
            .ok_or(StoreError::NotFound("challenge"))?;
        let taken = ceremony::Entity::delete_by_id(id).exec(&self.db).await?;
        if taken.rows_affected == 1 {
            Ok(row.state)
        } else {
            Err(StoreError::NotFound("challenge"))
        }
    }

    /// Sweeps out challenges that nobody answered.
    pub async fn forget_ceremonies(&self, now: DateTime<Utc>) -> Result<u64> {
        let old = ceremony::Column::ExpiresAt.lt(now);
        Ok(ceremony::Entity::delete_many().filter(old).exec(&self.db).await?.rows_affected)
    }

    /// The passkey that a phone answered with.
    pub async fn passkey(&self, hash: [u8; 32]) -> Result<KeptPasskey> {
        passkey::Entity::find()
            .filter(passkey::Column::CredentialHash.eq(hash.to_vec()))
            .one(&self.db)
            .await?
            .map(read)
            .ok_or(StoreError::NotFound("passkey"))
    }

    /// Keeps the new counter of a passkey that was used.
    pub async fn passkey_used(&self, used: &KeptPasskey, now: DateTime<Utc>) -> Result<()> {
        passkey::Entity::update_many()
            .col_expr(passkey::Column::Credential, Expr::value(used.credential.clone()))
            .col_expr(passkey::Column::LastUsedAt, Expr::value(now))
            .filter(passkey::Column::PartnershipId.eq(used.partnership.0))
            .filter(passkey::Column::Id.eq(used.id.0))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Notes on which phone somebody signed in with a passkey. `NotFound` if it was taken away meanwhile.
    pub async fn passkey_is_on(&self, used: &KeptPasskey, phone: SessionId) -> Result<()> {
        let marked = mark(used.partnership, used.person, used.id, phone).exec(&self.db).await?;
        if marked.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound("passkey")) }
    }
}

impl Tx<OwnRecord> {
    /// Notes that the owner of this phone has shown that they hold it.
    pub async fn step_up(&self, now: DateTime<Utc>) -> Result<()> {
        session::Entity::update_many()
            .col_expr(session::Column::SteppedUpAt, Expr::value(now))
            .filter(session::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(session::Column::Id.eq(self.scope.session().0))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// The phone that asks. `NotFound` if it was signed out meanwhile.
    pub async fn this_phone(&self) -> Result<ThisPhone> {
        let key = (self.scope.partnership().0, self.scope.session().0);
        let row = session::Entity::find_by_id(key).one(&self.db).await?;
        let row = row.filter(|row| row.ended_at.is_none()).ok_or(StoreError::NotFound("phone"))?;
        Ok(ThisPhone {
            since: row.created_at,
            stepped_up: row.stepped_up_at,
            shared: row.shared_phone,
        })
    }

    /// Keeps a new passkey. `Exists` if it is known already.
    pub async fn add_passkey(&self, new: &KeptPasskey) -> Result<()> {
        let row = passkey::ActiveModel {
            partnership_id: Set(new.partnership.0),
            id: Set(new.id.0),
            person_id: Set(new.person.0),
            session_id: Set(new.phone.0),
            credential_hash: Set(new.hash.to_vec()),
            credential: Set(new.credential.clone()),
            name: Set(new.name.clone()),
            made_at: Set(new.made_at),
            last_used_at: Set(new.last_used_at),
        };
        passkey::Entity::insert(row)
            .exec_without_returning(&self.db)
            .await
            .map_err(StoreError::or_exists("passkey"))?;
        Ok(())
    }

    /// One's own passkeys, the newest first.
    pub async fn my_passkeys(&self) -> Result<Vec<KeptPasskey>> {
        let rows = passkey::Entity::find()
            .filter(passkey::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(passkey::Column::PersonId.eq(self.scope.person().0))
            .order_by_desc(passkey::Column::MadeAt)
            .order_by_desc(passkey::Column::Id)
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(read).collect())
    }

    /// Notes that a passkey is on this phone, which has just shown it. Nobody keeps one on a phone that others use too.
    pub async fn passkey_is_here(&self, id: PasskeyId) -> Result<()> {
        if self.this_phone().await?.shared {
            return Ok(());
        }
        mark(self.scope.partnership(), self.scope.person(), id, self.scope.session())
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Forgets the passkeys that may be on a phone that is lost (YP-18). One stays only if it never leaves the phone that
    /// it was made on, and that is another one, which is still signed in. `copied` tells by a credential whether phones
    /// copy it among themselves.
    pub(super) async fn forget_passkeys_of_phone(
        &self,
        lost: SessionId,
        copied: impl Fn(&str) -> bool,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let others: Vec<SessionId> =
            self.my_phones(now).await?.iter().map(|phone| phone.session).collect();
        let elsewhere = |key: &KeptPasskey| key.phone != lost && others.contains(&key.phone);
        let keys = self.my_passkeys().await?;
        let gone = keys.iter().filter(|key| copied(&key.credential) || !elsewhere(key));
        passkey::Entity::delete_many()
            .filter(passkey::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(passkey::Column::PersonId.eq(self.scope.person().0))
            .filter(passkey::Column::Id.is_in(gone.map(|key| key.id.0)))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

impl Tx<Proven> {
    /// Forgets a passkey: it signs nobody in any more.
    pub async fn remove_passkey(&self, id: PasskeyId) -> Result<()> {
        let gone = passkey::Entity::delete_many()
            .filter(passkey::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(passkey::Column::PersonId.eq(self.scope.person().0))
            .filter(passkey::Column::Id.eq(id.0))
            .exec(&self.db)
            .await?;
        if gone.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound("passkey")) }
    }

    /// How many passkeys a young person has.
    pub async fn passkey_count(&self) -> Result<u64> {
        Ok(passkey::Entity::find()
            .filter(passkey::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(passkey::Column::PersonId.eq(self.scope.person().0))
            .count(&self.db)
            .await?)
    }
}

fn mark(
    partnership: PartnershipId,
    person: PersonId,
    id: PasskeyId,
    phone: SessionId,
) -> UpdateMany<passkey::Entity> {
    passkey::Entity::update_many()
        .col_expr(passkey::Column::SessionId, Expr::value(phone.0))
        .filter(passkey::Column::PartnershipId.eq(partnership.0))
        .filter(passkey::Column::PersonId.eq(person.0))
        .filter(passkey::Column::Id.eq(id.0))
}

fn read(row: passkey::Model) -> KeptPasskey {
    let mut hash = [0; 32];
    hash.copy_from_slice(&row.credential_hash);
    KeptPasskey {
        id: PasskeyId(row.id),
        partnership: PartnershipId(row.partnership_id),
        person: PersonId(row.person_id),
        phone: SessionId(row.session_id),
        hash,
        credential: row.credential,
        name: row.name,
        made_at: row.made_at,
        last_used_at: row.last_used_at,
    }
}
