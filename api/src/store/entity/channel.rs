use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "channel")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub failures: i32,
    pub failing_since: Option<ChronoDateTimeUtc>,
    pub closed_until: Option<ChronoDateTimeUtc>,
    pub worked_at: Option<ChronoDateTimeUtc>,
    pub told_at: Option<ChronoDateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
