//! What waits to be answered, and everything needed to answer it without a signal.

use chrono::TimeDelta;
use serde_json::json;

use crate::{
    house::House,
    story::{CORE, Cast, Sketch, said},
};

#[tokio::test]
async fn a_check_in_opens_on_its_day_and_once() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default().since("2026-09-08")).await;
    let phone = worker.phone_of(&amina).await;
    assert_eq!(phone.get("/check-ins").await.ok(), json!({ "items": [] }));
    assert_eq!(phone.get("/me").await.ok()["next_check_in_on"], "2026-09-08");

    house.at("2026-09-07T22:59:59Z");
    assert_eq!(house.ask().await.done, 0, "the two years begin tomorrow");
    house.at("2026-09-07T23:00:00Z");
    assert_eq!(house.ask().await.done, 1, "it is tomorrow in London");
    assert_eq!(house.ask().await.done, 0);

    let items = phone.get("/check-ins").await.ok()["items"].clone();
    assert_eq!(items.as_array().unwrap().len(), 1);
    assert_eq!(items[0]["kind"], "welcome");
    assert_eq!(items[0]["state"], "open");
    assert_eq!(items[0]["due_on"], "2026-09-08");
    assert_eq!(items[0]["opened_at"], "2026-09-07T23:00:00Z");
    assert_eq!(items[0]["closes_at"], "2026-10-05T23:00:00Z");
}

#[tokio::test]
async fn whoever_joins_later_begins_with_the_welcome_too() {
    let house = House::new().await;
    let Cast { area, worker, manager, amina } =
        house.cast(Sketch::default().since("2026-04-20")).await;
    let phone = worker.phone_of(&amina).await;

    let welcome = phone.waiting("welcome").await;
    assert_eq!(welcome["opened_at"], "2026-09-07T09:00:00Z");
    worker.phone_of(&amina).await;
    assert_eq!(phone.get("/check-ins").await.ok()["items"].as_array().unwrap().len(), 1, "once");

    let ben = area.add(Sketch::named("Ben Okafor").since("2026-06-07")).await;
    manager.assign(&ben, &worker).await;
    let page = area.page_of(&ben).await;
    house.ask().await;
    let core = page.waiting_id("core").await;
    page.say(&core, &said("2026-09-07T09:00:00Z", &[("feel_week", "good")])).await.ok();
    let another = worker.phone_of(&ben).await;
    let kinds = another.get("/check-ins").await.ok()["items"].clone();
    assert_eq!(kinds.as_array().unwrap().len(), 1, "who has answered needs no welcome");
}

#[tokio::test]
async fn a_phone_fetches_what_changed_and_hears_what_is_over() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default().since(CORE)).await;
    let phone = worker.phone_of(&amina).await;
    house.ask().await;
    let all = phone.get("/sync").await.ok();
    assert_eq!((all["check_ins"].as_array().unwrap().len(), &all["gone"]), (2, &json!([])));

    let since = async |body: &serde_json::Value| {
        let token = body["token"].as_str().unwrap();
        phone.get(&format!("/sync?since={token}")).await.ok()
    };
    let nothing = since(&all).await;
    assert_eq!((&nothing["check_ins"], &nothing["token"]), (&json!([]), &all["token"]));
    assert_eq!(nothing["me"], all["me"]);

    let core = phone.waiting_id("core").await;
    phone.say(&core, &said("2026-09-07T09:00:00Z", &[("feel_week", "good")])).await.ok();
    let changed = since(&all).await;
    assert_eq!(changed["check_ins"].as_array().unwrap().len(), 1);
    assert_eq!((&changed["check_ins"][0]["id"], &changed["gone"]), (&json!(core), &json!([])));

    let done = said("2026-09-07T09:01:00Z", &[("home_feel", "good")]).finished();
    phone.say(&core, &done).await.ok();
    let over = since(&changed).await;
    assert_eq!((&over["check_ins"], &over["gone"]), (&json!([]), &json!([core])));
    assert_eq!(since(&over).await["gone"], json!([]));

    for token in ["", "x", "AA", "AQ0", "_"] {
        let refused = phone.get(&format!("/sync?since={token}")).await;
        assert_eq!(refused.problem(), (422, "rule-broken"), "{token}");
    }
}

#[tokio::test]
async fn a_check_in_carries_everything_needed_to_answer_it() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default().since(CORE)).await;
    let phone = worker.phone_of(&amina).await;
    house.ask().await;

    let check_in = phone.waiting("core").await;
    let id = check_in["id"].as_str().unwrap();
    assert_eq!(phone.get(&format!("/check-ins/{id}")).await.ok(), check_in);

    assert_eq!(check_in["kind"], "core");
    assert_eq!(check_in["minutes"], json!({ "plain": 5, "easy": 7 }));
    let pages: Vec<_> = check_in["pages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|page| page["id"].as_str().unwrap())
        .collect();
    for page in [
        "start",
        "who_reads_this",
        "helper_here",
        "thank_you",
        "concern_received",
        "concern_not_sent",
    ] {
        assert!(pages.contains(&page), "{page}");
    }
    let text = check_in.to_string();
    assert!(text.contains("Would you like Wanda to get in touch?"), "{text}");
    assert!(text.contains("9 to 5, Monday to Friday"));
    assert!(!text.contains('{') || !text.contains("_name}"), "every gap is filled");
    for step in check_in["steps"].as_array().unwrap() {
        assert!(step["plain"]["text"].is_string() && step["easy"]["text"].is_string());
        assert_eq!(step["kind"] == "text", step["options"] == json!([]), "{step}");
    }
}

