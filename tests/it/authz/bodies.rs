//! What requests carry that is too long for a line.

use domain::package::{FORMAT, Head, Writer};
use serde_json::{Value, json};

/// A passkey that shows nothing.
pub fn no_passkey(ceremony: uuid::Uuid) -> Value {
    json!({
        "ceremony": ceremony, "id": "AA", "client_data": "AA", "authenticator_data": "AA", "signature": "AA",
    })
}

/// The version of its questions that a partnership has uploaded.
pub const VERSION: &str = "1.0.0";

pub const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// That a record is of two people; what is theirs is filled in.
pub fn a_split() -> Value {
    json!({
        "first_name": "Bea", "family_name": "Rahman", "birth_date": "2008-09-07", "sen_provision": "none",
        "transition_on": "2026-09-07", "take_mobile": false, "take_email": false, "take_uln": false,
        "take_record_numbers": [], "why": "Her sister's calls.", "based_on": 1,
        "items": [{ "what": "task", "id": uuid::Uuid::nil() }],
    })
}

/// That somebody goes to another partnership; which one is filled in.
pub fn a_transfer() -> Value {
    json!({
        "to_id": uuid::Uuid::nil(), "how": "by-phone", "agreed_on": "2026-09-07", "moves_on": "2026-09-07",
    })
}

/// The columns of a council's file, and nobody in it.
pub const EXTRACT: &str = "YoungPersonsID,GivenName,FamilyName,DOB,LeadLEA,SENDFlag,SENSupportFlag,TransitionDate,\
                       ActivityCode,StartDate,DateVerified,ReviewDate,PredictedEndDate\n";

/// A package of nobody's records.
pub fn empty_package() -> String {
    let head = Head {
        format: FORMAT.into(),
        made_at: "2026-09-07T09:00:00Z".into(),
        partnership: "derbyshire".into(),
    };
    let written = Writer::new(Vec::new(), &head).and_then(Writer::finish);
    String::from_utf8(written.expect("memory can be written")).expect("JSON is text")
}
