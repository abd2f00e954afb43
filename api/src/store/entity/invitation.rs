use sea_orm::entity::prelude::*;
use serde::Deserialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "invitation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub made_by: Option<Uuid>,
    pub route: String,
    #[serde(skip)]
    pub link_hash: Vec<u8>,
    pub code_group: String,
    pub code_hash: String,
    pub made_at: ChronoDateTimeUtc,
    pub link_expires_at: ChronoDateTimeUtc,
    pub code_expires_at: ChronoDateTimeUtc,
    pub wrong_codes: i32,
    pub wrong_birthdays: i32,
    pub used_at: Option<ChronoDateTimeUtc>,
    pub parked_at: Option<ChronoDateTimeUtc>,
    pub replaced_at: Option<ChronoDateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
