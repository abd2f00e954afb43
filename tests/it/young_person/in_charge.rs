//! What a young person decides: when they are asked, on which phones, and that they would like to talk.

use serde_json::{Value, json};

use crate::{
    house::{Caller, House, subscription},
    story::{Cast, Sketch},
};

const ADDRESS: &str = "https://fcm.googleapis.com/fcm/send/abc:123";

/// Amina's phone takes prompts, and her first pulse opens on Wednesday 7 October at eight.
async fn prompted(house: &House) -> (Cast<'_>, Caller<'_>) {
    let cast = house.cast(Sketch::default()).await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    phone.put("/push/subscription", subscription(ADDRESS)).await.ok();
    house.at("2026-10-07T07:00:00Z");
    assert_eq!(house.ask().await.done, 1);
    (cast, phone)
}

/// How many prompts go out at this moment.
async fn sent_at(house: &House, moment: &str) -> usize {
    house.at(moment);
    house.send().await;
    house.push.take().len()
}

async fn record(cast: &Cast<'_>) -> Value {
    let manager = cast.area.signed_in(cast.manager.id, domain::staff::Role::Manager).await;
    manager.get(&format!("/people/{}", cast.amina.id)).await.ok()
}

#[tokio::test]
async fn another_day_and_time_move_what_was_not_sent_yet() {
    let house = House::new().await;
    let (_, phone) = prompted(&house).await;
    let prompts = phone.get("/me").await.ok()["prompts"].clone();
    assert_eq!((&prompts["weekday"], &prompts["slot"]), (&json!("wednesday"), &json!("16:30")));
    assert_eq!(prompts["slots"], json!(["09:30", "12:30", "16:30", "18:30"]));

    let body = json!({ "weekday": "friday", "slot": "09:30" });
    let changed = phone.patch("/me/prompts", body).await.ok()["prompts"].clone();

    assert_eq!((&changed["weekday"], &changed["slot"]), (&json!("friday"), &json!("09:30")));
    assert_eq!(changed["quiet_from"], "20:00");
    assert_eq!(sent_at(&house, "2026-10-07T15:30:00Z").await, 0);
    assert_eq!(sent_at(&house, "2026-10-09T08:30:00Z").await, 1);
    let refused = phone.patch("/me/prompts", json!({ "slot": "03:00" })).await;
    assert_eq!((refused.problem(), refused.pointers()), ((422, "rule-broken"), vec!["/slot"]));
}

#[tokio::test]
async fn choices_that_two_phones_make_at_once_are_both_kept() {
    let house = House::new().await;
    let (cast, phone) = prompted(&house).await;
    let other = cast.area.page_of(&cast.amina).await;
    let days = ["friday", "monday", "sunday"];
    for (day, (slot, size)) in
        days.into_iter().zip([("09:30", "large"), ("12:30", "largest"), ("18:30", "normal")])
    {
        let (one, two) = tokio::join!(
            phone.patch("/me/prompts", json!({ "weekday": day })),
            other.patch("/me/prompts", json!({ "slot": slot })),
        );
        one.ok();
        two.ok();
        let reading = if size == "largest" { "plain" } else { "easy" };
        let (one, two) = tokio::join!(
            phone.patch("/me/preferences", json!({ "reading": reading })),
            other.patch("/me/preferences", json!({ "text_size": size })),
        );
        one.ok();
        two.ok();

        let me = phone.get("/me").await.ok();
        let asked = (&me["prompts"]["weekday"], &me["prompts"]["slot"]);
        assert_eq!(asked, (&json!(day), &json!(slot)));
        assert_eq!((&me["reading"], &me["text_size"]), (&json!(reading), &json!(size)));
    }
}

#[tokio::test]
async fn a_check_in_that_two_phones_put_off_at_once_brings_one_reminder() {
    let house = House::new().await;
    let (cast, phone) = prompted(&house).await;
    let other = cast.area.page_of(&cast.amina).await;
    let path = format!("/check-ins/{}/snooze", phone.waiting_id("pulse").await);

    let (one, two) = tokio::join!(
        phone.post(&path, json!({ "until": "tomorrow" })),
        other.post(&path, json!({ "until": "tomorrow" })),
    );

    one.ok();
    two.ok();
    assert_eq!(sent_at(&house, "2026-10-08T15:30:00Z").await, 1);
}

