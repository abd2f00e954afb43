//! Recording contacts: once, however often it is sent.

use domain::staff::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    house::{Answer, House},
    story::{Cast, Member, Sketch, Young, link},
};

fn call(outcome: &str) -> Value {
    json!({
        "kind": "call", "direction": "out", "outcome": outcome, "happened_at": "2026-09-07T08:30:00Z",
        "note": "College went well; asked about the bus.",
    })
}

async fn record(by: &Member<'_>, with: &Young, id: Uuid, body: Value) -> Answer {
    by.put(&format!("/people/{}/contacts/{id}", with.id), body).await
}

#[tokio::test]
async fn a_contact_sent_twice_is_one_contact_and_sent_otherwise_is_changed() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let id = house.id();

    let first = record(&worker, &amina, id, call("spoke")).await.ok();
    assert_eq!((&first["by"], &first["id"]), (&json!("Wanda Wójcik"), &json!(id)));
    assert_eq!(record(&worker, &amina, id, call("spoke")).await.ok(), first);
    let mut otherwise = call("left-message");
    otherwise["based_on"] = first["version"].clone();
    record(&worker, &amina, id, otherwise).await.ok();

    let contacts = worker.open(&amina).await["contacts"].clone();
    assert_eq!(contacts.as_array().unwrap().len(), 1);
    assert_eq!(contacts[0]["outcome"], "left-message");
}

#[tokio::test]
async fn a_contact_of_somebody_else_is_not_written_over() {
    let house = House::new().await;
    let Cast { area, worker, manager, amina } = house.cast(Sketch::default()).await;
    let ben = area.add(Sketch::named("Ben Okafor")).await;
    manager.assign(&ben, &worker).await;
    let id = house.id();
    record(&worker, &amina, id, call("spoke")).await.ok();

    let by_another = record(&manager, &amina, id, call("no-answer")).await;
    assert_eq!(by_another.problem(), (409, "already-exists"));
    let with_another = record(&worker, &ben, id, call("no-answer")).await;
    assert_eq!(with_another.problem(), (409, "already-exists"));
    assert_eq!(worker.open(&amina).await["contacts"][0]["outcome"], "spoke");
}

#[tokio::test]
async fn what_has_not_happened_cannot_be_recorded() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    for (happened_at, status) in [
        ("2026-09-07T09:09:00Z", 200),
        ("2026-09-07T09:11:00Z", 422),
        ("2020-09-07T09:00:00Z", 422),
        ("2026-09-07T10:05:00+01:00", 200),
    ] {
        let mut body = call("spoke");
        body["happened_at"] = json!(happened_at);
        let answer = record(&worker, &amina, house.id(), body).await;
        assert_eq!(answer.status, status, "{happened_at}: {}", answer.text);
        if status == 422 {
            assert_eq!(answer.pointers(), ["/happened_at"]);
        }
    }
}

#[tokio::test]
async fn what_is_to_be_followed_up_lies_ahead() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let mut body = call("spoke");
    body["follow_up_on"] = json!("2020-01-01");
    let refused = record(&worker, &amina, house.id(), body).await;
    assert_eq!(
        (refused.problem(), refused.pointers()),
        ((422, "rule-broken"), vec!["/follow_up_on"])
    );

    let path = format!("/people/{}/promises/{}", amina.id, house.id::<Uuid>());
    let refused =
        worker.put(&path, json!({ "name": "a job coach", "agreed_on": "2030-01-01" })).await;
    assert_eq!((refused.problem(), refused.pointers()), ((422, "rule-broken"), vec!["/agreed_on"]));
}

