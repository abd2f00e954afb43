use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "standing")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    pub worker_id: Option<Uuid>,
    pub place: i16,
    pub waits_since: ChronoDateTimeUtc,
    pub name: String,
    pub here: bool,
    pub over: bool,
    pub call_today: bool,
    pub no_reply: bool,
    pub not_in: bool,
    pub paused: bool,
    pub priority: Option<String>,
    pub headline: Option<String>,
    pub neet: Option<String>,
    pub needs: String,
    pub next_due_on: ChronoDate,
    pub last_contact_on: ChronoDate,
    pub shown: String,
    pub look_at: ChronoDateTimeUtc,
    pub placed_at: ChronoDateTimeUtc,
    pub keyed: bool,
    pub worked_at: ChronoDateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
