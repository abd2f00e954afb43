//! Who else may see a record.

use super::{COLLEAGUE, OTHER, PARTNERSHIP, PERSON, STAFF, day, moment};
use crate::migrations::entity::{glass, referral};

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

pub fn referral() -> referral::Model {
    referral::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        person_id: PERSON,
        to_agency: "Peak Health".into(),
        contact: true,
        destination: false,
        promises: false,
        goals: false,
        why: "Help with travel.".into(),
        basis: "agreed".into(),
        told_on: Some(day()),
        not_told_why: None,
        from_on: day(),
        until_on: day(),
        made_by: STAFF,
        made_at: moment(),
        accepted_by: Some(COLLEAGUE),
        accepted_at: Some(moment()),
        ended_by: Some(STAFF),
        ended_at: Some(moment()),
    }
}
