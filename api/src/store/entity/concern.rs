use sea_orm::entity::prelude::*;
use serde::Deserialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "concern")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub promise_id: Uuid,
    pub raised_by: String,
    pub raised_on: ChronoDate,
    pub words: Option<String>,
    pub to_whom: Option<String>,
    pub due_on: ChronoDate,
    pub answered_on: Option<ChronoDate>,
    pub outcome: Option<String>,
    pub answer: Option<String>,
    pub answered_by: Option<Uuid>,
    pub recorded_at: ChronoDateTimeUtc,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
