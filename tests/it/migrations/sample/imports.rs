//! What a partnership's own file calls things.

use super::{OTHER, PARTNERSHIP, STAFF, moment};
use crate::migrations::entity::file_mapping;

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
