//! How alerts end: with what came of them, by two people where somebody may come to harm, and never unread.

use chrono::TimeDelta;
use domain::staff::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    house::{Answer, Caller, House},
    story::{Cast, Member, said},
};

/// What is said of somebody who is safe.
fn safe() -> Value {
    json!({ "outcome": "spoken-safe", "note": "With an aunt tonight.", "told_them": true })
}

/// Amina says something, and somebody who follows her sees the alert that it raises.
async fn alarmed<'h>(
    house: &'h House,
    code: (&str, &str),
) -> (Cast<'h>, Caller<'h>, String, String) {
    let (cast, phone, check_in) = house.asked().await;
    phone.say(&check_in, &said("2026-09-07T09:00:00Z", &[code])).await.ok();
    let alert = cast.worker.open(&cast.amina).await["alerts"][0]["id"].as_str().unwrap().to_owned();
    (cast, phone, check_in, alert)
}

async fn close(by: &Member<'_>, alert: &str, with: Value) -> Answer {
    by.put(&format!("/alerts/{alert}/closing"), with).await
}

async fn look(by: &Member<'_>, alert: &str, agreed: bool, proposal: &Value) -> Answer {
    let mut body = json!({ "agreed": agreed, "proposed_at": proposal["proposal"]["at"] });
    if !agreed {
        body["words"] = json!("Ring the college too.");
    }
    by.put(&format!("/alerts/{alert}/second-look"), body).await
}

/// What is done about an alert: the step, and whether it was done.
fn steps(alert: &Value) -> Vec<(&str, bool)> {
    let steps = alert["steps"].as_array().unwrap().iter();
    steps.map(|it| (it["step"].as_str().unwrap(), it["done_at"].is_string())).collect()
}

async fn reason(by: &Member<'_>, cast: &Cast<'_>) -> Value {
    by.row(&cast.amina).await["reasons"][0]["code"].clone()
}

#[tokio::test]
async fn possible_harm_is_closed_by_two_people() {
    let house = House::new().await;
    let (cast, _, _, alert) = alarmed(&house, ("feel_safe", "no")).await;
    let Cast { worker, manager, amina, .. } = &cast;

    let waits = close(worker, &alert, safe()).await.ok();
    assert_eq!(waits["closed_at"], Value::Null);
    assert_eq!(
        (&waits["proposal"]["by"], &waits["proposal"]["mine"], &waits["acknowledged_by"]),
        (&json!("Wanda Wójcik"), &json!(true), &json!("Wanda Wójcik"))
    );
    assert_eq!(close(worker, &alert, safe()).await.ok(), waits, "sent again, it is said once");
    assert_eq!(
        (reason(worker, &cast).await, reason(manager, &cast).await),
        (json!("possible-harm-open"), json!("possible-harm-second-look"))
    );

    let alone = look(worker, &alert, true, &waits).await;
    assert_eq!((alone.problem(), alone.pointers()), ((422, "rule-broken"), vec!["/agreed"]));
    house.wait(TimeDelta::minutes(5));
    let closed = look(manager, &alert, true, &waits).await.ok();
    assert_eq!(
        (&closed["closed_by"], &closed["closed_at"], &closed["came_of_it"]),
        (&json!("Maya Morris"), &json!("2026-09-07T09:05:00Z"), &json!("Spoken to, and safe"))
    );
    assert_eq!(look(manager, &alert, true, &waits).await.ok(), closed, "agreeing twice is one");
    assert_eq!(worker.open(amina).await["alerts"], json!([]));

    let shown = worker.get(&format!("/alerts/{alert}")).await.ok();
    let events: Vec<_> = shown["events"].as_array().unwrap().iter().map(|e| &e["what"]).collect();
    assert_eq!(events, ["raised", "taken", "proposed", "closed"]);
    assert_eq!(shown["events"][2]["words"], "Spoken to, and safe. With an aunt tonight.");
    let late = close(
        worker,
        &alert,
        json!({ "outcome": "raised-in-error", "note": "x", "told_them": true }),
    );
    assert_eq!(late.await.problem(), (409, "conflict"));
}

