//! What is done for several young people at once, as it travels.

use chrono::NaiveDate;
use domain::bulk::Action;
use poem_openapi::{Enum, Object};
use uuid::Uuid;

use super::team_wire::StaysOut;
use crate::http::wire::Instant;

/// What can be done for several at once. There is nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "BulkAction", rename_all = "kebab-case", remote = "Action")]
pub enum ActionCode {
    /// The check-in that is open goes out to them, within ten minutes and never at night.
    Send,
    /// Their next check-in opens `days` later.
    Postpone,
    /// `to` looks after them from now on.
    Assign,
    /// `words` are to be kept in mind for the day `on`: a task for whoever works with them.
    KeyDate,
}

/// What is to be done for several young people.
#[derive(Object)]
#[oai(rename = "BulkToDo", deny_unknown_fields, skip_serializing_if_is_none)]
pub struct BulkIn {
    pub action: ActionCode,
    /// For whom.
    #[oai(validator(min_items = 1, max_items = 200))]
    pub people: Vec<Uuid>,
    /// With `postpone`: by how many days.
    #[oai(validator(minimum(value = "1"), maximum(value = "28")))]
    pub days: Option<u8>,
    /// With `assign`: which worker or manager.
    pub to: Option<Uuid>,
    /// With `key-date`: which day, today or later.
    pub on: Option<NaiveDate>,
    /// With `key-date`: what it is. Staff read it.
    #[oai(validator(min_length = 1, max_length = 100))]
    pub words: Option<String>,
}

/// One of those who were chosen.
#[derive(Clone, Object)]
#[oai(rename = "ChosenPerson")]
pub struct ChosenOut {
    /// Who.
    pub person_id: Uuid,
    /// Their name.
    pub name: String,
}

/// What would be done.
#[derive(Object)]
#[oai(rename = "BulkPreview")]
pub struct PreviewOut {
    /// For whom it would be done, by name.
    pub goes: Vec<ChosenOut>,
    /// For whom not, and why.
    pub stays: Vec<StaysOut>,
    /// How many you do not reach, or are not there.
    pub not_here: u32,
}

/// What was done.
#[derive(Object)]
#[oai(rename = "Bulk")]
pub struct BulkOut {
    /// Which.
    pub id: Uuid,
    pub action: ActionCode,
    /// When.
    pub done_at: Instant,
    /// Until when it can be undone, as far as it can.
    pub undo_until: Instant,
    /// For whom, by name.
    pub goes: Vec<ChosenOut>,
    /// For whom not, and why.
    pub stays: Vec<StaysOut>,
    /// How many you do not reach, or are not there.
    pub not_here: u32,
}

/// Something that was done for several.
#[derive(Object)]
#[oai(rename = "BulkDone")]
pub struct BulkLineOut {
    /// Which.
    pub id: Uuid,
    pub action: ActionCode,
    /// When.
    pub done_at: Instant,
    /// Until when it can be undone.
    pub undo_until: Instant,
    /// For how many it is not undone yet.
    pub people: u32,
}

/// What you have just done for several.
#[derive(Object)]
#[oai(rename = "BulkDoneList")]
pub struct BulkListOut {
    /// The latest first.
    pub items: Vec<BulkLineOut>,
}

/// What was undone.
#[derive(Object)]
#[oai(rename = "BulkUndone")]
pub struct UndoneOut {
    /// For whom it is undone.
    pub undone: Vec<ChosenOut>,
    /// For whom not, and why.
    pub stays: Vec<StaysOut>,
}
