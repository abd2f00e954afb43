use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "access_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub at: ChronoDateTimeUtc,
    pub actor_kind: String,
    pub actor_id: Option<Uuid>,
    pub role: Option<String>,
    pub person_id: Option<Uuid>,
    pub what: String,
}

impl ActiveModelBehavior for ActiveModel {}