#[tokio::test]
async fn a_second_person_sends_it_back_and_agrees_to_nothing_they_have_not_seen() {
    let house = House::new().await;
    let (cast, _, _, alert) = alarmed(&house, ("feel_safe", "no")).await;
    let Cast { worker, manager, .. } = &cast;
    let early = json!({ "proposal": { "at": "2026-09-07T09:00:00Z" } });
    let nothing = look(manager, &alert, true, &early);
    assert_eq!(nothing.await.problem(), (409, "conflict"));

    let first = close(worker, &alert, safe()).await.ok();
    let without = json!({ "agreed": false, "proposed_at": first["proposal"]["at"] });
    let without = manager.put(&format!("/alerts/{alert}/second-look"), without).await;
    assert_eq!((without.problem(), without.pointers()), ((422, "rule-broken"), vec!["/words"]));
    let back = look(manager, &alert, false, &first).await.ok();
    assert!(back.get("proposal").is_none() && back.get("closed_at").is_none(), "{back}");

    house.wait(TimeDelta::minutes(1));
    let second = close(
        worker,
        &alert,
        json!({
            "outcome": "childrens-social-care", "note": "Referred today.", "told_them": false,
            "not_told_why": "Their phone is watched.",
        }),
    );
    let second = second.await.ok();
    assert_eq!(look(manager, &alert, true, &first).await.problem(), (409, "conflict"));
    look(manager, &alert, true, &second).await.ok();
    let shown = worker.get(&format!("/alerts/{alert}")).await.ok();
    let events: Vec<_> = shown["events"].as_array().unwrap().iter().map(|e| &e["what"]).collect();
    assert_eq!(events, ["raised", "taken", "proposed", "sent-back", "proposed", "closed"]);
    assert_eq!(shown["events"][3]["words"], "Ring the college too.");
}

#[tokio::test]
async fn possible_harm_does_not_go_away_because_nobody_answers() {
    let house = House::new().await;
    let (cast, _, _, alert) = alarmed(&house, ("feel_safe", "no")).await;
    let unreached = json!({
        "outcome": "could-not-reach", "note": "Rang three times.", "told_them": true, "next_on": "2026-09-09",
    });
    let refused = close(&cast.worker, &alert, unreached).await;
    assert_eq!((refused.problem(), refused.pointers()), ((422, "rule-broken"), vec!["/outcome"]));
    let silent = json!({ "outcome": "other-service", "note": "Housing team.", "told_them": false });
    let refused = close(&cast.worker, &alert, silent).await;
    assert_eq!(refused.pointers(), ["/not_told_why"]);
}

#[tokio::test]
async fn a_concern_is_closed_by_one_and_its_next_step_is_something_to_do() {
    let house = House::new().await;
    let (cast, _, _, alert) = alarmed(&house, ("want_contact", "soon")).await;
    let worker = &cast.worker;
    let mut unreached = json!({
        "outcome": "could-not-reach", "note": "Ask the college to pass it on.", "told_them": true,
    });
    let refused = close(worker, &alert, unreached.clone()).await;
    assert_eq!((refused.problem(), refused.pointers()), ((422, "rule-broken"), vec!["/next_on"]));
    unreached["next_on"] = json!("2026-09-09");
    let closed = close(worker, &alert, unreached).await.ok();
    assert_eq!(closed["closed_by"], "Wanda Wójcik");
    let person = worker.open(&cast.amina).await;
    assert_eq!(
        (&person["alerts"], &person["tasks"][0]["due_on"]),
        (&json!([]), &json!("2026-09-09"))
    );
}

/// A contact with Amina, of now.
async fn spoke(
    by: &Member<'_>,
    cast: &Cast<'_>,
    house: &House,
    kind: &str,
    direction: &str,
    outcome: &str,
) {
    let body = json!({
        "kind": kind, "direction": direction, "outcome": outcome, "happened_at": "2026-09-07T09:05:00Z",
    });
    let id: Uuid = house.id();
    by.put(&format!("/people/{}/contacts/{id}", cast.amina.id), body).await.ok();
}

#[tokio::test]
async fn own_words_are_read_before_anything_settles_them() {
    let house = House::new().await;
    let (cast, phone, check_in) = house.asked().await;
    let wrote = |words: &str, at: &str| {
        said(at, &[]).and(json!({ "key": "anything_else", "text": words, "answered_at": at }))
    };
    phone.say(&check_in, &wrote("My bus pass ran out.", "2026-09-07T09:00:00Z")).await.ok();
    house.wait(TimeDelta::minutes(6));
    let worker = &cast.worker;
    let open = async || worker.open(&cast.amina).await["alerts"].clone();
    let alert = open().await[0]["id"].as_str().unwrap().to_owned();
    let reasons = worker.row(&cast.amina).await["reasons"].clone();
    let mut codes = reasons.as_array().unwrap().iter().map(|reason| &reason["code"]);
    assert!(codes.any(|code| code == "free-text"), "{reasons}");

    spoke(worker, &cast, &house, "letter", "in", "other").await;
    spoke(worker, &cast, &house, "call", "out", "spoke").await;
    assert_eq!(open().await.as_array().unwrap().len(), 1, "nobody has read it");
    let refused = close(worker, &alert, safe()).await;
    assert_eq!(refused.problem(), (422, "rule-broken"));

    let shown = worker.get(&format!("/alerts/{alert}")).await.ok();
    assert_eq!(shown["words"][0]["answer"]["free_text"], "My bus pass ran out.");
    phone.say(&check_in, &wrote("I am scared.", "2026-09-07T09:06:00Z")).await.ok();
    let read = |version: &Value| json!({ "seen": version });
    let reading = format!("/alerts/{alert}/reading");
    let missed = worker.put(&reading, read(&shown["version"])).await;
    assert_eq!(missed.problem(), (409, "conflict"));
    assert_eq!(open().await.as_array().unwrap().len(), 2, "other words are another alert");

    let shown = worker.get(&format!("/alerts/{alert}")).await.ok();
    let words: Vec<_> =
        shown["words"].as_array().unwrap().iter().map(|it| &it["answer"]["free_text"]).collect();
    assert_eq!(words, ["My bus pass ran out.", "I am scared."]);
    let done = worker.put(&reading, read(&shown["version"])).await.ok();
    assert_eq!((&done["read_by"], steps(&done)[0]), (&json!("Wanda Wójcik"), ("read", true)));
    assert!(open().await.as_array().unwrap().iter().all(|it| it["read_at"].is_string()));

    let mut later = json!({
        "kind": "call", "direction": "out", "outcome": "spoke", "happened_at": "2026-09-07T09:10:00Z",
    });
    house.wait(TimeDelta::minutes(6));
    later["note"] = json!("The pass is renewed.");
    let id: Uuid = house.id();
    worker.put(&format!("/people/{}/contacts/{id}", cast.amina.id), later).await.ok();
    assert_eq!(open().await, json!([]), "read, it is settled by speaking");
    let shown = worker.get(&format!("/alerts/{alert}")).await.ok();
    assert_eq!(shown["alert"]["came_of_it"], "Settled when they spoke");
}

