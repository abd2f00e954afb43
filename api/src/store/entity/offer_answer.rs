use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "offer_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub offer: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub because: Uuid,
    pub taken: bool,
    pub answered_at: ChronoDateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
