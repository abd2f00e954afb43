use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "likeness")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub one_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub other_id: Uuid,
    pub reasons: String,
    pub found_at: ChronoDateTimeUtc,
    pub said_at: Option<ChronoDateTimeUtc>,
    pub said_by: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
