use sea_orm::entity::prelude::*;
use serde::Deserialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "spell")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub activity_code: i16,
    pub source: String,
    pub started_on: ChronoDate,
    pub ended_on: Option<ChronoDate>,
    pub verified_on: Option<ChronoDate>,
    pub review_on: Option<ChronoDate>,
    pub predicted_end_on: Option<ChronoDate>,
    pub provider: Option<String>,
    pub ukprn: Option<String>,
    pub days_per_week: Option<i16>,
    pub check_in_id: Option<Uuid>,
    pub recorded_by: Option<Uuid>,
    pub recorded_at: ChronoDateTimeUtc,
    pub voided_at: Option<ChronoDateTimeUtc>,
    pub version: i32,
    pub weekly_hours: Option<i16>,
    pub establishment: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
