//! A push service that takes only so much.

use super::{
    opened::Phone,
    stand_in::{Say, Speaks, StandIn},
    web::{answering, sender},
    *,
};

/// A push service that takes no more than this many bytes.
async fn narrow(most: usize) -> StandIn {
    StandIn::start(Speaks::One, move |received| {
        Say::only(if received.body.len() > most { 413 } else { 201 })
    })
    .await
}

#[tokio::test]
async fn what_is_too_large_is_sent_smaller_at_once() {
    let all: Vec<Vec<u8>> = message().shrinking().collect();
    // A header of 86 bytes, the end of a record, its seal, and padding up to a multiple of 128.
    let sealed = |payload: &[u8]| payload.len() + 86 + 1 + 16 + 127;
    for tries in 1..=3 {
        let service = narrow(sealed(&all[tries - 1])).await;
        let phone = Phone::new();
        let to = phone.at(&service.url("/push"));

        assert_eq!(sender(Turned::at(NOW)).send(&to, &message()).await, Delivery::Accepted);

        let opened: Vec<Vec<u8>> =
            service.take().iter().map(|received| phone.open(&received.body).0).collect();
        assert_eq!(opened, all[..tries]);
        assert_eq!(service.connections(), 1, "over the same connection");
    }
}

#[tokio::test]
async fn what_is_too_large_at_its_smallest_is_given_up() {
    let service = answering(413).await;
    let to = Phone::new().at(&service.url("/push"));
    assert_eq!(sender(Turned::at(NOW)).send(&to, &message()).await, Delivery::Rejected(413));
    assert_eq!(service.take().len(), 3);
}

#[tokio::test]
async fn what_we_cannot_even_encrypt_whole_is_sent_smaller_too() {
    let service = answering(201).await;
    let phone = Phone::new();
    let to = phone.at(&service.url("/push"));
    let long = PushMessage { answer_with: Some("t".repeat(4000)), ..message() };
    assert_eq!(sender(Turned::at(NOW)).send(&to, &long).await, Delivery::Accepted);
    let sent = service.take();
    assert_eq!(sent.len(), 1);
    assert_eq!(phone.open(&sent[0].body).0, long.shrinking().nth(1).unwrap());
}

#[test]
fn the_smallest_still_says_what_there_is_to_show() {
    let all: Vec<Value> =
        message().shrinking().map(|payload| serde_json::from_slice(&payload).unwrap()).collect();
    assert!(all[0]["answer_with"].is_string() && all[0]["notification"]["actions"].is_array());
    assert!(all[1].get("answer_with").is_none() && all[1]["notification"].get("actions").is_none());
    assert_eq!(all[1]["notification"]["body"], PushMessage::BODY);
    assert_eq!(
        all[2],
        json!({ "web_push": 8030, "notification": { "title": "Next steps", "navigate": "https://throughline.example/phone/" } })
    );
}
