use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "supporter")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub name: String,
    pub relation: String,
    pub helps: bool,
    pub gets_reminders: bool,
    pub sees_goals: bool,
    pub link_hash: Option<Vec<u8>>,
    pub link_expires_at: Option<ChronoDateTimeUtc>,
    pub token_hash: Option<Vec<u8>>,
    pub made_at: ChronoDateTimeUtc,
    pub joined_at: Option<ChronoDateTimeUtc>,
    pub last_used_at: Option<ChronoDateTimeUtc>,
    pub push_endpoint: Option<String>,
    pub push_p256dh: Option<String>,
    pub push_auth: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
