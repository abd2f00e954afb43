use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub way: String,
    pub about: String,
    pub made_at: ChronoDateTimeUtc,
    pub leased_until: Option<ChronoDateTimeUtc>,
    pub handed_at: Option<ChronoDateTimeUtc>,
    pub settled_at: Option<ChronoDateTimeUtc>,
    pub taken: bool,
}

impl ActiveModelBehavior for ActiveModel {}