#[tokio::test]
async fn what_two_phones_wish_or_want_at_once_is_kept_once_and_within_the_limit() {
    let house = House::new().await;
    let Cast { worker, amina, area, .. } = house.cast(Sketch::default()).await;
    let phone = worker.phone_of(&amina).await;
    let other = area.page_of(&amina).await;
    let talk = format!("/talks/{}", house.id::<uuid::Uuid>());
    let call = json!({ "way": "call", "safe_time": "any", "message_ok": true });

    let (one, two) = tokio::join!(phone.put_any(&talk, &call), other.put_any(&talk, &call));

    one.ok();
    two.ok();
    let person = worker.open(&amina).await;
    let count = |list: &str| person[list].as_array().unwrap().len();
    assert_eq!((count("talks"), count("alerts")), (1, 1));

    let goal = json!({ "words": "A job with animals", "reached": false });
    let path = || format!("/me/goals/{}", house.id::<uuid::Uuid>());
    for _ in 0..9 {
        phone.put_any(&path(), &goal).await.ok();
    }
    let (tenth, next) = (path(), path());
    let (one, two) = tokio::join!(phone.put_any(&tenth, &goal), other.put_any(&next, &goal));
    let mut both = [one.status, two.status];
    both.sort_unstable();
    assert_eq!(both, [200, 422]);
}

#[tokio::test]
async fn a_pause_counts_at_once_and_staff_see_it() {
    let house = House::new().await;
    let (cast, phone) = prompted(&house).await;

    let me = phone.patch("/me/prompts", json!({ "pause": "one-week" })).await.ok();

    assert_eq!(me["journey"], "paused");
    assert_eq!(me["prompts"]["paused_until"], "2026-10-14");
    assert_eq!(sent_at(&house, "2026-10-07T15:30:00Z").await, 0);
    assert_eq!(record(&cast).await["paused_until"], "2026-10-14");
    assert_eq!(phone.waiting("pulse").await["state"], "open", "it can be answered all the same");
    let snooze = format!("/check-ins/{}/snooze", phone.waiting_id("pulse").await);
    let refused = phone.post(&snooze, json!({ "until": "tomorrow" })).await;
    assert_eq!(
        refused.problem(),
        (422, "rule-broken"),
        "no reminder is promised that would not come"
    );
    let me = phone.patch("/me/prompts", json!({ "pause": "none" })).await.ok();
    assert_eq!(
        (&me["journey"], me["prompts"].get("paused_until")),
        (&json!("on-the-journey"), None)
    );
}

#[tokio::test]
async fn whoever_stops_reminders_gets_none_and_keeps_everything_else() {
    let house = House::new().await;
    let (cast, phone) = prompted(&house).await;

    let me = phone.patch("/me/prompts", json!({ "stopped": true })).await.ok();

    assert_eq!((&me["prompts"]["stopped"], &me["push"]), (&json!(true), &json!("on")));
    assert_eq!(sent_at(&house, "2026-10-07T15:30:00Z").await, 0);
    assert!(record(&cast).await["prompts_stopped_at"].is_string());
    let id = phone.waiting_id("pulse").await;
    let snooze =
        phone.post(&format!("/check-ins/{id}/snooze"), json!({ "until": "tomorrow" })).await;
    assert_eq!(snooze.problem(), (422, "rule-broken"));
    house.at("2026-11-07T08:00:00Z");
    house.ask().await;
    assert_eq!(sent_at(&house, "2026-11-11T16:30:00Z").await, 0, "nor for the next one");
    let me = phone.patch("/me/prompts", json!({ "stopped": false })).await.ok();
    assert_eq!(me["prompts"]["stopped"], false);
}

