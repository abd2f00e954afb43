//! Codes that were sent, and the numbers and addresses that young people have shown to be their own.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    id::{CodeRequestId, PartnershipId, PersonId, SessionId},
    proof::{CODE_LASTS, CODES_THAT_WORK, CodePurpose, PER_DAY, PER_HOUR, Reached, TRIES},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use uuid::Uuid;

use super::{
    Result, StoreError, Tx,
    entity::{one_time_code, own_contact},
    scope::{Answers, OwnRecord, People, Proven, System, Within},
};

/// A code to store. The code itself never is.
#[derive(Clone, Debug)]
pub struct NewCode {
    /// Its id.
    pub id: Uuid,
    /// The request that it is asked for with.
    pub request: CodeRequestId,
    /// Where.
    pub partnership: PartnershipId,
    /// Whose.
    pub person: PersonId,
    /// On which phone, unless nobody is signed in.
    pub session: Option<SessionId>,
    /// For what.
    pub purpose: CodePurpose,
    /// Where it is sent.
    pub to: OwnContact,
    /// Argon2id of the code.
    pub hash: String,
}

/// A number or address.
#[derive(Clone, PartialEq, Eq)]
pub struct OwnContact {
    /// Which kind.
    pub kind: Reached,
    /// The number or address, tidied.
    pub value: String,
}

/// Hides the number: it belongs to a person, not to a log.
impl std::fmt::Debug for OwnContact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OwnContact({:?})", self.kind)
    }
}

/// A code that may be the one that was typed.
#[derive(Clone, Debug)]
pub struct ClaimedCode {
    /// Where.
    pub partnership: PartnershipId,
    /// Whose.
    pub person: PersonId,
    /// On which phone it was asked for.
    pub session: Option<SessionId>,
    /// Where it was sent.
    pub to: OwnContact,
    /// Argon2id of the code.
    pub hash: String,
}

