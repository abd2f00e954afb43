use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "questionnaire")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: String,
    pub language: String,
    pub sha256: String,
    pub body: String,
    pub loaded_at: ChronoDateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
