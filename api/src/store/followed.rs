//! Whom the jobs look at every day. They read no more of anybody than they need.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{PartnershipId, PersonId},
    journey::Journey,
    person::AskedWhen,
};
use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef,
};
use uuid::Uuid;

use super::{
    Result, Tx,
    entity::{
        asking,
        person::{Column, Entity},
    },
    people::asked,
    scope::System,
};

/// Somebody whose two years run, as far as asking them depends on it.
#[derive(Clone, Debug)]
pub struct Followed {
    /// Who.
    pub person: PersonId,
    /// Who follows them.
    pub partnership: PartnershipId,
    /// The two years.
    pub journey: Journey,
    /// When they like to be asked.
    pub asked: AskedWhen,
    /// The language they like to be asked in.
    pub language: String,
}

type Row = (
    Uuid,
    Uuid,
    NaiveDate,
    NaiveDate,
    Option<NaiveDate>,
    Option<NaiveDate>,
    i16,
    String,
    String,
    Option<NaiveDate>,
    Option<DateTime<Utc>>,
    String,
);

impl Tx<System> {
    /// Those to look at by `day`, the ones who have waited longest first.
    pub async fn to_look_at(&self, day: NaiveDate, limit: u64) -> Result<Vec<Followed>> {
        let rows: Vec<Row> = asking::Entity::find()
            .select_only()
            .columns([
                Column::Id,
                Column::PartnershipId,
                Column::TransitionOn,
                Column::JourneyEndsOn,
                Column::PausedUntil,
                Column::LeftOn,
                Column::PromptWeekday,
                Column::PromptSlot,
                Column::PromptOften,
                Column::CloserFrom,
                Column::PromptsStoppedAt,
                Column::Language,
            ])
            .join(JoinType::InnerJoin, theirs())
            .filter(asking::Column::LookOn.lte(day))
            .order_by_asc(asking::Column::LookOn)
            .order_by_asc(asking::Column::PersonId)
            .limit(limit)
            .into_tuple()
            .all(&self.db)
            .await?;
        rows.into_iter().map(read).collect()
    }
}

fn theirs() -> RelationDef {
    asking::Entity::belongs_to(Entity)
        .from((asking::Column::PartnershipId, asking::Column::PersonId))
        .to((Column::PartnershipId, Column::Id))
        .into()
}

fn read(row: Row) -> Result<Followed> {
    let (
        person,
        partnership,
        transition_on,
        ends_on,
        paused_until,
        left_on,
        weekday,
        slot,
        often,
        closer_from,
        stopped_at,
        language,
    ) = row;
    Ok(Followed {
        person: PersonId(person),
        partnership: PartnershipId(partnership),
        journey: Journey { transition_on, ends_on, paused_until, left_on },
        asked: asked(weekday, &slot, &often, closer_from, stopped_at)?,
        language,
    })
}
