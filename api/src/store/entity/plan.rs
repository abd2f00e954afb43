use sea_orm::entity::prelude::*;
use serde::Deserialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "plan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    pub started_on: Option<ChronoDate>,
    pub reviewed_on: Option<ChronoDate>,
    pub review_outcome: Option<String>,
    pub review_booked_on: Option<ChronoDate>,
    pub ceased_on: Option<ChronoDate>,
    pub cease_reason: Option<String>,
    pub recorded_by: Uuid,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
