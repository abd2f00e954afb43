//! Records that may be of one person, found as soon as somebody is here or is called something else; and those of whom somebody
//! has said that they are two.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    id::{PartnershipId, PersonId},
    matching::{Face, Same},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{ExprTrait, OnConflict},
};
use uuid::Uuid;

use super::{
    CHUNK, Result, Tx,
    entity::{
        likeness::{ActiveModel, Column, Entity},
        person,
    },
    faces::{near, these},
    scope::{Caseload, System, Within},
};

impl Tx<System> {
    /// Holds these people against everybody they may be, and keeps whom they are like. What somebody has said of a pair stays.
    pub async fn find_likenesses(
        &self,
        partnership: PartnershipId,
        people: &[PersonId],
        now: DateTime<Utc>,
    ) -> Result<()> {
        let which = person::Column::Id.is_in(people.iter().map(|id| id.0));
        let new = these(&self.db, partnership, Condition::all().add(which)).await?;
        let faces: Vec<Face> = new.iter().map(|(_, face)| face.clone()).collect();
        let all = near(&self.db, partnership, &faces).await?;
        let mut found: HashMap<(PersonId, PersonId), Vec<Same>> = HashMap::new();
        for (id, face) in &new {
            for alike in all.like(face).into_iter().filter(|it| it.who != *id) {
                found.insert((alike.who.min(*id), alike.who.max(*id)), alike.same);
            }
        }
        let rows: Vec<ActiveModel> = found
            .into_iter()
            .map(|((one, other), same)| {
                let codes: Vec<_> = same.iter().map(|same| same.code()).collect();
                ActiveModel {
                    partnership_id: Set(partnership.0),
                    one_id: Set(one.0),
                    other_id: Set(other.0),
                    reasons: Set(serde_json::to_string(&codes).expect("codes are JSON")),
                    found_at: Set(now),
                    said_at: Set(None),
                    said_by: Set(None),
                }
            })
            .collect();
        for chunk in rows.chunks(CHUNK) {
            Entity::insert_many(chunk.to_vec())
                .on_conflict_do_nothing_on([Column::PartnershipId, Column::OneId, Column::OtherId])
                .exec_without_returning(&self.db)
                .await?;
        }
        Ok(())
    }
}

impl Tx<Caseload> {
    /// Pairs that may be one person and of whom nobody has said that they are two, the earliest found first.
    pub async fn likenesses(&self, limit: u64) -> Result<Vec<(PersonId, PersonId)>> {
        let here = self.scope.partnership().0;
        let merged = person::Entity::find()
            .select_only()
            .column(person::Column::Id)
            .filter(person::Column::PartnershipId.eq(here))
            .filter(person::Column::MergedInto.is_not_null())
            .into_query();
        let pairs: Vec<(Uuid, Uuid)> = Entity::find()
            .select_only()
            .columns([Column::OneId, Column::OtherId])
            .filter(Column::PartnershipId.eq(here))
            .filter(Column::SaidAt.is_null())
            .filter(Column::OneId.in_subquery(merged.clone()).not())
            .filter(Column::OtherId.in_subquery(merged).not())
            .order_by_asc(Column::FoundAt)
            .order_by_asc(Column::OneId)
            .order_by_asc(Column::OtherId)
            .limit(limit)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(pairs.into_iter().map(|(one, other)| (PersonId(one), PersonId(other))).collect())
    }

    /// Keeps that these two are two people. Said again it is the same.
    pub async fn say_two(&self, one: PersonId, other: PersonId, now: DateTime<Utc>) -> Result<()> {
        let row = ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            one_id: Set(one.min(other).0),
            other_id: Set(one.max(other).0),
            reasons: Set("[]".into()),
            found_at: Set(now),
            said_at: Set(Some(now)),
            said_by: Set(Some(self.scope.staff().0)),
        };
        Entity::insert(row)
            .on_conflict(
                OnConflict::columns([Column::PartnershipId, Column::OneId, Column::OtherId])
                    .update_columns([Column::SaidAt, Column::SaidBy])
                    .to_owned(),
            )
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }
}
