//! One worker hands a young person over to another (WK-08).

use domain::staff::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    house::{Answer, House},
    story::{Cast, Member, Sketch, said},
};

async fn plan(by: &Member<'_>, cast: &Cast<'_>, id: Uuid, to: &Member<'_>, on: &str) -> Answer {
    let path = format!("/people/{}/handovers/{id}", cast.amina.id);
    by.put(&path, json!({ "to": to.id.0, "on": on })).await
}

async fn accept(by: &Member<'_>, id: Uuid) -> Answer {
    by.put(&format!("/handovers/{id}/acceptance"), Value::Null).await
}

/// The same member of staff, some days later.
async fn later<'h>(cast: &Cast<'h>, who: &Member<'h>) -> Member<'h> {
    Member { id: who.id, caller: cast.area.signed_in(who.id, Role::Worker).await }
}

#[tokio::test]
async fn a_planned_handover_is_read_by_everybody_and_happens_on_its_day() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let other = cast.area.member("Olga Other", Role::Worker).await;
    let phone = cast.area.page_of(&cast.amina).await;
    assert!(phone.get("/me").await.ok().get("handover").is_none());
    let id: Uuid = house.id();
    let made = plan(&cast.worker, &cast, id, &other, "2026-09-09").await.ok();
    assert_eq!((&made["from"], &made["to"]), (&json!("Wanda Wójcik"), &json!("Olga Other")));
    assert_eq!(plan(&cast.worker, &cast, id, &other, "2026-09-09").await.ok(), made);
    assert_eq!(
        phone.get("/me").await.ok()["handover"],
        json!({
            "id": id, "to_come": true, "to": "Olga", "on": "2026-09-09",
            "plain": "Your worker changes. From 9 September it is Olga. If you want to meet Olga first, tell us.",
            "easy": "Your worker changes. From 9 September it is Olga. You can meet Olga first.",
        })
    );
    house.escalate().await;
    assert_eq!(house.post.taken()[0].text.lines().next(), Some("A handover is waiting for you."));

    let list = other.get("/handovers").await.ok();
    assert_eq!(
        (&list["items"][0]["person_name"], &list["items"][0]["waits_for_you"]),
        (&json!("Amina Rahman"), &json!(true))
    );
    let unreached = other.get(&format!("/people/{}", cast.amina.id)).await;
    assert_eq!(unreached.problem(), (404, "not-found"), "not yet");
    assert_eq!(
        accept(&cast.worker, id).await.problem(),
        (404, "not-found"),
        "it is not hers to take"
    );
    accept(&other, id).await.ok();
    accept(&other, id).await.ok();
    assert_eq!(house.hand_over().await, 0, "it is not the day");

    house.at("2026-09-08T23:00:00Z");
    assert_eq!((house.hand_over().await, house.hand_over().await), (1, 0));
    let (worker, other) = (later(&cast, &cast.worker).await, later(&cast, &other).await);
    assert_eq!(other.open(&cast.amina).await["worker_name"], "Olga Other");
    let gone = worker.get(&format!("/people/{}", cast.amina.id)).await;
    assert_eq!(gone.problem(), (404, "not-found"), "the old worker loses her at once");
    let phone = cast.area.page_of(&cast.amina).await;
    assert_eq!(phone.get("/me").await.ok()["handover"]["to"], "Olga", "for two weeks more");
    house.at("2026-09-24T09:00:00Z");
    let phone = cast.area.page_of(&cast.amina).await;
    assert!(phone.get("/me").await.ok().get("handover").is_none());
}

#[tokio::test]
async fn nobody_has_said_yes_so_managers_are_asked_once_the_day_before() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let other = cast.area.member("Olga Other", Role::Worker).await;
    let id: Uuid = house.id();
    plan(&cast.manager, &cast, id, &other, "2026-09-10").await.ok();
    house.escalate().await;
    house.post.taken();
    house.at("2026-09-09T09:00:00Z");
    for _ in 0..3 {
        house.hand_over().await;
        house.escalate().await;
    }
    assert_eq!(house.post.taken().len(), 1, "the manager, once");
    let manager = later(&cast, &cast.manager).await;
    let tasks = manager.open(&cast.amina).await["tasks"].clone();
    assert_eq!((&tasks[0]["kind"], &tasks[0]["ticked"]), (&json!("handover"), &json!(false)));
    house.at("2026-09-10T09:00:00Z");
    assert_eq!(house.hand_over().await, 0);
    let other = later(&cast, &other).await;
    accept(&other, id).await.ok();
    assert_eq!(house.hand_over().await, 1, "late, and all the same");
    assert_eq!(other.open(&cast.amina).await["tasks"], json!([]), "with that it is done");
}

