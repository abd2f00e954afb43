use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_run")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub made_at: ChronoDateTimeUtc,
    pub made_by: Option<Uuid>,
    pub sha256: String,
    pub rows: i32,
    pub added: i32,
    pub changed: i32,
    pub unchanged: i32,
    pub ended: i32,
    pub mapping_id: Option<Uuid>,
    pub delta: bool,
    pub leavers: i32,
    pub waiting: i32,
}

impl ActiveModelBehavior for ActiveModel {}
