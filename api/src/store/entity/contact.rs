use sea_orm::entity::prelude::*;
use serde::Deserialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "contact")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub staff_id: Uuid,
    pub kind: String,
    pub direction: String,
    pub outcome: String,
    pub note: Option<String>,
    pub happened_at: ChronoDateTimeUtc,
    pub recorded_at: ChronoDateTimeUtc,
    pub follow_up_on: Option<ChronoDate>,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
