//! Whose word a destination rests on, what is asked about it, and when nobody has to know.

use domain::staff::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    house::{Answer, House, subscription},
    story::{CORE, Cast, Member, Sketch, Young, council::SAMPLE, said},
};

fn college() -> Value {
    json!({
        "code": 230, "started_on": "2026-09-01", "verified_on": "2026-09-02", "predicted_end_on": "2027-07-31",
        "provider": "Northside College",
    })
}

fn with(mut body: Value, changes: Value) -> Value {
    body.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    body
}

async fn record(by: &Member<'_>, who: &Young, id: Uuid, body: Value) -> Answer {
    by.put(&format!("/people/{}/destinations/{id}", who.id), body).await
}

/// What came of a try, and when it was.
async fn tried(by: &Member<'_>, who: &Young, house: &House, kind: &str, outcome: &str, at: &str) {
    let contact =
        json!({ "kind": kind, "direction": "out", "outcome": outcome, "happened_at": at });
    let id: Uuid = house.id();
    by.put(&format!("/people/{}/contacts/{id}", who.id), contact).await.ok();
}

fn words(spell: &Value) -> Vec<(&str, &str, Option<&str>)> {
    let said = spell["said"].as_array().unwrap().iter();
    said.map(|word| {
        (word["source"].as_str().unwrap(), word["on"].as_str().unwrap(), word["by"].as_str())
    })
    .collect()
}

#[tokio::test]
async fn every_word_is_kept_with_who_gave_it_and_of_which_day() {
    let house = House::new().await;
    let Cast { worker, manager, amina, .. } = house.cast(Sketch::default().since(CORE)).await;
    let id = house.id();
    record(&worker, &amina, id, college()).await.ok();
    let phone = worker.phone_of(&amina).await;
    house.wait(chrono::TimeDelta::minutes(10));
    house.ask().await;
    let check_in = phone.waiting_id("core").await;
    let same = said("2026-09-07T09:10:00Z", &[("same_as_before", "same")]);
    phone.say(&check_in, &same).await.ok();
    phone.say(&check_in, &same).await.ok();
    // The same day again, by somebody else: known already, and a word all the same.
    let news =
        with(college(), json!({ "verified_on": "2026-09-07", "based_on": 2, "ukprn": "10004577" }));
    record(&manager, &amina, id, news).await.ok();

    let spell = worker.open(&amina).await["destinations"][0].clone();
    assert_eq!(
        words(&spell),
        [
            ("worker", "2026-09-07", Some("Maya Morris")),
            ("young-person", "2026-09-07", None),
            ("worker", "2026-09-02", Some("Wanda Wójcik")),
        ]
    );
    assert_eq!(spell["source"], "worker");
    assert_eq!(spell["said"][1]["heard_at"], "2026-09-07T09:10:00Z");
    assert_eq!(worker.row(&amina).await["destination"].get("said"), None);

    // A day that was mistyped speaks for nothing any more, and neither do words about something else.
    let back = with(college(), json!({ "verified_on": "2026-09-05", "based_on": 3, "sure": true }));
    record(&worker, &amina, id, back).await.ok();
    let spell = worker.open(&amina).await["destinations"][0].clone();
    assert_eq!(
        words(&spell),
        [
            ("worker", "2026-09-05", Some("Wanda Wójcik")),
            ("worker", "2026-09-02", Some("Wanda Wójcik"))
        ]
    );
    let job = json!({ "code": 330, "started_on": "2026-09-01", "verified_on": "2026-09-05", "based_on": 4 });
    record(&worker, &amina, id, job).await.ok();
    let spell = worker.open(&amina).await["destinations"][0].clone();
    assert_eq!(words(&spell), [("worker", "2026-09-05", Some("Wanda Wójcik"))]);
}

#[tokio::test]
async fn a_councils_file_gives_its_word_where_it_says_something_new() {
    let house = House::new().await;
    let mut council = house.council().await;
    council.worker("r.black").await;
    council.send(SAMPLE).await.ok();
    council.send(SAMPLE).await.ok();
    let spell = council.record("Ethan Patel").await["destinations"][0].clone();
    assert_eq!(words(&spell), [("import", "2026-09-12", None)]);
    council.at("2026-11-20T09:00:00Z").await;
    council.send(&SAMPLE.replacen("2026-09-12", "2026-11-12", 1)).await.ok();
    let spell = council.record("Ethan Patel").await["destinations"][0].clone();
    assert_eq!(words(&spell), [("import", "2026-11-12", None), ("import", "2026-09-12", None)]);
}