#[tokio::test]
async fn less_often_leaves_the_longer_check_ins() {
    let house = House::new().await;
    let (_, phone) = prompted(&house).await;
    assert_eq!(phone.get("/me").await.ok()["next_check_in_on"], "2026-11-07");
    let me = phone.patch("/me/prompts", json!({ "often": "less" })).await.ok();
    assert_eq!(me["next_check_in_on"], "2026-12-07");
    house.at("2026-11-07T08:00:00Z");
    assert_eq!(house.ask().await.done, 0);
    house.at("2026-12-07T08:00:00Z");
    assert_eq!(house.ask().await.done, 1);
}

#[tokio::test]
async fn a_check_in_that_is_put_off_brings_one_reminder_then() {
    let house = House::new().await;
    let (_, phone) = prompted(&house).await;
    let path = format!("/check-ins/{}/snooze", phone.waiting_id("pulse").await);

    let snoozed = phone.post(&path, json!({ "until": "tomorrow" })).await.ok();
    assert_eq!(snoozed["next_at"], "2026-10-08T15:30:00Z");
    assert_eq!(sent_at(&house, "2026-10-07T15:30:00Z").await, 0);
    assert_eq!(sent_at(&house, "2026-10-08T15:30:00Z").await, 1);
    house.at("2026-10-08T18:00:00Z");
    let late = phone.post(&path, json!({ "until": "later-today" })).await;
    assert_eq!((late.problem(), late.pointers()), ((422, "rule-broken"), vec!["/until"]));
    phone.post(&path, json!({ "until": "weekend" })).await.ok();
    assert_eq!(sent_at(&house, "2026-10-10T15:30:00Z").await, 1);
}

#[tokio::test]
async fn a_lost_phone_is_signed_out_from_another() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let lost = worker.phone_of(&amina).await;
    lost.put("/push/subscription", subscription(ADDRESS)).await.ok();
    let phone = worker.phone_of(&amina).await;
    let phones = phone.get("/me/phones").await.ok()["items"].clone();
    let find = |this: bool| {
        let phone = phones.as_array().unwrap().iter().find(|phone| phone["this"] == this);
        format!("/me/phones/{}", phone.unwrap()["id"].as_str().unwrap())
    };
    assert_eq!(phones.as_array().unwrap().len(), 2);

    assert_eq!(phone.delete(&find(true)).await.problem(), (422, "rule-broken"));
    assert_eq!(phone.delete(&find(false)).await.status, 204);

    let refused = lost.get("/sync").await;
    assert_eq!(refused.problem(), (401, "not-signed-in"));
    assert_eq!(
        refused.header("clear-site-data"),
        "\"cache\", \"storage\"",
        "it wipes what it keeps"
    );
    assert_eq!(phone.delete(&find(false)).await.problem(), (404, "not-found"));
    phone.get("/me").await.ok();
    assert_eq!(house.database.count("push_subscription").await, 0);
}

#[tokio::test]
async fn a_young_person_sees_who_looked() {
    let house = House::new().await;
    let Cast { worker, amina, area, .. } = house.cast(Sketch::default()).await;
    let ben = area.add(Sketch::named("Ben Okafor")).await;
    let phone = area.page_of(&amina).await;
    assert_eq!(phone.get("/me/looks").await.ok()["items"], json!([]));

    worker.open(&amina).await;

    let looks = phone.get("/me/looks").await.ok()["items"].clone();
    assert_eq!(looks, json!([{ "at": "2026-09-07T09:00:00Z", "role": "worker" }]));
    let others = area.page_of(&ben).await;
    assert_eq!(others.get("/me/looks").await.ok()["items"], json!([]));
}

#[tokio::test]
async fn whoever_asks_to_talk_is_seen_at_once_and_once() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let phone = worker.phone_of(&amina).await;
    let path = format!("/talks/{}", house.id::<uuid::Uuid>());
    let body = json!({ "way": "text", "safe_time": "evening", "message_ok": false, "words": "My bus pass ran out." });

    for _ in 0..3 {
        let asked = phone.put_any(&path, &body).await.ok();
        assert_eq!(asked["reply_by"], "2026-09-09");
    }

    let person = worker.open(&amina).await;
    assert_eq!(person["talks"].as_array().unwrap().len(), 1);
    assert_eq!(person["talks"][0]["how"], "A text in the evening. Do not leave a message.");
    assert!(!person.to_string().contains("bus pass"), "{person}");
    let wrote = worker.reveal(&amina, &person["talks"][0]["id"]).await;
    assert_eq!(wrote["words"], "My bus pass ran out.");
    assert_eq!(person["alerts"].as_array().unwrap().len(), 1);
    assert_eq!(worker.row(&amina).await["reasons"][0]["code"], "wants-contact");
    let wrong =
        phone.put(&path, json!({ "way": "shout", "safe_time": "any", "message_ok": true })).await;
    assert_eq!((wrong.problem(), wrong.pointers()), ((422, "invalid-body"), vec!["/way"]));
}

