use sea_orm::entity::prelude::*;
use serde::Deserialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "supporter")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub name: String,
    pub relation: String,
    #[serde(deserialize_with = "super::truth")]
    pub helps: bool,
    #[serde(deserialize_with = "super::truth")]
    pub gets_reminders: bool,
    #[serde(deserialize_with = "super::truth")]
    pub sees_goals: bool,
    #[serde(skip)]
    pub link_hash: Option<Vec<u8>>,
    pub link_expires_at: Option<ChronoDateTimeUtc>,
    #[serde(skip)]
    pub token_hash: Option<Vec<u8>>,
    pub made_at: ChronoDateTimeUtc,
    pub joined_at: Option<ChronoDateTimeUtc>,
    pub last_used_at: Option<ChronoDateTimeUtc>,
    pub push_endpoint: Option<String>,
    pub push_p256dh: Option<String>,
    pub push_auth: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
