//! What was promised beside what came, and what is done where it does not come.

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
