//! Mending somebody's details, which no file writes over.

use domain::staff::Role;
use serde_json::{Value, json};

use crate::{
    house::{Answer, House},
    story::{Cast, Member, Sketch, council::SAMPLE},
};

fn amina() -> Value {
    json!({
        "first_name": "Amina", "family_name": "Yusuf", "needs": ["bsl"], "transition_on": "2026-09-07",
        "mobile": "07700 900 456", "based_on": 1,
    })
}

fn with(mut body: Value, changes: Value) -> Value {
    body.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    body
}

async fn mend(by: &Member<'_>, who: &str, body: Value) -> Answer {
    by.put(&format!("/people/{who}/details"), body).await
}

#[tokio::test]
async fn details_are_mended_and_who_changed_what_is_kept() {
    let house = House::new().await;
    let Cast { worker, manager, amina: who, .. } = house.cast(Sketch::named("Amina Yusuf")).await;
    let who = who.id.to_string();
    let kept = mend(&worker, &who, with(amina(), json!({ "preferred_name": "Mina" }))).await.ok();
    assert_eq!(
        (&kept["version"], &kept["mobile"], &kept["kept"]),
        (&json!(2), &json!("+447700900456"), &json!(["mobile", "preferred_name"]))
    );
    let row = worker.get("/caseload").await.ok()["items"][0].clone();
    assert_eq!((&row["name"], &row["needs"]), (&json!("Mina Yusuf"), &json!(["BSL"])));
    let found = worker.post("/caseload/search", json!({ "name": "mina" })).await.ok();
    assert_eq!(found["items"].as_array().unwrap().len(), 1);

    let again = with(amina(), json!({ "preferred_name": "Mina" }));
    assert_eq!(mend(&worker, &who, again).await.ok(), kept, "sent again it is the same");
    let stale = mend(&manager, &who, with(amina(), json!({ "preferred_name": "Minnie" }))).await;
    assert_eq!(stale.problem(), (409, "conflict"));
    let history = worker.get(&format!("/people/{who}/changes")).await.ok();
    let of = |field: &str| {
        let items = history["items"].as_array().unwrap();
        items.iter().find(|item| item["field"] == field).cloned().unwrap()
    };
    assert_eq!(
        [&of("needs")["after"], &of("needs")["by"], &of("needs")["thing"]],
        [&json!("bsl"), &json!("Wanda Wójcik"), &json!("details")]
    );
    assert_eq!(of("mobile")["before"], Value::Null);
}

#[tokio::test]
async fn what_cannot_be_is_named_by_its_place() {
    let house = House::new().await;
    let Cast { area, worker, amina: who, .. } = house.cast(Sketch::default()).await;
    let id = who.id.to_string();
    for (changes, pointer) in [
        (json!({ "mobile": "020 7946 0000" }), "/mobile"),
        (json!({ "email": "nobody" }), "/email"),
        (json!({ "transition_on": "2020-01-01" }), "/transition_on"),
        (json!({ "left_on": "2026-09-08", "left_reason": "other" }), "/left_on"),
        (json!({ "left_on": "2026-09-07" }), "/left_reason"),
        (json!({ "left_reason": "other" }), "/left_on"),
    ] {
        let refused = mend(&worker, &id, with(amina(), changes.clone())).await;
        assert_eq!(refused.problem(), (422, "rule-broken"), "{changes}: {}", refused.text);
        assert_eq!(refused.pointers(), [pointer], "{changes}");
    }
    let other = area.member("Olga Other", Role::Worker).await;
    assert_eq!(mend(&other, &id, amina()).await.problem(), (404, "not-found"));
}

#[tokio::test]
async fn whoever_has_left_is_not_asked_and_may_come_back() {
    let house = House::new().await;
    let Cast { area, worker, amina: who, .. } = house.cast(Sketch::named("Amina Yusuf")).await;
    worker.phone_of(&who).await;
    house.ask().await;
    let id = who.id.to_string();
    let asked = async |by: &Member<'_>| by.open(&who).await["check_ins"].as_array().unwrap().len();
    let before = asked(&worker).await;
    let left = with(amina(), json!({ "left_on": "2026-09-07", "left_reason": "moved-away" }));
    let gone = mend(&worker, &id, left).await.ok();
    assert_eq!(
        (&gone["left_on"], &gone["left_reason"]),
        (&json!("2026-09-07"), &json!("moved-away"))
    );
    assert_eq!(worker.open(&who).await["journey"]["state"], "left");

    // A month later the next one would be due.
    house.at("2026-10-14T09:00:00Z");
    let worker = Member { caller: area.signed_in(worker.id, Role::Worker).await, ..worker };
    house.ask().await;
    assert_eq!(asked(&worker).await, before);
    mend(&worker, &id, with(amina(), json!({ "based_on": 2 }))).await.ok();
    assert_eq!(worker.open(&who).await["journey"]["state"], "on-the-journey");
    house.ask().await;
    assert_eq!(asked(&worker).await, before + 1);
}

#[tokio::test]
async fn a_councils_file_leaves_alone_what_staff_have_mended_and_its_own_changes_are_kept() {
    let house = House::new().await;
    let mut council = house.council().await;
    council.worker("r.black").await;
    council.send(SAMPLE).await.ok();
    let page = council.record("Ethan Patel").await;
    let who = page["id"].as_str().unwrap().to_owned();
    let mut details = page["details"].clone();
    let fields = details.as_object_mut().unwrap();
    fields.remove("kept");
    let version = fields.remove("version").unwrap();
    let before = details["family_name"].clone();
    let mended = with(details, json!({ "family_name": "Patel-Jones", "based_on": version }));
    council.manager.put(&format!("/people/{who}/details"), mended).await.ok();

    council.at("2026-11-20T09:00:00Z").await;
    // The same file with another given name: what nobody has mended is the council's to say.
    council.send(&SAMPLE.replacen(",Ethan,", ",Ethen,", 1)).await.ok();
    let after = council.manager.get(&format!("/people/{who}")).await.ok()["details"].clone();
    assert_eq!(
        (&after["family_name"], &after["first_name"]),
        (&json!("Patel-Jones"), &json!("Ethen")),
        "{before}"
    );
    assert_eq!((&after["version"], &after["kept"]), (&json!(3), &json!(["family_name"])));
    let history = council.manager.get(&format!("/people/{who}/changes")).await.ok();
    let of_file = |item: &&Value| item["by_kind"] == "file" && item["thing"] == "details";
    let changes: Vec<_> = history["items"].as_array().unwrap().iter().filter(of_file).collect();
    assert_eq!(changes.len(), 1, "{history}");
    assert_eq!(
        (&changes[0]["field"], &changes[0]["before"], &changes[0]["after"]),
        (&json!("first_name"), &json!("Ethan"), &json!("Ethen"))
    );
}

#[tokio::test]
async fn of_two_who_mend_at_once_one_is_told_of_the_other() {
    let house = House::new().await;
    let Cast { worker, manager, amina: who, .. } = house.cast(Sketch::named("Amina Yusuf")).await;
    let id = who.id.to_string();
    let (one, two) = tokio::join!(
        mend(&worker, &id, with(amina(), json!({ "email": "one@example.org" }))),
        mend(&manager, &id, with(amina(), json!({ "email": "two@example.org" }))),
    );
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
}
