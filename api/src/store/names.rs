//! What names are found by. The job makes it; until then a name is found by its letters as they are.

use domain::{
    id::{PartnershipId, PersonId},
    name::keys,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, UnionType},
};
use uuid::Uuid;

use super::{
    Result, StoreError, Tx,
    entity::{
        name_key::{ActiveModel, Column, Entity},
        standing,
    },
    scope::{Caseload, System, Within},
};
use crate::standing::{Row, Search};

/// How many rows go into the table at once: SQLite takes some 32,000 values in one statement.
const CHUNK: usize = 8000;

impl Tx<System> {
    /// Makes the keys of some whose names are new. Says who they are: of one partnership, none once all have theirs.
    pub async fn make_name_keys(
        &self,
        limit: u64,
    ) -> Result<Option<(PartnershipId, Vec<PersonId>)>> {
        use standing::Column as Stands;
        let new: Vec<(Uuid, Uuid, String, String)> = standing::Entity::find()
            .select_only()
            .columns([Stands::PartnershipId, Stands::PersonId, Stands::Name, Stands::Shown])
            // Written into the statement, because SQLite uses an index of some rows for no other.
            .filter(Stands::Keyed.into_expr().eq(Expr::Constant(false.into())))
            .order_by_asc(Stands::PartnershipId)
            .order_by_asc(Stands::PersonId)
            .limit(limit)
            .into_tuple()
            .all(&self.db)
            .await?;
        let Some(&(partnership, ..)) = new.first() else { return Ok(None) };
        // One partnership at a time: every index begins with it.
        let new: Vec<_> = new.into_iter().filter(|(one, ..)| *one == partnership).collect();
        let ids = || new.iter().map(|(_, person, ..)| *person);
        Entity::delete_many()
            .filter(Column::PartnershipId.eq(partnership))
            .filter(Column::PersonId.is_in(ids()))
            .exec(&self.db)
            .await?;
        let mut rows = Vec::new();
        for (_, person, _, shown) in &new {
            let bad = |_| StoreError::Impossible { what: "row", why: "it cannot be read" };
            let row: Row = serde_json::from_str(shown).map_err(bad)?;
            rows.extend(keys(&row.names).into_iter().map(|key| ActiveModel {
                partnership_id: Set(partnership),
                key: Set(key),
                person_id: Set(*person),
            }));
        }
        while !rows.is_empty() {
            let rest = rows.split_off(rows.len().min(CHUNK));
            Entity::insert_many(std::mem::replace(&mut rows, rest))
                .on_conflict_do_nothing_on([Column::PartnershipId, Column::Key, Column::PersonId])
                .exec_without_returning(&self.db)
                .await?;
        }
        // Whoever has got another name meanwhile is looked at again.
        let same = new.iter().fold(Condition::any(), |any, (_, person, name, _)| {
            any.add(Stands::PersonId.eq(*person).and(Stands::Name.eq(name)))
        });
        standing::Entity::update_many()
            .col_expr(Stands::Keyed, Expr::value(true))
            .filter(Stands::PartnershipId.eq(partnership))
            .filter(same)
            .exec(&self.db)
            .await?;
        let people = ids().map(PersonId).collect();
        Ok(Some((PartnershipId(partnership), people)))
    }
}

impl Tx<Caseload> {
    /// True of rows whose names may be like what somebody looks for: those with a key for each word, and those without keys
    /// yet whose letters have each word among them.
    pub(super) fn may_be_called(&self, search: &Search) -> Condition {
        let partnership: PartnershipId = self.scope.partnership();
        let with_keys = search.keys.iter().map(|any| {
            Entity::find()
                .select_only()
                .column(Column::PersonId)
                .filter(Column::PartnershipId.eq(partnership.0))
                .filter(Column::Key.is_in(any.iter().copied()))
                .into_query()
        });
        let with_keys =
            with_keys.reduce(|mut all, word| all.union(UnionType::Intersect, word).take());
        // Without a letter to look for, everybody may be meant.
        let Some(mut with_keys) = with_keys else { return Condition::all() };
        let unkeyed = standing::Column::Keyed.into_expr().eq(Expr::Constant(false.into()));
        let as_it_is = search.words.iter().fold(
            standing::Entity::find()
                .select_only()
                .column(standing::Column::PersonId)
                .filter(standing::Column::PartnershipId.eq(partnership.0))
                .filter(unkeyed),
            |all, word| all.filter(standing::Column::Name.contains(word)),
        );
        // Two lists of people, and no "or": of that the databases would try everybody.
        with_keys.union(UnionType::All, as_it_is.into_query());
        Condition::all().add(standing::Column::PersonId.in_subquery(with_keys))
    }
}