#[tokio::test]
async fn two_workers_at_once_each_give_their_word() {
    let house = House::new().await;
    let Cast { area, worker, amina, .. } = house.cast(Sketch::default()).await;
    let id: Uuid = house.id();
    record(&worker, &amina, id, college()).await.ok();
    let (one, two) =
        (area.member("Mo One", Role::Manager).await, area.member("Mia Two", Role::Manager).await);
    let on = async |by: &Member<'_>, day: &str| {
        let mut based_on = 1;
        loop {
            let news =
                with(college(), json!({ "verified_on": day, "based_on": based_on, "sure": true }));
            let answer = record(by, &amina, id, news).await;
            if answer.status == 200 {
                return;
            }
            assert_eq!(answer.problem(), (409, "conflict"));
            based_on = answer.body["conflict"]["version"].as_i64().unwrap();
        }
    };
    tokio::join!(on(&one, "2026-09-06"), on(&two, "2026-09-06"));
    let spell = worker.open(&amina).await["destinations"][0].clone();
    // Who comes second finds the same there: one day, one rung, one word.
    assert_eq!(spell["said"].as_array().unwrap().len(), 2, "{spell}");
    tokio::join!(on(&one, "2026-09-06"), on(&two, "2026-09-07"));
    let spell = worker.open(&amina).await["destinations"][0].clone();
    assert!(spell["version"].as_i64().unwrap() >= 3);
}

#[tokio::test]
async fn what_is_out_of_the_ordinary_is_asked_about_and_never_refused() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    record(&worker, &amina, house.id(), college()).await.ok();
    let job = json!({
        "code": 330, "started_on": "2026-09-01", "verified_on": "2026-09-07", "weekly_hours": 61,
        "review_on": "2026-09-03",
    });
    let id = house.id();

    let asked = record(&worker, &amina, id, job.clone()).await;
    assert_eq!(asked.problem(), (422, "are-you-sure"));
    assert_eq!(asked.pointers(), ["/started_on", "/review_on", "/weekly_hours"]);
    assert_eq!(
        asked.body["errors"][0]["detail"],
        "“Full-time education: further education” at Northside College is known from 1 September 2026 to \
         2 September 2026. Were they doing both?"
    );
    let page = worker.open(&amina).await;
    assert_eq!(page["destinations"].as_array().unwrap().len(), 1, "nothing is kept yet");

    let sure = record(&worker, &amina, id, with(job.clone(), json!({ "sure": true }))).await.ok();
    assert_eq!((&sure["weekly_hours"], &sure["version"]), (&json!(61), &json!(1)));
    // What was answered once is not asked again.
    let news = with(job, json!({ "provider": "Peak Bakery", "based_on": 1 }));
    record(&worker, &amina, id, news).await.ok();
    // A rule that is broken is broken for whoever is sure, too.
    let never = with(college(), json!({ "ended_on": "2026-08-31", "sure": true }));
    assert_eq!(record(&worker, &amina, house.id(), never).await.problem(), (422, "rule-broken"));
}

#[tokio::test]
async fn hours_and_the_establishment_are_kept_and_stay_where_nobody_speaks_of_them() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let id = house.id();
    let all = with(college(), json!({ "weekly_hours": 18, "establishment": "8304000" }));
    let first = record(&worker, &amina, id, all).await.ok();
    assert_eq!((&first["weekly_hours"], &first["establishment"]), (&json!(18), &json!("8304000")));
    let news = with(college(), json!({ "verified_on": "2026-09-07", "based_on": 1 }));
    let kept = record(&worker, &amina, id, news).await.ok();
    assert_eq!((&kept["weekly_hours"], &kept["establishment"]), (&json!(18), &json!("8304000")));
    let gone = with(
        college(),
        json!({ "weekly_hours": 0, "establishment": "", "based_on": 2, "sure": true }),
    );
    let kept = record(&worker, &amina, id, gone).await.ok();
    assert_eq!((kept.get("weekly_hours"), kept.get("establishment")), (None, None));
}

