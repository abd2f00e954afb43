//! What was offered to young people, and what they said to it.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::adaptive::{Offer, Offered};
use sea_orm::{ActiveValue::Set, EntityTrait, QueryFilter, sea_query::OnConflict};

use super::{
    Result, StoreError, Tx,
    entity::offer_answer::{ActiveModel, Column, Entity},
    scope::{OwnRecord, Reach, Within},
};

impl Tx<OwnRecord> {
    /// What this young person has said yes or no to already.
    pub async fn offers_answered(&self) -> Result<HashSet<(Offer, uuid::Uuid)>> {
        let rows = Entity::find()
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .all(&self.db)
            .await?;
        rows.into_iter()
            .map(|row| {
                let offer = Offer::from_code(&row.offer);
                let offer =
                    offer.ok_or(StoreError::Impossible { what: "offer", why: "unknown" })?;
                Ok((offer, row.because))
            })
            .collect()
    }

    /// Keeps what they said to an offer, so that it is made once. The first answer stays.
    pub async fn answer_offer(
        &self,
        offered: Offered,
        taken: bool,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let row = ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            person_id: Set(self.scope.person().0),
            offer: Set(offered.offer.code().into()),
            because: Set(offered.because),
            taken: Set(taken),
            answered_at: Set(now),
        };
        let key = [Column::PartnershipId, Column::PersonId, Column::Offer, Column::Because];
        Entity::insert(row)
            .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }
}
