//! Who else may see a record.

use super::{COLLEAGUE, OTHER, PARTNERSHIP, PERSON, STAFF, moment};
use crate::migrations::entity::glass;

pub fn glass() -> glass::Model {
    glass::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        person_id: PERSON,
        staff_id: STAFF,
        reason: "colleague-away".into(),
        words: "Their worker is ill, and college rang.".into(),
        opened_at: moment(),
        ends_at: moment(),
        reviewed_by: Some(COLLEAGUE),
        reviewed_at: Some(moment()),
        justified: Some(true),
        review_words: Some("It could not wait.".into()),
    }
}
