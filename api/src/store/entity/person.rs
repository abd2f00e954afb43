use sea_orm::entity::prelude::*;
use serde::Deserialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "person")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partnership_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub council_code: String,
    pub client_record_id: Option<String>,
    pub given_name: String,
    pub family_name: String,
    pub preferred_name: Option<String>,
    pub search_name: String,
    pub birth_date: ChronoDate,
    pub sen_provision: String,
    pub primary_need: Option<String>,
    pub mobile: Option<String>,
    pub email: Option<String>,
    pub uln: Option<String>,
    pub transition_on: ChronoDate,
    pub journey_ends_on: ChronoDate,
    pub paused_until: Option<ChronoDate>,
    pub left_on: Option<ChronoDate>,
    pub prompts_stopped_at: Option<ChronoDateTimeUtc>,
    pub prompt_weekday: i16,
    pub prompt_slot: String,
    pub prompt_often: String,
    pub closer_from: Option<ChronoDate>,
    pub reading: String,
    pub text_size: String,
    pub language: String,
    pub created_at: ChronoDateTimeUtc,
    pub changed_at: ChronoDateTimeUtc,
    pub pushes_stopped_at: Option<ChronoDateTimeUtc>,
    pub texts_stopped_at: Option<ChronoDateTimeUtc>,
    pub emails_stopped_at: Option<ChronoDateTimeUtc>,
    pub texts_stopped_from: Option<String>,
    pub version: i32,
    pub left_reason: Option<String>,
    pub merged_into: Option<Uuid>,
    pub postponed_from: Option<ChronoDate>,
    pub postponed_to: Option<ChronoDate>,
}

impl ActiveModelBehavior for ActiveModel {}
