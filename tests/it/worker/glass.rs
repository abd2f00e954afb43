//! A record is opened because it cannot wait, by somebody whose it is not (SEC-18).

use chrono::TimeDelta;
use domain::staff::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    house::{Answer, Caller, House},
    story::{Cast, Member, Sketch},
};

/// Somebody of Derbyshire who has shown just now that it is them.
async fn sure<'h>(cast: &Cast<'h>, who: &Member<'h>) -> Caller<'h> {
    cast.area.proven_page(who.id, Role::Worker).await
}

fn path(cast: &Cast<'_>, id: Uuid) -> String {
    format!("/people/{}/glass/{id}", cast.amina.id)
}

fn why() -> Value {
    json!({ "reason": "colleague-away", "words": "College rang, and her worker is ill." })
}

async fn break_open(cast: &Cast<'_>, who: &Member<'_>, id: Uuid) -> Answer {
    cast.area.proven_page(who.id, Role::Worker).await.put(&path(cast, id), why()).await
}

#[tokio::test]
async fn a_record_is_open_for_an_hour_and_everybody_concerned_is_told() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let other = cast.area.member("Olga Other", Role::Worker).await;
    let lead = cast.area.member("Lena Lead", Role::SafeguardingLead).await;
    let record = format!("/people/{}", cast.amina.id);
    assert_eq!(other.get(&record).await.problem(), (404, "not-found"));
    house.escalate().await;
    house.post.take().await;

    let id: Uuid = house.id();
    assert_eq!(other.put(&path(&cast, id), why()).await.problem(), (403, "step-up-needed"));
    let short = json!({ "reason": "other", "words": "          urgent" });
    let refused = sure(&cast, &other).await.put(&path(&cast, id), short).await;
    assert_eq!((refused.problem(), refused.pointers()), ((422, "rule-broken"), vec!["/words"]));
    let open = break_open(&cast, &other, id).await.ok();
    assert_eq!(open["open_until"], "2026-09-07T10:00:00Z");
    assert_eq!(break_open(&cast, &other, id).await.ok(), open, "sent again");
    assert_eq!(break_open(&cast, &other, house.id()).await.ok(), open, "asked again");
    assert_eq!(house.database.count("glass").await, 1);

    // Whoever leads is told at once, without a word about anybody.
    house.escalate().await;
    let told = house.post.taken();
    assert_eq!(told.len(), 2);
    for letter in &told {
        let said = "A record opened in an emergency is waiting for a review.";
        assert_eq!(letter.text.lines().next(), Some(said));
        assert!(!letter.text.contains("Amina") && !letter.text.contains("Olga"), "{}", letter.text);
    }
    house.escalate().await;
    assert_eq!(house.post.taken().len(), 0, "once");

    // The whole record, with until when.
    let seen = other.get(&record).await.ok();
    assert_eq!((&seen["name"], &seen["open_until"]), (&json!("Amina Rahman"), &open["open_until"]));
    assert!(cast.manager.get(&record).await.ok().get("open_until").is_none());
    assert_eq!(lead.get(&record).await.problem(), (404, "not-found"), "it is open to one person");

    house.wait(TimeDelta::minutes(59));
    let later = cast.area.signed_in(other.id, Role::Worker).await;
    assert_eq!(later.get(&record).await.status, 200);
    house.wait(TimeDelta::minutes(1));
    assert_eq!(later.get(&record).await.problem(), (404, "not-found"));
    assert_eq!(later.get("/caseload").await.ok()["items"], json!([]));
}

#[tokio::test]
async fn the_young_person_reads_that_somebody_looked_who_does_not_usually() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let other = cast.area.member("Olga Other", Role::Worker).await;
    let record = format!("/people/{}", cast.amina.id);
    cast.worker.get(&record).await.ok();
    house.wait(TimeDelta::minutes(1));
    break_open(&cast, &other, house.id()).await.ok();
    house.wait(TimeDelta::minutes(1));
    cast.area.signed_in(other.id, Role::Worker).await.get(&record).await.ok();

    let phone = cast.area.page_of(&cast.amina).await;
    let looks = phone.get("/me/looks").await.ok()["items"].clone();
    let looks = looks.as_array().unwrap();
    assert_eq!(looks.len(), 3);
    for look in &looks[..2] {
        assert_eq!(
            look["glass"],
            json!({
                "plain": "They do not usually work with you. They looked because your worker was away and something \
                          could not wait.",
                "easy": "They do not usually work with you.\nYour worker was away.\nIt could not wait.",
            })
        );
    }
    assert!(looks[2].get("glass").is_none(), "their worker looked as usual");

    // After the hour they are somebody's like anybody else.
    house.wait(TimeDelta::minutes(60));
    let manager = cast.area.signed_in(cast.manager.id, Role::Manager).await;
    manager.put(&format!("{record}/assignment"), json!({ "worker_id": other.id.0 })).await.ok();
    cast.area.signed_in(other.id, Role::Worker).await.get(&record).await.ok();
    let looks = cast.area.page_of(&cast.amina).await.get("/me/looks").await.ok();
    assert!(looks["items"][0].get("glass").is_none());
}

