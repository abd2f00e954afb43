//! What a supporter says of where somebody is.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    house::{Caller, House},
    story::{Cast, Sketch, said},
};

const NINE: &str = "2026-09-07T09:00:00Z";

/// Amina, who is known to be at Northside College, and Rosa, who helps.
async fn at_college(house: &House) -> (Cast<'_>, Caller<'_>, Caller<'_>, String) {
    let cast = house.cast(Sketch::default().since("2026-06-07")).await;
    let spell = json!({
        "code": 230, "started_on": "2026-06-10", "verified_on": "2026-06-10", "provider": "Northside College",
        "predicted_end_on": "2027-07-01",
    });
    let path = format!("/people/{}/destinations/{}", cast.amina.id, house.id::<Uuid>());
    cast.worker.put(&path, spell).await.ok();
    house.wait(chrono::TimeDelta::minutes(1));
    house.ask().await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    let check_in = phone.waiting_id("core").await;
    let (_, rosa) = phone.helped_by("Rosa", &["helps"]).await;
    (cast, phone, rosa, check_in)
}

async fn send(rosa: &Caller<'_>, check_in: &str, source: &str, codes: &[(&str, &str)]) {
    let answer =
        |(key, code): &(&str, &str)| json!({ "key": key, "codes": [code], "answered_at": NINE });
    let answers: Vec<Value> = codes.iter().map(answer).collect();
    let body =
        json!({ "source": source, "reading": "plain", "finished": false, "answers": answers });
    rosa.put(&format!("/supporter/check-ins/{check_in}/answers"), body).await.ok();
}

/// What is known now: code, whose word it is, and when it began, the latest first.
async fn known(cast: &Cast<'_>) -> Vec<(u64, String, String)> {
    let destinations = cast.worker.open(&cast.amina).await["destinations"].clone();
    let one = |spell: &Value| {
        let text = |name: &str| spell[name].as_str().unwrap().to_owned();
        (spell["code"].as_u64().unwrap(), text("source"), text("started_on"))
    };
    destinations.as_array().unwrap().iter().map(one).collect()
}

#[tokio::test]
async fn a_supporter_is_not_told_the_place_and_says_what_somebody_does_now() {
    let house = House::new().await;
    let (cast, phone, rosa, check_in) = at_college(&house).await;
    assert!(phone.waiting("core").await.to_string().contains("Northside College"));
    let shown = rosa.get(&format!("/supporter/check-ins/{check_in}")).await.ok();
    assert!(!shown.to_string().contains("Northside"), "{shown}");

    let job = [("activity_group", "work"), ("work_type", "paid_16_plus")];
    send(&rosa, &check_in, "proxy", &job).await;

    let now = known(&cast).await;
    assert_eq!(now[0].1, "someone-for-them");
    assert_eq!((now.len(), now[0].2.as_str()), (2, "2026-09-07"));
}

#[tokio::test]
async fn the_same_kind_of_thing_is_taken_to_go_on() {
    let house = House::new().await;
    let (cast, _, rosa, check_in) = at_college(&house).await;
    let college = [("activity_group", "learning"), ("learning_type", "college")];
    send(&rosa, &check_in, "with-help", &college).await;

    let now = known(&cast).await;
    assert_eq!((now.len(), now[0].2.as_str()), (1, "2026-06-10"), "{now:?}");
}

#[tokio::test]
async fn what_the_young_person_says_of_it_takes_back_what_the_supporter_said() {
    let house = House::new().await;
    let (cast, phone, rosa, check_in) = at_college(&house).await;
    let job = [("activity_group", "work"), ("work_type", "paid_16_plus")];
    send(&rosa, &check_in, "proxy", &job).await;
    assert_eq!(known(&cast).await.len(), 2);

    phone.say(&check_in, &said(NINE, &[("same_as_before", "same")])).await.ok();

    let now = known(&cast).await;
    assert_eq!((now.len(), now[0].0), (1, 230), "{now:?}");
    send(&rosa, &check_in, "proxy", &job).await;
    assert_eq!(known(&cast).await, now, "and it stays so");
}
