use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "readiness")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    pub under_18_lead: Option<Uuid>,
    pub adult_lead: Option<Uuid>,
    pub out_of_hours: Option<String>,
    pub signposts_checked_on: Option<ChronoDate>,
    pub drill_on: Option<ChronoDate>,
}

impl ActiveModelBehavior for ActiveModel {}
