use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "questionnaire_use")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub questionnaire_id: String,
    pub version: String,
    pub language: String,
    pub used_from: ChronoDateTimeUtc,
    pub used_by: Option<Uuid>,
    pub ended_at: Option<ChronoDateTimeUtc>,
    pub ended_by: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
