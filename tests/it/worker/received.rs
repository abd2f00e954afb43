//! What was promised beside what came, and what is done where it does not come.

use domain::staff::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    house::House,
    story::{CORE, Cast, Member, Sketch, Young, said},
};

async fn coach(by: &Member<'_>, who: &Young, id: Uuid) {
    let coach =
        json!({ "name": "a job coach", "agreed_on": "2026-06-10", "provider": "Northside" });
    by.put(&format!("/people/{}/promises/{id}", who.id), coach).await.ok();
}

async fn promise(by: &Member<'_>, who: &Young) -> Value {
    by.open(who).await["promises"][0].clone()
}

fn claimed() -> Value {
    json!({
        "source": "provider", "from_on": "2026-08-01", "until_on": "2026-09-06", "given": "all",
        "words": "Four sessions a month",
    })
}

fn with(mut body: Value, changes: Value) -> Value {
    body.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    body
}

#[tokio::test]
async fn what_they_say_stands_beside_what_the_provider_says() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default().since(CORE)).await;
    let id: Uuid = house.id();
    coach(&worker, &amina, id).await;
    let phone = worker.phone_of(&amina).await;
    house.wait(chrono::TimeDelta::minutes(5));
    house.ask().await;
    let check_in = phone.waiting_id("core").await;
    let key = format!("support_got:{id}");
    phone.say(&check_in, &said("2026-09-07T09:04:00Z", &[(&key, "none")])).await.ok();

    let claim: Uuid = house.id();
    let path = format!("/people/{}/promises/{id}/claims/{claim}", amina.id);
    let first = worker.put(&path, claimed()).await.ok();
    assert_eq!(worker.put(&path, claimed()).await.ok(), first);
    let shown = promise(&worker, &amina).await;
    let months: Vec<_> = shown["months"].as_array().unwrap().iter().collect();
    assert_eq!(
        months.iter().map(|it| (&it["month"], &it["differs"])).collect::<Vec<_>>(),
        [(&json!("2026-09-01"), &json!(true)), (&json!("2026-08-01"), &json!(false))]
    );
    assert_eq!(months[0]["said"][0]["code"], "none");
    assert_eq!((&shown["gap_since"], &shown["gap_times"]), (&json!("2026-09-07"), &json!(1)));
    assert_eq!(shown["concerns"], json!([]), "once is no gap yet");

    let stale = with(claimed(), json!({ "given": "some" }));
    let two: Uuid = house.id();
    let twice = format!("/people/{}/promises/{id}/claims/{two}", amina.id);
    let early = json!({ "from_on": "2026-06-10", "until_on": "2026-06-30" });
    let (one, other) = tokio::join!(
        worker.put(&twice, with(claimed(), early.clone())),
        worker.put(&twice, with(stale.clone(), early)),
    );
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "of two at once one is told");
    assert_eq!(worker.put(&path, stale.clone()).await.problem(), (409, "conflict"));
    worker.put(&path, with(stale, json!({ "based_on": 1 }))).await.ok();
    assert_eq!(promise(&worker, &amina).await["months"][0]["differs"], false);
    for (changes, status) in [
        (json!({ "until_on": "2026-07-31" }), 422),
        (json!({ "until_on": "2026-09-08" }), 422),
        (json!({ "from_on": "2026-01-01", "until_on": "2026-06-09" }), 422),
    ] {
        let path = format!("/people/{}/promises/{id}/claims/{}", amina.id, house.id::<Uuid>());
        let answer = worker.put(&path, with(claimed(), changes)).await;
        assert_eq!((answer.status, answer.pointers()), (status, vec!["/until_on"]));
    }
    let nobodys = format!("/people/{}/promises/{}/claims/{claim}", amina.id, house.id::<Uuid>());
    assert_eq!(worker.put(&nobodys, claimed()).await.problem(), (404, "not-found"));
}

