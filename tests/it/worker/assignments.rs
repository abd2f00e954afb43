//! Inviting young people, and saying who works with them.

use chrono::TimeDelta;
use domain::staff::Role;
use serde_json::json;

use crate::{
    house::House,
    story::{Cast, Sketch},
};

#[tokio::test]
async fn an_invitation_is_a_link_a_picture_and_a_code_shown_once() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;

    let invitation = worker.invite(&amina, "screen").await;

    let link = invitation["link"].as_str().unwrap();
    assert!(link.starts_with("https://throughline.example/phone/#join=in_"), "{link}");
    let code = invitation["code"].as_str().unwrap();
    assert!(code.len() == 9 && code.as_bytes()[4] == b' ', "{code}");
    let picture = invitation["qr_svg"].as_str().unwrap();
    assert!(picture.contains("<svg") && !picture.contains("<script"), "{picture}");
    assert_eq!(worker.row(&amina).await["invitation"], "sent");
    assert!(!worker.open(&amina).await.to_string().contains(code));
}

#[tokio::test]
async fn a_manager_gives_somebody_to_another_worker_who_has_them_at_once() {
    let house = House::new().await;
    let Cast { area, worker, manager, amina } = house.cast(Sketch::default()).await;
    let other = area.member("Olga Other", Role::Worker).await;
    worker.open(&amina).await;

    manager.assign(&amina, &other).await;
    manager.assign(&amina, &other).await;

    assert_eq!(worker.get(&format!("/people/{}", amina.id)).await.problem(), (404, "not-found"));
    assert_eq!(other.open(&amina).await["worker_name"], "Olga Other");
}

#[tokio::test]
async fn of_two_managers_who_give_somebody_away_at_once_both_are_answered_and_one_counts() {
    let house = House::new().await;
    let Cast { area, manager, amina, .. } = house.cast(Sketch::default()).await;
    let colleague = area.member("Mo Manager", Role::Manager).await;
    let one = area.member("Olga One", Role::Worker).await;
    let two = area.member("Tariq Two", Role::Worker).await;
    let path = format!("/people/{}/assignment", amina.id);

    for _ in 0..8 {
        house.wait(TimeDelta::minutes(1));
        let (first, second) = tokio::join!(
            manager.put(&path, json!({ "worker_id": one.id.0 })),
            colleague.put(&path, json!({ "worker_id": two.id.0 })),
        );
        assert_eq!((first.status, second.status), (204, 204), "{first:?} {second:?}");
        let now = manager.open(&amina).await["worker_name"].clone();
        assert!(now == "Olga One" || now == "Tariq Two", "{now}");
        let reached = [
            one.get(&format!("/people/{}", amina.id)).await,
            two.get(&format!("/people/{}", amina.id)).await,
        ];
        assert_eq!(
            reached.iter().filter(|answer| answer.status == 200).count(),
            1,
            "one of them has her"
        );
    }
}

#[tokio::test]
async fn people_are_given_only_to_those_who_work_with_people_here() {
    let house = House::new().await;
    let Cast { area, manager, amina, .. } = house.cast(Sketch::default()).await;
    let viewer = area.member("Vera Viewer", Role::PartnershipViewer).await;
    let lead = area.member("Lena Lead", Role::SafeguardingLead).await;
    let foreign = house.area("kent").await.member("Kim Kent", Role::Worker).await;
    let path = format!("/people/{}/assignment", amina.id);

    for id in [viewer.id, lead.id, foreign.id, house.id()] {
        let refused = manager.put(&path, json!({ "worker_id": id.0 })).await;
        assert_eq!(refused.problem(), (404, "not-found"));
    }
    assert_eq!(manager.open(&amina).await["worker_name"], "Wanda Wójcik");
}

#[tokio::test]
async fn a_worker_cannot_give_people_away() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let path = format!("/people/{}/assignment", amina.id);
    let refused = worker.put(&path, json!({ "worker_id": worker.id.0 })).await;
    assert_eq!(refused.problem(), (403, "not-allowed"));
}

#[tokio::test]
async fn staff_who_work_with_people_are_listed_by_name() {
    let house = House::new().await;
    let Cast { area, worker, .. } = house.cast(Sketch::default()).await;
    area.member("Adam Admin", Role::Administrator).await;
    house.area("kent").await.member("Kim Kent", Role::Worker).await;
    let listed = worker.get("/staff").await.ok();
    let names: Vec<_> = listed["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Maya Morris", "Wanda Wójcik"]);
}
