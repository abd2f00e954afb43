//! What is private comes when somebody asks for it, and that they did is kept (WK-11).

use domain::staff::Role;
use serde_json::{Value, json};

use crate::{
    house::{Caller, House},
    story::{Cast, Sketch, said},
};

const NINE: &str = "2026-09-07T09:00:00Z";
const WORDS: &str = "The bus goes past the pond.";

/// Amina has said that she is well at home and not safe, and something in her own words: her check-in.
async fn answered(house: &House) -> (Cast<'_>, Caller<'_>, Value) {
    let (cast, phone, id) = house.asked().await;
    let text = json!({ "key": "anything_else", "text": WORDS, "answered_at": NINE });
    let all = said(NINE, &[("home_feel", "good"), ("feel_safe", "not_always")]).and(text);
    phone.say(&id, &all).await.ok();
    (cast, phone, json!(id))
}

fn hidden(told: &Value) -> Vec<&str> {
    let answers = told["answers"].as_array().unwrap().iter();
    let hidden = answers.filter(|answer| answer["hidden"] == true);
    hidden.map(|answer| answer["question"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn private_answers_are_not_on_the_page_and_come_when_somebody_asks() {
    let house = House::new().await;
    let (Cast { worker, amina, .. }, _, check_in) = answered(&house).await;

    let record = worker.open(&amina).await;
    let told = &record["check_ins"][0];
    assert_eq!(hidden(told), ["feel_safe", "anything_else"]);
    for answer in told["answers"].as_array().unwrap().iter().filter(|it| it["hidden"] == true) {
        assert_eq!((&answer["labels"], answer.get("free_text")), (&json!([]), None));
    }
    assert_eq!(told["answers"][0]["labels"], json!(["Good"]));
    assert!(!record.to_string().contains("pond"), "{record}");

    let words = worker.reveal(&amina, &check_in).await;
    let answers = words["answers"].as_array().unwrap();
    assert_eq!((answers.len(), hidden(&words).len()), (2, 0));
    assert_eq!(answers[1]["free_text"], WORDS);
    assert!(answers[0]["labels"].as_array().is_some_and(|labels| labels.len() == 1), "{words}");
}

#[tokio::test]
async fn whoever_has_private_answers_opened_is_seen_and_whoever_has_not_is_not() {
    let house = House::new().await;
    let (Cast { worker, amina, .. }, phone, check_in) = answered(&house).await;
    worker.open(&amina).await;
    worker.reveal(&amina, &check_in).await;

    let looks = phone.get("/me/looks").await.ok()["items"].clone();
    let looks = looks.as_array().unwrap();
    let read = json!({
        "plain": "They opened private answers, or words that you wrote.",
        "easy": "They read your private answers or your words.",
    });
    // The latest first; an invitation before them is none.
    assert_eq!((&looks[0]["read"], looks[1].get("read")), (&read, None));
    assert_eq!(house.database.count("access_event WHERE what = 'reveal_words'").await, 1);
}

#[tokio::test]
async fn an_alert_shows_the_words_behind_it_as_before_and_reading_them_is_a_step_of_its_own() {
    let house = House::new().await;
    let (Cast { worker, amina, .. }, phone, check_in) = answered(&house).await;
    let unread = async || {
        let record = worker.open(&amina).await;
        let alerts = record["alerts"].as_array().unwrap().clone();
        let words = alerts.into_iter().find(|alert| alert["own_words"] == true).unwrap();
        (words["id"].as_str().unwrap().to_owned(), words.get("read_at").is_none())
    };
    worker.reveal(&amina, &check_in).await;
    let (alert, yet) = unread().await;
    assert!(yet, "opening is not reading");

    let shown = worker.get(&format!("/alerts/{alert}")).await.ok();
    assert!(shown["words"].to_string().contains("pond"), "{shown}");
    let seen = json!({ "seen": shown["version"] });
    worker.put(&format!("/alerts/{alert}/reading"), seen).await.ok();
    assert!(!unread().await.1);
    let looks = phone.get("/me/looks").await.ok()["items"].clone();
    let read = looks.as_array().unwrap().iter().filter(|look| look.get("read").is_some()).count();
    assert_eq!(read, 2, "once on the page, once with the alert");
}

#[tokio::test]
async fn what_is_not_theirs_is_opened_by_nobody() {
    let house = House::new().await;
    let (Cast { worker, manager, amina, area }, _, check_in) = answered(&house).await;
    let ben = area.add(Sketch::named("Ben Okafor")).await;
    manager.assign(&ben, &worker).await;
    let other = area.member("Olga Other", Role::Worker).await;
    let path = format!("/people/{}/words/{}", amina.id, check_in.as_str().unwrap());
    assert_eq!(other.get(&path).await.problem(), (404, "not-found"));
    let another = format!("/people/{}/words/{}", ben.id, check_in.as_str().unwrap());
    assert_eq!(worker.get(&another).await.problem(), (404, "not-found"));
    assert_eq!(house.database.count("access_event WHERE what = 'reveal_words'").await, 0);
}
