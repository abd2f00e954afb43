//! The same for several young people at once: seen beforehand, done once, and nobody for whom it is not right.

use chrono::TimeDelta;
use domain::staff::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    house::{Caller, House},
    story::{CORE, Sketch, Young, said},
};

pub(super) fn names(list: &Value) -> Vec<&str> {
    let all = list.as_array().expect("a list");
    all.iter().map(|one| one["name"].as_str().expect("a name")).collect()
}

pub(super) fn body(action: &str, people: &[&Young], more: &Value) -> Value {
    let people: Vec<Uuid> = people.iter().map(|one| one.id.0).collect();
    let mut body = json!({ "action": action, "people": people });
    for (name, value) in more.as_object().into_iter().flatten() {
        body[name] = value.clone();
    }
    body
}

pub(super) async fn start(by: &Caller<'_>, house: &House, body: &Value) -> Value {
    by.put(&format!("/bulk/{}", house.id::<Uuid>()), body.clone()).await.ok()
}

/// What waits to be sent to somebody, and is no part of the usual ladder.
async fn waiting(house: &House) -> i64 {
    let sql = "prompt WHERE settled_at IS NULL AND step LIKE 'staff-%'";
    house.database.count(sql).await
}

#[tokio::test]
async fn a_check_in_is_sent_now_to_those_who_may_have_it_and_once() {
    let house = House::new().await;
    let (cast, phone, _) = house.asked().await;
    phone
        .put(
            "/push/subscription",
            crate::house::subscription("https://fcm.googleapis.com/fcm/send/abc"),
        )
        .await
        .ok();
    let ben = cast.area.add(Sketch::named("Ben Okafor").since(CORE)).await;
    cast.manager.assign(&ben, &cast.worker).await;
    // The reminder of the ladder is two days away, so that it is no reason.
    let wanted = body("send", &[&cast.amina, &ben], &Value::Null);
    house.database.run("UPDATE prompt SET due_at = '2026-09-20T09:00:00+00:00'").await;
    let preview = cast.worker.post("/bulk", wanted.clone()).await.ok();
    assert_eq!(names(&preview["goes"]), ["Amina Rahman"], "{preview}");
    assert_eq!(preview["stays"][0]["why"], "They have not joined yet. Invite them first.");
    assert_eq!(waiting(&house).await, 0, "a look changes nothing");

    let path = format!("/bulk/{}", house.id::<Uuid>());
    let done = cast.worker.put(&path, wanted.clone()).await.ok();
    assert_eq!(names(&done["goes"]), ["Amina Rahman"]);
    assert_eq!(cast.worker.put(&path, wanted.clone()).await.ok()["goes"], done["goes"], "again");
    assert_eq!(waiting(&house).await, 1, "once");
    let other =
        body("key-date", &[&cast.amina], &json!({ "on": "2026-10-01", "words": "Review." }));
    assert_eq!(cast.worker.put(&path, other).await.problem(), (409, "conflict"));

    house.send().await;
    assert_eq!(house.push.take().len(), 1, "it goes like any reminder");
    let again = cast.worker.post("/bulk", wanted).await.ok();
    assert!(again["stays"][0]["why"].as_str().unwrap().starts_with("They get a reminder"));
}

#[tokio::test]
async fn whoever_paused_after_the_look_is_left_out_and_it_is_said() {
    let house = House::new().await;
    let (cast, phone, _) = house.asked().await;
    let wanted = body("postpone", &[&cast.amina], &json!({ "days": 7 }));
    let preview = cast.worker.post("/bulk", wanted.clone()).await.ok();
    assert_eq!(names(&preview["goes"]), ["Amina Rahman"]);
    phone.patch("/me/prompts", json!({ "pause": "four-weeks" })).await.ok();
    let done = start(&cast.worker, &house, &wanted).await;
    assert_eq!(done["goes"], json!([]));
    assert!(done["stays"][0]["why"].as_str().unwrap().starts_with("They paused until"), "{done}");
}

