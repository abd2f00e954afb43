//! What staff have mended, and what they have typed and not saved.

use super::{OTHER, PARTNERSHIP, PERSON, STAFF, moment};
use crate::migrations::entity::{bulk, draft, kept_detail};

pub fn bulk() -> bulk::Model {
    bulk::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        person_id: PERSON,
        staff_id: STAFF,
        action: "assign".into(),
        done_at: moment(),
        undone_at: Some(moment()),
        thing_id: Some(OTHER),
        before: Some(OTHER.to_string()),
        after: Some(STAFF.to_string()),
    }
}

pub fn draft() -> draft::Model {
    draft::Model {
        partnership_id: PARTNERSHIP,
        staff_id: STAFF,
        thing_id: OTHER,
        person_id: PERSON,
        thing: "contact".into(),
        body: "{}".into(),
        changed_at: moment(),
    }
}

pub fn kept_detail() -> kept_detail::Model {
    kept_detail::Model {
        partnership_id: PARTNERSHIP,
        person_id: PERSON,
        field: "mobile".into(),
        staff_id: STAFF,
        kept_at: moment(),
    }
}
