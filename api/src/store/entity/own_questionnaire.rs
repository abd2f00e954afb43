use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "own_questionnaire")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub questionnaire_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: String,
    pub uploaded_at: ChronoDateTimeUtc,
    pub uploaded_by: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
