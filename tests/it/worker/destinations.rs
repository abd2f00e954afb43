//! Recording what somebody does, and what was promised to them.

use api::store::ImportedSpell;
use chrono::NaiveDate;
use domain::{
    activity::ActivityCode,
    id::SpellId,
    identifier::Ukprn,
    spell::{Source, Spell},
    text::Line,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    house::{Answer, House},
    story::{Cast, Member, Sketch, Young},
};

fn college() -> Value {
    json!({
        "code": 230, "started_on": "2026-09-01", "verified_on": "2026-09-02", "predicted_end_on": "2027-07-31",
        "provider": "Northside College",
    })
}

fn with(mut body: Value, changes: Value) -> Value {
    for (name, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => drop(body.as_object_mut().unwrap().remove(name)),
            value => body[name] = value.clone(),
        }
    }
    body
}

async fn record(by: &Member<'_>, who: &Young, id: Uuid, body: Value) -> Answer {
    by.put(&format!("/people/{}/destinations/{id}", who.id), body).await
}

#[tokio::test]
async fn a_destination_sent_twice_is_one_and_sent_otherwise_is_changed() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let id = house.id();

    let first = record(&worker, &amina, id, college()).await.ok();
    assert_eq!(
        (&first["headline"], &first["source"]),
        (&json!("in-education-or-work"), &json!("worker"))
    );
    assert_eq!((&first["current"], &first["current_until"]), (&json!(true), &json!("2027-07-31")));
    assert_eq!(record(&worker, &amina, id, college()).await.ok(), first);
    let ended = json!({ "ended_on": "2026-09-05", "verified_on": "2026-09-05", "based_on": 1 });
    let ended = with(college(), ended);
    record(&worker, &amina, id, ended).await.ok();

    let spells = worker.open(&amina).await["destinations"].clone();
    assert_eq!(spells.as_array().unwrap().len(), 1);
    assert_eq!(
        (&spells[0]["ended_on"], &spells[0]["current"]),
        (&json!("2026-09-05"), &json!(false))
    );
}

#[tokio::test]
async fn news_of_a_destination_keeps_what_the_news_does_not_say() {
    let house = House::new().await;
    let Cast { area, worker, amina, .. } = house.cast(Sketch::default()).await;
    let id: SpellId = house.id();
    let day = |text: &str| -> Option<NaiveDate> { Some(text.parse().unwrap()) };
    let registered = Spell {
        id,
        code: ActivityCode::new(230),
        source: Source::Provider,
        started_on: day("2026-09-01").unwrap(),
        ended_on: None,
        verified_on: day("2026-09-01"),
        review_on: None,
        predicted_end_on: day("2027-07-31"),
        provider: Some(Line::new("Northside College").unwrap()),
        ukprn: Some(Ukprn::parse("10004577").unwrap()),
        establishment: None,
        days_per_week: Some(3),
        weekly_hours: None,
    };
    let admin = house.system.administer(area.id);
    let spells = [ImportedSpell { person: amina.id, spell: registered, known: None }];
    let now = house.app.now();
    let saved =
        house.app.store.write(admin, async |tx| tx.save_imported_spells(&spells, now).await);
    saved.await.expect("it is kept");

    let news = with(college(), json!({ "verified_on": "2026-09-07", "based_on": 1 }));
    let told = record(&worker, &amina, id.0, news).await.ok();
    assert_eq!(told["verified_on"], "2026-09-07");
    let mut kept = worker.open(&amina).await["destinations"][0].clone();
    // The page says whose word it is, too.
    assert_eq!(
        kept.as_object_mut().unwrap().remove("said").map(|it| it[0]["source"].clone()),
        Some(json!("worker"))
    );
    assert_eq!(
        (&kept["ukprn"], &kept["days_per_week"], &kept["source"]),
        (&json!("10004577"), &json!(3), &json!("provider"))
    );
    assert_eq!(told, kept);

    // What is said is taken, and what is said to be wrong goes.
    let said = with(
        college(),
        json!({ "ukprn": "10004578", "days_per_week": 4, "sure": true, "based_on": 2 }),
    );
    let told = record(&worker, &amina, id.0, said).await.ok();
    assert_eq!((&told["ukprn"], &told["days_per_week"]), (&json!("10004578"), &json!(4)));
    let gone =
        with(college(), json!({ "ukprn": "", "days_per_week": 0, "sure": true, "based_on": 3 }));
    let told = record(&worker, &amina, id.0, gone).await.ok();
    assert_eq!((told.get("ukprn"), told.get("days_per_week")), (None, None));
    // The number of one college is not that of another.
    let number = with(college(), json!({ "ukprn": "10004578", "sure": true, "based_on": 4 }));
    record(&worker, &amina, id.0, number).await.ok();
    let elsewhere =
        with(college(), json!({ "provider": "Southside College", "sure": true, "based_on": 5 }));
    assert_eq!(record(&worker, &amina, id.0, elsewhere).await.ok().get("ukprn"), None);
    // Something else they do is the worker's word alone.
    let job = json!({ "code": 330, "started_on": "2026-09-01", "verified_on": "2026-09-07", "sure": true, "based_on": 6 });
    assert_eq!(record(&worker, &amina, id.0, job).await.ok()["source"], "worker");
}

