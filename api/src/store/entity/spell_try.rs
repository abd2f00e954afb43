use sea_orm::entity::prelude::*;
use serde::Deserialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "spell_try")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub spell_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub tried_at: ChronoDateTimeUtc,
    #[sea_orm(primary_key, auto_increment = false)]
    pub means: String,
    pub person_id: Uuid,
    #[serde(deserialize_with = "super::truth")]
    pub by_hand: bool,
}

impl ActiveModelBehavior for ActiveModel {}
