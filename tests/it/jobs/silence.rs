//! When nobody answers: staff are asked to call, and nobody is asked more often.

use domain::staff::Role;
use serde_json::{Value, json};

use crate::{
    house::{Caller, House},
    story::{Cast, Sketch, said},
};

/// The codes of what is not closed, and how many calls are to be made.
async fn outcome(cast: &Cast<'_>) -> (Value, usize) {
    let manager = cast.area.signed_in(cast.manager.id, Role::Manager).await;
    let record = manager.get(&format!("/people/{}", cast.amina.id)).await.ok();
    let calls = record["tasks"].as_array().unwrap();
    let calls =
        calls.iter().filter(|task| task["what"].as_str().unwrap().contains("call them")).count();
    (record["alerts"].clone(), calls)
}

/// Amina has answered her welcome.
async fn welcomed(house: &House) -> (Cast<'_>, Caller<'_>) {
    let cast = house.cast(Sketch::default()).await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    let welcome = phone.waiting_id("welcome").await;
    phone
        .say(&welcome, &said("2026-09-07T09:00:00Z", &[("feel_week", "good")]).finished())
        .await
        .ok();
    (cast, phone)
}

/// Lets time pass in days, with the jobs taking their turns.
async fn live_until(house: &House, day: &str) {
    let then = format!("{day}T09:00:00Z").parse().unwrap();
    while house.app.now() < then {
        house.wait(chrono::TimeDelta::days(1).min(then - house.app.now()));
        house.ask().await;
        house.close().await;
    }
}

#[tokio::test]
async fn two_pulses_without_a_reply_raise_one_alert_and_ask_for_a_call() {
    let house = House::new().await;
    let (cast, _) = welcomed(&house).await;

    // Pulses of 7 October and 7 November, ten days each.
    live_until(&house, "2026-10-20").await;
    assert_eq!(outcome(&cast).await, (json!([]), 0), "one is not many");
    live_until(&house, "2026-11-18").await;
    let (alerts, calls) = outcome(&cast).await;
    assert_eq!((alerts.as_array().unwrap().len(), calls), (1, 1));
    assert_eq!(alerts[0]["priority"], "p3");
    let manager = cast.area.signed_in(cast.manager.id, Role::Manager).await;
    let silent = manager.get("/caseload?state=no-reply").await.ok();
    assert_eq!(silent["items"].as_array().unwrap().len(), 1);

    let again = house.close().await;
    assert_eq!(again.done, 0);
    assert_eq!(outcome(&cast).await.1, 1, "asked once");
}

#[tokio::test]
async fn an_answer_in_between_begins_the_count_again() {
    let house = House::new().await;
    let (cast, phone) = welcomed(&house).await;
    live_until(&house, "2026-11-07").await;
    let second = phone.waiting_id("pulse").await;
    phone
        .say(&second, &said("2026-11-07T09:00:00Z", &[("feel_week", "good")]).finished())
        .await
        .ok();
    live_until(&house, "2027-01-06").await;
    let (alerts, _) = outcome(&cast).await;
    assert_eq!(alerts, json!([]), "the core of 7 December stayed unanswered, and it was one");
}

#[tokio::test]
async fn whoever_answers_a_part_is_not_silent() {
    let house = House::new().await;
    let (cast, phone) = welcomed(&house).await;
    for (day, at) in
        [("2026-10-07", "2026-10-07T09:00:00Z"), ("2026-11-07", "2026-11-07T09:00:00Z")]
    {
        live_until(&house, day).await;
        let pulse = phone.waiting_id("pulse").await;
        phone.say(&pulse, &said(at, &[("feel_week", "good")])).await.ok();
    }
    live_until(&house, "2026-11-20").await;

    assert_eq!(outcome(&cast).await, (json!([]), 0));
    let manager = cast.area.signed_in(cast.manager.id, Role::Manager).await;
    let silent = manager.get("/caseload?state=no-reply").await.ok();
    assert_eq!(silent["items"], json!([]));
}

#[tokio::test]
async fn a_long_check_in_that_stands_ten_days_asks_for_a_call_once() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default().since("2026-06-07")).await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    let welcome = phone.waiting_id("welcome").await;
    phone.say(&welcome, &said("2026-09-07T09:00:00Z", &[("feel_week", "good")])).await.ok();
    house.ask().await;
    let core = phone.waiting_id("core").await;
    live_until(&house, "2026-09-16").await;
    assert_eq!(outcome(&cast).await.1, 0);
    live_until(&house, "2026-09-18").await;
    assert_eq!(outcome(&cast).await.1, 1);
    live_until(&house, "2026-09-25").await;
    assert_eq!(outcome(&cast).await.1, 1);

    // An answer comes after all: nobody has to call about it.
    phone.say(&core, &said("2026-09-25T09:00:00Z", &[("feel_week", "good")])).await.ok();
    assert_eq!(outcome(&cast).await.1, 0);
}

