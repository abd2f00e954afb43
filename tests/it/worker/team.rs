//! A manager's view: how work is shared out, whom nobody has contacted, and giving many away at once.

use chrono::TimeDelta;
use domain::staff::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    house::House,
    story::{CORE, Member, Sketch, said},
};

#[tokio::test]
async fn a_manager_sees_who_has_how_much_and_when_they_were_last_here() {
    let house = House::new().await;
    let (cast, phone, check_in) = house.asked().await;
    let other = cast.area.member("Olga Other", Role::Worker).await;
    cast.area.add(Sketch::named("Ben Okafor").since(CORE)).await;
    phone.say(&check_in, &said("2026-09-07T09:00:00Z", &[("feel_safe", "no")])).await.ok();
    let task = json!({ "words": "Ring.", "due_on": "2026-09-07" });
    let id: Uuid = house.id();
    cast.worker.put(&format!("/people/{}/tasks/{id}", cast.amina.id), task).await.ok();
    let away = json!({ "cover_id": other.id.0, "from_on": "2026-09-08", "until_on": "2026-09-09" });
    cast.worker.put(&format!("/absences/{}", house.id::<Uuid>()), away).await.ok();

    house.at("2026-09-08T10:00:00Z");
    house.stand().await;
    let manager = cast.area.signed_in(cast.manager.id, Role::Manager).await;
    let team = manager.get("/team").await.ok();
    let of = |name: &str| {
        team["members"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap().clone()
    };
    let wanda = of("Wanda Wójcik");
    assert_eq!(
        wanda["load"],
        json!({
            "people": 1, "call_today": 1, "silent": 1, "late_tasks": 1, "p1": 1, "p2": 0, "p3": 0, "p4": 0, "much": false,
        })
    );
    assert_eq!(
        wanda["away"],
        json!({ "from_on": "2026-09-08", "until_on": "2026-09-09", "cover": "Olga Other", "now": true })
    );
    assert_eq!(wanda["last_seen_at"], "2026-09-07T09:00:00Z");
    assert_eq!(of("Olga Other")["load"]["people"], 0);
    assert_eq!((&team["nobodys"]["people"], &team["nobodys"]["p1"]), (&json!(1), &json!(0)));
    for (path, who) in [("/team", &cast.worker), ("/team/silent", &cast.worker)] {
        let again = cast.area.signed_in(who.id, Role::Worker).await;
        assert_eq!(again.get(path).await.problem(), (403, "not-allowed"));
    }
}

#[tokio::test]
async fn alert_times_are_the_middle_one_in_working_minutes() {
    let house = House::new().await;
    let (cast, phone, check_in) = house.asked().await;
    phone.say(&check_in, &said("2026-09-07T09:00:00Z", &[("feel_safe", "no")])).await.ok();
    let times = async || {
        let manager = cast.area.signed_in(cast.manager.id, Role::Manager).await;
        manager.get("/team/alert-times").await.ok()["items"][0].clone()
    };
    assert_eq!(times().await, json!({ "priority": "p1", "raised": 1, "untaken": 1 }));
    house.at("2026-09-07T09:12:00Z");
    let alert = cast.worker.open(&cast.amina).await["alerts"][0]["id"].as_str().unwrap().to_owned();
    cast.worker.put(&format!("/alerts/{alert}/acknowledgement"), Value::Null).await.ok();
    assert_eq!(
        times().await,
        json!({ "priority": "p1", "raised": 1, "untaken": 0, "taken_after": 12 })
    );
}

#[tokio::test]
async fn whom_nobody_has_contacted_is_listed_until_somebody_has_tried() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default().since(CORE)).await;
    let list = async |by: &Member<'_>| {
        let list = by.get("/team/silent?weeks=4").await.ok();
        list["items"].as_array().unwrap().iter().map(|it| it["name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(list(&cast.manager).await, [json!("Amina Rahman")]);
    let tried = json!({
        "kind": "call", "direction": "out", "outcome": "no-answer", "happened_at": "2026-08-20T09:00:00Z",
    });
    let id: Uuid = house.id();
    cast.worker.put(&format!("/people/{}/contacts/{id}", cast.amina.id), tried).await.ok();
    assert_eq!(list(&cast.manager).await, Vec::<Value>::new());
    let two = cast.manager.get("/team/silent?weeks=2").await.ok();
    assert_eq!(two["items"][0]["last_contact_at"], "2026-08-20T09:00:00Z");
}

#[tokio::test]
async fn many_are_given_away_with_a_preview_and_back_again() {
    let house = House::new().await;
    let (cast, phone, check_in) = house.asked().await;
    let other = cast.area.member("Olga Other", Role::Worker).await;
    let ben = cast.area.add(Sketch::named("Ben Okafor")).await;
    let zoe = cast.area.add(Sketch::named("Zoe Zander")).await;
    cast.manager.assign(&ben, &cast.worker).await;
    phone.say(&check_in, &said("2026-09-07T09:00:00Z", &[("feel_safe", "no")])).await.ok();
    let body = |to: &Member<'_>, from: &Member<'_>, preview: bool| {
        json!({
            "to": to.id.0, "preview": preview,
            "people": [
                { "person_id": cast.amina.id, "from": from.id.0 },
                { "person_id": ben.id, "from": from.id.0 },
                { "person_id": zoe.id, "from": from.id.0 },
            ],
        })
    };
    let names = |list: &Value| -> Vec<String> {
        list.as_array()
            .unwrap()
            .iter()
            .map(|one| one["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let preview = cast.manager.post("/assignments", body(&other, &cast.worker, true)).await.ok();
    assert_eq!(names(&preview["goes"]), ["Ben Okafor"]);
    assert_eq!(preview["stays"].as_array().unwrap().len(), 2, "{preview}");
    assert_eq!(cast.manager.open(&ben).await["worker_name"], "Wanda Wójcik", "nothing has changed");

    house.wait(TimeDelta::minutes(1));
    let done = cast.manager.post("/assignments", body(&other, &cast.worker, false)).await.ok();
    assert_eq!((&done["goes"], &done["stays"]), (&preview["goes"], &preview["stays"]));
    assert_eq!(other.open(&ben).await["worker_name"], "Olga Other");
    house.wait(TimeDelta::minutes(1));
    let back = cast.manager.post("/assignments", body(&cast.worker, &other, false)).await.ok();
    assert_eq!(names(&back["goes"]), ["Ben Okafor"]);
    assert_eq!(cast.worker.open(&ben).await["worker_name"], "Wanda Wójcik");

    house.wait(TimeDelta::minutes(1));
    let (one, two) = tokio::join!(
        cast.manager.post("/assignments", body(&other, &cast.worker, false)),
        cast.manager.post("/assignments", body(&cast.manager, &cast.worker, false)),
    );
    let went = [one.ok(), two.ok()].map(|it| it["goes"].as_array().unwrap().len());
    assert_eq!(went.iter().sum::<usize>(), 1, "of two at once, one has them: {went:?}");
    let refused = cast.worker.post("/assignments", body(&other, &cast.worker, false)).await;
    assert_eq!(refused.problem(), (403, "not-allowed"));
}
