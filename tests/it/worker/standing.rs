//! The list is read as it was worked out, and nobody ever sees an old row.

use std::collections::BTreeSet;

use api::jobs;
use chrono::TimeDelta;
use domain::staff::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    house::{Caller, House},
    story::{CORE, Cast, Sketch, Young, said},
};

/// Every row, page by page.
async fn everybody(who: &Caller<'_>, query: &str, limit: u32) -> Vec<Value> {
    let (mut rows, mut after) = (Vec::new(), String::new());
    loop {
        let page = who.get(&format!("/caseload?limit={limit}{query}{after}")).await.ok();
        rows.extend(page["items"].as_array().unwrap().iter().cloned());
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return rows,
        }
    }
}

fn ids(rows: &[Value]) -> Vec<String> {
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

/// What is shown is what is worked out from the beginning.
async fn stands_right(house: &House, manager: &Caller<'_>, after: &str) {
    for state in ["all", "completed"] {
        let query = format!("&state={state}");
        let shown = everybody(manager, &query, 200).await;
        house.database.run("DELETE FROM standing").await;
        house
            .database
            .run(
                "INSERT INTO standing_mark (partnership_id, person_id, mark)
                SELECT partnership_id, id, 0 FROM person WHERE NOT EXISTS
                (SELECT 1 FROM standing_mark WHERE person_id = person.id AND mark = 0)",
            )
            .await;
        assert_eq!(shown, everybody(manager, &query, 200).await, "after {after}");
    }
}

async fn spell(cast: &Cast<'_>, who: &Young, body: Value) {
    let id: Uuid = cast.area.house.id();
    cast.worker.put(&format!("/people/{}/destinations/{id}", who.id), body).await.ok();
}

#[tokio::test]
async fn whatever_changes_the_row_is_right_at_once() {
    let house = House::new().await;
    let cast = house.cast(Sketch::named("Amina Rahman").since(CORE)).await;
    let ben = cast.area.add(Sketch::named("Ben Okafor").since(CORE)).await;
    let cara = cast.area.add(Sketch::named("Cara Lowe").since("2024-08-01")).await;
    let manager = &cast.manager.caller;
    let right = async |after: &str| stands_right(&house, manager, after).await;
    let amina = &cast.amina;
    right("they were added").await;
    cast.manager.assign(&ben, &cast.worker).await;
    right("somebody was given to a worker").await;
    cast.worker.invite(&ben, "letter").await;
    right("an invitation").await;
    house.ask().await;
    right("a check-in opened").await;
    let phone = cast.worker.phone_of(amina).await;
    right("she came in").await;
    let id = phone.waiting_id("core").await;
    phone.say(&id, &said("2026-09-07T09:00:00Z", &[("feel_safe", "no")])).await.ok();
    right("she said that she is not safe").await;
    phone.say(&id, &said("2026-09-07T09:00:01Z", &[("home_feel", "ok")]).finished()).await.ok();
    right("she finished").await;
    let alert = cast.manager.open(amina).await["alerts"][0]["id"].as_str().unwrap().to_owned();
    manager.put(&format!("/alerts/{alert}/acknowledgement"), Value::Null).await.ok();
    right("somebody took it").await;
    let closing = json!({ "outcome": "spoken-safe", "note": "Home again.", "told_them": true });
    manager.put(&format!("/alerts/{alert}/closing"), closing).await.ok();
    right("a first person says what came of it").await;
    let call = json!({
        "kind": "call", "direction": "out", "outcome": "spoke", "happened_at": "2026-09-07T09:00:00Z",
        "follow_up_on": "2026-09-09",
    });
    manager.put(&format!("/people/{}/contacts/{}", ben.id, house.id::<Uuid>()), call).await.ok();
    right("a contact with something to follow up").await;
    let college = json!({
        "code": 230, "started_on": "2026-09-01", "verified_on": "2026-09-02",
        "predicted_end_on": "2027-07-31",
    });
    spell(&cast, amina, college).await;
    right("a destination").await;
    let pause = json!({ "paused_until": "2026-09-20" });
    let _ = phone.patch("/me/prompts", pause).await;
    right("a pause").await;
    let talk = json!({ "way": "call", "safe_time": "any", "message_ok": true });
    phone.put(&format!("/talks/{}", house.id::<Uuid>()), talk).await.ok();
    right("she asked for a call").await;
    house
        .database
        .run("UPDATE person SET preferred_name = 'Carrie' WHERE given_name = 'Cara'")
        .await;
    right("somebody mended a row by hand").await;
    let over = everybody(manager, "&state=completed", 10).await;
    assert_eq!(
        (over[0]["name"].as_str(), ids(&over)),
        (Some("Carrie Lowe"), vec![cara.id.to_string()])
    );
}

#[tokio::test]
async fn a_row_is_right_on_every_day_though_nothing_changes_but_the_day() {
    let house = House::new().await;
    let cast = house.cast(Sketch::named("Amina Rahman").since(CORE)).await;
    cast.area.add(Sketch::named("Ben Okafor").since("2026-10-02")).await;
    cast.area.add(Sketch::named("Cara Lowe").since("2024-10-11")).await;
    let job = json!({ "code": 330, "started_on": "2026-03-01", "verified_on": "2026-04-10" });
    spell(&cast, &cast.amina, job).await;
    cast.worker.invite(&cast.amina, "letter").await;
    let tomorrow = json!({
        "kind": "call", "direction": "out", "outcome": "spoke", "happened_at": "2026-09-07T09:00:00Z",
        "follow_up_on": "2026-09-24",
    });
    let path = format!("/people/{}/contacts/{}", cast.amina.id, house.id::<Uuid>());
    cast.worker.put(&path, tomorrow).await.ok();
    let mut shown = BTreeSet::new();
    for day in 0..50 {
        let manager = cast.area.signed_in(cast.manager.id, Role::Manager).await;
        stands_right(&house, &manager, &format!("{day} days")).await;
        shown.insert(everybody(&manager, "", 10).await[0].to_string());
        house.wait(TimeDelta::hours(23));
    }
    assert!(shown.len() > 5, "the days do change rows");
}

#[tokio::test]
async fn the_job_works_rows_out_and_the_list_finds_them_ready() {
    let house = House::new().await;
    let area = house.area("derbyshire").await;
    let manager = area.member("Maya Morris", Role::Manager).await;
    area.add_all((0..30).map(|_| Sketch::default())).await;

    let done = jobs::stand(&house.app, house.system).await.unwrap();
    assert_eq!((done.done, done.more), (30, false));
    assert_eq!(jobs::stand(&house.app, house.system).await.unwrap().done, 0);
    let list = manager.get("/caseload").await;
    assert_eq!(list.trips, 2);
    assert_eq!(list.ok()["items"].as_array().unwrap().len(), 30);

    house.wait(TimeDelta::days(8));
    assert_eq!(jobs::stand(&house.app, house.system).await.unwrap().done, 30, "another day");
}

#[tokio::test]
async fn whoever_moves_while_somebody_turns_pages_is_seen_all_the_same() {
    let house = House::new().await;
    let cast = house.cast(Sketch::named("Amina Rahman").since(CORE)).await;
    let others = cast.area.add_all((0..29).map(|_| Sketch::named("Ben Okafor").since(CORE))).await;
    for who in &others {
        cast.manager.assign(who, &cast.worker).await;
        let college = json!({
            "code": 230, "started_on": "2026-09-01", "verified_on": "2026-09-02",
            "predicted_end_on": "2027-07-31",
        });
        spell(&cast, who, college).await;
    }
    for order in ["urgency", "name", "due", "last-contact"] {
        let query = format!("/caseload?limit=10&order={order}");
        let first = cast.worker.get(&query).await.ok();
        let mut seen: BTreeSet<String> =
            ids(first["items"].as_array().unwrap()).into_iter().collect();
        house.wait(TimeDelta::seconds(2));
        // All who are still to come move to the top of the usual list.
        for who in others.iter().filter(|who| !seen.contains(&who.id.to_string())) {
            let nothing =
                json!({ "code": 610, "started_on": "2026-09-03", "verified_on": "2026-09-04" });
            let _ = cast
                .worker
                .put(&format!("/people/{}/destinations/{}", who.id, house.id::<Uuid>()), nothing)
                .await;
        }
        let mut next = first["next"].as_str().map(str::to_owned);
        while let Some(after) = next {
            let page = cast.worker.get(&format!("{query}&after={after}")).await.ok();
            seen.extend(ids(page["items"].as_array().unwrap()));
            next = page["next"].as_str().map(str::to_owned);
        }
        assert_eq!(seen.len(), 30, "in the order of {order}");
        house.wait(TimeDelta::seconds(2));
    }
}

#[tokio::test]
async fn two_who_look_at_once_while_others_write_see_what_is_there() {
    let house = House::new().await;
    let cast = house.cast(Sketch::named("Amina Rahman").since(CORE)).await;
    let others = cast.area.add_all((0..10).map(|_| Sketch::named("Ben Okafor").since(CORE))).await;
    let (manager, worker) = (&cast.manager, &cast.worker);
    let give = async {
        for who in &others {
            manager.assign(who, worker).await;
        }
    };
    let look = async || {
        for _ in 0..10 {
            manager.get("/caseload").await.ok();
            worker.get("/caseload").await.ok();
            jobs::stand(&house.app, house.system).await.unwrap();
        }
    };
    tokio::join!(give, look(), look());
    assert_eq!(everybody(worker, "", 50).await.len(), 11);
    stands_right(&house, manager, "many at once").await;
}

#[tokio::test]
async fn filters_and_orders_are_the_services() {
    let house = House::new().await;
    let cast = house.cast(Sketch::named("Amina Rahman").since(CORE)).await;
    let ben =
        cast.area.add(Sketch { needs: vec![], ..Sketch::named("Ben Okafor").since(CORE) }).await;
    let zoe = cast
        .area
        .add(Sketch { needs: vec![], ..Sketch::named("Zoe Adams").since("2026-11-01") })
        .await;
    for who in [&ben, &zoe] {
        cast.manager.assign(who, &cast.manager).await;
    }
    let caring = json!({ "code": 620, "started_on": "2026-09-03", "verified_on": "2026-09-04" });
    spell(&cast, &cast.amina, caring).await;
    let call = json!({
        "kind": "call", "direction": "out", "outcome": "no-answer", "happened_at": "2026-09-07T08:00:00Z",
    });
    let path = format!("/people/{}/contacts/{}", ben.id, house.id::<Uuid>());
    cast.manager.put(&path, call).await.ok();

    let names = async |query: &str| {
        let rows = everybody(&cast.manager, query, 1).await;
        rows.iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let (amina, ben, zoe) = ("Amina Rahman", "Ben Okafor", "Zoe Adams");
    let worker = format!("&worker={}", cast.worker.id.0);
    for (query, expected) in [
        ("&order=name", vec![amina, ben, zoe]),
        ("&order=last-contact", vec![amina, zoe, ben]),
        (worker.as_str(), vec![amina]),
        ("&need=easy-read", vec![amina]),
        ("&need=bsl", vec![]),
        ("&headline=not-in-education-or-work", vec![amina]),
        ("&neet=not-available", vec![amina]),
        ("&neet=available", vec![]),
        ("&priority=urgent", vec![]),
        ("&state=call-today&order=name", vec![amina, ben]),
    ] {
        assert_eq!(names(query).await, expected, "{query}");
    }
    let due = everybody(&cast.manager, "&order=due", 1).await;
    let days: Vec<_> = due.iter().map(|row| row["next_due_on"].as_str().unwrap()).collect();
    assert!(days.len() == 3 && days.is_sorted(), "{days:?}");
    let counts = cast.manager.get("/caseload/counts?need=easy-read").await.ok();
    assert_eq!(counts["items"][0], json!({ "state": "all", "label": "Everybody", "count": 1 }));
    assert_eq!(cast.worker.get("/caseload?worker=me").await.problem(), (400, "invalid-request"));
}
