use sea_orm::entity::prelude::*;
use serde::Deserialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "check_in")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub kind: String,
    pub month: i16,
    pub extra: i16,
    pub due_on: ChronoDate,
    pub opened_at: ChronoDateTimeUtc,
    pub closes_at: ChronoDateTimeUtc,
    pub questionnaire_id: String,
    pub questionnaire_version: String,
    pub finished_at: Option<ChronoDateTimeUtc>,
    pub expired_at: Option<ChronoDateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
