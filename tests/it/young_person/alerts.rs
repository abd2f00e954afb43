//! An answer that somebody must act on raises its alert in the same breath (SAFE-03).

use serde_json::{Value, json};

use crate::{
    house::House,
    story::{Cast, said},
};

fn unsafe_now() -> crate::story::Said {
    said("2026-09-07T09:00:00Z", &[("feel_safe", "no")])
}

#[tokio::test]
async fn saying_that_they_are_not_safe_puts_somebody_first_on_the_list_at_once() {
    let house = House::new().await;
    let (Cast { worker, amina, .. }, phone, id) = house.asked().await;

    let taken = phone.say(&id, &unsafe_now()).await.ok();
    assert_eq!(taken["pages"], json!(["concern_received"]));

    let record = worker.open(&amina).await;
    assert_eq!(record["alerts"][0]["priority"], "p1");
    assert_eq!(record["alerts"][0]["raised_at"], "2026-09-07T09:00:00Z");
    let row = worker.row(&amina).await;
    assert_eq!(
        (&row["open_alerts"], &row["reasons"][0]["code"]),
        (&json!(1), &json!("possible-harm-not-taken"))
    );

    let again = phone.say(&id, &unsafe_now()).await.ok();
    assert_eq!(again["pages"], json!([]), "the page is shown for what is new");
}

#[tokio::test]
async fn taking_it_back_keeps_the_alert() {
    let house = House::new().await;
    let (Cast { worker, amina, .. }, phone, id) = house.asked().await;
    phone.say(&id, &unsafe_now()).await.ok();
    house.wait(chrono::TimeDelta::minutes(5));

    phone.say(&id, &said("2026-09-07T09:05:00Z", &[("feel_safe", "yes")])).await.ok();

    assert_eq!(worker.open(&amina).await["alerts"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_answer_sent_by_many_at_once_raises_one_alert() {
    let house = House::new().await;
    let (Cast { worker, amina, .. }, phone, id) = house.asked().await;

    let said = unsafe_now();
    let sending = (0..16).map(|_| phone.say(&id, &said));
    let answers = futures_util::future::join_all(sending).await;

    let taken = answers.iter().filter(|answer| answer.status == 200).count();
    assert!(
        taken >= 1 && answers.iter().all(|answer| matches!(answer.status, 200 | 503)),
        "{answers:?}"
    );
    let record = worker.open(&amina).await;
    assert_eq!(record["alerts"].as_array().unwrap().len(), 1);
    assert_eq!(record["check_ins"][0]["answers"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn where_the_alert_cannot_be_kept_the_answer_is_not_kept_either() {
    let house = House::new().await;
    let (Cast { worker, amina, .. }, phone, id) = house.asked().await;
    phone.say(&id, &said("2026-09-07T09:00:00Z", &[("home_feel", "good")])).await.ok();

    house.database.refuse_rows_of("alert").await;
    let broken = phone.say(&id, &unsafe_now()).await;
    assert_eq!(broken.problem(), (503, "unavailable"), "the phone will send it again");
    assert_eq!(broken.header("retry-after"), "2");
    let record = worker.open(&amina).await;
    let answers = record["check_ins"][0]["answers"].as_array().unwrap();
    assert_eq!((answers.len(), &answers[0]["question"]), (1, &json!("home_feel")));
    assert_eq!(record["alerts"], json!([]));

    house.database.take_rows_of("alert").await;
    phone.say(&id, &unsafe_now()).await.ok();
    let record = worker.open(&amina).await;
    assert_eq!(record["check_ins"][0]["answers"].as_array().unwrap().len(), 2);
    assert_eq!(record["alerts"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn each_thing_that_somebody_must_act_on_has_its_own_alert() {
    let house = House::new().await;
    let (Cast { worker, amina, .. }, phone, id) = house.asked().await;

    let many = said(
        "2026-09-07T09:00:00Z",
        &[("home_feel", "not_good"), ("worry_level", "a_lot"), ("want_contact", "soon")],
    )
    .and(json!({ "key": "home_why", "codes": ["not_safe", "nowhere"], "answered_at": "2026-09-07T09:00:00Z" }));
    phone.say(&id, &many).await.ok();

    let record = worker.open(&amina).await;
    let mut priorities: Vec<&str> = record["alerts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|alert| alert["priority"].as_str().unwrap())
        .collect();
    priorities.sort_unstable();
    assert_eq!(priorities, ["p1", "p1", "p2", "p2", "p3"]);
}

#[tokio::test]
async fn an_answer_to_a_question_that_is_no_longer_asked_alarms_nobody() {
    let house = House::new().await;
    let (Cast { worker, amina, .. }, phone, id) = house.asked().await;

    // They said first that home is not good and why, and then that it is good after all: the why is left over.
    let left_over =
        said("2026-09-07T09:00:00Z", &[("home_feel", "good"), ("home_why", "not_safe")]);
    let taken = phone.say(&id, &left_over).await.ok();

    assert_eq!(taken["pages"], json!([]));
    assert_eq!(worker.open(&amina).await["alerts"], Value::Array(vec![]));
}
