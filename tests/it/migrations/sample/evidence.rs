//! Whose word a destination rests on, and how often somebody was tried.

use super::{CHECK_IN, OTHER, PARTNERSHIP, PERSON, STAFF, day, moment};
use crate::migrations::entity::{spell_try, spell_word};

pub fn spell_word() -> spell_word::Model {
    spell_word::Model {
        partnership_id: PARTNERSHIP,
        spell_id: OTHER,
        activity_code: 310,
        source: "provider".into(),
        said_on: day(),
        person_id: PERSON,
        staff_id: Some(STAFF),
        check_in_id: Some(CHECK_IN),
        heard_at: moment(),
    }
}

pub fn spell_try() -> spell_try::Model {
    spell_try::Model {
        partnership_id: PARTNERSHIP,
        spell_id: OTHER,
        tried_at: moment(),
        means: "home-visit".into(),
        person_id: PERSON,
        by_hand: true,
    }
}
