//! What push services are sent, held against the standards by code that shares nothing with what sends it.

mod apns;
mod fcm;
mod opened;
mod shrinking;
mod stand_in;
mod stretched;
mod web;

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use super::*;
use crate::clock::Clock;

/// What a phone is told.
fn message() -> PushMessage {
    PushMessage {
        title: "Next steps".into(),
        navigate: "https://throughline.example/phone/".into(),
        tag: "dGFn".into(),
        message: Uuid::from_u128(1),
        lifetime: Duration::from_secs(3600),
        answer_with: Some("tp_token".into()),
        topic: Some("Y2hlY2staW4".into()),
    }
}

const NOW: &str = "2026-11-22T09:00:00Z";

/// A clock that stands still until it is turned.
struct Turned(Mutex<DateTime<Utc>>);

impl Turned {
    fn at(now: &str) -> Arc<Self> {
        Arc::new(Self(Mutex::new(now.parse().unwrap())))
    }

    fn to(&self, now: &str) {
        *self.0.lock().unwrap() = now.parse().unwrap();
    }
}

impl Clock for Turned {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

#[test]
fn what_arrives_is_what_the_contract_says() {
    let schema: Value =
        serde_json::from_str(include_str!("../../../mobile-contract/push.schema.json")).unwrap();
    let bare = PushMessage { answer_with: None, ..message() };
    for message in [message(), bare] {
        let mut sizes = Vec::new();
        for payload in message.shrinking() {
            sizes.push(payload.len());
            fits(&schema, &serde_json::from_slice(&payload).unwrap());
        }
        assert!(sizes.is_sorted_by(|one, next| one > next), "{sizes:?}");
        assert_eq!(sizes.len(), if message.answer_with.is_some() { 3 } else { 2 });
    }
}

/// As much of JSON Schema as the contract uses.
fn fits(schema: &Value, value: &Value) {
    if let Some(only) = schema.get("const") {
        assert_eq!(only, value);
    }
    if let Some(members) = value.as_object() {
        let known = schema["properties"].as_object().unwrap();
        assert!(members.keys().all(|name| known.contains_key(name)), "{members:?}");
        assert!(
            schema["required"]
                .as_array()
                .unwrap()
                .iter()
                .all(|name| members.contains_key(name.as_str().unwrap()))
        );
        members.iter().for_each(|(name, value)| fits(&known[name], value));
    }
    for item in value.as_array().into_iter().flatten() {
        fits(&schema["items"], item);
    }
}
