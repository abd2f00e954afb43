//! What somebody means to do next, beside what became of it.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    house::House,
    story::{CORE, Cast, Sketch},
};

fn meant(intent: &str) -> Value {
    json!({
        "intent": intent, "words": "Bricklaying", "for_on": "2026-09-01", "said_on": "2026-06-10",
    })
}

#[tokio::test]
async fn what_they_meant_to_do_stands_beside_what_became_of_it() {
    let house = House::new().await;
    let Cast { area, worker, amina, .. } = house.cast(Sketch::default().since(CORE)).await;
    let path = format!("/people/{}/intended/{}", amina.id, house.id::<Uuid>());
    let first = worker.put(&path, meant("211")).await.ok();
    assert_eq!(worker.put(&path, meant("211")).await.ok(), first, "sent again it is the same");
    assert_eq!(first["label"], "Apprenticeship or traineeship");

    let destination = |code: u16| {
        json!({
            "code": code, "started_on": "2026-09-01", "verified_on": "2026-09-07",
            "predicted_end_on": "2027-07-31", "sure": true,
        })
    };
    let spell = format!("/people/{}/destinations/{}", amina.id, house.id::<Uuid>());
    worker.put(&spell, destination(230)).await.ok();
    let shown = worker.open(&amina).await["intended"][0].clone();
    assert_eq!(shown["kept"], "otherwise");
    assert!(shown["became"].as_str().unwrap().contains("further education"), "{shown}");
    let later = json!({ "intent": "121", "for_on": "2026-09-01", "said_on": "2026-07-01" });
    worker.put(&format!("/people/{}/intended/{}", amina.id, house.id::<Uuid>()), later).await.ok();
    let shown = worker.open(&amina).await["intended"].clone();
    assert_eq!((&shown[0]["intent"], &shown[0]["kept"]), (&json!("121"), &json!("yes")));
    assert_eq!(shown[1]["kept"], "otherwise", "the latest first");

    let record = area.proven_page_of(&amina).await.get("/me/record").await.ok().to_string();
    assert!(record.contains("An apprenticeship or traineeship"), "{record}");
}

#[tokio::test]
async fn two_at_once_are_one_plan_and_one_question() {
    let house = House::new().await;
    let Cast { worker, manager, amina, .. } = house.cast(Sketch::default().since(CORE)).await;
    let path = format!("/people/{}/intended/{}", amina.id, house.id::<Uuid>());
    let (one, two) =
        tokio::join!(worker.put(&path, meant("211")), manager.put(&path, meant("121")));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let mut mended = meant("511");
    mended["based_on"] = json!(1);
    assert_eq!(worker.put(&path, mended).await.ok()["version"], 2);
    let changes = worker.get(&format!("/people/{}/changes", amina.id)).await.ok();
    let items = changes["items"].as_array().unwrap();
    let known = items.iter().filter(|it| it["thing"] == "intended" && it["version"] == 2);
    assert_eq!(known.map(|it| &it["field"]).collect::<Vec<_>>(), ["intent"]);
}

#[tokio::test]
async fn a_plan_is_made_before_it_begins() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default().since(CORE)).await;
    for (for_on, said_on, place) in
        [("2026-09-01", "2026-09-02", "/for_on"), ("2027-09-01", "2026-09-08", "/said_on")]
    {
        let path = format!("/people/{}/intended/{}", amina.id, house.id::<Uuid>());
        let body = json!({ "intent": "321", "for_on": for_on, "said_on": said_on });
        let answer = worker.put(&path, body).await;
        assert_eq!((answer.status, answer.pointers()), (422, vec![place]));
    }
}
