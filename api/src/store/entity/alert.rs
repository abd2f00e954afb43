use sea_orm::entity::prelude::*;
use serde::Deserialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "alert")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub check_in_id: Option<Uuid>,
    pub answer_id: Option<Uuid>,
    pub trigger: String,
    pub item_id: Option<Uuid>,
    pub trigger_key: String,
    pub priority: String,
    pub raised_at: ChronoDateTimeUtc,
    pub acknowledged_at: Option<ChronoDateTimeUtc>,
    pub acknowledged_by: Option<Uuid>,
    pub closed_at: Option<ChronoDateTimeUtc>,
    pub read_at: Option<ChronoDateTimeUtc>,
    pub read_by: Option<Uuid>,
    pub outcome: Option<String>,
    pub outcome_note: Option<String>,
    #[serde(deserialize_with = "super::maybe_truth")]
    pub told_them: Option<bool>,
    pub not_told_why: Option<String>,
    pub next_on: Option<ChronoDate>,
    pub proposed_at: Option<ChronoDateTimeUtc>,
    pub proposed_by: Option<Uuid>,
    pub closed_by: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
