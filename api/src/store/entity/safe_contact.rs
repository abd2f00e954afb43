use sea_orm::entity::prelude::*;
use serde::Deserialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "safe_contact")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    pub ways: String,
    pub times: String,
    #[serde(deserialize_with = "super::maybe_truth")]
    pub message_ok: Option<bool>,
    pub not_to: Option<String>,
    pub said_by: String,
    pub said_on: ChronoDate,
    pub check_in_id: Option<Uuid>,
    pub recorded_by: Option<Uuid>,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
