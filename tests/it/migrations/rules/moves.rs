//! What is refused of records that go to another partnership.

use sea_orm::Value;

use super::sample;

/// For every check a column that is part of it, and a value it refuses in an otherwise good row.
pub fn refused() -> Vec<(&'static str, &'static str, Value)> {
    let long = |characters: usize| Value::from("x".repeat(characters));
    let code = || Value::from("no-such-code");
    vec![
        ("ck_transfer_to", "transfer.to_id", sample::partnership().id.into()),
        ("ck_transfer_said_by", "transfer.said_by", code()),
        ("ck_transfer_said_how", "transfer.said_how", code()),
        ("ck_transfer_representative", "transfer.representative", long(201)),
        ("ck_transfer_why_cannot", "transfer.why_cannot", long(501)),
        ("ck_transfer_spoken_for", "transfer.said_by", "themselves".into()),
        ("ck_transfer_refused_why", "transfer.refused_why", long(501)),
        ("ck_transfer_ended", "transfer.ended_by", sample::staff().id.into()),
        ("ck_transfer_decided", "transfer.decided_by", Value::Uuid(None)),
        ("ck_transfer_outcome", "transfer.refused_why", Value::String(None)),
    ]
}
