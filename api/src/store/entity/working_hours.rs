use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "working_hours")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    pub opens: String,
    pub closes: String,
    pub shut: String,
    pub changed_at: ChronoDateTimeUtc,
    pub changed_by: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
