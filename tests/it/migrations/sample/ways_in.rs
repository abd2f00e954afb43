//! Ways back in, and what young people ask about what is held.

use super::{OTHER, PARTNERSHIP, PERSON, SESSION, STAFF, day, hash, moment};
use crate::migrations::entity::{ceremony, data_request, one_time_code, own_contact, passkey};

pub fn own_contact() -> own_contact::Model {
    own_contact::Model {
        partnership_id: PARTNERSHIP,
        person_id: PERSON,
        kind: "mobile".into(),
        value: "+447700900123".into(),
        confirmed_at: moment(),
    }
}

pub fn one_time_code() -> one_time_code::Model {
    one_time_code::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        request_id: OTHER,
        person_id: PERSON,
        session_id: Some(SESSION),
        purpose: "contact".into(),
        kind: "mobile".into(),
        value: "+447700900123".into(),
        code_hash: "hash".into(),
        made_at: moment(),
        expires_at: moment(),
        tries: 5,
        used_at: Some(moment()),
    }
}

pub fn passkey() -> passkey::Model {
    passkey::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        person_id: PERSON,
        session_id: SESSION,
        credential_hash: hash(),
        credential: "{}".into(),
        name: Some("Blue phone".into()),
        made_at: moment(),
        last_used_at: Some(moment()),
    }
}

pub fn ceremony() -> ceremony::Model {
    ceremony::Model {
        id: OTHER,
        session_id: Some(SESSION),
        state: "{}".into(),
        expires_at: moment(),
    }
}

pub fn data_request() -> data_request::Model {
    data_request::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        person_id: PERSON,
        asked: "wrong".into(),
        part: "destination".into(),
        item_id: Some(OTHER),
        words: Some("I left in May.".into()),
        help: true,
        asked_at: moment(),
        due_on: day(),
        waiting_since: Some(day()),
        waiting_for: Some("The date you left.".into()),
        decision: Some("done".into()),
        reply: Some("We put it right.".into()),
        answered_at: Some(moment()),
        answered_by: Some(STAFF),
    }
}
