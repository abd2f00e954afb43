//! What changed because of what young people said (PR-05).

use chrono::{DateTime, NaiveDate, Utc};
use domain::id::ImprovementId;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};

use super::{
    Result, StoreError, Tx,
    entity::improvement::{ActiveModel, Column, Entity, Model},
    scope::{Admin, Within},
};

/// How many are shown.
const MOST: u64 = 50;

/// Young people said something, and a partnership did something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Improvement {
    /// Which.
    pub id: ImprovementId,
    /// What they said, in plain words and in easy read.
    pub said: [String; 2],
    /// What was done, in plain words and in easy read.
    pub did: [String; 2],
    /// The day it was done.
    pub done_on: NaiveDate,
}

impl<S: Within> Tx<S> {
    /// What changed, the latest first.
    pub async fn improvements(&self) -> Result<Vec<Improvement>> {
        let rows = Entity::find()
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .order_by_desc(Column::DoneOn)
            .order_by_desc(Column::Id)
            .limit(MOST)
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(read).collect())
    }
}

impl Tx<Admin> {
    /// Keeps what changed; the same id again changes it.
    pub async fn save_improvement(&self, new: &Improvement, now: DateTime<Utc>) -> Result<()> {
        let ([said, said_easy], [did, did_easy]) = (new.said.clone(), new.did.clone());
        let row = ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            id: Set(new.id.0),
            said: Set(said),
            said_easy: Set(said_easy),
            did: Set(did),
            did_easy: Set(did_easy),
            done_on: Set(new.done_on),
            written_by: Set(self.scope.staff().map(|staff| staff.0)),
            changed_at: Set(now),
        };
        let words = [
            Column::Said,
            Column::SaidEasy,
            Column::Did,
            Column::DidEasy,
            Column::DoneOn,
            Column::WrittenBy,
            Column::ChangedAt,
        ];
        Entity::insert(row)
            .on_conflict(
                OnConflict::columns([Column::PartnershipId, Column::Id])
                    .update_columns(words)
                    .to_owned(),
            )
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }

    /// Takes it off the list.
    pub async fn remove_improvement(&self, id: ImprovementId) -> Result<()> {
        let gone = Entity::delete_many()
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::Id.eq(id.0))
            .exec(&self.db)
            .await?;
        if gone.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound("change")) }
    }
}

fn read(row: Model) -> Improvement {
    Improvement {
        id: ImprovementId(row.id),
        said: [row.said, row.said_easy],
        did: [row.did, row.did_easy],
        done_on: row.done_on,
    }
}
