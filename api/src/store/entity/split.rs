use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "split")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub new_id: Uuid,
    pub why: String,
    pub moved: String,
    pub made_at: ChronoDateTimeUtc,
    pub made_by: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
