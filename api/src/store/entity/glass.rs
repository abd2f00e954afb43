use sea_orm::entity::prelude::*;
use serde::Deserialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "glass")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub staff_id: Uuid,
    pub reason: String,
    pub words: String,
    pub opened_at: ChronoDateTimeUtc,
    pub ends_at: ChronoDateTimeUtc,
    pub reviewed_by: Option<Uuid>,
    pub reviewed_at: Option<ChronoDateTimeUtc>,
    pub justified: Option<bool>,
    pub review_words: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
