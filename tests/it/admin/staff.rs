//! Who works here, and how they get in.

use chrono::TimeDelta;
use domain::staff::Role;
use serde_json::json;

use crate::house::House;

fn token(link: &serde_json::Value, page: &str) -> String {
    let start = format!("https://throughline.example{page}#link=");
    let link = link.as_str().expect("there is a link");
    link.strip_prefix(&start).unwrap_or_else(|| panic!("{link} leads elsewhere")).to_owned()
}

#[tokio::test]
async fn a_new_member_of_staff_gets_in_once_by_a_link_within_the_hour() {
    let house = House::new().await;
    let council = house.council().await;
    let body =
        json!({ "name": "Olga Other", "email": " Olga@Derbyshire.Example ", "role": "worker" });

    let added = council.admin.post("/staff", body).await;

    assert_eq!(added.status, 201);
    let added = added.ok();
    assert_eq!(added["sign_in_link_expires_at"], "2026-11-02T10:00:00Z");
    let token = token(&added["sign_in_link"], "/worker/");
    let stranger = house.stranger("/worker/v1");
    let session = stranger.post("/session/link", json!({ "token": token })).await.ok();
    assert_eq!((&session["name"], &session["must_enrol"]), (&json!("Olga Other"), &json!(true)));
    let again = stranger.post("/session/link", json!({ "token": token })).await;
    assert_eq!(again.problem(), (401, "sign-in-failed"));

    let list = council.admin.get("/staff").await.ok();
    let olga = list["items"].as_array().unwrap().iter().find(|one| one["id"] == added["id"]);
    assert_eq!(olga.unwrap()["email"], "olga@derbyshire.example");
    assert_eq!(olga.unwrap()["enrolled"], false);
}

#[tokio::test]
async fn each_role_is_led_to_its_own_page() {
    let house = House::new().await;
    let council = house.council().await;
    for (role, page) in [
        ("manager", "/worker/"),
        ("safeguarding-lead", "/worker/"),
        ("administrator", "/worker/"),
        ("partnership-viewer", "/partnership/"),
    ] {
        let email = format!("{role}@derbyshire.example");
        let body = json!({ "name": "Olga Other", "email": email, "role": role });
        token(&council.admin.post("/staff", body).await.ok()["sign_in_link"], page);
    }
}

#[tokio::test]
async fn whoever_lost_their_way_in_gets_another_link() {
    let house = House::new().await;
    let council = house.council().await;
    let id = council.worker("r.black").await;
    let path = format!("/staff/{id}/sign-in-links");

    let made = council.admin.send("POST", &path, None).await;

    assert_eq!(made.status, 201);
    let token = token(&made.ok()["sign_in_link"], "/worker/");
    house.wait(TimeDelta::minutes(61));
    let late = house.stranger("/worker/v1").post("/session/link", json!({ "token": token })).await;
    assert_eq!(late.problem(), (401, "sign-in-failed"));
}

#[tokio::test]
async fn an_address_signs_in_one_person() {
    let house = House::new().await;
    let council = house.council().await;
    let body = |email: &str| json!({ "name": "Olga Other", "email": email, "role": "worker" });
    council.worker("r.black").await;

    let twice = council.admin.post("/staff", body("R.Black@derbyshire.example")).await;
    assert_eq!(twice.problem(), (409, "already-exists"));
    let wrong = council.admin.post("/staff", body("not an address")).await;
    assert_eq!((wrong.problem(), wrong.pointers()), ((422, "invalid-body"), vec!["/email"]));
    let blank = json!({ "name": "  ", "email": "a@b.example", "role": "worker" });
    assert_eq!(council.admin.post("/staff", blank).await.pointers(), ["/name"]);
}

#[tokio::test]
async fn whoever_leaves_is_out_at_once() {
    let house = House::new().await;
    let council = house.council().await;
    let worker = council.area.member("Wanda Wójcik", Role::Worker).await;
    let path = format!("/staff/{}", worker.id.0);

    assert_eq!(council.admin.delete(&path).await.status, 204);

    assert_eq!(worker.get("/caseload").await.problem(), (401, "not-signed-in"));
    assert_eq!(council.admin.delete(&path).await.problem(), (404, "not-found"));
    let link = council.admin.send("POST", &format!("{path}/sign-in-links"), None).await;
    assert_eq!(link.problem(), (404, "not-found"));
}

#[tokio::test]
async fn nobody_ends_their_own_account_or_one_of_another_partnership() {
    let house = House::new().await;
    let council = house.council().await;
    let list = council.admin.get("/staff").await.ok();
    let mut everybody = list["items"].as_array().unwrap().iter();
    let me = everybody.find(|one| one["role"] == "administrator").unwrap();
    let own = format!("/staff/{}", me["id"].as_str().unwrap());
    assert_eq!(council.admin.delete(&own).await.problem(), (422, "rule-broken"));

    let foreign = house.area("kent").await.member("Kim Kent", Role::Worker).await;
    let other = format!("/staff/{}", foreign.id.0);
    assert_eq!(council.admin.delete(&other).await.problem(), (404, "not-found"));
    let link = council.admin.send("POST", &format!("{other}/sign-in-links"), None).await;
    assert_eq!(link.problem(), (404, "not-found"));
    foreign.get("/caseload").await.ok();
}