#[tokio::test]
async fn with_possible_harm_somebody_has_it_in_hand_first_and_it_goes_with_her() {
    let house = House::new().await;
    let (cast, phone, check_in) = house.asked().await;
    let other = cast.area.member("Olga Other", Role::Worker).await;
    phone.say(&check_in, &said("2026-09-07T09:00:00Z", &[("feel_safe", "no")])).await.ok();
    let id: Uuid = house.id();
    let refused = plan(&cast.worker, &cast, id, &other, "2026-09-08").await;
    assert_eq!(refused.problem(), (409, "conflict"));
    let alert = cast.worker.open(&cast.amina).await["alerts"][0]["id"].as_str().unwrap().to_owned();
    cast.worker.put(&format!("/alerts/{alert}/acknowledgement"), Value::Null).await.ok();
    plan(&cast.worker, &cast, id, &other, "2026-09-08").await.ok();
    accept(&other, id).await.ok();
    house.at("2026-09-08T07:00:00Z");
    assert_eq!(house.hand_over().await, 1);
    let other = later(&cast, &other).await;
    assert_eq!(other.open(&cast.amina).await["alerts"][0]["mine"], true, "in the same moment");
}

#[tokio::test]
async fn of_two_handovers_of_one_person_at_once_one_is_planned() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let one = cast.area.member("Olga Other", Role::Worker).await;
    let two = cast.area.member("Tariq Two", Role::Worker).await;
    let (first, second) = tokio::join!(
        plan(&cast.worker, &cast, house.id(), &one, "2026-09-10"),
        plan(&cast.manager, &cast, house.id(), &two, "2026-09-11"),
    );
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "{first:?} {second:?}");
    let list = cast.manager.get("/handovers").await.ok();
    let id = list["items"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(cast.worker.delete(&format!("/handovers/{id}")).await.status, 204);
    plan(&cast.worker, &cast, house.id(), &two, "2026-09-10").await.ok();
}

#[tokio::test]
async fn given_away_at_once_the_plan_is_off_and_the_young_person_reads_who_it_is() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let planned = cast.area.member("Olga Other", Role::Worker).await;
    let now = cast.area.member("Tariq Two", Role::Worker).await;
    plan(&cast.worker, &cast, house.id(), &planned, "2026-09-10").await.ok();
    cast.manager.assign(&cast.amina, &now).await;
    assert_eq!(cast.manager.get("/handovers").await.ok()["items"], json!([]));
    let phone = cast.area.page_of(&cast.amina).await;
    assert_eq!(phone.get("/me").await.ok()["handover"]["to"], "Tariq");
}

#[tokio::test]
async fn what_cannot_be_is_refused() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let lead = cast.area.member("Lena Lead", Role::SafeguardingLead).await;
    for (to, on, place) in [
        (&lead, "2026-09-10", "/to"),
        (&cast.worker, "2026-09-10", "/to"),
        (&cast.manager, "2026-09-07", "/on"),
        (&cast.manager, "2028-09-07", "/on"),
    ] {
        let refused = plan(&cast.worker, &cast, house.id(), to, on).await;
        assert_eq!((refused.problem(), refused.pointers()), ((422, "rule-broken"), vec![place]));
    }
}

/// Amina's page, the handover to Olga, and Olga.
async fn coming<'h>(house: &'h House, cast: &Cast<'h>) -> (Uuid, Member<'h>) {
    let olga = cast.area.member("Olga Other", Role::Worker).await;
    let id: Uuid = house.id();
    plan(&cast.worker, cast, id, &olga, "2026-09-10").await.ok();
    (id, olga)
}

