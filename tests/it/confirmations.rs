//! A provider is asked about one thing by a link, sees that and nothing else, and answers once.

use chrono::TimeDelta;
use domain::staff::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    house::{Answer, House},
    story::{Cast, Member, Sketch, Young},
};

/// A question about a college course of Amina's: the id of the course, of the question, and the link's token.
async fn asked(worker: &Member<'_>, amina: &Young, house: &House) -> (Uuid, Uuid, String) {
    let (spell, id) = (house.id(), house.id());
    let course = json!({
        "code": 220, "started_on": "2026-09-02", "verified_on": "2026-09-04",
        "predicted_end_on": "2027-07-31", "provider": "Northside College",
    });
    worker.put(&format!("/people/{}/destinations/{spell}", amina.id), course).await.ok();
    let token = ask(worker, amina, id, spell).await;
    (spell, id, token)
}

async fn ask(worker: &Member<'_>, amina: &Young, id: Uuid, spell: Uuid) -> String {
    let asks = json!({ "destination_id": spell, "known_as": "Amina B", "basis": "agreed" });
    let made = worker.put(&path(amina, id), asks).await.ok();
    let link = made["link"].as_str().unwrap().to_owned();
    let (page, token) = link.split_once("#ask=").expect("the token stands behind #");
    assert!(page.ends_with("/confirm/"), "{page}");
    token.to_owned()
}

fn path(amina: &Young, id: Uuid) -> String {
    format!("/people/{}/confirmations/{id}", amina.id)
}

async fn item(house: &House, token: &str) -> Answer {
    house.stranger("/confirmation/v1").post("/item", json!({ "token": token })).await
}

async fn answer(house: &House, token: &str, says: &str, ended_on: Option<&str>) -> Answer {
    let mut body = json!({ "token": token, "answer": says, "answered_by": "The registry" });
    if let Some(on) = ended_on {
        body["ended_on"] = json!(on);
    }
    house.stranger("/confirmation/v1").post("/answer", body).await
}

async fn spell_of(worker: &Member<'_>, amina: &Young, id: Uuid) -> Value {
    let person = worker.get(&format!("/people/{}", amina.id)).await.ok();
    let spells = person["destinations"].as_array().unwrap().clone();
    spells.into_iter().find(|spell| spell["id"] == json!(id)).expect("it is there")
}

#[tokio::test]
async fn the_link_shows_one_thing_and_nothing_else() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let (_, id, token) = asked(&worker, &amina, &house).await;

    let shown = item(&house, &token).await;
    let members: Vec<_> = shown.body.as_object().unwrap().keys().map(String::as_str).collect();
    let all = ["activity", "asked_by", "expires_at", "name", "provider", "service", "started_on"];
    assert_eq!(members.iter().collect::<std::collections::BTreeSet<_>>().len(), all.len());
    assert!(all.iter().all(|member| members.contains(member)), "{members:?}");
    assert_eq!(shown.body["name"], "Amina B");
    assert_eq!(shown.body["provider"], "Northside College");
    // Opened again, by a mail program or a colleague, it works still.
    item(&house, &token).await.ok();
    let listed = worker.get(&format!("/people/{}/confirmations", amina.id)).await.ok();
    assert_eq!(listed["items"][0]["id"], json!(id));
    assert!(listed["items"][0]["opened_at"].is_string());
    assert!(!listed.to_string().contains(&token), "the token is told once");
}

#[tokio::test]
async fn yes_is_the_providers_word_and_the_link_is_over() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let (spell, _, token) = asked(&worker, &amina, &house).await;
    house.wait(TimeDelta::minutes(10));

    answer(&house, &token, "yes", None).await.ok();
    let known = spell_of(&worker, &amina, spell).await;
    assert_eq!(known["source"], "provider");
    assert_eq!(known["verified_on"], json!(house.app.today()));
    // Sent again after a lost reply it is the same; another answer comes too late.
    answer(&house, &token, "yes", None).await.ok();
    assert_eq!(answer(&house, &token, "never", None).await.problem(), (404, "not-found"));
    assert_eq!(item(&house, &token).await.problem(), (404, "not-found"));
    assert_eq!(spell_of(&worker, &amina, spell).await["version"], known["version"]);
}