#[tokio::test]
async fn a_concern_and_possible_harm_stay_open_when_they_have_spoken() {
    for code in [("feel_safe", "no"), ("want_contact", "soon")] {
        let house = House::new().await;
        let (cast, _, _, alert) = alarmed(&house, code).await;
        cast.worker.put(&format!("/alerts/{alert}/acknowledgement"), Value::Null).await.ok();
        house.wait(TimeDelta::minutes(6));
        spoke(&cast.worker, &cast, &house, "call", "out", "spoke").await;
        let person = cast.worker.open(&cast.amina).await;
        assert_eq!(person["alerts"].as_array().unwrap().len(), 1, "{code:?}");
        let now = steps(&person["alerts"][0]);
        assert!(now.contains(&("take", true)) && now.contains(&("contact", true)), "{now:?}");
    }
}

#[tokio::test]
async fn clocks_run_while_somebody_is_there() {
    let house = House::new().await;
    let (cast, _, _, alert) = alarmed(&house, ("feel_safe", "no")).await;
    let take = |alert: &Value| alert["steps"][0].clone();
    let person = cast.worker.open(&cast.amina).await;
    // A Monday in summer, at ten in London.
    assert_eq!(
        take(&person["alerts"][0]),
        json!({ "step": "take", "due_at": "2026-09-07T11:00:00Z", "late": false, "minutes_left": 120 })
    );
    house.at("2026-09-07T11:01:00Z");
    let worker = cast.area.signed_in(cast.worker.id, Role::Worker).await;
    let shown = worker.get(&format!("/alerts/{alert}")).await.ok();
    assert_eq!(
        (&take(&shown["alert"])["late"], &take(&shown["alert"])["minutes_left"]),
        (&json!(true), &json!(0))
    );
}

#[tokio::test]
async fn a_safeguarding_lead_is_the_second_person_and_sees_that_it_is_closed() {
    let house = House::new().await;
    let (cast, _, _, alert) = alarmed(&house, ("feel_safe", "no")).await;
    let lead = cast.area.member("Lena Lead", Role::SafeguardingLead).await;
    let waits = close(&cast.worker, &alert, safe()).await.ok();
    assert_eq!(reason(&lead, &cast).await, "possible-harm-second-look");
    let closed = look(&lead, &alert, true, &waits).await.ok();
    assert_eq!(closed["closed_by"], "Lena Lead");
    let gone = lead.get(&format!("/alerts/{alert}")).await;
    assert_eq!(gone.problem(), (404, "not-found"), "and with it whom they reached");
}

#[tokio::test]
async fn two_who_say_what_came_of_it_at_once_are_two_people_and_one_closing() {
    let house = House::new().await;
    let (cast, _, _, alert) = alarmed(&house, ("feel_safe", "no")).await;
    let lead = cast.area.member("Lena Lead", Role::SafeguardingLead).await;
    let waits = close(&cast.worker, &alert, safe()).await.ok();
    let (one, other) =
        tokio::join!(look(&cast.manager, &alert, true, &waits), look(&lead, &alert, false, &waits));
    let statuses = [one.status, other.status];
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    let shown = cast.worker.get(&format!("/alerts/{alert}")).await.ok();
    let ends = |what: &str| {
        shown["events"].as_array().unwrap().iter().filter(|event| event["what"] == what).count()
    };
    assert_eq!(ends("closed") + ends("sent-back"), 1, "{shown}");
}
