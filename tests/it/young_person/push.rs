//! Telling a phone that there is something new.

mod apps;
mod keys;
mod one_tap;

use std::time::Duration;

use api::push::Delivery;
use serde_json::{Value, json};

use crate::{
    house::{Caller, House, Sent, subscription},
    story::{Cast, Sketch, said},
};

const ADDRESS: &str = "https://fcm.googleapis.com/fcm/send/abc:123";
const OTHER_ADDRESS: &str = "https://web.push.apple.com/Qx7";

/// Amina's phone takes prompts, and her first pulse opens on Wednesday 7 October at eight.
async fn prompted(house: &House) -> (Cast<'_>, Caller<'_>) {
    let cast = house.cast(Sketch::default()).await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    assert_eq!(phone.put("/push/subscription", subscription(ADDRESS)).await.status, 204);
    house.at("2026-10-07T07:00:00Z");
    assert_eq!(house.ask().await.done, 1);
    (cast, phone)
}

async fn sent(house: &House) -> Vec<Sent> {
    house.send().await;
    house.push.take()
}

#[tokio::test]
async fn a_phone_says_where_it_takes_pushes_and_when_it_stops() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let phone = worker.phone_of(&amina).await;
    assert_eq!(phone.get("/me").await.ok()["push"], "off");
    assert_eq!(phone.get("/push/key").await.ok()["public_key"].as_str().unwrap().len(), 87);

    phone.put("/push/subscription", subscription(ADDRESS)).await.ok();
    phone.put("/push/subscription", subscription(ADDRESS)).await.ok();
    assert_eq!(phone.get("/me").await.ok()["push"], "on");
    let other = worker.phone_of(&amina).await;
    assert_eq!(other.get("/me").await.ok()["push"], "off", "it is this phone's");

    phone.delete("/push/subscription").await.ok();
    phone.delete("/push/subscription").await.ok();
    assert_eq!(phone.get("/me").await.ok()["push"], "off");
}

#[tokio::test]
async fn only_push_services_that_we_know_are_called() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let phone = worker.phone_of(&amina).await;

    for address in [
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://fcm.googleapis.com:8443/fcm/send/abc",
        "https://user@fcm.googleapis.com/fcm/send/abc",
        "https://fcm.googleapis.com.evil.example/abc",
        "https://push.apple.com.evil.example/abc",
        "https://notify.windows.com/abc",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/push/1",
        "https://localhost/push/1",
        "https://10.0.0.1/push/1",
        "file:///etc/passwd",
        "https://fcm.googleapis.com\\@evil.example/",
    ] {
        let refused = phone.put("/push/subscription", subscription(address)).await;
        assert_eq!(refused.problem(), (422, "rule-broken"), "{address}");
        assert_eq!(refused.pointers(), ["/endpoint"], "{address}");
        assert!(!refused.text.contains("evil"), "{}", refused.text);
    }
    assert_eq!(phone.get("/me").await.ok()["push"], "off");
}

#[tokio::test]
async fn a_phone_that_somebody_else_uses_now_is_no_longer_theirs() {
    let house = House::new().await;
    let (Cast { area, .. }, phone) = prompted(&house).await;
    let worker = area.member("Wendy Wright", domain::staff::Role::Worker).await;
    let manager = area.member("Mina Marsh", domain::staff::Role::Manager).await;
    let ben = area.add(Sketch::named("Ben Okafor").since("2026-10-20")).await;
    manager.assign(&ben, &worker).await;
    let bens = worker.phone_of(&ben).await;

    bens.put("/push/subscription", subscription(ADDRESS)).await.ok();

    assert_eq!(bens.get("/me").await.ok()["push"], "on");
    assert_eq!(phone.get("/me").await.ok()["push"], "off");
    house.at("2026-10-07T15:30:00Z");
    assert_eq!(sent(&house).await.len(), 0, "Amina's prompt does not wake Ben's phone");
}

#[tokio::test]
async fn a_prompt_goes_on_wednesday_at_half_past_four_and_once() {
    let house = House::new().await;
    let (_, _) = prompted(&house).await;

    house.at("2026-10-07T15:29:59Z");
    assert_eq!(sent(&house).await.len(), 0);
    house.at("2026-10-07T15:30:00Z");
    let told = sent(&house).await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].endpoint, ADDRESS);
    assert_eq!(told[0].message.lifetime, Duration::from_secs(3 * 3600 + 1800), "until eight");
    assert_eq!(sent(&house).await.len(), 0);

    // Two days later, at the other part of the day.
    house.at("2026-10-09T08:29:59Z");
    assert_eq!(sent(&house).await.len(), 0);
    house.at("2026-10-09T08:30:00Z");
    assert_eq!(sent(&house).await.len(), 1);
    house.at("2026-10-20T15:30:00Z");
    assert_eq!(sent(&house).await.len(), 0, "no more than that");
}

