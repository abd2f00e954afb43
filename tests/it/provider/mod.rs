//! What providers tell us who carry our messages.

mod receipts;
mod replies;

use api::store::NewPrompt;
use chrono::TimeDelta;
use domain::{
    id::{CheckInId, PromptId},
    prompt::Channel,
    staff::Role,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    house::{Answer, CALLBACK, Caller, House},
    story::{Cast, Member, Sketch},
    young_person::ways_in::confirm,
};

const NUMBER: &str = "07700900123";
const ADDRESS: &str = "amina@example.org";
/// Where each kind of provider calls back.
const RECEIPTS: [&str; 2] = ["/notify/receipts", "/texts/receipts"];

/// Amina is reached at a number and an address of her own, her college is known, and her first pulse is open.
async fn pulse(house: &House) -> (Cast<'_>, Caller<'_>, CheckInId) {
    let cast = house.cast(Sketch::default()).await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    confirm(house, &phone, json!({ "mobile": NUMBER })).await;
    confirm(house, &phone, json!({ "email": ADDRESS })).await;
    let college = json!({ "code": 210, "started_on": "2026-09-01", "verified_on": "2026-09-07", "predicted_end_on": "2027-07-20" });
    let path = format!("/people/{}/destinations/{}", cast.amina.id, house.id::<Uuid>());
    cast.worker.caller.put(&path, college).await.ok();
    house.at("2026-10-07T07:00:00Z");
    house.ask().await;
    let id = phone.waiting_id("pulse").await;
    (cast, phone, CheckInId(id.parse().unwrap()))
}

/// A prompt that went out this way at half past four.
async fn sent(house: &House, cast: &Cast<'_>, check_in: CheckInId, way: Channel) -> PromptId {
    house.at("2026-10-07T15:30:00Z");
    let now = house.app.now();
    let prompt = NewPrompt {
        id: house.id(),
        partnership: cast.area.id,
        person: cast.amina.id,
        check_in,
        step: "text".to_owned(),
        channel: way,
        meant_at: now,
        due_at: now,
        expires_at: now + TimeDelta::hours(3),
    };
    house.write(async |tx| tx.queue_prompts(std::slice::from_ref(&prompt)).await).await;
    prompt.id
}

/// Amina's worker, who signs in again.
async fn worker<'h>(cast: &Cast<'h>) -> Member<'h> {
    let id = cast.worker.id;
    Member { id, caller: cast.area.signed_in(id, Role::Worker).await }
}

/// A provider who calls.
fn provider(house: &House) -> Caller<'_> {
    house.stranger("/provider/v1").with_token(CALLBACK)
}

/// A receipt, as this provider writes it.
fn receipt(path: &str, prompt: PromptId, status: &str, to: &str) -> Value {
    match path {
        "/notify/receipts" => json!({
            "id": "740e5834-3a29-46b4-9a6f-16142fde533a", "reference": prompt.0, "to": to, "status": status,
            "created_at": "2026-10-07T15:30:00.000000Z", "completed_at": null, "sent_at": null,
            "notification_type": "sms", "template_id": "f33517ff-2a88-4f6e-b855-c550268ce08a", "template_version": 1,
        }),
        _ => json!({ "reference": prompt.0, "status": status, "to": to, "parts": 1 }),
    }
}

/// It was heard, and nothing is said.
#[track_caller]
fn heard(answer: &Answer) {
    assert_eq!((answer.status, answer.text.as_str()), (204, ""));
}

#[tokio::test]
async fn nobody_calls_back_without_the_token() {
    let house = House::new().await;
    let stranger = house.stranger("/provider/v1");
    let nobody = PromptId(Uuid::nil());
    for path in RECEIPTS {
        let body = receipt(path, nobody, "delivered", NUMBER);
        for caller in [
            stranger.clone(),
            stranger.with_token("a-token-that-only-providers-hav"),
            stranger.with_token(&format!("{CALLBACK} ")),
            stranger.with_token(""),
        ] {
            let refused = caller.post(path, body.clone()).await;
            assert_eq!(refused.problem(), (401, "not-signed-in"), "{path}");
        }
        heard(&provider(&house).post(path, body).await);
    }
}

#[tokio::test]
async fn where_nobody_is_to_call_back_there_is_nothing() {
    let mut house = House::new().await;
    house.app.callbacks = None;
    house.restart();
    for path in ["/notify/receipts", "/notify/texts", "/texts/receipts", "/texts/replies"] {
        for caller in [provider(&house), house.stranger("/provider/v1")] {
            let answer = caller.post(path, json!({})).await;
            assert_eq!(answer.problem(), (404, "not-found"), "{path}");
        }
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_with_what_is_wrong() {
    let house = House::new().await;
    let provider = provider(&house);
    for (path, body, pointers) in [
        ("/notify/receipts", json!({ "reference": 7 }), vec!["/reference", "/status"]),
        ("/notify/texts", json!({ "message": null }), vec!["/source_number", "/message"]),
        ("/texts/receipts", json!({ "reference": "", "status": "lost" }), vec!["/status"]),
        ("/texts/replies", json!([]), vec![""]),
    ] {
        let refused = provider.post(path, body).await;
        assert_eq!(refused.problem(), (422, "invalid-body"), "{path}");
        assert_eq!(refused.pointers(), pointers, "{path}");
    }
}
