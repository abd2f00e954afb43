//! What somebody means to do next.

use super::{OTHER, PARTNERSHIP, PERSON, STAFF, day, moment};
use crate::migrations::entity::intended;

pub fn intended() -> intended::Model {
    intended::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        person_id: PERSON,
        intent: "211".into(),
        words: Some("Bricklaying, with his uncle's firm".into()),
        for_on: day(),
        said_on: day(),
        recorded_by: STAFF,
        recorded_at: moment(),
        version: 2,
    }
}