impl Tx<System> {
    /// Whose number or address this is, as far as anybody has shown it.
    pub async fn owners_of(&self, contact: &OwnContact) -> Result<Vec<(PartnershipId, PersonId)>> {
        let rows = own_contact::Entity::find()
            .filter(own_contact::Column::Kind.eq(contact.kind.code()))
            .filter(own_contact::Column::Value.eq(contact.value.as_str()))
            .all(&self.db)
            .await?;
        let mut owners = Vec::with_capacity(rows.len());
        for row in rows {
            let (at, person) = (PartnershipId(row.partnership_id), PersonId(row.person_id));
            match self.is_whole(at, person).await {
                Ok(()) => owners.push((at, person)),
                Err(StoreError::NotFound(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(owners)
    }

    /// Keeps a code that is about to be sent, and says for which request: a new one if the one that was named is of
    /// another person, phone or purpose. None if as many were sent there lately as anybody should get, or one person has
    /// had as many sent to confirm numbers, wherever they went (SEC-09).
    pub async fn keep_code(
        &self,
        new: &NewCode,
        now: DateTime<Utc>,
    ) -> Result<Option<CodeRequestId>> {
        if new.purpose == CodePurpose::Contact {
            let sent = one_time_code::Entity::find()
                .filter(one_time_code::Column::PartnershipId.eq(new.partnership.0))
                .filter(one_time_code::Column::PersonId.eq(new.person.0))
                .filter(one_time_code::Column::Purpose.eq(new.purpose.code()))
                .filter(one_time_code::Column::MadeAt.gt(now - TimeDelta::days(1)))
                .count(&self.db)
                .await?;
            if sent >= PER_DAY {
                return Ok(None);
            }
        }
        for (most, time) in [(PER_HOUR, TimeDelta::hours(1)), (PER_DAY, TimeDelta::days(1))] {
            let sent = one_time_code::Entity::find()
                .filter(one_time_code::Column::PartnershipId.eq(new.partnership.0))
                .filter(one_time_code::Column::Value.eq(new.to.value.as_str()))
                .filter(one_time_code::Column::MadeAt.gt(now - time))
                .count(&self.db)
                .await?;
            if sent >= most {
                return Ok(None);
            }
        }
        let earlier = one_time_code::Entity::find()
            .filter(one_time_code::Column::RequestId.eq(new.request.0))
            .all(&self.db)
            .await?;
        // A request is one person's: callers choose it, and what is another's must not show in it.
        let theirs = earlier.iter().all(|row| new.is_for(row));
        let request = if theirs { new.request } else { CodeRequestId(new.id) };
        let tried = earlier.iter().filter(|row| theirs && row.tries < TRIES).map(|row| row.tries);
        let row = one_time_code::ActiveModel {
            partnership_id: Set(new.partnership.0),
            id: Set(new.id),
            request_id: Set(request.0),
            person_id: Set(new.person.0),
            session_id: Set(new.session.map(|session| session.0)),
            purpose: Set(new.purpose.code().into()),
            kind: Set(new.to.kind.code().into()),
            value: Set(new.to.value.clone()),
            code_hash: Set(new.hash.clone()),
            made_at: Set(now),
            expires_at: Set(now + CODE_LASTS),
            // Asking for another code gives no more tries, until they are used up and the codes before are dead.
            tries: Set(tried.max().unwrap_or(0)),
            used_at: Set(None),
        };
        one_time_code::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(Some(request))
    }

    /// Counts a try against a request, before anybody looks whether it is right, and gives back the codes that it may
    /// be: the last two that were sent to its owner (YP-16). None once five tries are used up.
    pub async fn claim_code(
        &self,
        request: CodeRequestId,
        purpose: CodePurpose,
        now: DateTime<Utc>,
    ) -> Result<Vec<ClaimedCode>> {
        let mut rows = one_time_code::Entity::update_many()
            .col_expr(one_time_code::Column::Tries, Expr::col(one_time_code::Column::Tries).add(1))
            .filter(one_time_code::Column::RequestId.eq(request.0))
            .filter(one_time_code::Column::Purpose.eq(purpose.code()))
            .filter(one_time_code::Column::UsedAt.is_null())
            .filter(one_time_code::Column::ExpiresAt.gt(now))
            .filter(one_time_code::Column::Tries.lt(TRIES))
            .exec_with_returning(&self.db)
            .await?;
        rows.sort_by_key(|row| std::cmp::Reverse(row.made_at));
        let mut claimed: Vec<ClaimedCode> = Vec::new();
        for row in rows {
            let code = ClaimedCode::read(row)?;
            // Two people who were asked about at once may share a request.
            if claimed.iter().filter(|other| other.owner() == code.owner()).count()
                < CODES_THAT_WORK
            {
                claimed.push(code);
            }
        }
        Ok(claimed)
    }

    /// Uses a request up. `NotFound` if somebody else was quicker.
    pub async fn use_code(&self, request: CodeRequestId, now: DateTime<Utc>) -> Result<()> {
        let used = one_time_code::Entity::update_many()
            .col_expr(one_time_code::Column::UsedAt, Expr::value(now))
            .filter(one_time_code::Column::RequestId.eq(request.0))
            .filter(one_time_code::Column::UsedAt.is_null())
            .exec(&self.db)
            .await?;
        if used.rows_affected == 0 { Err(StoreError::NotFound("code")) } else { Ok(()) }
    }

    /// Forgets codes made before then, and with them where they were sent.
    pub async fn forget_codes(&self, kept_since: DateTime<Utc>) -> Result<u64> {
        let gone = one_time_code::Entity::delete_many()
            .filter(one_time_code::Column::MadeAt.lt(kept_since))
            .exec(&self.db)
            .await?;
        Ok(gone.rows_affected)
    }
}

impl Tx<OwnRecord> {
    /// Keeps a number or address that a young person has shown to be theirs. Gives back another of its kind that was
    /// theirs until now.
    pub async fn confirm_contact(
        &self,
        contact: &OwnContact,
        now: DateTime<Utc>,
    ) -> Result<Option<OwnContact>> {
        let known = self.own_contacts(self.scope.person()).await?.into_iter();
        let mut before = known.map(|(known, _)| known).filter(|known| known.kind == contact.kind);
        let replaced = before.next().filter(|before| before != contact);
        let row = own_contact::ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            person_id: Set(self.scope.person().0),
            kind: Set(contact.kind.code().into()),
            value: Set(contact.value.clone()),
            confirmed_at: Set(now),
        };
        let columns = [
            own_contact::Column::PartnershipId,
            own_contact::Column::PersonId,
            own_contact::Column::Kind,
        ];
        own_contact::Entity::insert(row)
            .on_conflict(
                OnConflict::columns(columns)
                    .update_columns([own_contact::Column::Value, own_contact::Column::ConfirmedAt])
                    .to_owned(),
            )
            .exec_without_returning(&self.db)
            .await?;
        if replaced.is_some() {
            self.retire_codes(contact.kind, now).await?;
        }
        Ok(replaced)
    }
}

impl<S: Answers> Tx<S> {
    /// Forgets a number or address of one's own, if there is one of this kind. Codes on the way there do nothing any more.
    pub(super) async fn forget_contact(&self, kind: Reached, now: DateTime<Utc>) -> Result<bool> {
        let gone = own_contact::Entity::delete_many()
            .filter(own_contact::Column::Kind.eq(kind.code()))
            .filter(
                self.scope.reach(own_contact::Column::PartnershipId, own_contact::Column::PersonId),
            )
            .exec(&self.db)
            .await?;
        self.retire_codes(kind, now).await?;
        Ok(gone.rows_affected == 1)
    }

    /// Codes that were sent in this way do nothing any more: they went where nothing of this person's goes now.
    async fn retire_codes(&self, kind: Reached, now: DateTime<Utc>) -> Result<()> {
        use one_time_code::Column;
        one_time_code::Entity::update_many()
            .col_expr(Column::UsedAt, Expr::value(now))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .filter(Column::Kind.eq(kind.code()))
            .filter(Column::UsedAt.is_null())
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

impl Tx<Proven> {
    /// Forgets that a number or address is one's own.
    pub async fn remove_contact(&self, kind: Reached, now: DateTime<Utc>) -> Result<()> {
        let gone = self.forget_contact(kind, now).await?;
        if gone { Ok(()) } else { Err(StoreError::NotFound("contact")) }
    }
}

impl<S: People> Tx<S> {
    /// The numbers and addresses that a young person has shown to be their own, and when.
    pub async fn own_contacts(&self, person: PersonId) -> Result<Vec<(OwnContact, DateTime<Utc>)>> {
        let rows = own_contact::Entity::find()
            .filter(own_contact::Column::PersonId.eq(person.0))
            .filter(
                self.scope.reach(own_contact::Column::PartnershipId, own_contact::Column::PersonId),
            )
            .order_by_desc(own_contact::Column::Kind)
            .all(&self.db)
            .await?;
        rows.into_iter().map(|row| Ok((contact(&row.kind, row.value)?, row.confirmed_at))).collect()
    }
}

impl NewCode {
    /// Whether an earlier code was sent for the same.
    fn is_for(&self, row: &one_time_code::Model) -> bool {
        (row.partnership_id, row.person_id) == (self.partnership.0, self.person.0)
            && row.session_id == self.session.map(|session| session.0)
            && row.purpose == self.purpose.code()
    }
}

impl ClaimedCode {
    fn owner(&self) -> (PartnershipId, PersonId, Option<SessionId>) {
        (self.partnership, self.person, self.session)
    }

    fn read(row: one_time_code::Model) -> Result<Self> {
        Ok(Self {
            partnership: PartnershipId(row.partnership_id),
            person: PersonId(row.person_id),
            session: row.session_id.map(SessionId),
            to: contact(&row.kind, row.value)?,
            hash: row.code_hash,
        })
    }
}

fn contact(kind: &str, value: String) -> Result<OwnContact> {
    let kind = Reached::from_code(kind)
        .ok_or(StoreError::Impossible { what: "contact", why: "unknown kind" })?;
    Ok(OwnContact { kind, value })
}