#[tokio::test]
async fn a_prompt_says_nothing_about_anybody() {
    let house = House::new().await;
    let (Cast { amina, .. }, phone) = prompted(&house).await;
    house.at("2026-10-07T15:30:00Z");

    let told = sent(&house).await;

    let payload: Value = serde_json::from_slice(&told[0].message.payload()).unwrap();
    assert_eq!(payload["notification"]["title"], "Next Steps");
    assert_eq!(payload["notification"]["body"], "You have something new to look at.");
    assert_eq!(payload["notification"]["navigate"], "https://throughline.example/phone/");
    let text = payload.to_string();
    let check_in = phone.waiting_id("pulse").await;
    for private in [
        "Amina",
        "Rahman",
        "Wanda",
        "Derbyshire",
        "830",
        &amina.id.to_string(),
        &check_in,
        &check_in.replace('-', ""),
    ] {
        assert!(!text.contains(private), "{private} is in {text}");
    }
}

#[tokio::test]
async fn nobody_is_woken_in_quiet_hours() {
    let house = House::new().await;
    let (_, _) = prompted(&house).await;
    for then in ["2026-10-07T19:00:00Z", "2026-10-08T02:00:00Z", "2026-10-08T07:59:59Z"] {
        house.at(then);
        assert_eq!(sent(&house).await.len(), 0, "{then}");
    }
    house.at("2026-10-08T09:00:00Z");
    assert_eq!(sent(&house).await.len(), 0, "a prompt whose moment has passed is not sent late");
}

#[tokio::test]
async fn nobody_is_nudged_about_what_they_have_finished() {
    let house = House::new().await;
    let (_, phone) = prompted(&house).await;
    let id = phone.waiting_id("pulse").await;
    phone.say(&id, &said("2026-10-07T07:00:00Z", &[("feel_week", "good")]).finished()).await.ok();

    house.at("2026-10-07T15:30:00Z");
    assert_eq!(sent(&house).await.len(), 0);
    house.at("2026-10-09T08:30:00Z");
    assert_eq!(sent(&house).await.len(), 0);
}

#[tokio::test]
async fn a_phone_that_is_gone_is_forgotten() {
    let house = House::new().await;
    let (_, phone) = prompted(&house).await;
    house.push.will_answer(Delivery::Gone);
    house.at("2026-10-07T15:30:00Z");
    assert_eq!(sent(&house).await.len(), 1);

    assert_eq!(phone.get("/me").await.ok()["push"], "off");
    house.push.will_answer(Delivery::Accepted);
    house.at("2026-10-09T08:30:00Z");
    assert_eq!(sent(&house).await.len(), 0);
}

#[tokio::test]
async fn a_push_service_that_is_busy_is_asked_again_later() {
    let house = House::new().await;
    let (_, _) = prompted(&house).await;
    house.push.will_answer(Delivery::Retry(Some(Duration::from_secs(600))));
    house.at("2026-10-07T15:30:00Z");
    assert_eq!(sent(&house).await.len(), 1);

    house.push.will_answer(Delivery::Accepted);
    house.at("2026-10-07T15:39:59Z");
    assert_eq!(sent(&house).await.len(), 0);
    house.at("2026-10-07T15:40:00Z");
    assert_eq!(sent(&house).await.len(), 1);
    house.at("2026-10-07T16:30:00Z");
    assert_eq!(sent(&house).await.len(), 0);
}

#[tokio::test]
async fn a_push_service_that_never_answers_is_given_up() {
    let house = House::new().await;
    let (_, _) = prompted(&house).await;
    house.push.will_answer(Delivery::Retry(None));
    house.at("2026-10-07T15:30:00Z");
    let mut tried = 0;
    for _ in 0..20 {
        tried += sent(&house).await.len();
        house.wait(chrono::TimeDelta::minutes(10));
    }
    assert_eq!(tried, 8);
}

#[tokio::test]
async fn every_phone_of_a_young_person_is_told_and_one_that_works_is_enough() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let (one, other) = (worker.phone_of(&amina).await, worker.phone_of(&amina).await);
    one.put("/push/subscription", subscription(ADDRESS)).await.ok();
    other.put("/push/subscription", subscription(OTHER_ADDRESS)).await.ok();
    one.delete("/session").await.ok();
    house.at("2026-10-07T07:00:00Z");
    house.ask().await;

    house.at("2026-10-07T15:30:00Z");
    let told: Vec<String> = sent(&house).await.into_iter().map(|sent| sent.endpoint).collect();
    assert_eq!(told, [OTHER_ADDRESS], "a phone that signed out is left alone");
}

#[tokio::test]
async fn what_is_no_subscription_is_refused_by_its_form() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let phone = worker.phone_of(&amina).await;
    let wrong =
        json!({ "endpoint": ADDRESS, "keys": { "p256dh": "short", "auth": "sh ort", "more": 1 } });
    let refused = phone.put("/push/subscription", wrong).await;
    assert_eq!(refused.problem(), (422, "invalid-body"));
    for pointer in ["/keys/p256dh", "/keys/auth", "/keys/more"] {
        assert!(refused.pointers().contains(&pointer), "{pointer} in {:?}", refused.pointers());
    }
}
