//! Apps that are told by Google's or Apple's service.

use api::push::Delivery;
use serde_json::{Value, json};

use super::{ADDRESS, sent};
use crate::{
    house::{House, subscription},
    story::{Cast, Sketch},
};

const TOKEN: &str = "dQw4w9WgXcQ:APA91b-registration_token";

fn fcm(token: &str) -> Value {
    json!({ "service": "fcm", "token": token })
}

#[tokio::test]
async fn an_app_is_told_at_its_token_like_any_phone() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let phone = worker.phone_of(&amina).await;
    let services = phone.get("/push/key").await.ok()["app_services"].clone();
    assert_eq!(services, json!(["fcm", "apns"]));
    phone.put("/push/subscription", subscription(ADDRESS)).await.ok();

    assert_eq!(phone.put("/push/app-token", fcm(TOKEN)).await.status, 204);

    assert_eq!(phone.get("/me").await.ok()["push"], "on");
    assert_eq!(phone.get("/push/key").await.ok()["renew"], false, "it needs no key");
    house.at("2026-10-07T07:00:00Z");
    house.ask().await;
    house.at("2026-10-07T15:30:00Z");
    let told = sent(&house).await;
    assert_eq!(told.len(), 1, "a phone has one address");
    assert_eq!((told[0].endpoint.as_str(), &told[0].key), (&*format!("fcm:{TOKEN}"), &None));

    house.push.will_answer(Delivery::Gone);
    house.at("2026-10-09T08:30:00Z");
    assert_eq!(sent(&house).await.len(), 1);
    assert_eq!(phone.get("/me").await.ok()["push"], "off", "the app was taken off the phone");
}

#[tokio::test]
async fn a_token_goes_with_whoever_uses_the_app_now() {
    let house = House::new().await;
    let Cast { area, worker, manager, amina, .. } = house.cast(Sketch::default()).await;
    let phone = worker.phone_of(&amina).await;
    phone.put("/push/app-token", fcm(TOKEN)).await.ok();
    let ben = area.add(Sketch::named("Ben Okafor")).await;
    manager.assign(&ben, &worker).await;
    let bens = worker.phone_of(&ben).await;

    bens.put("/push/app-token", fcm(TOKEN)).await.ok();
    assert_eq!(bens.get("/me").await.ok()["push"], "on");
    assert_eq!(phone.get("/me").await.ok()["push"], "off");

    bens.delete("/push/subscription").await.ok();
    assert_eq!(bens.get("/me").await.ok()["push"], "off");
}

#[tokio::test]
async fn what_is_no_token_is_refused_with_its_place() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let phone = worker.phone_of(&amina).await;
    let hex = "00fc13ad".repeat(8);
    for (body, place) in [
        (json!({ "service": "apns", "token": TOKEN, "topic": "org.example" }), "/token"),
        (json!({ "service": "apns", "token": hex }), "/topic"),
    ] {
        let refused = phone.put("/push/app-token", body).await;
        assert_eq!((refused.problem(), refused.pointers()), ((422, "rule-broken"), vec![place]));
    }
    for body in [
        json!({ "service": "sms", "token": TOKEN }),
        json!({ "service": "fcm", "token": "short" }),
        json!({ "service": "fcm", "token": format!("{TOKEN}/../messages") }),
        json!({ "service": "fcm" }),
    ] {
        let refused = phone.put("/push/app-token", body).await;
        assert_eq!(refused.problem(), (422, "invalid-body"));
    }
    // A browser's address leads to no app.
    let mut browser = subscription("fcm:dQw4w9WgXcQ:APA91b-registration_token");
    browser["keys"]["p256dh"] = "".into();
    assert_eq!(phone.put("/push/subscription", browser).await.status, 422);
    assert_eq!(phone.get("/me").await.ok()["push"], "off");
    let needless = json!({ "service": "fcm", "token": TOKEN, "topic": "org.example.app" });
    assert_eq!(phone.put("/push/app-token", needless).await.status, 204, "Google's needs no name");
    let right = json!({ "service": "apns", "token": hex, "topic": "org.example.app" });
    assert_eq!(phone.put("/push/app-token", right).await.status, 204);
}
