//! An alert, and what happened to it.

use super::{ANSWER, CHECK_IN, OTHER, PARTNERSHIP, PERSON, STAFF, day, moment};
use crate::migrations::entity::{alert, alert_event};

/// One that a single person may close: possible harm takes two.
pub fn alert() -> alert::Model {
    alert::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        person_id: PERSON,
        check_in_id: Some(CHECK_IN),
        answer_id: Some(ANSWER),
        trigger: "unsafe-at-home".into(),
        item_id: Some(OTHER),
        trigger_key: "unsafe-at-home:7".into(),
        priority: "p2".into(),
        raised_at: moment(),
        acknowledged_at: Some(moment()),
        acknowledged_by: Some(STAFF),
        closed_at: Some(moment()),
        read_at: Some(moment()),
        read_by: Some(STAFF),
        outcome: Some("other-service".into()),
        outcome_note: Some("The housing team has found a room.".into()),
        told_them: Some(false),
        not_told_why: Some("Their phone is watched.".into()),
        next_on: Some(day()),
        proposed_at: Some(moment()),
        proposed_by: Some(STAFF),
        closed_by: Some(STAFF),
    }
}

pub fn alert_event() -> alert_event::Model {
    alert_event::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        alert_id: OTHER,
        at: moment(),
        what: "proposed".into(),
        staff_id: STAFF,
        words: Some("The housing team has found a room.".into()),
    }
}
