use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "staff_notice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub staff_id: Uuid,
    pub alert_id: Option<Uuid>,
    pub rung: i16,
    pub made_at: ChronoDateTimeUtc,
    pub leased_until: Option<ChronoDateTimeUtc>,
    pub handed_at: Option<ChronoDateTimeUtc>,
    pub settled_at: Option<ChronoDateTimeUtc>,
    pub taken: bool,
}

impl ActiveModelBehavior for ActiveModel {}