#[tokio::test]
async fn a_check_in_that_is_put_off_opens_on_the_later_day() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default().since("2026-08-20")).await;
    let next = async || cast.worker.open(&cast.amina).await["journey"]["next"]["on"].clone();
    assert_eq!(next().await, "2026-09-20");
    start(&cast.worker, &house, &body("postpone", &[&cast.amina], &json!({ "days": 5 }))).await;
    assert_eq!(next().await, "2026-09-25");
    assert_eq!(cast.worker.row(&cast.amina).await["next_due_on"], "2026-09-25");
    let opened = async || {
        house.ask().await;
        let worker = cast.area.signed_in(cast.worker.id, Role::Worker).await;
        let page = worker.get(&format!("/people/{}", cast.amina.id)).await.ok();
        page["check_ins"].as_array().unwrap().len()
    };
    let before = opened().await;
    house.at("2026-09-22T10:00:00Z");
    assert_eq!(opened().await, before, "not on its usual day");
    house.at("2026-09-25T10:00:00Z");
    assert_eq!(opened().await, before + 1);
}

#[tokio::test]
async fn managers_give_several_away_with_what_was_in_hand() {
    let house = House::new().await;
    let (cast, phone, check_in) = house.asked().await;
    let olga = cast.area.member("Olga Other", Role::Worker).await;
    let ben = cast.area.add(Sketch::named("Ben Okafor")).await;
    phone.say(&check_in, &said("2026-09-07T09:00:00Z", &[("feel_safe", "no")])).await.ok();
    let wanted = body("assign", &[&cast.amina, &ben], &json!({ "to": olga.id.0 }));
    assert_eq!(cast.worker.post("/bulk", wanted.clone()).await.problem(), (403, "not-allowed"));
    let preview = cast.manager.post("/bulk", wanted.clone()).await.ok();
    assert_eq!(names(&preview["goes"]), ["Ben Okafor"]);
    assert!(preview["stays"][0]["why"].as_str().unwrap().contains("take that alert first"));

    let alert = cast.worker.open(&cast.amina).await["alerts"][0]["id"].as_str().unwrap().to_owned();
    cast.worker.put(&format!("/alerts/{alert}/acknowledgement"), Value::Null).await.ok();
    let task = format!("/people/{}/tasks/{}", cast.amina.id, house.id::<Uuid>());
    let mine = json!({ "words": "Ring.", "due_on": "2026-09-09", "owner_id": cast.worker.id.0 });
    cast.worker.put(&task, mine).await.ok();
    let done = start(&cast.manager, &house, &wanted).await;
    assert_eq!(names(&done["goes"]), ["Amina Rahman", "Ben Okafor"], "{done}");
    let shown = olga.open(&cast.amina).await;
    assert_eq!(shown["worker_name"], "Olga Other");
    assert_eq!(shown["alerts"][0]["acknowledged_by"], "Olga Other", "{}", shown["alerts"]);
    assert_eq!(shown["tasks"][0]["owner"], "Olga Other");
    assert_eq!(cast.worker.get(&format!("/people/{}", cast.amina.id)).await.status, 404);
    let told = phone.get("/me/record").await;
    assert!(told.status < 300 || told.status == 403, "{}", told.text);
    let to_nobody = body("assign", &[&ben], &json!({ "to": cast.amina.id }));
    assert_eq!(cast.manager.post("/bulk", to_nobody).await.problem(), (422, "rule-broken"));
}

#[tokio::test]
async fn two_hundred_take_no_more_than_eight_trips() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default().since(CORE)).await;
    let olga = cast.area.member("Olga Other", Role::Worker).await;
    let many = cast.area.add_all((0..199).map(|_| Sketch::named("Ben Brown").since(CORE))).await;
    let mut all: Vec<&Young> = many.iter().collect();
    all.push(&cast.amina);
    for (action, more) in [
        ("key-date", json!({ "on": "2026-10-01", "words": "Review." })),
        ("postpone", json!({ "days": 3 })),
        ("assign", json!({ "to": cast.worker.id.0 })),
        ("assign", json!({ "to": olga.id.0 })),
        ("send", Value::Null),
    ] {
        let wanted = body(action, &all, &more);
        let looked = cast.manager.post("/bulk", wanted.clone()).await;
        assert!(looked.trips <= 8, "{action}: {} trips", looked.trips);
        // Nobody gives somebody away twice at the same moment.
        house.wait(TimeDelta::seconds(1));
        let path = format!("/bulk/{}", house.id::<Uuid>());
        let done = cast.manager.put(&path, wanted).await;
        assert!(done.trips <= 8, "{action}: {} trips", done.trips);
        let done = done.ok();
        let there = [&done["goes"], &done["stays"]].map(|it| it.as_array().unwrap().len());
        assert_eq!(there.iter().sum::<usize>(), 200);
        house.wait(TimeDelta::seconds(1));
        let undone = cast.manager.put(&format!("{path}/undo"), Value::Null).await;
        assert!(undone.trips <= 8, "{action} undone: {} trips", undone.trips);
        house.wait(TimeDelta::seconds(1));
        if action != "send" {
            assert_eq!(undone.ok()["undone"], done["goes"], "{action}");
            cast.manager
                .put(&format!("/bulk/{}", house.id::<Uuid>()), body(action, &all, &more))
                .await;
        }
    }
}

