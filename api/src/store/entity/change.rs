use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "change")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub thing_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub field: String,
    pub person_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub thing: String,
    pub at: ChronoDateTimeUtc,
    pub actor_kind: String,
    pub actor_id: Option<Uuid>,
    pub before: Option<String>,
    pub after: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
