use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "confirmation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub spell_id: Uuid,
    pub token_hash: Vec<u8>,
    pub known_as: String,
    pub basis: String,
    pub asked_by: Uuid,
    pub asked_at: ChronoDateTimeUtc,
    pub expires_at: ChronoDateTimeUtc,
    pub opened_at: Option<ChronoDateTimeUtc>,
    pub answer: Option<String>,
    pub ended_on: Option<ChronoDate>,
    pub answered_by: Option<String>,
    pub answered_at: Option<ChronoDateTimeUtc>,
    pub withdrawn_at: Option<ChronoDateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
