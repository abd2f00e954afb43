//! Rows that wait, people who are like each other, two who became one, one who became two, and one who goes elsewhere.

use super::{COLLEAGUE, OTHER, PARTNERSHIP, PERSON, STAFF, day, moment};
use crate::migrations::entity::{
    likeness, partnership, person, same_person, split, transfer, waiting_row,
};

/// Somebody who may be the same.
pub fn second_person() -> person::Model {
    person::Model { id: OTHER, client_record_id: None, ..super::person() }
}

pub fn waiting_row() -> waiting_row::Model {
    waiting_row::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        import_id: super::import_run().id,
        line: 2,
        client_record_id: "8301000000001".into(),
        record: "YoungPersonsID\n8301000000001\n".into(),
        alike: "[]".into(),
        seen_at: moment(),
        decision: Some("same".into()),
        decided_at: Some(moment()),
        decided_by: Some(STAFF),
        person_id: Some(PERSON),
    }
}

pub fn likeness() -> likeness::Model {
    likeness::Model {
        partnership_id: PARTNERSHIP,
        one_id: PERSON,
        other_id: OTHER,
        reasons: r#"["name","birth"]"#.into(),
        found_at: moment(),
        said_at: Some(moment()),
        said_by: Some(STAFF),
    }
}

pub fn same_person() -> same_person::Model {
    same_person::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        kept_id: PERSON,
        gone_id: OTHER,
        made_at: moment(),
        made_by: STAFF,
        moved: "{}".into(),
        undone_at: Some(moment()),
        undone_by: Some(COLLEAGUE),
    }
}

pub fn split() -> split::Model {
    split::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        person_id: PERSON,
        new_id: OTHER,
        why: "Her sister's calls.".into(),
        moved: "{}".into(),
        made_at: moment(),
        made_by: STAFF,
    }
}

/// Where somebody goes.
pub fn second_partnership() -> partnership::Model {
    partnership::Model { id: OTHER, slug: "eastshire".into(), ..super::partnership() }
}

pub fn transfer() -> transfer::Model {
    transfer::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        person_id: PERSON,
        to_id: OTHER,
        said_by: "representative".into(),
        said_how: "in-person".into(),
        representative: Some("Her mother".into()),
        why_cannot: Some("She could not weigh it up.".into()),
        agreed_on: day(),
        moves_on: day(),
        made_by: STAFF,
        made_at: moment(),
        ended_by: None,
        ended_at: None,
        decided_by: Some(COLLEAGUE),
        decided_at: Some(moment()),
        refused_why: Some("Not here.".into()),
        moved_on: None,
        new_person_id: None,
    }
}
