use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "referral")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub to_agency: String,
    pub contact: bool,
    pub destination: bool,
    pub promises: bool,
    pub goals: bool,
    pub why: String,
    pub basis: String,
    pub told_on: Option<ChronoDate>,
    pub not_told_why: Option<String>,
    pub from_on: ChronoDate,
    pub until_on: ChronoDate,
    pub made_by: Uuid,
    pub made_at: ChronoDateTimeUtc,
    pub accepted_by: Option<Uuid>,
    pub accepted_at: Option<ChronoDateTimeUtc>,
    pub ended_by: Option<Uuid>,
    pub ended_at: Option<ChronoDateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