#[tokio::test]
async fn nobody_is_called_not_known_before_they_were_tried_three_times_in_other_ways_and_times() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    record(&worker, &amina, house.id(), college()).await.ok();
    let unknown = json!({
        "code": 810, "started_on": "2026-09-07", "verified_on": "2026-09-07", "sure": true,
    });
    let id = house.id();
    let refused = async |words: &str| {
        let told = record(&worker, &amina, id, unknown.clone()).await;
        assert_eq!(
            (told.problem(), told.pointers()),
            ((422, "rule-broken"), vec!["/code"]),
            "{words}"
        );
        assert!(told.text.contains(words), "{}", told.text);
    };
    refused("nobody has tried to reach them since 2 September 2026. It takes 3").await;
    tried(&worker, &amina, &house, "call", "no-answer", "2026-09-02T08:00:00Z").await;
    refused("nobody has tried").await;
    tried(&worker, &amina, &house, "call", "no-answer", "2026-09-03T08:00:00Z").await;
    tried(&worker, &amina, &house, "call", "no-answer", "2026-09-04T13:00:00Z").await;
    tried(&worker, &amina, &house, "call", "left-message", "2026-09-05T17:00:00Z").await;
    refused("at least once in another way").await;
    tried(&worker, &amina, &house, "home-visit", "no-answer", "2026-09-06T08:00:00Z").await;

    let told = record(&worker, &amina, id, unknown.clone()).await.ok();
    assert_eq!(told["headline"], "not-known");
    let spell = worker.open(&amina).await["destinations"][0].clone();
    let tries: Vec<_> = spell["tries"].as_array().unwrap().iter().map(|it| &it["means"]).collect();
    assert_eq!(tries, ["home-visit", "call", "call", "call"]);
    assert_eq!(spell["tries"][0]["by_hand"], true);
    // Sent again it is the same, and news of it needs no new tries.
    record(&worker, &amina, id, unknown.clone()).await.ok();
    let news = with(unknown.clone(), json!({ "provider": "Last seen in Matlock", "based_on": 1 }));
    record(&worker, &amina, id, news).await.ok();

    // That somebody does not want to say, they have to have said.
    let refuses = with(unknown, json!({ "code": 830 }));
    let told = record(&worker, &amina, house.id(), refuses.clone()).await;
    assert_eq!(told.problem(), (422, "rule-broken"));
    tried(&worker, &amina, &house, "call", "spoke", "2026-09-07T08:30:00Z").await;
    record(&worker, &amina, house.id(), refuses).await.ok();
}

#[tokio::test]
async fn reminders_that_went_out_are_tries_too() {
    let house = House::new().await;
    let Cast { area, worker, amina, .. } = house.cast(Sketch::default().since(CORE)).await;
    let phone = worker.phone_of(&amina).await;
    let address = subscription("https://fcm.googleapis.com/fcm/send/abc");
    phone.put("/push/subscription", address).await.ok();
    house.ask().await;
    for day in ["2026-09-07", "2026-09-09", "2026-09-12", "2026-09-15"] {
        for hour in ["10", "15", "16", "17"] {
            house.at(&format!("{day}T{hour}:31:00Z"));
            house.send().await;
        }
    }
    let worker = Member { caller: area.signed_in(worker.id, Role::Worker).await, ..worker };
    tried(&worker, &amina, &house, "call", "no-answer", "2026-09-14T08:00:00Z").await;
    tried(&worker, &amina, &house, "call", "no-answer", "2026-09-14T13:00:00Z").await;
    let unknown = json!({ "code": 820, "started_on": "2026-09-15", "verified_on": "2026-09-15", "sure": true });
    record(&worker, &amina, house.id(), unknown).await.ok();
    let spell = worker.open(&amina).await["destinations"][0].clone();
    let tries = spell["tries"].as_array().unwrap();
    assert!(tries.len() >= 3, "{spell}");
    assert!(tries.iter().any(|it| it["means"] == "push" && it["by_hand"] == false), "{spell}");
}

#[tokio::test]
async fn being_in_neither_has_a_group_and_a_day_since_when() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let looking = json!({ "code": 619, "started_on": "2026-07-01", "verified_on": "2026-08-01" });
    let unwell = json!({ "code": 640, "started_on": "2026-08-15", "verified_on": "2026-09-01" });
    record(&worker, &amina, house.id(), looking).await.ok();
    record(&worker, &amina, house.id(), unwell).await.ok();
    let spells = worker.open(&amina).await["destinations"].clone();
    assert_eq!(
        (&spells[0]["neet"], &spells[0]["neet_since"]),
        (&json!("not-available"), &json!("2026-07-01"))
    );
    assert_eq!((&spells[1]["neet"], spells[1].get("neet_since")), (&json!("available"), None));
    let codes = worker.get("/activity-codes").await.ok()["items"].clone();
    let neet = |code: u16| {
        let item = codes.as_array().unwrap().iter().find(|item| item["code"] == code).unwrap();
        item.get("neet").cloned()
    };
    assert_eq!(
        (neet(619), neet(640), neet(330)),
        (Some(json!("available")), Some(json!("not-available")), None)
    );
}
