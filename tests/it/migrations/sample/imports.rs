//! What a partnership's own file calls things, and calendars.

use super::{OTHER, PARTNERSHIP, STAFF, hash, moment};
use crate::migrations::entity::{feed, file_mapping};

pub fn file_mapping() -> file_mapping::Model {
    file_mapping::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        name: "Northshire's export".into(),
        body: r#"{"columns":{"GivenName":"Forename"}}"#.into(),
        made_by: Some(STAFF),
        made_at: moment(),
    }
}

pub fn feed() -> feed::Model {
    feed::Model {
        partnership_id: PARTNERSHIP,
        staff_id: STAFF,
        token_hash: hash(),
        made_at: moment(),
    }
}
