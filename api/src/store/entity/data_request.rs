use sea_orm::entity::prelude::*;
use serde::Deserialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "data_request")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub asked: String,
    pub part: String,
    pub item_id: Option<Uuid>,
    pub words: Option<String>,
    #[serde(deserialize_with = "super::truth")]
    pub help: bool,
    pub asked_at: ChronoDateTimeUtc,
    pub due_on: ChronoDate,
    pub waiting_since: Option<ChronoDate>,
    pub waiting_for: Option<String>,
    pub decision: Option<String>,
    pub reply: Option<String>,
    pub answered_at: Option<ChronoDateTimeUtc>,
    pub answered_by: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
