use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "one_time_code")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub request_id: Uuid,
    pub person_id: Uuid,
    pub session_id: Option<Uuid>,
    pub purpose: String,
    pub kind: String,
    pub value: String,
    pub code_hash: String,
    pub made_at: ChronoDateTimeUtc,
    pub expires_at: ChronoDateTimeUtc,
    pub tries: i16,
    pub used_at: Option<ChronoDateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
