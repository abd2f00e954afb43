use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "alert_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub alert_id: Uuid,
    pub at: ChronoDateTimeUtc,
    pub what: String,
    pub staff_id: Uuid,
    pub words: Option<String>,
    pub to_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
