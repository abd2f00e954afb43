//! Merges as they are told.

use std::collections::HashMap;

use domain::id::{MergeId, PersonId, StaffId};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType,
};
use uuid::Uuid;

use super::Merge;
use crate::store::{
    Result, StoreError, Tx,
    entity::{
        person,
        same_person::{Column, Entity, Model},
        staff,
    },
    people,
    scope::{Caseload, Within},
};

/// How a merge is told in a list.
#[derive(Clone, Debug)]
pub struct ToldMerge {
    /// The merge.
    pub merge: Merge,
    /// What the one that stayed is called.
    pub kept: String,
    /// What the other is called.
    pub gone: String,
    /// Who made it.
    pub by: String,
}

impl Tx<Caseload> {
    /// The merge with this id, if there is one. Whoever else undoes it waits until this transaction ends.
    pub async fn known_merge(&self, id: MergeId) -> Result<Option<Merge>> {
        let row = Entity::find_by_id((self.scope.partnership().0, id.0))
            .lock(LockType::NoKeyUpdate)
            .one(&self.db)
            .await?;
        Ok(row.map(|row| read(&row)))
    }

    /// The latest merges, undone or not, the last one first.
    pub async fn merges(&self, limit: u64) -> Result<Vec<ToldMerge>> {
        let here = self.scope.partnership().0;
        let rows = Entity::find()
            .filter(Column::PartnershipId.eq(here))
            .order_by_desc(Column::MadeAt)
            .order_by_desc(Column::Id)
            .limit(limit)
            .all(&self.db)
            .await?;
        let people = rows.iter().flat_map(|row| [row.kept_id, row.gone_id]);
        let makers = rows.iter().map(|row| row.made_by);
        let (people, by) = names_of_rows(self, people, makers).await?;
        let called = |id: Uuid| {
            let known = people.get(&id).map(|(name, _)| name.clone());
            known.ok_or(StoreError::NotFound("young person"))
        };
        rows.iter()
            .map(|row| {
                Ok(ToldMerge {
                    merge: read(row),
                    kept: called(row.kept_id)?,
                    gone: called(row.gone_id)?,
                    by: by.get(&row.made_by).cloned().unwrap_or_default(),
                })
            })
            .collect()
    }

    /// Whether one of these is part of another record.
    pub async fn is_part_of_another(&self, these: &[PersonId]) -> Result<bool> {
        let one: Option<Uuid> = person::Entity::find()
            .select_only()
            .column(person::Column::Id)
            .filter(person::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(person::Column::Id.is_in(these.iter().map(|id| id.0)))
            .filter(person::Column::MergedInto.is_not_null())
            .limit(1)
            .into_tuple()
            .one(&self.db)
            .await?;
        Ok(one.is_some())
    }
}

/// People by id: what each is called, and whether the record is part of another now.
pub(super) type Called = HashMap<Uuid, (String, bool)>;

/// What these people of the partnership are called, part of another or not, and what these members of its staff are.
pub(super) async fn names_of_rows(
    tx: &Tx<Caseload>,
    people: impl Iterator<Item = Uuid>,
    makers: impl Iterator<Item = Uuid>,
) -> Result<(Called, HashMap<Uuid, String>)> {
    let here = tx.scope.partnership().0;
    let rows = person::Entity::find()
        .filter(person::Column::PartnershipId.eq(here))
        .filter(person::Column::Id.is_in(people))
        .all(&tx.db)
        .await?;
    let mut called = HashMap::new();
    for row in rows {
        let (id, part) = (row.id, row.merged_into.is_some());
        called.insert(id, (people::read(row, Vec::new())?.full_name(), part));
    }
    let by = staff::Entity::find()
        .filter(staff::Column::PartnershipId.eq(here))
        .filter(staff::Column::Id.is_in(makers))
        .all(&tx.db)
        .await?;
    Ok((called, by.into_iter().map(|one| (one.id, one.name)).collect()))
}

fn read(row: &Model) -> Merge {
    Merge {
        id: MergeId(row.id),
        kept: PersonId(row.kept_id),
        gone: PersonId(row.gone_id),
        made_at: row.made_at,
        made_by: StaffId(row.made_by),
        undone: row.undone_at.zip(row.undone_by.map(StaffId)),
    }
}
