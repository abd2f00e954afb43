//! What is refused of rows that wait, of records that may be one person's, and of one that was two people's.

use sea_orm::Value;
use uuid::Uuid;

use super::sample;

/// As `refused` of the others.
pub fn refused() -> Vec<(&'static str, &'static str, Value)> {
    let long = |characters: usize| Value::from("x".repeat(characters));
    let never = || Value::ChronoDateTimeUtc(None);
    vec![
        ("ck_waiting_row_client_record_id", "waiting_row.client_record_id", long(12)),
        ("ck_waiting_row_record", "waiting_row.record", long(8001)),
        ("ck_waiting_row_alike", "waiting_row.alike", long(8001)),
        ("ck_waiting_row_decision", "waiting_row.decision", "no-such-code".into()),
        ("ck_waiting_row_decided", "waiting_row.decided_at", never()),
        ("ck_waiting_row_person", "waiting_row.person_id", Value::Uuid(None)),
        ("ck_likeness_order", "likeness.one_id", Uuid::from_u128(7).into()),
        ("ck_likeness_reasons", "likeness.reasons", long(401)),
        ("ck_likeness_said", "likeness.said_at", never()),
        ("ck_same_person_two", "same_person.kept_id", Uuid::from_u128(7).into()),
        ("ck_same_person_undone", "same_person.undone_at", never()),
        ("ck_split_two", "split.new_id", sample::split().person_id.into()),
        ("ck_split_why", "split.why", long(501)),
    ]
}