#[tokio::test]
async fn nobody_out_of_reach_is_named_and_what_is_done_is_noted() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default().since(CORE)).await;
    let zoe = cast.area.add(Sketch::named("Zoe Zander")).await;
    let wanted =
        body("key-date", &[&cast.amina, &zoe], &json!({ "on": "2026-10-01", "words": "Review." }));
    let preview = cast.worker.post("/bulk", wanted.clone()).await;
    assert!(!preview.text.contains("Zander"), "{}", preview.text);
    let done = start(&cast.worker, &house, &wanted).await;
    assert_eq!((names(&done["goes"]), &done["not_here"]), (vec!["Amina Rahman"], &json!(1)));
    let task = &cast.worker.open(&cast.amina).await["tasks"][0];
    assert_eq!((&task["what"], &task["due_on"]), (&json!("Review."), &json!("2026-10-01")));
    let noted = "access_event WHERE what = 'start_bulk'";
    assert_eq!(house.database.count(noted).await, 1);
}

/// What needs a look at each of them is not to be had for several (WK-06).
#[tokio::test]
async fn nothing_else_is_done_for_several() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default().since(CORE)).await;
    for refused in ["close-alerts", "message", "export", "invite", "pause"] {
        let asked = body(refused, &[&cast.amina], &Value::Null);
        assert_eq!(
            cast.manager.post("/bulk", asked.clone()).await.problem(),
            (422, "invalid-body")
        );
        let path = format!("/bulk/{}", house.id::<Uuid>());
        assert_eq!(cast.manager.put(&path, asked).await.problem(), (422, "invalid-body"));
    }
    for (action, more, place) in [
        ("send", json!({ "words": "Ring me." }), "/words"),
        ("postpone", json!({}), "/days"),
        ("key-date", json!({ "on": "2026-09-06", "words": "Late." }), "/on"),
        ("key-date", json!({ "on": "2026-10-06" }), "/words"),
    ] {
        let answer = cast.manager.post("/bulk", body(action, &[&cast.amina], &more)).await;
        assert_eq!((answer.problem(), answer.pointers()), ((422, "rule-broken"), vec![place]));
    }
    let paths = api::http::documents().iter().find(|it| it.name == "worker.v1").unwrap();
    let all = paths.content["paths"].as_object().unwrap().keys();
    let several = ["/alerts/", "/messages", "/packages"];
    let bulk: Vec<_> = all.filter(|path| path.starts_with("/bulk")).collect();
    assert!(bulk.iter().all(|path| several.iter().all(|one| !path.contains(one))), "{bulk:?}");
}

#[tokio::test]
async fn those_who_were_chosen_are_printed_and_it_is_noted() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default().since(CORE)).await;
    let zoe = cast.area.add(Sketch::named("Zoe Zander")).await;
    let worker = cast.area.proven_page(cast.worker.id, Role::Worker).await;
    let sheet =
        worker.post("/contact-sheet", json!({ "people": [cast.amina.id, zoe.id] })).await.ok();
    assert_eq!(names(&sheet["items"]), ["Amina Rahman"]);
    let noted = "access_event WHERE what = 'show_chosen_contacts'";
    assert_eq!(house.database.count(noted).await, 1);
    let unproven = cast.worker.post("/contact-sheet", json!({ "people": [cast.amina.id] })).await;
    assert_eq!(unproven.problem(), (403, "step-up-needed"));
}