#[tokio::test]
async fn a_new_destination_ends_the_one_before() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    record(&worker, &amina, house.id(), college()).await.ok();

    let job = json!({ "code": 330, "started_on": "2026-09-05", "verified_on": "2026-09-07" });
    record(&worker, &amina, house.id(), job).await.ok();

    let spells = worker.open(&amina).await["destinations"].clone();
    assert_eq!((&spells[0]["code"], &spells[0]["current"]), (&json!(330), &json!(true)));
    assert_eq!((&spells[1]["code"], &spells[1]["ended_on"]), (&json!(230), &json!("2026-09-04")));
}

#[tokio::test]
async fn what_is_older_than_what_is_known_is_over_and_sent_again_stays_so() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let job = json!({ "code": 330, "started_on": "2026-09-05", "verified_on": "2026-09-07" });
    record(&worker, &amina, house.id(), job).await.ok();

    let id = house.id();
    let first = record(&worker, &amina, id, college()).await.ok();
    assert_eq!((&first["ended_on"], &first["version"]), (&json!("2026-09-02"), &json!(1)));
    assert_eq!(record(&worker, &amina, id, college()).await.ok(), first);
}

#[tokio::test]
async fn a_rule_that_is_broken_is_named_by_its_place() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch { plan: false, ..Sketch::default() }).await;

    for (changes, pointer) in [
        (json!({ "code": 999 }), "/code"),
        (json!({ "code": 720 }), "/code"),
        (json!({ "code": 280 }), "/code"),
        (json!({ "started_on": "2026-09-03", "verified_on": "2026-09-02" }), "/verified_on"),
        (json!({ "started_on": "2026-09-08", "verified_on": "2026-09-08" }), "/started_on"),
        (json!({ "verified_on": "2026-09-08" }), "/verified_on"),
        (json!({ "ended_on": "2026-08-31" }), "/ended_on"),
        (json!({ "predicted_end_on": null }), "/predicted_end_on"),
        (json!({ "code": 260, "predicted_end_on": null }), "/review_on"),
    ] {
        let refused = record(&worker, &amina, house.id(), with(college(), changes.clone())).await;
        assert_eq!(refused.problem(), (422, "rule-broken"), "{changes}");
        assert_eq!(refused.pointers(), [pointer], "{changes}");
    }
    assert_eq!(worker.open(&amina).await["destinations"], json!([]));
}

#[tokio::test]
async fn a_destination_of_somebody_else_is_not_written_over() {
    let house = House::new().await;
    let Cast { area, worker, manager, amina } = house.cast(Sketch::default()).await;
    let ben = area.add(Sketch::named("Ben Okafor")).await;
    manager.assign(&ben, &worker).await;
    let id = house.id();
    record(&worker, &amina, id, college()).await.ok();

    let foreign = record(&worker, &ben, id, college()).await;
    assert_eq!(foreign.problem(), (409, "already-exists"));
    assert_eq!(worker.open(&ben).await["destinations"], json!([]));
    assert_eq!(worker.open(&amina).await["destinations"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn every_code_on_the_list_says_what_it_needs() {
    let house = House::new().await;
    let Cast { worker, .. } = house.cast(Sketch::default()).await;
    let codes = worker.get("/activity-codes").await.ok()["items"].clone();
    let find =
        |code: u16| codes.as_array().unwrap().iter().find(|item| item["code"] == code).cloned();
    assert_eq!(find(230).unwrap()["needs_end_date"], true);
    assert_eq!(find(260).unwrap()["needs_review_date"], true);
    assert_eq!(find(280).unwrap()["needs_plan"], true);
    assert_eq!(find(720), None, "retired");
}

#[tokio::test]
async fn a_promise_sent_twice_is_one_and_sent_otherwise_is_changed() {
    let house = House::new().await;
    let Cast { area, worker, manager, amina } = house.cast(Sketch::default()).await;
    let ben = area.add(Sketch::named("Ben Okafor")).await;
    manager.assign(&ben, &worker).await;
    let id: Uuid = house.id();
    let path = |who: &Young| format!("/people/{}/promises/{id}", who.id);
    let coach = json!({ "name": "a job coach every week", "provider": "Northside", "agreed_on": "2026-07-01" });

    let first = worker.put(&path(&amina), coach.clone()).await.ok();
    assert_eq!(first["easy_name"], "a job coach every week");
    assert_eq!(worker.put(&path(&amina), coach.clone()).await.ok(), first);
    let ended = with(coach.clone(), json!({ "ended_on": "2026-09-30", "based_on": 1 }));
    worker.put(&path(&amina), ended).await.ok();
    let promises = worker.open(&amina).await["promises"].clone();
    assert_eq!(
        (promises.as_array().unwrap().len(), &promises[0]["ended_on"]),
        (1, &json!("2026-09-30"))
    );

    let backwards = with(coach.clone(), json!({ "ended_on": "2026-06-30" }));
    let refused = worker.put(&path(&amina), backwards).await;
    assert_eq!((refused.problem(), refused.pointers()), ((422, "rule-broken"), vec!["/ended_on"]));
    assert_eq!(worker.put(&path(&ben), coach).await.problem(), (409, "already-exists"));
}