#[tokio::test]
async fn a_young_person_says_whether_they_want_to_meet_first_and_both_workers_read_it() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let (id, olga) = coming(&house, &cast).await;
    let phone = cast.area.page_of(&cast.amina).await;
    let path = format!("/me/handovers/{id}/meet-first");
    let seen = async |by: &Member<'_>| by.get("/handovers").await.ok()["items"][0].clone();
    assert!(seen(&olga).await.get("meet_first").is_none());
    assert_eq!(olga.get("/tasks").await.ok()["items"], json!([]));

    for _ in 0..2 {
        let said = phone.put(&path, json!({ "meet": true })).await.ok();
        assert_eq!((&said["meet_first"], &said["to_come"]), (&json!(true), &json!(true)));
    }
    assert_eq!(phone.get("/me").await.ok()["handover"]["meet_first"], true);
    for by in [&cast.worker, &olga] {
        assert_eq!(seen(by).await["meet_first"], true);
    }
    let tasks = olga.get("/tasks").await.ok()["items"].clone();
    assert_eq!(tasks.as_array().unwrap().len(), 1, "{tasks}");
    let asked = &tasks[0];
    assert_eq!(
        (&asked["person_name"], &asked["reached"], &asked["task"]["due_on"]),
        (&json!("Amina Rahman"), &json!(false), &json!("2026-09-09"))
    );
    assert!(asked["task"]["what"].as_str().unwrap().starts_with("They would like to meet you"));
    let unreached = olga.get(&format!("/people/{}", cast.amina.id)).await;
    assert_eq!(unreached.problem(), (404, "not-found"), "a task opens no record");
    // Whoever has her still sees that it is to be done.
    let record = cast.worker.open(&cast.amina).await;
    assert_eq!(record["tasks"][0]["owner"], "Olga Other");

    // They change their mind, and change it back.
    phone.put(&path, json!({ "meet": false })).await.ok();
    assert_eq!(seen(&cast.worker).await["meet_first"], false);
    assert_eq!(olga.get("/tasks").await.ok()["items"], json!([]));
    phone.put(&path, json!({ "meet": true })).await.ok();
    assert_eq!(olga.get("/tasks").await.ok()["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn nobody_has_to_meet_anybody_once_a_handover_is_off_and_nobody_is_asked_once_it_is_done() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let (id, olga) = coming(&house, &cast).await;
    let phone = cast.area.page_of(&cast.amina).await;
    let path = format!("/me/handovers/{id}/meet-first");
    let ben = cast.area.add(Sketch::named("Ben Okafor")).await;
    let bens = cast.area.page_of(&ben).await.put(&path, json!({ "meet": true })).await;
    assert_eq!(bens.problem(), (404, "not-found"), "it is not theirs");
    phone.put(&path, json!({ "meet": true })).await.ok();
    assert_eq!(cast.worker.delete(&format!("/handovers/{id}")).await.status, 204);
    assert_eq!(olga.get("/tasks").await.ok()["items"], json!([]));
    assert_eq!(cast.worker.open(&cast.amina).await["tasks"], json!([]));
    let off = phone.put(&path, json!({ "meet": true })).await;
    assert_eq!(off.problem(), (404, "not-found"));

    let again: Uuid = house.id();
    plan(&cast.worker, &cast, again, &olga, "2026-09-10").await.ok();
    accept(&olga, again).await.ok();
    let path = format!("/me/handovers/{again}/meet-first");
    phone.put(&path, json!({ "meet": true })).await.ok();
    house.at("2026-09-10T09:00:00Z");
    assert_eq!(house.hand_over().await, 1);
    let phone = cast.area.page_of(&cast.amina).await;
    assert_eq!(phone.get("/me").await.ok()["handover"]["to_come"], false);
    let late = phone.put(&path, json!({ "meet": false })).await;
    assert_eq!(late.problem(), (409, "conflict"));
    let olga = later(&cast, &olga).await;
    let task = olga.get("/tasks").await.ok()["items"][0].clone();
    assert_eq!(task["reached"], true, "what was not done is hers to do");
}
