//! Whom the jobs look at every day. They read no more of anybody than they need.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{PartnershipId, PersonId},
    journey::Journey,
    person::AskedWhen,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::{
    Result, Tx,
    entity::person::{Column, Entity},
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
    i16,
    String,
    String,
    Option<NaiveDate>,
    Option<DateTime<Utc>>,
    String,
);

impl Tx<System> {
    /// Everybody whose two years have begun by `day` and were not over by `since`, in batches by id.
    pub async fn followed(
        &self,
        since: NaiveDate,
        day: NaiveDate,
        after: Option<PersonId>,
        limit: u64,
    ) -> Result<Vec<Followed>> {
        let rows: Vec<Row> = Entity::find()
            .select_only()
            .columns([
                Column::Id,
                Column::PartnershipId,
                Column::TransitionOn,
                Column::JourneyEndsOn,
                Column::PausedUntil,
                Column::PromptWeekday,
                Column::PromptSlot,
                Column::PromptOften,
                Column::CloserFrom,
                Column::PromptsStoppedAt,
                Column::Language,
            ])
            .filter(Column::TransitionOn.lte(day))
            .filter(Column::JourneyEndsOn.gte(since))
            .filter(Column::LeftOn.is_null())
            .apply_if(after, |find, after| find.filter(Column::Id.gt(after.0)))
            .order_by_asc(Column::Id)
            .limit(limit)
            .into_tuple()
            .all(&self.db)
            .await?;
        rows.into_iter().map(read).collect()
    }
}

fn read(row: Row) -> Result<Followed> {
    let (
        person,
        partnership,
        transition_on,
        ends_on,
        paused_until,
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
        journey: Journey { transition_on, ends_on, paused_until, left_on: None },
        asked: asked(weekday, &slot, &often, closer_from, stopped_at)?,
        language,
    })
}
