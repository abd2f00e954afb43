use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "improvement")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub said: String,
    pub said_easy: String,
    pub did: String,
    pub did_easy: String,
    pub done_on: ChronoDate,
    pub written_by: Option<Uuid>,
    pub changed_at: ChronoDateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
