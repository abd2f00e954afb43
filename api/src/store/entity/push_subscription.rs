use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "push_subscription")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub session_id: Uuid,
    pub endpoint: String,
    pub endpoint_hash: Vec<u8>,
    pub p256dh: String,
    pub auth: String,
    pub created_at: ChronoDateTimeUtc,
    pub last_sent_at: Option<ChronoDateTimeUtc>,
    pub failures: i32,
    pub vapid_key: Option<String>,
    pub failing_since: Option<ChronoDateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
