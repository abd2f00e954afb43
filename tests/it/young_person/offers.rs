//! Being asked more or less often, and what changed because of what was said.

use domain::staff::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    house::{Caller, House},
    story::{Cast, Sketch, said},
};

/// Amina was at college until a fortnight ago.
async fn lost(house: &House) -> (Cast<'_>, Caller<'_>) {
    let cast = house.cast(Sketch::default().since("2026-06-07")).await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    let college = json!({
        "code": 210, "started_on": "2026-06-10", "verified_on": "2026-08-20", "ended_on": "2026-08-24", "predicted_end_on": "2026-08-24",
    });
    let path = format!("/people/{}/destinations/{}", cast.amina.id, house.id::<Uuid>());
    cast.worker.caller.put(&path, college).await.ok();
    (cast, phone)
}

fn answer(offers: &Value, accept: bool) -> Value {
    let offer = &offers["items"][0];
    json!({ "offer": offer["offer"], "because": offer["because"], "accept": accept })
}

#[tokio::test]
async fn who_loses_a_place_is_offered_more_and_gets_it_only_with_a_yes() {
    let house = House::new().await;
    let (_, phone) = lost(&house).await;
    let offers = phone.get("/me/offers").await.ok();
    assert_eq!(offers["items"][0]["offer"], "closer");
    assert_eq!(offers["next"]["because"], "usual");
    let usual = offers["next"]["on"].clone();

    let after = phone.post("/me/offers", answer(&offers, true)).await.ok();

    assert_eq!(after["items"], json!([]), "it is made once");
    assert_eq!(after["next"], json!({ "kind": "pulse", "on": "2026-09-21", "because": "closer" }));
    assert_ne!(after["next"]["on"], usual);
    house.at("2026-09-21T08:00:00Z");
    house.ask().await;
    assert_eq!(phone.waiting("pulse").await["state"], "open");
    let less = phone.patch("/me/prompts", json!({ "often": "less" })).await;
    assert_eq!(less.status, 200);
    let now = phone.get("/me/offers").await.ok();
    assert_eq!(now["next"]["because"], "less", "their choice wins");
}

#[tokio::test]
async fn a_no_is_kept_and_nothing_changes() {
    let house = House::new().await;
    let (_, phone) = lost(&house).await;
    let offers = phone.get("/me/offers").await.ok();

    phone.post("/me/offers", answer(&offers, false)).await.ok();
    let later = phone.post("/me/offers", answer(&offers, true)).await.ok();

    assert_eq!((&later["items"], &later["next"]), (&json!([]), &offers["next"]));
    let never = json!({ "offer": "less", "because": Uuid::from_u128(7), "accept": true });
    assert_eq!(phone.post("/me/offers", never).await.ok()["next"], offers["next"]);
}

#[tokio::test]
async fn silence_makes_it_less_until_they_answer_again() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default().since("2026-06-07")).await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    let mut opened = Vec::new();
    // Every day for a year and a quarter, nobody answers but once.
    let start: chrono::NaiveDate = "2026-09-07".parse().unwrap();
    for day in 0..450 {
        let day = start + chrono::TimeDelta::days(day);
        house.at(&format!("{day}T10:00:00Z"));
        house.close().await;
        if house.ask().await.done > 0 {
            let waiting = phone.get("/check-ins").await.ok();
            let kind = waiting["items"][0]["kind"].as_str().unwrap().to_owned();
            if day >= "2027-06-01".parse().unwrap() && kind == "anniversary" {
                let id = waiting["items"][0]["id"].as_str().unwrap();
                let at = format!("{day}T10:00:00Z");
                phone.say(id, &said(&at, &[("home_feel", "ok")]).finished()).await.ok();
            }
            opened.push((day.to_string(), kind));
        }
    }
    let kinds: Vec<&str> = opened.iter().map(|(_, kind)| kind.as_str()).collect();
    // The welcome, the first core and the first pulse bring no reply.
    let quiet = ["core", "pulse", "core", "core"];
    assert_eq!(
        kinds,
        [&quiet[..], &["anniversary", "pulse", "core", "pulse"]].concat(),
        "{opened:?}"
    );
}

#[tokio::test]
async fn what_is_over_opens_only_to_somebody_who_shows_that_it_is_them() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default().since("2026-06-07")).await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    house.ask().await;
    let core = phone.waiting_id("core").await;
    phone.say(&core, &said("2026-09-07T09:00:00Z", &[("home_feel", "ok")]).finished()).await.ok();
    let path = format!("/check-ins/{core}");
    phone.get(&path).await.ok();
    house.at("2026-10-10T09:00:00Z");
    house.ask().await;

    assert_eq!(phone.get(&path).await.problem(), (403, "step-up-needed"));
    cast.area.proven_page_of(&cast.amina).await.get(&path).await.ok();
}

#[tokio::test]
async fn what_changed_reaches_young_people_here_and_nowhere_else() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    let admin = cast.area.member("Ada Admin", Role::Administrator).await.caller;
    let path = format!("/improvements/{}", house.id::<Uuid>());
    let words = json!({
        "said": "Buses to college are late.", "said_easy": "Buses are late.",
        "did": "There is a new bus at eight.", "did_easy": "There is a new bus.",
    });

    admin.put(&path, words.clone()).await.ok();
    let changed = json!({ "did": "There are two.", "done_on": "2026-09-01" });
    let mut words = words;
    words.as_object_mut().unwrap().extend(changed.as_object().unwrap().clone());
    admin.put(&path, words.clone()).await.ok();

    let seen = phone.get("/changes").await.ok();
    assert_eq!(seen["items"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&seen["items"][0]["did"], &seen["items"][0]["done_on"]),
        (&json!("There are two."), &json!("2026-09-01"))
    );
    words["done_on"] = json!("2026-09-08");
    let refused = admin.put(&path, words).await;
    assert_eq!((refused.problem(), refused.pointers()), ((422, "invalid-body"), vec!["/done_on"]));
    let kent = house.area("kent").await;
    let there = kent.member("Kate Kent", Role::Administrator).await.caller;
    assert_eq!(there.get("/improvements").await.ok()["items"], json!([]));
    assert_eq!(there.delete(&path).await.problem(), (404, "not-found"));
    assert_eq!(admin.delete(&path).await.status, 204);
    assert_eq!(phone.get("/changes").await.ok()["items"], json!([]));
}
