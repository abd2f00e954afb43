//! What was done for several is undone for ten minutes, for each as far as it still is as it was left.

use chrono::TimeDelta;
use domain::staff::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use super::bulk::{body, names};
use crate::{
    house::House,
    story::{CORE, Sketch},
};

#[tokio::test]
async fn a_day_is_taken_back_unless_somebody_has_changed_it() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default().since(CORE)).await;
    let ben = cast.area.add(Sketch::named("Ben Okafor").since(CORE)).await;
    cast.manager.assign(&ben, &cast.worker).await;
    let wanted =
        body("key-date", &[&cast.amina, &ben], &json!({ "on": "2026-10-01", "words": "Review." }));
    let path = format!("/bulk/{}", house.id::<Uuid>());
    cast.worker.put(&path, wanted).await.ok();
    let listed = cast.worker.get("/bulk").await.ok();
    assert_eq!(
        (&listed["items"][0]["people"], &listed["items"][0]["action"]),
        (&json!(2), &json!("key-date"))
    );
    assert_eq!(cast.manager.get("/bulk").await.ok()["items"], json!([]), "somebody else's");

    let task = cast.worker.open(&ben).await["tasks"][0].clone();
    let done = format!("/people/{}/tasks/{}/done", ben.id, task["id"].as_str().unwrap());
    cast.worker.put(&done, json!({})).await.ok();
    let undone = cast.worker.put(&format!("{path}/undo"), Value::Null).await.ok();
    assert_eq!(names(&undone["undone"]), ["Amina Rahman"]);
    assert_eq!(undone["stays"][0]["why"], "It was changed or done since.");
    assert_eq!(cast.worker.open(&cast.amina).await["tasks"], json!([]));
    let again = cast.worker.put(&format!("{path}/undo"), Value::Null).await.ok();
    assert_eq!(names(&again["undone"]), ["Amina Rahman"], "undone once");
}

#[tokio::test]
async fn who_was_given_away_comes_back_unless_somebody_else_has_them() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default().since(CORE)).await;
    let olga = cast.area.member("Olga Other", Role::Worker).await;
    let nina = cast.area.member("Nina New", Role::Worker).await;
    let ben = cast.area.add(Sketch::named("Ben Okafor").since(CORE)).await;
    let zoe = cast.area.add(Sketch::named("Zoe Zander").since(CORE)).await;
    cast.manager.assign(&zoe, &cast.worker).await;
    let path = format!("/bulk/{}", house.id::<Uuid>());
    let wanted = body("assign", &[&cast.amina, &ben, &zoe], &json!({ "to": olga.id.0 }));
    cast.manager.put(&path, wanted).await.ok();
    cast.manager.assign(&zoe, &nina).await;
    house.wait(TimeDelta::minutes(1));
    assert_eq!(
        olga.put(&format!("{path}/undo"), Value::Null).await.problem(),
        (403, "not-allowed")
    );
    let undone = cast.manager.put(&format!("{path}/undo"), Value::Null).await.ok();
    assert_eq!(names(&undone["undone"]), ["Amina Rahman", "Ben Okafor"], "{undone}");
    assert_eq!(names(&undone["stays"]), ["Zoe Zander"]);
    let has = async |who| cast.manager.open(who).await["worker_name"].clone();
    assert_eq!(has(&cast.amina).await, "Wanda Wójcik");
    assert_eq!((has(&ben).await, has(&zoe).await), (Value::Null, json!("Nina New")));
}

#[tokio::test]
async fn a_reminder_is_called_off_unless_it_has_gone() {
    let house = House::new().await;
    let (cast, phone, _) = house.asked().await;
    phone
        .put(
            "/push/subscription",
            crate::house::subscription("https://fcm.googleapis.com/fcm/send/abc"),
        )
        .await
        .ok();
    house.database.run("UPDATE prompt SET due_at = '2026-09-20T09:00:00+00:00'").await;
    let send = async || {
        let path = format!("/bulk/{}", house.id::<Uuid>());
        let done = cast.worker.put(&path, body("send", &[&cast.amina], &Value::Null)).await.ok();
        assert_eq!(names(&done["goes"]), ["Amina Rahman"], "{done}");
        format!("{path}/undo")
    };
    let undo = send().await;
    let undone = cast.worker.put(&undo, Value::Null).await.ok();
    assert_eq!(names(&undone["undone"]), ["Amina Rahman"]);
    house.send().await;
    assert_eq!(house.push.take().len(), 0);

    let undo = send().await;
    house.send().await;
    let stays = cast.worker.put(&undo, Value::Null).await.ok();
    assert_eq!(stays["stays"][0]["why"], "It has gone out already.");
}

#[tokio::test]
async fn a_check_in_opens_on_its_usual_day_again_and_after_ten_minutes_nothing_is_undone() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default().since("2026-08-20")).await;
    let next = async || cast.worker.open(&cast.amina).await["journey"]["next"]["on"].clone();
    let wanted = body("postpone", &[&cast.amina], &json!({ "days": 5 }));
    let path = format!("/bulk/{}", house.id::<Uuid>());
    cast.worker.put(&path, wanted.clone()).await.ok();
    let nobody = format!("/bulk/{}/undo", house.id::<Uuid>());
    assert_eq!(cast.worker.put(&nobody, Value::Null).await.problem(), (404, "not-found"));
    cast.worker.put(&format!("{path}/undo"), Value::Null).await.ok();
    assert_eq!(next().await, "2026-09-20");

    let path = format!("/bulk/{}", house.id::<Uuid>());
    cast.worker.put(&path, wanted).await.ok();
    house.wait(TimeDelta::minutes(11));
    let late = cast.worker.put(&format!("{path}/undo"), Value::Null).await;
    assert_eq!(late.problem(), (409, "conflict"));
    assert_eq!(cast.worker.get("/bulk").await.ok()["items"], json!([]));
    house.wait(TimeDelta::days(31));
    house.forget().await;
    let kept = "bulk";
    assert_eq!(house.database.count(kept).await, 0);
}
