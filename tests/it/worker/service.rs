//! Whether messages go out, for everybody who works here (SAFE-14).

use api::post::Posted;
use chrono::TimeDelta;
use domain::{proof::Reached, staff::Role};
use serde_json::json;

use crate::{
    house::House,
    story::{Cast, Sketch, said},
};

/// Amina has a number in the record, and texts are taken by nobody.
async fn no_texts(house: &House) -> Cast<'_> {
    let cast = house.cast(Sketch::default()).await;
    house.database.run("UPDATE person SET mobile = '07700 900123'").await;
    house.post.always(Reached::Mobile, Some(Posted::Later(None)));
    house.at("2026-10-07T07:00:00Z");
    house.ask().await;
    cast
}

#[tokio::test]
async fn everybody_who_works_here_sees_at_once_that_texts_do_not_go_out_and_since_when() {
    let house = House::new().await;
    let Cast { area, .. } = no_texts(&house).await;
    house.at("2026-10-07T15:30:00Z");
    let viewer = area.member("Vera View", Role::PartnershipViewer).await;
    let well = viewer.at("/worker/v1").get("/service").await.ok();
    assert_eq!(well, json!({ "as_of": "2026-10-07T15:30:00Z", "not_working": [] }));

    // The first minutes may be chance.
    for _ in 0..15 {
        house.send().await;
        house.wait(TimeDelta::minutes(1));
    }
    let viewer = area.member("Vilma View", Role::PartnershipViewer).await;
    let seen = viewer.at("/worker/v1").get("/service").await.ok();
    let since = "2026-10-07T15:30:00Z";
    assert_eq!(seen["not_working"], json!([{ "way": "sms", "since": since }]));
    assert_eq!(seen["waiting"], json!({ "since": since, "minutes": 15 }));

    let others = [
        ("Willa Worker", Role::Worker),
        ("Mo Manager", Role::Manager),
        ("Lena Lead", Role::SafeguardingLead),
        ("Adam Admin", Role::Administrator),
    ];
    for (name, role) in others {
        let member = area.member(name, role).await;
        assert_eq!(member.at("/worker/v1").get("/service").await.ok(), seen, "{role:?}");
    }
}

#[tokio::test]
async fn what_waits_elsewhere_is_not_told_and_at_night_nothing_waits() {
    let house = House::new().await;
    let Cast { area, .. } = no_texts(&house).await;
    let kent = house.area("kent").await;
    house.at("2026-10-07T15:40:00Z");
    let (here, there) = (
        area.member("Olga Other", Role::Worker).await,
        kent.member("Kim Kent", Role::Worker).await,
    );
    assert_eq!(here.get("/service").await.ok()["waiting"]["minutes"], 10);
    assert_eq!(there.get("/service").await.ok()["waiting"], json!(null));
    house.at("2026-10-07T20:30:00Z");
    let here = area.member("Nina Night", Role::Worker).await;
    assert_eq!(here.get("/service").await.ok()["waiting"], json!(null));
}

#[tokio::test]
async fn a_push_service_that_nobody_tries_any_more_is_not_shown_for_ever() {
    let house = House::new().await;
    let Cast { area, .. } = house.cast(Sketch::default()).await;
    let now = house.app.now();
    for _ in 0..5 {
        house.app.breakers.failed("push/fcm.googleapis.com", now);
    }
    let changed = house.app.breakers.changed();
    house.write(async |tx| tx.save_channels(&changed).await).await;
    let host = async |name| {
        let worker = area.member(name, Role::Worker).await;
        let seen = worker.get("/service").await.ok();
        seen["not_working"][0]["host"].as_str().map(str::to_owned)
    };
    assert_eq!(
        host("Ola One").await.as_deref(),
        Some("fcm.googleapis.com"),
        "it is left alone right now"
    );
    house.wait(TimeDelta::minutes(5));
    assert_eq!(
        host("Tom Two").await,
        None,
        "it may be tried again, and it is not a quarter of an hour yet"
    );
    house.wait(TimeDelta::minutes(10));
    assert_eq!(host("Theo Three").await.as_deref(), Some("fcm.googleapis.com"));
    house.wait(TimeDelta::minutes(50));
    assert_eq!(host("Fay Four").await, None);
}

#[tokio::test]
async fn staff_see_that_they_are_not_told_of_alerts_until_they_are_again() {
    let house = House::new().await;
    let (cast, phone, id) = house.asked().await;
    house.post.always(Reached::Email, Some(Posted::Later(None)));
    let unsafe_now = said("2026-09-07T09:00:00Z", &[("feel_safe", "no")]);
    phone.say(&id, &unsafe_now).await.ok();
    let seen =
        async || cast.area.signed_in(cast.worker.id, Role::Worker).await.get("/service").await.ok();
    house.escalate().await;
    assert!(seen().await.get("untold").is_none(), "a minute may be chance");
    house.wait(TimeDelta::minutes(5));
    let told = json!({ "since": "2026-09-07T09:00:00Z", "minutes": 5 });
    assert_eq!(seen().await["untold"], told);
    let kent = house.area("kent").await.member("Kim Kent", Role::Worker).await;
    assert!(kent.get("/service").await.ok().get("untold").is_none(), "it is not theirs");

    house.post.always(Reached::Email, None);
    for _ in 0..3 {
        house.wait(TimeDelta::minutes(6));
        house.escalate().await;
    }
    assert!(seen().await.get("untold").is_none());
}

#[tokio::test]
async fn notices_that_are_turned_away_for_a_quarter_of_an_hour_are_seen_too() {
    let house = House::new().await;
    let (cast, phone, id) = house.asked().await;
    house.post.always(Reached::Email, Some(Posted::NoSuchAddress));
    phone.say(&id, &said("2026-09-07T09:00:00Z", &[("feel_safe", "no")])).await.ok();
    house.escalate().await;
    let seen =
        async || cast.area.signed_in(cast.worker.id, Role::Worker).await.get("/service").await.ok();
    house.wait(TimeDelta::minutes(10));
    assert!(seen().await.get("untold").is_none());
    house.wait(TimeDelta::minutes(5));
    assert_eq!(seen().await["untold"]["minutes"], 15);
}
