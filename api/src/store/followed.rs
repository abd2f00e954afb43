//! Whom the jobs look at every day. They read no more of anybody than they need.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{PartnershipId, PersonId},
    journey::Journey,
    person::AskedWhen,
};
use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef,
    sea_query::{LockBehavior, LockType},
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
    /// Whether there is anybody to look at by `day`.
    pub async fn anybody_to_look_at(&self, day: NaiveDate) -> Result<bool> {
        let one = asking::Entity::find()
            .select_only()
            .column(asking::Column::PersonId)
            .filter(asking::Column::LookOn.lte(day))
            .limit(1);
        Ok(one.into_tuple::<Uuid>().one(&self.db).await?.is_some())
    }

    /// Those to look at by `day` whom nobody else is looking at, the ones who have waited longest first.
    pub async fn to_look_at(&self, day: NaiveDate, limit: u64) -> Result<Vec<Followed>> {
        let mut those = asking::Entity::find()
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
            .filter(Column::MergedInto.is_null())
            .order_by_asc(asking::Column::LookOn)
            .order_by_asc(asking::Column::PersonId)
            .limit(limit);
        // Two of us look at different people; SQLite has one writer and ignores this.
        QuerySelect::query(&mut those).lock_with_tables_behavior(
            LockType::Update,
            [asking::Entity],
            LockBehavior::SkipLocked,
        );
        let rows: Vec<Row> = those.into_tuple().all(&self.db).await?;
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
