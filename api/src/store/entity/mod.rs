//! Rows, exactly as stored. They never leave `store`.
#![allow(missing_docs, reason = "columns are documented by the migrations that add them")]

pub mod absence;
pub mod access_event;
pub mod alert;
pub mod alert_event;
pub mod answer;
pub mod answer_link;
pub mod asking;
pub mod assignment;
pub mod bulk;
pub mod ceremony;
pub mod change;
pub mod channel;
pub mod check_in;
pub mod claim;
pub mod communication_need;
pub mod concern;
pub mod confirmation;
pub mod contact;
pub mod data_request;
pub mod draft;
pub mod failed_way;
pub mod feed;
pub mod file_mapping;
pub mod glass;
pub mod goal;
pub mod handover;
pub mod import_run;
pub mod improvement;
pub mod intended;
pub mod invitation;
pub mod kept_detail;
pub mod likeness;
pub mod name_key;
pub mod notice;
pub mod offer_answer;
pub mod one_time_code;
pub mod own_contact;
pub mod own_questionnaire;
pub mod partnership;
pub mod partnership_council;
pub mod passkey;
pub mod person;
pub mod plan;
pub mod promise;
pub mod prompt;
pub mod push_subscription;
pub mod questionnaire;
pub mod questionnaire_use;
pub mod readiness;
pub mod referral;
pub mod safe_contact;
pub mod same_person;
pub mod saved_view;
pub mod session;
pub mod session_token;
pub mod sign_in_link;
pub mod spell;
pub mod spell_try;
pub mod spell_word;
pub mod split;
pub mod staff;
pub mod staff_notice;
pub mod standing;
pub mod standing_mark;
pub mod supporter;
pub mod talk;
pub mod task;
pub mod template;
pub mod transfer;
pub mod waiting_row;
pub mod working_hours;

/// The same where it may be empty.
fn maybe_truth<'de, D: serde::Deserializer<'de>>(read: D) -> Result<Option<bool>, D::Error> {
    #[derive(serde::Deserialize)]
    struct Maybe(#[serde(deserialize_with = "truth")] bool);
    let read: Option<Maybe> = serde::Deserialize::deserialize(read)?;
    Ok(read.map(|Maybe(truth)| truth))
}

/// Reads a truth from JSON, in which SQLite writes one as a number.
fn truth<'de, D: serde::Deserializer<'de>>(read: D) -> Result<bool, D::Error> {
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Truth {
        Said(bool),
        Counted(u8),
    }
    Ok(match serde::Deserialize::deserialize(read)? {
        Truth::Said(truth) => truth,
        Truth::Counted(number) => number != 0,
    })
}
