//! Answering one question from a notification (YP-15).

use serde_json::{Value, json};

use super::ADDRESS;
use crate::{
    house::{Caller, House, subscription},
    story::{Cast, Sketch, said},
};

/// What the last message to the phone carries to answer with.
fn token(house: &House) -> Option<String> {
    house.push.take().pop().and_then(|sent| sent.message.answer_with)
}

/// Amina's college is known, and her first pulse is announced on her phone.
async fn announced(house: &House) -> (Cast<'_>, Caller<'_>, Option<String>) {
    let cast = house.cast(Sketch::default()).await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    let college = json!({ "code": 210, "started_on": "2026-09-01", "verified_on": "2026-09-07", "predicted_end_on": "2027-07-20" });
    let path = format!("/people/{}/destinations/{}", cast.amina.id, house.id::<uuid::Uuid>());
    cast.worker.caller.put(&path, college).await.ok();
    phone.put("/push/subscription", subscription(ADDRESS)).await.ok();
    house.at("2026-10-07T07:00:00Z");
    house.ask().await;
    house.at("2026-10-07T15:30:00Z");
    house.send().await;
    let token = token(house);
    (cast, phone, token)
}

fn tap(token: &str, answer: &str) -> Value {
    json!({ "token": token, "answer": answer, "answered_at": "2026-10-07T15:31:00Z" })
}

#[tokio::test]
async fn one_question_is_answered_from_the_notification_once() {
    let house = House::new().await;
    let (_, phone, token) = announced(&house).await;
    let token = token.expect("a pulse that asks whether all is the same can be answered");
    // Whoever answers so is not signed in, and is told nothing.
    let stranger = house.stranger("/young-person/v1");

    let taken = stranger.post("/one-tap", tap(&token, "same")).await;

    assert_eq!((taken.status, taken.text.as_str()), (204, ""));
    let pulse = phone.get(&format!("/check-ins/{}", phone.waiting_id("pulse").await)).await.ok();
    assert_eq!(pulse["answers"][0]["key"], "same_as_before");
    assert_eq!(
        (&pulse["answers"][0]["codes"], &pulse["state"]),
        (&json!(["same"]), &json!("open"))
    );
    house.wait(chrono::TimeDelta::minutes(1));
    let again = stranger.post("/one-tap", tap(&token, "same")).await;
    assert_eq!((again.status, again.text.as_str()), (204, ""), "it is the one that was taken");
    let other = stranger.post("/one-tap", tap(&token, "changed")).await;
    assert_eq!(other.problem(), (404, "not-found"), "it takes one answer");
    let still = phone.get(&format!("/check-ins/{}", phone.waiting_id("pulse").await)).await.ok();
    assert_eq!(still["answers"], pulse["answers"], "and changes nothing");
    for path in ["/me", "/sync", "/check-ins", "/me/goals"] {
        let refused = stranger.with_token(&token).get(path).await;
        assert_eq!(refused.problem(), (401, "not-signed-in"), "{path} is not opened by it");
    }
}

#[tokio::test]
async fn a_notification_that_is_over_answers_nothing() {
    let house = House::new().await;
    let (_, phone, token) = announced(&house).await;
    let stranger = house.stranger("/young-person/v1");
    house.at("2026-11-20T09:00:00Z");
    house.close().await;
    let late = stranger.post("/one-tap", tap(&token.unwrap(), "same")).await;
    assert_eq!(late.problem(), (404, "not-found"));
    let forged = api::secret::Token::new(
        api::secret::TokenKind::Tap,
        house.app.new_id(),
        house.app.random(),
    );
    let guessed = stranger.post("/one-tap", tap(forged.as_str(), "same")).await;
    assert_eq!(guessed.problem(), (404, "not-found"));
    assert!(phone.get("/check-ins").await.ok()["items"].is_array());
    assert!(house.forget().await.done >= 1, "the token is swept out");
}

#[tokio::test]
async fn only_a_pulse_that_asks_whether_all_is_the_same_can_be_answered_so() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    phone.put("/push/subscription", subscription(ADDRESS)).await.ok();
    house.at("2026-10-07T07:00:00Z");
    house.ask().await;
    house.at("2026-10-07T15:30:00Z");
    house.send().await;
    assert_eq!(token(&house), None, "nobody knows where she was before");
}