#[tokio::test]
async fn goals_are_kept_in_their_own_words_and_staff_see_them() {
    let house = House::new().await;
    let Cast { worker, amina, area, .. } = house.cast(Sketch::default()).await;
    let ben = area.add(Sketch::named("Ben Okafor")).await;
    let phone = worker.phone_of(&amina).await;
    let path = format!("/me/goals/{}", house.id::<uuid::Uuid>());
    let goal = json!({ "words": "A job with animals \u{1f434}", "reached": false });

    for _ in 0..2 {
        phone.put_any(&path, &goal).await.ok();
    }
    let alerts = worker.open(&amina).await["alerts"].clone();
    assert_eq!(
        (alerts.as_array().unwrap().len(), &alerts[0]["priority"]),
        (1, &json!("p4")),
        "{alerts}"
    );
    house.wait(chrono::TimeDelta::days(3));
    let reached = json!({ "words": "A job with horses", "reached": true });
    let items = phone.put(&path, reached).await.ok()["items"].clone();
    assert_eq!(items.as_array().unwrap().len(), 1);
    assert_eq!(
        (&items[0]["words"], &items[0]["made_on"]),
        (&json!("A job with horses"), &json!("2026-09-07"))
    );
    assert_eq!(items[0]["reached_on"], "2026-09-10");
    let worker = area.signed_in(worker.id, domain::staff::Role::Worker).await;
    assert_eq!(worker.get(&format!("/people/{}", amina.id)).await.ok()["goals"], items);

    let others = area.page_of(&ben).await;
    assert_eq!(others.put_any(&path, &goal).await.problem(), (409, "already-exists"));
    assert_eq!(others.delete(&path).await.problem(), (404, "not-found"));
    for number in 1..10 {
        let path = format!("/me/goals/{}", house.id::<uuid::Uuid>());
        phone.put(&path, json!({ "words": format!("Goal {number}"), "reached": false })).await.ok();
    }
    let eleventh = phone.put_any(&format!("/me/goals/{}", house.id::<uuid::Uuid>()), &goal).await;
    assert_eq!(eleventh.problem(), (422, "rule-broken"));
    assert_eq!(phone.delete(&path).await.status, 204);
    assert_eq!(phone.get("/me/goals").await.ok()["items"].as_array().unwrap().len(), 9);
}

#[tokio::test]
async fn own_words_are_taken_only_where_somebody_reads_them() {
    let house = House::new().await;
    let Cast { worker, amina, area, .. } = house.cast(Sketch::default()).await;
    let phone = worker.phone_of(&amina).await;
    assert_eq!(phone.get("/me").await.ok()["own_words"], true);
    let admin = area.member("Adam Admin", domain::staff::Role::Administrator).await.caller;
    admin.patch("/partnership", json!({ "safety_questions": false })).await.ok();

    assert_eq!(phone.get("/me").await.ok()["own_words"], false);
    let goal = json!({ "words": "A job with animals", "reached": false });
    let refused = phone.put(&format!("/me/goals/{}", house.id::<uuid::Uuid>()), goal).await;
    assert_eq!((refused.problem(), refused.pointers()), ((422, "rule-broken"), vec!["/words"]));
    let path = format!("/talks/{}", house.id::<uuid::Uuid>());
    let mut talk =
        json!({ "way": "call", "safe_time": "any", "message_ok": true, "words": "My bus pass." });
    assert_eq!(phone.put_any(&path, &talk).await.problem(), (422, "rule-broken"));
    talk.as_object_mut().unwrap().remove("words");
    phone.put_any(&path, &talk).await.ok();
}
