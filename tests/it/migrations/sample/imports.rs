//! What a partnership's own file calls things, and calendars.

use super::{OTHER, PARTNERSHIP, STAFF, hash, moment};
use crate::migrations::entity::{feed, file_mapping, import_run};

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

pub fn import_run() -> import_run::Model {
    import_run::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        made_at: moment(),
        made_by: Some(STAFF),
        sha256: "a".repeat(64),
        rows: 4,
        added: 1,
        changed: 1,
        unchanged: 1,
        ended: 1,
        mapping_id: Some(OTHER),
        delta: true,
        leavers: 1,
        waiting: 1,
    }
}
