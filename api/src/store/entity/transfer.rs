use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "transfer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub to_id: Uuid,
    pub said_by: String,
    pub said_how: String,
    pub representative: Option<String>,
    pub why_cannot: Option<String>,
    pub agreed_on: ChronoDate,
    pub moves_on: ChronoDate,
    pub made_by: Uuid,
    pub made_at: ChronoDateTimeUtc,
    pub ended_by: Option<Uuid>,
    pub ended_at: Option<ChronoDateTimeUtc>,
    pub decided_by: Option<Uuid>,
    pub decided_at: Option<ChronoDateTimeUtc>,
    pub refused_why: Option<String>,
    pub moved_on: Option<ChronoDate>,
    pub new_person_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