/// What a supporter says of how somebody lives.
async fn helper_says(rosa: &Caller<'_>, check_in: &str, at: &str) {
    let answer = json!({ "key": "want_contact", "codes": ["no"], "answered_at": at });
    let body =
        json!({ "source": "proxy", "reading": "plain", "finished": true, "answers": [answer] });
    rosa.put(&format!("/supporter/check-ins/{check_in}/answers"), body).await.ok();
}

#[tokio::test]
async fn a_supporter_cannot_hide_that_somebody_is_silent() {
    let house = House::new().await;
    let (cast, phone) = welcomed(&house).await;
    let (_, rosa) = phone.helped_by("Rosa", &["helps"]).await;
    for (day, at) in
        [("2026-10-07", "2026-10-07T09:00:00Z"), ("2026-11-07", "2026-11-07T09:00:00Z")]
    {
        live_until(&house, day).await;
        helper_says(&rosa, &phone.waiting_id("pulse").await, at).await;
    }
    live_until(&house, "2026-11-18").await;

    let (alerts, calls) = outcome(&cast).await;
    assert_eq!((alerts.as_array().unwrap().len(), calls), (1, 1));
    let manager = cast.area.signed_in(cast.manager.id, Role::Manager).await;
    let silent = manager.get("/caseload?state=no-reply").await.ok();
    assert_eq!(silent["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_call_is_made_although_a_supporter_answers() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default().since("2026-06-07")).await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    let welcome = phone.waiting_id("welcome").await;
    phone.say(&welcome, &said("2026-09-07T09:00:00Z", &[("feel_week", "good")])).await.ok();
    let (_, rosa) = phone.helped_by("Rosa", &["helps"]).await;
    house.ask().await;
    let core = phone.waiting_id("core").await;
    helper_says(&rosa, &core, "2026-09-08T09:00:00Z").await;
    live_until(&house, "2026-09-18").await;
    assert_eq!(outcome(&cast).await.1, 1, "nobody has heard of her");

    helper_says(&rosa, &core, "2026-09-18T09:00:00Z").await;
    assert_eq!(outcome(&cast).await.1, 1, "it still has to be made");
    phone.say(&core, &said("2026-09-18T09:00:00Z", &[("feel_week", "good")])).await.ok();
    assert_eq!(outcome(&cast).await.1, 0);
}

#[tokio::test]
async fn nobody_is_called_silent_who_cannot_answer_yet() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    live_until(&house, "2027-01-20").await;

    assert_eq!(outcome(&cast).await, (json!([]), 0));
    let manager = cast.area.signed_in(cast.manager.id, Role::Manager).await;
    let list = manager.get("/caseload").await.ok();
    let codes: Vec<&Value> =
        list["items"][0]["reasons"].as_array().unwrap().iter().map(|r| &r["code"]).collect();
    assert!(
        codes.contains(&&json!("not-invited")) && !codes.contains(&&json!("no-reply-twice")),
        "{codes:?}"
    );
}

#[tokio::test]
async fn only_whoever_is_silent_is_asked_less() {
    let house = House::new().await;
    let (cast, _) = welcomed(&house).await;
    let ben = cast.area.add(Sketch::named("Ben Okafor")).await;
    cast.area.add(Sketch::named("Kit Kentish")).await;
    cast.manager.assign(&ben, &cast.worker).await;
    let bens = cast.worker.phone_of(&ben).await;
    for (day, kind) in [("2026-10-07", "pulse"), ("2026-11-07", "pulse"), ("2026-12-07", "core")] {
        live_until(&house, day).await;
        let some = said(&format!("{day}T09:00:00Z"), &[("feel_week", "good")]);
        bens.say(&bens.waiting_id(kind).await, &some).await.ok();
    }

    // Amina has left three without a reply. Ben has begun each, and Kit has never been in.
    live_until(&house, "2027-01-08").await;
    assert_eq!(house.database.count("check_in WHERE month = 3").await, 3);
    assert_eq!(house.database.count("check_in WHERE month = 4").await, 2);
    let manager = cast.area.signed_in(cast.manager.id, Role::Manager).await;
    let record = manager.get(&format!("/people/{}", cast.amina.id)).await.ok();
    assert_eq!(record["check_ins"][0]["kind"], "core", "the latest that she was asked");
    live_until(&house, "2027-03-11").await;
    assert_eq!(house.database.count("check_in WHERE month = 6").await, 3, "the longer ones go on");
}

#[tokio::test]
async fn nobody_is_asked_more_often_because_of_silence() {
    let house = House::new().await;
    house.cast(Sketch::default()).await;
    live_until(&house, "2027-03-01").await;
    assert_eq!(house.database.count("check_in").await, 6, "the welcome and five months");
}
