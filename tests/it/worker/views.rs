//! Views of the list that members of staff keep.

use domain::staff::Role;
use futures_util::future::join_all;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{house::House, story::Sketch};

#[tokio::test]
async fn a_view_is_kept_for_whoever_made_it_and_never_changed() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let path = format!("/views/{}", house.id::<Uuid>());
    let calls = json!({ "name": "Calls", "state": "call-today", "order": "last-contact" });
    let kept = cast.worker.put(&path, calls.clone()).await.ok();
    assert_eq!((&kept["name"], &kept["order"]), (&json!("Calls"), &json!("last-contact")));
    assert_eq!(cast.worker.put(&path, calls.clone()).await.ok(), kept, "sent again");

    let other = json!({ "name": "Calls", "state": "paused" });
    assert_eq!(cast.worker.put(&path, other.clone()).await.problem(), (409, "already-exists"));
    let second = format!("/views/{}", house.id::<Uuid>());
    assert_eq!(cast.worker.put(&second, other).await.problem(), (409, "already-exists"));
    assert_eq!(cast.manager.put(&path, calls).await.problem(), (409, "already-exists"));
    assert_eq!(cast.worker.get("/views").await.ok(), json!({ "items": [kept] }));
    assert_eq!(cast.manager.get("/views").await.ok(), json!({ "items": [] }));

    cast.manager.delete(&path).await;
    assert_eq!(cast.worker.get("/views").await.ok()["items"].as_array().unwrap().len(), 1);
    assert_eq!(cast.worker.delete(&path).await.status, 204);
    assert_eq!(cast.worker.delete(&path).await.status, 204, "twice");
    assert_eq!(cast.worker.get("/views").await.ok(), json!({ "items": [] }));
}

#[tokio::test]
async fn of_many_views_of_one_name_made_at_once_one_is_kept_and_there_is_an_end_to_them() {
    let house = House::new().await;
    let area = house.area("derbyshire").await;
    let worker = area.member("Wanda Wood", Role::Worker).await;
    let paths: Vec<String> = (0..4).map(|_| format!("/views/{}", house.id::<Uuid>())).collect();
    let at_once = paths.iter().map(|path| worker.put(path, json!({ "name": "Calls" })));
    let answers = join_all(at_once).await;
    let kept = answers.iter().filter(|answer| answer.status == 200).count();
    let refused = answers.iter().filter(|answer| answer.status == 409).count();
    assert_eq!((kept, refused), (1, 3));

    for number in 1..20 {
        let path = format!("/views/{}", house.id::<Uuid>());
        worker.put(&path, json!({ "name": format!("View {number}") })).await.ok();
    }
    let path = format!("/views/{}", house.id::<Uuid>());
    let one_more = worker.put(&path, json!({ "name": "One more" })).await;
    assert_eq!(one_more.problem(), (422, "rule-broken"));
    for wrong in [Value::Null, json!(""), json!("  "), json!("x".repeat(61))] {
        let refused = worker.put(&path, json!({ "name": wrong })).await;
        assert_eq!(refused.problem(), (422, "invalid-body"));
    }
}