#[tokio::test]
async fn a_follow_up_becomes_something_to_do() {
    let house = House::new().await;
    let Cast { area, worker, amina, .. } = house.cast(Sketch::default()).await;
    let id = house.id();
    let mut body = call("left-message");
    body["follow_up_on"] = json!("2026-09-10");

    record(&worker, &amina, id, body.clone()).await.ok();
    record(&worker, &amina, id, body).await.ok();

    let tasks = worker.open(&amina).await["tasks"].clone();
    assert_eq!(tasks.as_array().unwrap().len(), 1);
    assert_eq!(tasks[0]["due_on"], "2026-09-10");
    house.at("2026-09-10T09:00:00Z");
    let worker = area.signed_in(worker.id, Role::Worker).await;
    let caseload = worker.get("/caseload").await.ok();
    let codes: Vec<_> = caseload["items"][0]["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["code"].clone())
        .collect();
    assert!(codes.contains(&json!("task-overdue")), "{codes:?}");
}

#[tokio::test]
async fn mending_a_note_does_not_finish_what_is_still_to_do() {
    let house = House::new().await;
    let Cast { area, worker, amina, .. } = house.cast(Sketch::default()).await;
    let id = house.id();
    let mut body = call("spoke");
    body["follow_up_on"] = json!("2026-09-10");
    record(&worker, &amina, id, body.clone()).await.ok();

    house.at("2026-09-11T09:00:00Z");
    let worker = Member { caller: area.signed_in(worker.id, Role::Worker).await, ..worker };
    body["note"] = json!("Spelt right now.");
    body["based_on"] = json!(1);
    record(&worker, &amina, id, body.clone()).await.ok();
    assert_eq!(worker.open(&amina).await["tasks"][0]["due_on"], "2026-09-10");

    body["follow_up_on"] = json!("2026-09-14");
    body["based_on"] = json!(2);
    record(&worker, &amina, id, body.clone()).await.ok();
    let tasks = worker.open(&amina).await["tasks"].clone();
    assert_eq!((tasks.as_array().unwrap().len(), &tasks[0]["due_on"]), (1, &json!("2026-09-14")));
    body.as_object_mut().unwrap().remove("follow_up_on");
    body["based_on"] = json!(3);
    record(&worker, &amina, id, body).await.ok();
    assert_eq!(worker.open(&amina).await["tasks"], json!([]));
}

#[tokio::test]
async fn having_spoken_settles_what_was_to_be_done_and_leaving_a_message_does_not() {
    let house = House::new().await;
    let Cast { area, worker, amina, .. } = house.cast(Sketch::default()).await;
    let secret = link(&worker.invite(&amina, "letter").await);
    let phone = house.stranger("/young-person/v1");
    for _ in 0..3 {
        let mut wrong = amina.acceptance(&secret, "page");
        wrong["birth_day"] = json!(27);
        phone.post("/invitations/accept", wrong).await;
    }
    house.at("2026-09-09T09:00:00Z");
    let worker = Member { caller: area.signed_in(worker.id, Role::Worker).await, ..worker };
    assert_eq!(worker.open(&amina).await["tasks"].as_array().unwrap().len(), 1);

    record(&worker, &amina, house.id(), call("left-message")).await.ok();
    assert_eq!(worker.open(&amina).await["tasks"].as_array().unwrap().len(), 1);
    record(&worker, &amina, house.id(), call("spoke")).await.ok();
    let tasks = worker.open(&amina).await["tasks"].clone();
    assert_eq!(tasks.as_array().unwrap().len(), 1, "they spoke before it was to be done");
    let mut today = call("spoke");
    today["happened_at"] = json!("2026-09-09T08:55:00Z");
    record(&worker, &amina, house.id(), today).await.ok();
    assert_eq!(worker.open(&amina).await["tasks"], json!([]));
}

#[tokio::test]
async fn what_is_wrong_with_a_contact_is_told_by_its_place() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let wrong = json!({
        "kind": "pigeon", "direction": "out", "outcome": "spoke", "happened_at": "yesterday", "note": "",
        "follow_up_on": "2026-13-01", "mood": "good",
    });
    let refused = record(&worker, &amina, house.id(), wrong).await;
    assert_eq!(refused.problem(), (422, "invalid-body"));
    let mut pointers = refused.pointers();
    pointers.sort_unstable();
    assert_eq!(pointers, ["/follow_up_on", "/happened_at", "/kind", "/mood", "/note"]);
    assert!(!refused.text.contains("pigeon"));
}
