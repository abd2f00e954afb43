//! What staff have to do: whose it is, by when, and that it is done once.

use domain::staff::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    house::{Answer, House},
    story::{Cast, Member, Sketch, Young},
};

async fn set(by: &Member<'_>, who: &Young, id: Uuid, task: Value) -> Answer {
    by.put(&format!("/people/{}/tasks/{id}", who.id), task).await
}

async fn finish(by: &Member<'_>, who: &Young, id: Uuid) -> Answer {
    by.put(&format!("/people/{}/tasks/{id}/done", who.id), json!({ "words": "She has a place." }))
        .await
}

/// What somebody has to do, in words.
async fn list(of: &Member<'_>) -> Vec<String> {
    let list = of.get("/tasks").await.ok();
    let items = list["items"].as_array().unwrap().iter();
    items.map(|item| item["task"]["what"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_task_is_set_changed_by_whoever_has_seen_it_and_done_once() {
    let house = House::new().await;
    let Cast { worker, manager, amina, .. } = house.cast(Sketch::default()).await;
    let id: Uuid = house.id();
    let task = json!({ "words": "Ring the college.", "due_on": "2026-09-08" });
    let made = set(&worker, &amina, id, task.clone()).await.ok();
    assert_eq!(
        (&made["what"], &made["version"], &made["made_by"], made.get("owner")),
        (&json!("Ring the college."), &json!(1), &json!("Wanda Wójcik"), None)
    );
    assert_eq!(set(&worker, &amina, id, task.clone()).await.ok(), made, "sent again, it is one");
    assert_eq!(list(&worker).await, ["Ring the college."]);
    assert_eq!(list(&manager).await, Vec::<String>::new(), "it is her worker's");

    let mut moved = json!({
        "words": "Ring the college.", "due_on": "2026-09-08", "owner_id": manager.id.0, "based_on": 1,
    });
    let given = set(&worker, &amina, id, moved.clone()).await.ok();
    assert_eq!((&given["owner"], &given["version"]), (&json!("Maya Morris"), &json!(2)));
    assert_eq!((list(&worker).await.len(), list(&manager).await.len()), (0, 1));
    moved["words"] = json!("Ring the college at nine.");
    let stale = set(&manager, &amina, id, moved).await;
    assert_eq!(stale.problem(), (409, "conflict"));
    assert_eq!(stale.body["conflict"]["version"], 2);

    let (one, two) = tokio::join!(finish(&worker, &amina, id), finish(&manager, &amina, id));
    assert_eq!(one.ok()["done_by"], two.ok()["done_by"], "one of them has done it");
    assert_eq!(list(&manager).await, Vec::<String>::new());
    assert_eq!(worker.open(&amina).await["tasks"], json!([]));
    let late = set(&worker, &amina, id, task).await;
    assert_eq!(late.problem(), (409, "conflict"));
    let changes = worker.get(&format!("/people/{}/changes", amina.id)).await.ok();
    let fields: Vec<_> =
        changes["items"].as_array().unwrap().iter().map(|it| &it["field"]).collect();
    assert!(
        fields.contains(&&json!("owner_id")) && fields.contains(&&json!("done_words")),
        "{changes}"
    );
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_what_to_do() {
    let house = House::new().await;
    let Cast { area, worker, amina, .. } = house.cast(Sketch::default()).await;
    let viewer = area.member("Vera Viewer", Role::PartnershipViewer).await;
    let id: Uuid = house.id();
    for (task, place) in [
        (json!({ "words": "Ring.", "due_on": "2026-09-06" }), "/due_on"),
        (json!({ "due_on": "2026-09-08" }), "/words"),
        (json!({ "words": "Ring.", "due_on": "2026-09-08", "owner_id": viewer.id.0 }), "/owner_id"),
    ] {
        let refused = set(&worker, &amina, id, task).await;
        assert_eq!((refused.problem(), refused.pointers()), ((422, "rule-broken"), vec![place]));
    }
    let other = area.member("Olga Other", Role::Worker).await;
    let task = json!({ "words": "Ring.", "due_on": "2026-09-08" });
    assert_eq!(set(&other, &amina, id, task).await.problem(), (404, "not-found"));
    assert_eq!(finish(&worker, &amina, id).await.problem(), (404, "not-found"));
}

#[tokio::test]
async fn of_two_who_change_a_task_at_once_one_is_shown_what_the_other_wrote() {
    let house = House::new().await;
    let Cast { worker, manager, amina, .. } = house.cast(Sketch::default()).await;
    let id: Uuid = house.id();
    let task = |words: &str| json!({ "words": words, "due_on": "2026-09-08", "based_on": 1 });
    set(&worker, &amina, id, json!({ "words": "Ring.", "due_on": "2026-09-08" })).await.ok();
    let (one, two) = tokio::join!(
        set(&worker, &amina, id, task("Ring at nine.")),
        set(&manager, &amina, id, task("Ring at ten.")),
    );
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "{one:?} {two:?}");
}
