//! What partnerships' own files call things. A mapping is made and removed, and never changed.

use chrono::{DateTime, Utc};
use domain::{import::Mapping, text::Line};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{
    Result, StoreError, Tx,
    entity::file_mapping::{ActiveModel, Column, Entity, Model},
    scope::{Admin, Within},
};

/// A mapping of a partnership's own.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptMapping {
    /// Which one.
    pub id: Uuid,
    /// What people call it.
    pub name: Line,
    /// What it says.
    pub mapping: Mapping,
    /// When it was made.
    pub made_at: DateTime<Utc>,
}

impl Tx<Admin> {
    /// The mappings of this partnership, by name.
    pub async fn mappings(&self) -> Result<Vec<KeptMapping>> {
        let rows = Entity::find()
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .order_by_asc(Column::Name)
            .all(&self.db)
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// One of them.
    pub async fn mapping(&self, id: Uuid) -> Result<KeptMapping> {
        let row = Entity::find()
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::Id.eq(id))
            .one(&self.db)
            .await?;
        read(row.ok_or(StoreError::NotFound("mapping"))?)
    }

    /// Keeps a new mapping. The same again is what is there already; another one of this id or name is refused.
    pub async fn add_mapping(&self, new: &KeptMapping) -> Result<KeptMapping> {
        match self.mapping(new.id).await {
            Err(StoreError::NotFound(_)) => {}
            Ok(known) if known.name == new.name && known.mapping == new.mapping => {
                return Ok(known);
            }
            Ok(_) => return Err(StoreError::Exists("mapping")),
            Err(error) => return Err(error),
        }
        let row = ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            id: Set(new.id),
            name: Set(new.name.as_str().into()),
            body: Set(new.mapping.to_json()),
            made_by: Set(self.scope.staff().map(|staff| staff.0)),
            made_at: Set(new.made_at),
        };
        Entity::insert(row)
            .exec_without_returning(&self.db)
            .await
            .map_err(StoreError::or_exists("mapping"))?;
        Ok(new.clone())
    }

    /// Removes a mapping. What was read by it stays as it is.
    pub async fn remove_mapping(&self, id: Uuid) -> Result<()> {
        let gone = Entity::delete_many()
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::Id.eq(id))
            .exec(&self.db)
            .await?;
        if gone.rows_affected == 0 { Err(StoreError::NotFound("mapping")) } else { Ok(()) }
    }
}

fn read(row: Model) -> Result<KeptMapping> {
    let bad = |why| StoreError::Impossible { what: "mapping", why };
    Ok(KeptMapping {
        id: row.id,
        name: Line::new(&row.name).map_err(|_| bad("name"))?,
        mapping: Mapping::read(&row.body).map_err(|_| bad("body"))?,
        made_at: row.made_at,
    })
}
