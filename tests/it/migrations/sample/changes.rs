//! What changed, from what to what.

use super::{OTHER, PARTNERSHIP, PERSON, STAFF, moment};
use crate::migrations::entity::change;

pub fn change() -> change::Model {
    change::Model {
        partnership_id: PARTNERSHIP,
        thing_id: OTHER,
        version: 2,
        field: "provider".into(),
        person_id: PERSON,
        thing: "destination".into(),
        at: moment(),
        actor_kind: "staff".into(),
        actor_id: Some(STAFF),
        before: Some("Northshire".into()),
        after: Some("Northshire College".into()),
    }
}