#[tokio::test]
async fn a_concern_owes_an_answer_by_a_day_and_the_young_person_reads_what_came_of_it() {
    let house = House::new().await;
    let Cast { area, worker, manager, amina } = house.cast(Sketch::default().since(CORE)).await;
    let id: Uuid = house.id();
    coach(&worker, &amina, id).await;
    let concern: Uuid = house.id();
    let path = format!("/people/{}/promises/{id}/concerns/{concern}", amina.id);
    let raised = json!({
        "raised_by": "young-person", "raised_on": "2026-09-07", "words": "Nobody has come since August",
        "to_whom": "Northside",
    });
    let first = worker.put(&path, raised.clone()).await.ok();
    assert_eq!((&first["due_on"], &first["version"]), (&json!("2026-09-21"), &json!(1)));
    assert_eq!(worker.put(&path, raised.clone()).await.ok(), first);
    let tasks = worker.open(&amina).await["tasks"].clone();
    assert_eq!(tasks.as_array().unwrap().len(), 1);
    assert_eq!(
        (&tasks[0]["what"], &tasks[0]["due_on"]),
        (&json!("An answer is owed about promised support: a job coach"), &json!("2026-09-21"))
    );
    let phone = worker.phone_of(&amina).await;
    drop(phone);
    let proven = area.proven_page_of(&amina).await;
    let record = proven.get("/me/record").await.ok().to_string();
    assert!(record.contains("Nobody has come since August"), "{record}");
    assert!(record.contains("21 September 2026"), "{record}");

    let answer = format!("/people/{}/concerns/{concern}/answer", amina.id);
    let restored = |based_on: u32| {
        json!({
            "outcome": "restored", "words": "She comes again from Monday.", "based_on": based_on,
        })
    };
    assert_eq!(manager.put(&answer, restored(7)).await.problem(), (409, "conflict"));
    // Two at once: one answer, and the other is told.
    let other = json!({ "outcome": "refused", "words": "They have no coach.", "based_on": 1 });
    let (one, two) = tokio::join!(worker.put(&answer, restored(1)), manager.put(&answer, other));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let shown = promise(&worker, &amina).await["concerns"][0].clone();
    assert_eq!((&shown["answered_on"], &shown["version"]), (&json!("2026-09-07"), &json!(2)));
    assert_eq!(worker.open(&amina).await["tasks"], json!([]), "it is done");
    let record = proven.get("/me/record").await.ok().to_string();
    assert!(record.contains(shown["answer"].as_str().unwrap()), "{record}");
    let early = with(raised, json!({ "raised_on": "2026-06-09" }));
    let path = format!("/people/{}/promises/{id}/concerns/{}", amina.id, house.id::<Uuid>());
    assert_eq!(worker.put(&path, early).await.problem(), (422, "rule-broken"));
}

#[tokio::test]
async fn a_gap_twice_in_a_row_is_a_task_with_a_clock_once() {
    let house = House::new().await;
    let Cast { area, worker, amina, .. } = house.cast(Sketch::default().since(CORE)).await;
    let id: Uuid = house.id();
    coach(&worker, &amina, id).await;
    let phone = worker.phone_of(&amina).await;
    house.wait(chrono::TimeDelta::minutes(5));
    house.ask().await;
    let key = format!("support_got:{id}");
    let first = phone.waiting_id("core").await;
    phone.say(&first, &said("2026-09-07T09:04:00Z", &[(&key, "some")]).finished()).await.ok();
    let row = worker.open(&amina).await;
    assert_eq!(row["promises"][0]["concerns"], json!([]), "once is no gap yet");

    house.at("2026-10-07T09:00:00Z");
    house.ask().await;
    let second = phone.waiting_id("pulse").await;
    let none = |code: &str| said("2026-10-07T09:00:00Z", &[(&key, code)]);
    phone.say(&second, &none("none")).await.ok();
    phone.say(&second, &none("none")).await.ok();
    let worker = area.signed_in(worker.id, Role::Worker).await;
    let open = async || worker.get(&format!("/people/{}", amina.id)).await.ok();
    let shown = open().await;
    let promise = &shown["promises"][0];
    assert_eq!((&promise["gap_since"], &promise["gap_times"]), (&json!("2026-09-07"), &json!(2)));
    let concerns = promise["concerns"].as_array().unwrap();
    assert_eq!(concerns.len(), 1, "{concerns:?}");
    assert_eq!(
        (&concerns[0]["raised_by"], &concerns[0]["due_on"]),
        (&json!("rule"), &json!("2026-10-14"))
    );
    let tasks = shown["tasks"].as_array().unwrap();
    let gap: Vec<_> = tasks.iter().filter(|task| task["kind"] == "support-gap").collect();
    assert_eq!(gap.len(), 1, "{tasks:?}");
    assert_eq!(
        (&gap[0]["what"], &gap[0]["due_on"], &gap[0]["ticked"]),
        (
            &json!("Twice in a row not all of what was promised came: a job coach"),
            &json!("2026-10-14"),
            &json!(false)
        )
    );

    // Answered, it is not raised again by the same check-in.
    let answer =
        format!("/people/{}/concerns/{}/answer", amina.id, concerns[0]["id"].as_str().unwrap());
    let restored =
        json!({ "outcome": "restored", "words": "She comes again on Monday.", "based_on": 1 });
    worker.put(&answer, restored).await.ok();
    phone.say(&second, &said("2026-10-07T09:00:00Z", &[(&key, "some")])).await.ok();
    let shown = open().await;
    assert_eq!(shown["promises"][0]["concerns"].as_array().unwrap().len(), 1);
    let tasks = shown["tasks"].as_array().unwrap();
    assert!(tasks.iter().all(|task| task["kind"] != "support-gap"), "{tasks:?}");
}