#[tokio::test]
async fn questions_about_worries_wait_until_staff_are_ready_for_the_answers() {
    let house = House::new().await;
    let Cast { worker, amina, area, .. } = house.cast(Sketch::default().since(CORE)).await;
    let phone = worker.phone_of(&amina).await;
    house.ask().await;
    assert!(phone.waiting("core").await.to_string().contains("\"feel_safe\""));

    let store = &house.app.store;
    let admin = house.system.administer(area.id);
    store
        .write::<_, _, api::store::StoreError>(admin, async |tx| {
            let before = tx.partnership().await?;
            let off = domain::partnership::Partnership { safety_questions: false, ..before };
            tx.change_partnership(&off, house.app.today()).await
        })
        .await
        .unwrap();
    let text = phone.waiting("core").await.to_string();
    assert!(!text.contains("\"feel_safe\"") && !text.contains("\"worry_level\""));
}

#[tokio::test]
async fn a_phone_fetches_again_only_when_something_has_changed() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default().since(CORE)).await;
    let phone = worker.phone_of(&amina).await;
    house.ask().await;

    let first = phone.get("/sync").await;
    let tag = first.header("etag").to_owned();
    let again = phone.with_header("if-none-match", &tag);
    house.wait(TimeDelta::hours(1));
    let unchanged = again.get("/sync").await;
    assert_eq!((unchanged.status, unchanged.text.as_str()), (304, ""));
    assert_eq!(unchanged.header("etag"), tag);
    assert_eq!(
        again.with_header("if-none-match", &format!("W/{tag}")).get("/sync").await.status,
        304
    );
    assert_eq!(again.with_header("if-none-match", "\"another\"").get("/sync").await.status, 200);

    let id = phone.waiting_id("core").await;
    phone.say(&id, &said("2026-09-07T10:00:00Z", &[("home_feel", "good")])).await.ok();
    let changed = again.get("/sync").await;
    assert_eq!(changed.status, 200);
    assert_ne!(changed.header("etag"), tag);
}

#[tokio::test]
async fn somebody_elses_check_in_is_none_at_all() {
    let house = House::new().await;
    let Cast { worker, amina, area, manager } = house.cast(Sketch::default().since(CORE)).await;
    let ben = area.add(Sketch::named("Ben Okafor").since(CORE)).await;
    manager.assign(&ben, &worker).await;
    let (aminas, bens) = (worker.phone_of(&amina).await, worker.phone_of(&ben).await);
    house.ask().await;
    let real = aminas.waiting_id("core").await;
    let unreal = "00000000-0000-7000-8000-ffffffffffff";

    let show = async |id: &str| bens.get(&format!("/check-ins/{id}")).await.seen();
    assert_eq!(show(&real).await, show(unreal).await);
    assert_eq!(show(&real).await.0, 404);
    let good = said("2026-09-07T09:00:00Z", &[("feel_week", "good")]);
    assert_eq!(bens.say(&real, &good).await.seen(), bens.say(unreal, &good).await.seen());
    assert_eq!(bens.say(&real, &good).await.problem(), (404, "not-found"));
}

#[tokio::test]
async fn what_was_missed_long_ago_is_not_asked_any_more() {
    let house = House::new().await;
    let area = house.area("derbyshire").await;
    area.add(Sketch::named("Amina Rahman").since("2026-07-15")).await;
    area.add(Sketch::named("Ben Okafor").since("2026-07-20")).await;

    // Their first pulses fell due on 15 August, more than three weeks ago, and on 20 August.
    assert_eq!(house.ask().await.done, 1);
}

#[tokio::test]
async fn nobody_is_asked_after_the_two_years() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default().since("2024-09-07")).await;
    let phone = worker.phone_of(&amina).await;
    assert_eq!(house.ask().await.done, 1);
    phone.waiting("leaving").await;
    assert_eq!(phone.get("/me").await.ok().get("next_check_in_on"), None);

    house.at("2026-09-08T09:00:00Z");
    assert_eq!(house.ask().await.done, 0);
    assert_eq!(phone.get("/me").await.ok()["journey"], "completed");
}

#[tokio::test]
async fn how_somebody_likes_to_read_is_remembered() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let phone = worker.phone_of(&amina).await;
    let other = worker.phone_of(&amina).await;

    let easy = phone.patch("/me/preferences", json!({ "reading": "easy" })).await.ok();
    assert_eq!((&easy["reading"], &easy["text_size"]), (&json!("easy"), &json!("normal")));
    phone.patch("/me/preferences", json!({ "text_size": "large" })).await.ok();
    let me = other.get("/me").await.ok();
    assert_eq!((&me["reading"], &me["text_size"]), (&json!("easy"), &json!("large")));
}
