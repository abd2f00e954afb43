//! Whom the jobs look at every day. They read no more of anybody than they need.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{PartnershipId, PersonId},
    journey::Journey,
    person::{AskedWhen, Postponed},
};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationDef,
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

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    partnership_id: Uuid,
    transition_on: NaiveDate,
    journey_ends_on: NaiveDate,
    paused_until: Option<NaiveDate>,
    left_on: Option<NaiveDate>,
    prompt_weekday: i16,
    prompt_slot: String,
    prompt_often: String,
    closer_from: Option<NaiveDate>,
    prompts_stopped_at: Option<DateTime<Utc>>,
    language: String,
    postponed_from: Option<NaiveDate>,
    postponed_to: Option<NaiveDate>,
}

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
                Column::PostponedFrom,
                Column::PostponedTo,
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
        let rows = those.into_model::<Row>().all(&self.db).await?;
        rows.into_iter().map(read).collect()
    }
}

fn theirs() -> RelationDef {
    asking::Entity::belongs_to(Entity)
        .from((asking::Column::PartnershipId, asking::Column::PersonId))
        .to((Column::PartnershipId, Column::Id))
        .into()
}

/// A check-in that was put off, as it is stored.
pub(super) fn postponed(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Option<Postponed> {
    from.zip(to).map(|(from, to)| Postponed { from, to })
}

fn read(row: Row) -> Result<Followed> {
    let Row { prompt_weekday, prompt_slot, prompt_often, closer_from, prompts_stopped_at, .. } =
        row;
    let asked =
        asked(prompt_weekday, &prompt_slot, &prompt_often, closer_from, prompts_stopped_at)?;
    Ok(Followed {
        person: PersonId(row.id),
        partnership: PartnershipId(row.partnership_id),
        journey: Journey {
            transition_on: row.transition_on,
            ends_on: row.journey_ends_on,
            paused_until: row.paused_until,
            left_on: row.left_on,
        },
        asked: AskedWhen { postponed: postponed(row.postponed_from, row.postponed_to), ..asked },
        language: row.language,
    })
}