#[tokio::test]
async fn a_young_person_says_early_that_it_is_not_coming() {
    let house = House::new().await;
    let Cast { area, worker, amina, .. } = house.cast(Sketch::default().since(CORE)).await;
    let id: Uuid = house.id();
    coach(&worker, &amina, id).await;
    let phone = worker.phone_of(&amina).await;
    let concern: Uuid = house.id();
    let path = |concern: Uuid| format!("/me/promises/{id}/concerns/{concern}");
    let refused = phone.send("PUT", &path(concern), None).await;
    assert_eq!(refused.problem(), (403, "step-up-needed"));

    let proven = area.proven_page_of(&amina).await;
    let held = async || {
        let record = proven.get("/me/record").await.ok();
        let sections = record["sections"].as_array().unwrap().clone();
        let section = sections.into_iter().find(|section| section["part"] == "promise").unwrap();
        section["items"][0].clone()
    };
    assert_eq!(held().await["may_raise"], true);
    // Two at once, with two ids: one concern.
    let other: Uuid = house.id();
    let (one, two) = (path(concern), path(other));
    let (one, two) = tokio::join!(proven.send("PUT", &one, None), proven.send("PUT", &two, None));
    let (one, two) = (one.ok(), two.ok());
    assert_eq!(one, two);
    assert_eq!((&one["due_on"], &one["answered"]), (&json!("2026-09-21"), &json!(false)));
    let again = path(one["id"].as_str().unwrap().parse().unwrap());
    assert_eq!(proven.send("PUT", &again, None).await.ok(), one, "sent again it is said once");
    let item = held().await;
    assert_eq!(item["may_raise"], false);
    assert!(item.to_string().contains("21 September 2026"), "{item}");

    let shown = worker.open(&amina).await;
    let raised = shown["promises"][0]["concerns"].as_array().unwrap();
    assert_eq!(raised.len(), 1);
    assert_eq!(raised[0]["raised_by"], "young-person");
    assert_eq!(shown["tasks"][0]["kind"], "concern-answer");
    let nobodys = format!("/me/promises/{}/concerns/{}", house.id::<Uuid>(), house.id::<Uuid>());
    assert_eq!(proven.send("PUT", &nobodys, None).await.problem(), (404, "not-found"));
}

#[tokio::test]
async fn the_task_moves_with_the_day_by_which_an_answer_is_owed() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default().since(CORE)).await;
    let id: Uuid = house.id();
    coach(&worker, &amina, id).await;
    let path = format!("/people/{}/promises/{id}/concerns/{}", amina.id, house.id::<Uuid>());
    let raised = |on: &str| json!({ "raised_by": "worker", "raised_on": on });
    worker.put(&path, raised("2026-08-03")).await.ok();
    let corrected = with(raised("2026-09-07"), json!({ "based_on": 1 }));
    let concern = worker.put(&path, corrected).await.ok();
    assert_eq!(concern["due_on"], "2026-09-21");
    let task = worker.open(&amina).await["tasks"][0].clone();
    assert_eq!((&task["due_on"], &task["version"]), (&json!("2026-09-21"), &json!(2)));
    // Whose it is can be changed, and what it is about stays.
    let path = format!("/people/{}/tasks/{}", amina.id, task["id"].as_str().unwrap());
    let taken = json!({ "due_on": "2026-09-18", "owner_id": worker.id, "based_on": 2 });
    worker.put(&path, taken).await.ok();
    let now = worker.open(&amina).await["tasks"][0].clone();
    assert_eq!((&now["what"], &now["mine"]), (&task["what"], &json!(true)));
    let done = worker.put(&format!("{path}/done"), json!({})).await;
    assert_eq!(done.status, 409, "it is answered where it comes from");
}
