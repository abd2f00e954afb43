//! The views of the list that members of staff keep for themselves.

use chrono::{DateTime, Utc};
use domain::{caseload::Wanted, id::ViewId, text::Line};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};

use super::{
    Result, StoreError, Tx,
    entity::saved_view::{ActiveModel, Column, Entity},
    scope::{Caseload, Within},
};

/// A view that somebody keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    /// Which view.
    pub id: ViewId,
    /// What they call it.
    pub name: Line,
    /// What it shows.
    pub wanted: Wanted,
}

/// How many views somebody keeps at most: more than that are no help in finding one.
pub const MOST_VIEWS: usize = 20;

impl Tx<Caseload> {
    /// The views that this member of staff keeps, in the order in which they were made.
    pub async fn views(&self) -> Result<Vec<SavedView>> {
        let rows = Entity::find()
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::StaffId.eq(self.scope.staff().0))
            .order_by_asc(Column::MadeAt)
            .order_by_asc(Column::Id)
            .all(&self.db)
            .await?;
        let bad = |why| StoreError::Impossible { what: "view", why };
        rows.into_iter()
            .map(|row| {
                Ok(SavedView {
                    id: ViewId(row.id),
                    name: Line::new(&row.name).map_err(|_| bad("name"))?,
                    wanted: Wanted::parse(&row.query).ok_or(bad("what it shows"))?,
                })
            })
            .collect()
    }

    /// Keeps a view. A view is never changed: sent again it is the same one, and sent otherwise it is refused, as is a
    /// second of the same name. False where there are as many already as anybody keeps.
    pub async fn save_view(&self, view: &SavedView, now: DateTime<Utc>) -> Result<bool> {
        let (partnership, me) = (self.scope.partnership().0, self.scope.staff().0);
        let known = self.views().await?;
        if let Some(known) = known.iter().find(|known| known.id == view.id) {
            return if known == view { Ok(true) } else { Err(StoreError::Exists("view")) };
        }
        if Entity::find_by_id((partnership, view.id.0)).count(&self.db).await? > 0 {
            return Err(StoreError::Exists("id of a view"));
        }
        if known.len() >= MOST_VIEWS {
            return Ok(false);
        }
        let row = ActiveModel {
            partnership_id: Set(partnership),
            id: Set(view.id.0),
            staff_id: Set(me),
            name: Set(view.name.as_str().to_owned()),
            query: Set(view.wanted.text()),
            made_at: Set(now),
        };
        Entity::insert(row)
            .exec_without_returning(&self.db)
            .await
            .map_err(StoreError::or_exists("view of this name"))?;
        Ok(true)
    }

    /// Keeps a view no longer. One that is gone already is gone.
    pub async fn remove_view(&self, id: ViewId) -> Result<()> {
        Entity::delete_many()
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::StaffId.eq(self.scope.staff().0))
            .filter(Column::Id.eq(id.0))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}
