use sea_orm::entity::prelude::*;
use serde::Deserialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "talk")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub way: String,
    pub safe_time: String,
    #[serde(deserialize_with = "super::truth")]
    pub message_ok: bool,
    pub words: Option<String>,
    pub asked_at: ChronoDateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
