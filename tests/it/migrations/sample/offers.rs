//! Offers, answers from a notification, and what changed.

use chrono::TimeDelta;

use super::{CHECK_IN, OTHER, PARTNERSHIP, PERSON, STAFF, day, hash, moment};
use crate::migrations::entity::{answer_link, improvement, offer_answer};

pub fn offer_answer() -> offer_answer::Model {
    offer_answer::Model {
        partnership_id: PARTNERSHIP,
        person_id: PERSON,
        offer: "closer".into(),
        because: OTHER,
        taken: true,
        answered_at: moment(),
    }
}

pub fn answer_link() -> answer_link::Model {
    answer_link::Model {
        partnership_id: PARTNERSHIP,
        token_hash: hash(),
        person_id: PERSON,
        check_in_id: CHECK_IN,
        question: "same_as_before".into(),
        made_at: moment(),
        expires_at: moment() + TimeDelta::days(1),
        used_at: Some(moment()),
    }
}

pub fn improvement() -> improvement::Model {
    improvement::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        said: "Buses to college are late.".into(),
        said_easy: "Buses are late.".into(),
        did: "There is a new bus at eight.".into(),
        did_easy: "There is a new bus.".into(),
        done_on: day(),
        written_by: Some(STAFF),
        changed_at: moment(),
    }
}
