//! What young people decide and want, and what is in place for them.

use super::{OTHER, PARTNERSHIP, PERSON, STAFF, day, moment};
use crate::migrations::entity::{goal, readiness, talk};

pub fn talk() -> talk::Model {
    talk::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        person_id: PERSON,
        way: "call".into(),
        safe_time: "evening".into(),
        message_ok: true,
        words: Some("About my bus pass.".into()),
        asked_at: moment(),
    }
}

pub fn readiness() -> readiness::Model {
    readiness::Model {
        partnership_id: PARTNERSHIP,
        under_18_lead: Some(STAFF),
        adult_lead: Some(STAFF),
        out_of_hours: Some("We are back on the next working day.".into()),
        signposts_checked_on: Some(day()),
        drill_on: Some(day()),
    }
}

pub fn goal() -> goal::Model {
    goal::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        person_id: PERSON,
        words: "A job with animals.".into(),
        made_at: moment(),
        changed_at: moment(),
        reached_at: Some(moment()),
    }
}
