//! Whom a council's file gives to which worker.

use serde_json::json;

use crate::{
    house::House,
    story::council::{Council, SAMPLE, counted, lines, odd},
};

const UNKNOWN: &str = "belongs to no worker or manager here";
const CHOSEN: &str = "is not the worker whom staff here have chosen";

async fn worker_of(council: &Council<'_>, name: &str) -> Option<String> {
    council.record(name).await["worker_name"].as_str().map(str::to_owned)
}

#[tokio::test]
async fn whoever_has_no_worker_waits_in_the_list_of_those_without_one() {
    let house = House::new().await;
    let council = house.council().await;
    council.worker("r.black").await;

    let report = council.send(SAMPLE).await.ok();

    let waiting = council.manager.get("/caseload/counts").await.ok();
    let unassigned = report["unassigned"].as_u64().unwrap();
    let counts = waiting["items"].as_array().unwrap();
    let listed = counts.iter().find(|count| count["state"] == "unassigned").unwrap();
    assert_eq!((unassigned, &listed["count"]), (205, &json!(205)));
    assert_eq!(odd(&report, "WorkerEmail", UNKNOWN).unwrap().0, 185);
    assert_eq!(odd(&report, "WorkerEmail", "is empty").unwrap().0, 20);
    assert_eq!(worker_of(&council, "Ethan Patel").await.as_deref(), Some("r.black"));
    assert_eq!(worker_of(&council, "Zoe Smith-Jones").await, None);

    council.worker("m.lowe").await;
    let [_, _, changed, ..] = counted(&council.send(SAMPLE).await.ok());
    assert!(changed > 0);
    assert_eq!(worker_of(&council, "Zoe Smith-Jones").await.as_deref(), Some("m.lowe"));
}

#[tokio::test]
async fn another_worker_in_the_file_is_the_worker_from_now_on() {
    let house = House::new().await;
    let council = house.council().await;
    council.worker("r.black").await;
    council.worker("c.osei").await;
    let file = lines(&[2]);
    council.send(&file).await.ok();
    house.wait(chrono::TimeDelta::minutes(1));

    let report = council.send(&file.replace("r.black@", "C.Osei@")).await.ok();

    assert_eq!(counted(&report), [1, 0, 1, 0, 0]);
    assert_eq!(worker_of(&council, "Ethan Patel").await.as_deref(), Some("c.osei"));
}

#[tokio::test]
async fn no_file_takes_somebody_from_the_worker_whom_staff_chose() {
    let house = House::new().await;
    let council = house.council().await;
    council.worker("r.black").await;
    let chosen = council.worker("c.osei").await;
    let file = lines(&[2]);
    council.send(&file).await.ok();
    house.wait(chrono::TimeDelta::minutes(1));
    let ethan = council.record("Ethan Patel").await;
    let path = format!("/people/{}/assignment", ethan["id"].as_str().unwrap());
    council.manager.put(&path, json!({ "worker_id": chosen })).await.ok();

    for (file, warning) in [
        (file.clone(), Some(CHOSEN)),
        (file.replace("r.black@derbyshire.example", ""), None),
        (file.replace("r.black@", "somebody@"), Some(UNKNOWN)),
        (file.replace("r.black@", "c.osei@"), None),
    ] {
        let report = council.send(&file).await.ok();
        assert_eq!(counted(&report), [1, 0, 0, 1, 0]);
        assert_eq!(report["unassigned"], 0);
        assert_eq!(
            warning.is_some(),
            warning.and_then(|what| odd(&report, "WorkerEmail", what)).is_some()
        );
        assert_eq!(worker_of(&council, "Ethan Patel").await.as_deref(), Some("c.osei"));
    }
}

#[tokio::test]
async fn when_a_worker_leaves_the_next_file_gives_their_people_to_another() {
    let house = House::new().await;
    let council = house.council().await;
    let leaving = council.worker("r.black").await;
    let file = lines(&[2]);
    council.send(&file).await.ok();
    house.wait(chrono::TimeDelta::minutes(1));

    council.admin.delete(&format!("/staff/{leaving}")).await.ok();
    assert_eq!(worker_of(&council, "Ethan Patel").await, None);
    assert_eq!(council.send(&file).await.ok()["unassigned"], 1);

    council.worker("c.osei").await;
    council.send(&file.replace("r.black@", "c.osei@")).await.ok();
    assert_eq!(worker_of(&council, "Ethan Patel").await.as_deref(), Some("c.osei"));
}

#[tokio::test]
async fn nobody_is_given_to_staff_who_do_not_work_with_people() {
    let house = House::new().await;
    let council = house.council().await;
    let email = "r.black@derbyshire.example";
    let viewer = json!({ "name": "Vera Viewer", "email": email, "role": "partnership-viewer" });
    council.admin.post("/staff", viewer).await.ok();

    let report = council.send(&lines(&[2])).await.ok();

    assert_eq!(report["unassigned"], 1);
    assert_eq!(odd(&report, "WorkerEmail", UNKNOWN), Some((1, &json!([2]))));
}
