//! What came of promised support.

use super::{OTHER, PARTNERSHIP, PERSON, STAFF, day, moment};
use crate::migrations::entity::{claim, concern};

pub fn claim() -> claim::Model {
    claim::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        person_id: PERSON,
        promise_id: OTHER,
        source: "provider".into(),
        from_on: day(),
        until_on: day(),
        given: "some".into(),
        words: Some("The therapist was ill.".into()),
        recorded_by: Some(STAFF),
        recorded_at: moment(),
        version: 2,
    }
}

pub fn concern() -> concern::Model {
    concern::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        person_id: PERSON,
        promise_id: OTHER,
        raised_by: "young-person".into(),
        raised_on: day(),
        words: Some("Nobody came for a month.".into()),
        to_whom: Some("Northshire Therapies".into()),
        due_on: day(),
        answered_on: Some(day()),
        outcome: Some("restored".into()),
        answer: Some("Somebody new comes from Monday.".into()),
        answered_by: Some(STAFF),
        recorded_at: moment(),
        version: 2,
    }
}
