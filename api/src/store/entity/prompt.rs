use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "prompt")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub check_in_id: Uuid,
    pub step: String,
    pub channel: String,
    pub due_at: ChronoDateTimeUtc,
    pub expires_at: ChronoDateTimeUtc,
    pub leased_until: Option<ChronoDateTimeUtc>,
    pub attempts: i32,
    pub settled_at: Option<ChronoDateTimeUtc>,
    pub outcome: Option<String>,
    pub local_day: Option<ChronoDate>,
    pub local_time: Option<String>,
    pub meant_at: Option<ChronoDateTimeUtc>,
    pub lost: i32,
    pub handed_at: Option<ChronoDateTimeUtc>,
    pub reference: Option<String>,
    pub receipt: Option<String>,
    pub receipt_at: Option<ChronoDateTimeUtc>,
    pub late: bool,
    pub fell_back: bool,
}

impl ActiveModelBehavior for ActiveModel {}