#[tokio::test]
async fn somebody_else_reviews_it_once() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let lead = cast.area.member("Lena Lead", Role::SafeguardingLead).await;
    let id: Uuid = house.id();
    break_open(&cast, &lead, id).await.ok();

    let waits = lead.get("/glass").await.ok()["items"][0].clone();
    assert_eq!(waits["mine"], true);
    let waits = cast.manager.get("/glass").await.ok()["items"][0].clone();
    assert_eq!(
        waits,
        json!({
            "id": id, "person_id": cast.amina.id.0, "person_name": "Amina Rahman", "opened_by": "Lena Lead", "mine": false,
            "reason": "colleague-away", "words": "College rang, and her worker is ill.",
            "opened_at": "2026-09-07T09:00:00Z", "ends_at": "2026-09-07T10:00:00Z",
        })
    );
    let task = &cast.manager.get("/tasks").await.ok()["items"][0]["task"];
    assert_eq!((&task["kind"], &task["due_on"]), (&json!("review-glass"), &json!("2026-09-14")));
    assert_eq!((&task["mine"], &task["ticked"]), (&json!(true), &json!(false)));
    let done = format!("/people/{}/tasks/{}/done", cast.amina.id, task["id"].as_str().unwrap());
    assert_eq!(cast.manager.put(&done, json!({})).await.problem(), (409, "conflict"));

    let review = format!("/glass/{id}/review");
    let right = json!({ "justified": true, "words": "It could not wait." });
    assert_eq!(lead.put(&review, right.clone()).await.problem(), (422, "rule-broken"));
    assert_eq!(cast.worker.put(&review, right.clone()).await.problem(), (403, "not-allowed"));

    // Two at once: one is kept.
    let second = cast.area.member("Nora Next", Role::Manager).await;
    let wrong = json!({ "justified": false, "words": "It could have waited." });
    let (one, two) =
        tokio::join!(cast.manager.put(&review, right.clone()), second.put(&review, wrong));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    assert_eq!(cast.manager.get("/glass").await.ok()["items"], json!([]));
    assert_eq!(cast.manager.get("/tasks").await.ok()["items"], json!([]));
    if one.status == 200 {
        cast.manager.put(&review, right).await.ok();
    }
}

#[tokio::test]
async fn whoever_looks_somebody_up_learns_next_to_nothing_and_it_is_kept() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let other = cast.area.member("Olga Other", Role::Worker).await;
    let page = sure(&cast, &other).await;
    let born = cast.worker.open(&cast.amina).await["birth_date"].clone();
    let seek = async |body: Value| page.post("/glass/look-up", body).await;
    let before = house.database.count("access_event").await;

    let found = seek(json!({ "name": "AMINA  rahman", "birth_date": born })).await.ok();
    assert_eq!(
        found["items"],
        json!([{ "person_id": cast.amina.id.0, "worker": "Wanda Wójcik", "yours": false }])
    );
    assert_eq!(house.database.count("access_event").await - before, 1);
    for nobody in [
        json!({ "name": "Amina", "birth_date": born }),
        json!({ "name": "Amina Rahman", "birth_date": "2001-01-01" }),
        json!({ "uln": "4592518682" }),
    ] {
        assert_eq!(seek(nobody).await.ok()["items"], json!([]));
    }
    assert_eq!(house.database.count("access_event").await - before, 1);
    for half in [json!({ "name": "Amina Rahman" }), json!({}), json!({ "uln": "0123456789" })] {
        assert_eq!(seek(half).await.problem(), (422, "rule-broken"));
    }
    let own = cast.area.proven_page(cast.worker.id, Role::Worker).await;
    let sought = json!({ "name": "Amina Rahman", "birth_date": born });
    let found = own.post("/glass/look-up", sought).await.ok();
    assert_eq!(found["items"][0]["yours"], true);
    let opened = own.put(&path(&cast, house.id()), why()).await.ok();
    assert_eq!((opened, house.database.count("glass").await), (json!({}), 0), "it is hers anyway");
}

#[tokio::test]
async fn two_taps_at_once_open_a_record_once() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let other = cast.area.member("Olga Other", Role::Worker).await;
    let (one, two) =
        tokio::join!(break_open(&cast, &other, house.id()), break_open(&cast, &other, house.id()),);
    assert_eq!(one.ok(), two.ok());
    assert_eq!(house.database.count("glass").await, 1);
    house.escalate().await;
    assert_eq!(house.post.taken().len(), 1, "the manager is told once");
}