#[tokio::test]
async fn of_two_taps_at_once_one_counts() {
    let house = House::new().await;
    let (_, phone, token) = announced(&house).await;
    let token = token.unwrap();
    let stranger = house.stranger("/young-person/v1");

    let (one, other) = tokio::join!(
        stranger.post("/one-tap", tap(&token, "same")),
        stranger.post("/one-tap", tap(&token, "changed")),
    );

    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 404]);
    let pulse = phone.get(&format!("/check-ins/{}", phone.waiting_id("pulse").await)).await.ok();
    assert_eq!(pulse["answers"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_tap_dies_when_its_check_in_is_sent() {
    let house = House::new().await;
    let (cast, phone, token) = announced(&house).await;
    let id = phone.waiting_id("pulse").await;
    let own = said("2026-10-07T15:30:00Z", &[("feel_week", "good")]);
    phone.say(&id, &own.finished()).await.ok();
    house.wait(chrono::TimeDelta::minutes(5));

    let stranger = house.stranger("/young-person/v1");
    let late = stranger.post("/one-tap", tap(&token.unwrap(), "changed")).await;

    assert_eq!(late.problem(), (404, "not-found"));
    let sent = cast.area.proven_page_of(&cast.amina).await.get(&format!("/check-ins/{id}")).await;
    let keys: Vec<Value> =
        sent.ok()["answers"].as_array().unwrap().iter().map(|it| it["key"].clone()).collect();
    assert_eq!(keys, ["feel_week"]);
}

#[tokio::test]
async fn a_tap_never_undoes_what_was_said_on_the_page() {
    let house = House::new().await;
    let (_, phone, token) = announced(&house).await;
    let (token, stranger) = (token.unwrap(), house.stranger("/young-person/v1"));
    let id = phone.waiting_id("pulse").await;
    // What is not about where she is leaves the notification as it is.
    phone.say(&id, &said("2026-10-07T15:30:00Z", &[("feel_week", "good")])).await.ok();
    let own = &[("same_as_before", "changed"), ("activity_group", "work")];
    phone.say(&id, &said("2026-10-07T15:30:30Z", own)).await.ok();

    let refused = stranger.post("/one-tap", tap(&token, "same")).await;

    assert_eq!(refused.problem(), (404, "not-found"));
    let pulse = phone.get(&format!("/check-ins/{id}")).await.ok();
    let still = pulse["answers"].as_array().unwrap().iter();
    let still: Vec<&Value> =
        still.filter(|it| it["key"] == "same_as_before").map(|it| &it["codes"]).collect();
    assert_eq!(still, [&json!(["changed"])]);
}

#[tokio::test]
async fn other_answers_on_the_page_leave_a_tap_alone() {
    let house = House::new().await;
    let (_, phone, token) = announced(&house).await;
    let id = phone.waiting_id("pulse").await;
    phone.say(&id, &said("2026-10-07T15:30:00Z", &[("feel_week", "good")])).await.ok();
    let stranger = house.stranger("/young-person/v1");
    assert_eq!(stranger.post("/one-tap", tap(&token.unwrap(), "same")).await.status, 204);
}

#[tokio::test]
async fn a_tap_on_a_lost_phone_answers_nothing() {
    let house = House::new().await;
    let (cast, phone, token) = announced(&house).await;
    let lost = phone.get("/me/phones").await.ok()["items"][0]["id"].as_str().unwrap().to_owned();
    let other = cast.area.page_of(&cast.amina).await;
    assert_eq!(other.delete(&format!("/me/phones/{lost}")).await.status, 204);

    let stranger = house.stranger("/young-person/v1");
    let found = stranger.post("/one-tap", tap(&token.unwrap(), "same")).await;

    assert_eq!(found.problem(), (404, "not-found"));
}

#[tokio::test]
async fn an_answer_that_was_taken_stays_taken_and_undoes_nothing() {
    let house = House::new().await;
    let (_, phone, token) = announced(&house).await;
    let (token, stranger) = (token.unwrap(), house.stranger("/young-person/v1"));
    assert_eq!(stranger.post("/one-tap", tap(&token, "same")).await.status, 204);
    house.wait(chrono::TimeDelta::minutes(1));
    let id = phone.waiting_id("pulse").await;
    let own = &[("same_as_before", "changed"), ("activity_group", "work")];
    phone.say(&id, &said("2026-10-07T15:32:00Z", own).finished()).await.ok();
    house.wait(chrono::TimeDelta::minutes(5));

    let again = stranger.post("/one-tap", tap(&token, "same")).await;
    let never = stranger.post("/one-tap", tap(&token, "changed")).await;

    assert_eq!(again.status, 204, "the phone may forget it");
    assert_eq!(never.problem(), (404, "not-found"), "what the page said was not tapped");
    let own = phone.get(&format!("/check-ins/{id}")).await.ok();
    let own = own["answers"].as_array().unwrap().iter();
    let own: Vec<&Value> =
        own.filter(|it| it["key"] == "same_as_before").map(|it| &it["codes"]).collect();
    assert_eq!(own, [&json!(["changed"])]);
}
