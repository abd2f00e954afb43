use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "waiting_row")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub import_id: Uuid,
    pub line: i32,
    pub client_record_id: String,
    pub record: String,
    pub alike: String,
    pub seen_at: ChronoDateTimeUtc,
    pub decision: Option<String>,
    pub decided_at: Option<ChronoDateTimeUtc>,
    pub decided_by: Option<Uuid>,
    pub person_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
