//! What a provider was asked, and answered.

use super::{OTHER, PARTNERSHIP, PERSON, STAFF, day, moment};
use crate::migrations::entity::confirmation;

pub fn confirmation() -> confirmation::Model {
    confirmation::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        person_id: PERSON,
        spell_id: super::spell().id,
        token_hash: vec![7; 32],
        known_as: "Amina Begum".into(),
        basis: "agreed".into(),
        asked_by: STAFF,
        asked_at: moment(),
        expires_at: moment(),
        opened_at: Some(moment()),
        answer: Some("ended".into()),
        ended_on: Some(day()),
        answered_by: Some("The registry".into()),
        answered_at: Some(moment()),
        withdrawn_at: None,
    }
}
