//! The tokens that notifications carry, each for one question of one check-in.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    id::{CheckInId, PartnershipId, PersonId},
    person::Reading,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use super::{
    Result, StoreError, Tx,
    entity::{
        answer,
        answer_link::{ActiveModel, Column, Entity},
    },
    scope::{Answers, OwnRecord, Reach, System, Tap},
};

/// An answer that a token gives is there within this time of the token's use: they are one transaction.
const AT_ONCE: TimeDelta = TimeDelta::seconds(5);

/// A token to store. The token itself never is.
#[derive(Clone, Copy, Debug)]
pub struct NewTap {
    /// Where.
    pub partnership: PartnershipId,
    /// Whose.
    pub person: PersonId,
    /// For which check-in.
    pub check_in: CheckInId,
    /// For which question of it.
    pub question: &'static str,
    /// SHA-256 of the token.
    pub hash: [u8; 32],
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
}

impl Tx<System> {
    /// Keeps the tokens of notifications.
    pub async fn keep_taps(&self, new: &[NewTap], now: DateTime<Utc>) -> Result<()> {
        let row = |new: &NewTap| ActiveModel {
            partnership_id: Set(new.partnership.0),
            token_hash: Set(new.hash.to_vec()),
            person_id: Set(new.person.0),
            check_in_id: Set(new.check_in.0),
            question: Set(new.question.into()),
            made_at: Set(now),
            expires_at: Set(new.expires_at),
            used_at: Set(None),
        };
        if !new.is_empty() {
            Entity::insert_many(new.iter().map(row)).exec_without_returning(&self.db).await?;
        }
        Ok(())
    }

    /// What the holder of a token may do, and which question it answers. `NotFound` once it has run out.
    pub async fn tap(
        &self,
        partnership: PartnershipId,
        hash: [u8; 32],
        now: DateTime<Utc>,
    ) -> Result<(Tap, String)> {
        let row = Entity::find_by_id((partnership.0, hash.to_vec())).one(&self.db).await?;
        let row = row.filter(|row| row.expires_at > now);
        let row = row.ok_or(StoreError::NotFound("token"))?;
        let (person, check_in) = (PersonId(row.person_id), CheckInId(row.check_in_id));
        Ok((Tap::new(partnership, person, check_in), row.question))
    }

    /// The wording that whoever holds the phone reads.
    pub async fn whose_tap(&self, tap: &Tap) -> Result<Reading> {
        let (_, person) = tap.whose();
        Ok(self.person(person).await?.reading)
    }

    /// Sweeps out tokens that have run out.
    pub async fn forget_taps(&self, now: DateTime<Utc>) -> Result<u64> {
        let old = Column::ExpiresAt.lt(now);
        Ok(Entity::delete_many().filter(old).exec(&self.db).await?.rows_affected)
    }
}

impl Tx<Tap> {
    /// Whether this token was used for just this answer: who sends it again has not heard that it was taken. Hold the
    /// person first.
    pub async fn has_tapped(&self, hash: [u8; 32], code: &str) -> Result<bool> {
        let row = Entity::find()
            .filter(Column::TokenHash.eq(hash.to_vec()))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .one(&self.db)
            .await?;
        let Some((question, used_at)) = row.and_then(|row| Some((row.question, row.used_at?)))
        else {
            return Ok(false);
        };
        let given = answer::Entity::find()
            .filter(self.scope.reach(answer::Column::PartnershipId, answer::Column::PersonId))
            .filter(answer::Column::CheckInId.eq(self.scope.check_in().0))
            .filter(answer::Column::Key.eq(question))
            .filter(answer::Column::Codes.eq(serde_json::json!([code]).to_string()))
            .filter(answer::Column::ReceivedAt.between(used_at, used_at + AT_ONCE))
            .one(&self.db)
            .await?;
        Ok(given.is_some())
    }

    /// Uses this token up: of two that come at once, one counts. `NotFound` if it was used meanwhile, has run out, or
    /// must not answer any more, because the check-in was sent or one of these questions was answered in it: a message
    /// that still lies about never undoes what was said on the page (YP-15). Hold the person first.
    pub async fn claim_tap(
        &self,
        hash: [u8; 32],
        settled_by: &[&str],
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (about, gone) = (self.scope.check_in(), StoreError::NotFound("token"));
        let (check_in, _) = self.check_in(about).await?;
        if check_in.finished_at.is_some() || self.has_said(about, settled_by).await? {
            return Err(gone);
        }
        let claimed = Entity::update_many()
            .col_expr(Column::UsedAt, Expr::value(now))
            .filter(Column::TokenHash.eq(hash.to_vec()))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .filter(Column::UsedAt.is_null())
            .filter(Column::ExpiresAt.gt(now))
            .exec(&self.db)
            .await?;
        if claimed.rows_affected == 1 { Ok(()) } else { Err(gone) }
    }

    /// Whether one of these questions was answered in a check-in, and not by a supporter.
    async fn has_said(&self, check_in: CheckInId, questions: &[&str]) -> Result<bool> {
        let said = answer::Entity::find()
            .filter(self.scope.reach(answer::Column::PartnershipId, answer::Column::PersonId))
            .filter(answer::Column::CheckInId.eq(check_in.0))
            .filter(answer::Column::Question.is_in(questions.iter().copied()))
            .filter(answer::Column::SupporterId.is_null())
            .one(&self.db)
            .await?;
        Ok(said.is_some())
    }
}

impl Tx<OwnRecord> {
    /// Uses up the tokens of every notification: they may lie on a phone that is lost.
    pub(super) async fn use_taps(&self, now: DateTime<Utc>) -> Result<()> {
        Entity::update_many()
            .col_expr(Column::UsedAt, Expr::value(now))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .filter(Column::UsedAt.is_null())
            .exec(&self.db)
            .await?;
        Ok(())
    }
}
