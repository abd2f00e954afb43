//! How somebody can be reached safely.

use super::{CHECK_IN, PARTNERSHIP, PERSON, STAFF, day};
use crate::migrations::entity::safe_contact;

pub fn safe_contact() -> safe_contact::Model {
    safe_contact::Model {
        partnership_id: PARTNERSHIP,
        person_id: PERSON,
        ways: "call,text".into(),
        times: "evening".into(),
        message_ok: Some(false),
        not_to: Some("Their brother answers the house phone.".into()),
        said_by: "young-person".into(),
        said_on: day(),
        check_in_id: Some(CHECK_IN),
        recorded_by: Some(STAFF),
        version: 2,
    }
}
