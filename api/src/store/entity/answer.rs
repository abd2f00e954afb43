use sea_orm::entity::prelude::*;
use serde::Deserialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub check_in_id: Uuid,
    pub person_id: Uuid,
    pub key: String,
    pub question: String,
    pub item_id: Option<Uuid>,
    pub codes: Option<String>,
    pub free_text: Option<String>,
    #[serde(deserialize_with = "super::truth")]
    pub skipped: bool,
    pub source: String,
    pub helper: Option<String>,
    pub reading: String,
    pub language: String,
    pub answered_at: ChronoDateTimeUtc,
    pub received_at: ChronoDateTimeUtc,
    pub superseded_at: Option<ChronoDateTimeUtc>,
    pub supporter_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