#[tokio::test]
async fn whoever_has_left_is_ended_and_somebody_asks_where_they_are() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let (spell, _, token) = asked(&worker, &amina, &house).await;

    let bad = answer(&house, &token, "ended", None).await;
    assert_eq!(bad.problem(), (422, "rule-broken"));
    let early = answer(&house, &token, "ended", Some("2026-09-01")).await;
    assert_eq!(early.problem(), (422, "rule-broken"));
    answer(&house, &token, "ended", Some("2026-09-04")).await.ok();
    assert_eq!(spell_of(&worker, &amina, spell).await["ended_on"], "2026-09-04");
    let person = worker.get(&format!("/people/{}", amina.id)).await.ok();
    let tasks = person["tasks"].to_string();
    assert!(tasks.contains("A provider answered about where they are"), "{tasks}");
}

#[tokio::test]
async fn what_contradicts_the_record_writes_nothing_over() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let (spell, id, token) = asked(&worker, &amina, &house).await;
    let before = spell_of(&worker, &amina, spell).await;

    answer(&house, &token, "never", None).await.ok();
    assert_eq!(spell_of(&worker, &amina, spell).await, before);
    let person = worker.get(&format!("/people/{}", amina.id)).await.ok();
    assert!(person["tasks"].to_string().contains("A provider answered"));
    // It has been answered: asked again, it needs another question.
    let asks = json!({ "destination_id": spell, "known_as": "Amina B", "basis": "agreed" });
    let again = worker.put(&path(&amina, id), asks).await;
    assert_eq!(again.problem(), (409, "already-exists"));
}

#[tokio::test]
async fn a_link_that_ran_out_was_taken_back_or_made_anew_is_over() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let (spell, id, first) = asked(&worker, &amina, &house).await;

    let second = ask(&worker, &amina, id, spell).await;
    assert_eq!(item(&house, &first).await.problem(), (404, "not-found"));
    item(&house, &second).await.ok();
    assert_eq!(worker.delete(&path(&amina, id)).await.status, 204);
    assert_eq!(answer(&house, &second, "yes", None).await.problem(), (404, "not-found"));
    let third = ask(&worker, &amina, id, spell).await;
    item(&house, &third).await.ok();
    house.wait(TimeDelta::days(14));
    assert_eq!(item(&house, &third).await.problem(), (404, "not-found"));
    assert_eq!(answer(&house, &third, "yes", None).await.problem(), (404, "not-found"));
}

#[tokio::test]
async fn nobody_is_asked_about_what_is_not_theirs() {
    let house = House::new().await;
    let Cast { worker, amina, area, .. } = house.cast(Sketch::default()).await;
    let (spell, _, _) = asked(&worker, &amina, &house).await;
    let stranger = area.member("Other Worker", Role::Worker).await;
    let asks = json!({ "destination_id": spell, "known_as": "Amina B", "basis": "agreed" });
    let refused = stranger.put(&path(&amina, house.id()), asks).await;
    assert_eq!(refused.problem(), (404, "not-found"));
    let nothing =
        json!({ "destination_id": house.id::<Uuid>(), "known_as": "A", "basis": "agreed" });
    let refused = worker.put(&path(&amina, house.id()), nothing).await;
    assert_eq!(refused.problem(), (404, "not-found"));
}

#[tokio::test]
async fn two_answers_at_once_are_one() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let (spell, id, token) = asked(&worker, &amina, &house).await;
    let (yes, never) =
        tokio::join!(answer(&house, &token, "yes", None), answer(&house, &token, "never", None));
    let mut both = [yes.status, never.status];
    both.sort();
    assert_eq!(both, [204, 404]);
    let listed = worker.get(&format!("/people/{}/confirmations", amina.id)).await.ok();
    let said = listed["items"].as_array().unwrap().iter().find(|it| it["id"] == json!(id)).unwrap();
    let stands = spell_of(&worker, &amina, spell).await["source"] == "provider";
    assert_eq!(stands, said["answer"] == "yes");
}
