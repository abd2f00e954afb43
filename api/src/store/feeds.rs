//! Calendars of key days, by an address that can be ended.

use chrono::{DateTime, NaiveDate, Utc};
use domain::id::{PartnershipId, StaffId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::OnConflict,
};

use super::{
    Result, Store, StoreError, Tx,
    entity::{
        contact,
        feed::{ActiveModel, Column, Entity},
    },
    scope::{Caseload, Reach, System, Within},
};

impl Store {
    /// Whose calendar this is, as what they may see today. `NotFound` for an address that was never given out, that was
    /// ended, or whose owner has left.
    pub async fn feed_of(
        &self,
        partnership: PartnershipId,
        hash: [u8; 32],
        now: DateTime<Utc>,
    ) -> Result<Caseload> {
        self.look(System::new(), async |tx: &Tx<System>| {
            let unknown = || StoreError::NotFound("calendar");
            let row = Entity::find()
                .filter(Column::PartnershipId.eq(partnership.0))
                .filter(Column::TokenHash.eq(hash.to_vec()))
                .one(&tx.db)
                .await?
                .ok_or_else(unknown)?;
            let account = tx.account(StaffId(row.staff_id)).await.map_err(|_| unknown())?;
            Caseload::of(&account.staff, account.on_duty, now).ok_or_else(unknown)
        })
        .await
    }
}

impl Tx<Caseload> {
    /// Gives this member of staff a calendar under a new address; the old one ends.
    pub async fn save_feed(&self, hash: [u8; 32], now: DateTime<Utc>) -> Result<()> {
        let row = ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            staff_id: Set(self.scope.staff().0),
            token_hash: Set(hash.to_vec()),
            made_at: Set(now),
        };
        Entity::insert(row)
            .on_conflict(
                OnConflict::columns([Column::PartnershipId, Column::StaffId])
                    .update_columns([Column::TokenHash, Column::MadeAt])
                    .to_owned(),
            )
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }

    /// Ends the address of this member of staff's calendar, if they have one.
    pub async fn remove_feed(&self) -> Result<()> {
        Entity::delete_many()
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::StaffId.eq(self.scope.staff().0))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Since when they have a calendar.
    pub async fn feed_since(&self) -> Result<Option<DateTime<Utc>>> {
        let row = Entity::find_by_id((self.scope.partnership().0, self.scope.staff().0));
        Ok(row.one(&self.db).await?.map(|row| row.made_at))
    }

    /// The days on which contacts of those in reach are to be followed up, from that day on.
    pub async fn follow_ups(&self, from: NaiveDate) -> Result<Vec<NaiveDate>> {
        let days: Vec<Option<NaiveDate>> = contact::Entity::find()
            .select_only()
            .column(contact::Column::FollowUpOn)
            .filter(contact::Column::FollowUpOn.gte(from))
            .filter(self.scope.reach(contact::Column::PartnershipId, contact::Column::PersonId))
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(days.into_iter().flatten().collect())
    }
}
