//! Files for the council's own systems, and a calendar for a worker's own.

use domain::staff::Role;
use serde_json::json;

use crate::{
    house::House,
    story::council::{SAMPLE, lines},
};

#[tokio::test]
async fn the_update_for_the_council_has_those_whose_rows_keep_the_rules() {
    let house = House::new().await;
    let council = house.council().await;
    council.send(SAMPLE).await.ok();

    let faults = council.manager.get("/ccis-update/faults").await.ok();
    assert_eq!(faults["period_end"], "2026-10-31");
    let withheld = faults["items"].as_array().unwrap();
    let told = faults["told"].as_u64().unwrap();
    assert_eq!(told + withheld.len() as u64, 254);
    assert!(told > 100 && !withheld.is_empty());
    for item in withheld {
        assert!(!item["rules"].as_array().unwrap().is_empty(), "{item}");
        // Whoever is named can be opened, and nobody's name is in an address.
        let path = format!("/people/{}", item["person_id"].as_str().unwrap());
        assert_eq!(council.manager.get(&path).await.status, 200);
    }

    let before = house.database.count("access_event").await;
    let file = council.proven().await.get("/ccis-update?period_end=2026-10-31").await;
    assert!(file.header("content-type").starts_with("text/csv"));
    let rows: Vec<&str> = file.text.lines().collect();
    assert!(rows[0].starts_with("YoungPersonsID,SENDFlag,SENSupportFlag,ActivityCode,StartDate,"));
    assert_eq!(rows.len() as u64, told + 1);
    assert!(
        rows.contains(&"8301000000000,Y,N,619,2026-03-09,2026-09-12,2026-09-12,,,N,,,2026-03-09,")
    );
    assert_eq!(house.database.count("access_event").await - before, told as i64);
}

#[tokio::test]
async fn a_row_that_breaks_a_rule_is_named_with_its_number() {
    let house = House::new().await;
    let council = house.council().await;
    council.send(&lines(&[2])).await.ok();
    house.database.run("UPDATE person SET client_record_id = NULL").await;

    let faults = council.manager.get("/ccis-update/faults").await.ok();
    assert_eq!(faults["told"], 0);
    assert_eq!(faults["items"][0]["name"], "Ethan Patel");
    assert_eq!(faults["items"][0]["rules"][0]["rule"], 1);
    assert_eq!(council.proven().await.get("/ccis-update").await.text.lines().count(), 1);
}

#[tokio::test]
async fn those_with_a_plan_are_listed_for_the_sen2_return() {
    let house = House::new().await;
    let council = house.council().await;
    council.send(&lines(&[2, 3, 4])).await.ok();

    let file = council.proven().await.get("/sen2").await.text;
    let rows: Vec<&str> = file.lines().collect();
    assert_eq!(
        rows[0],
        "YoungPersonsID,UniqueLearnerNo,SENType,AcademicAge,SENSetting,ActivityCode,EstablishmentName,UKPRN,StartDate,\
         PlanStartDate,AnnualReviewDate,AnnualReviewDecision,PlanEndDate,PlanEndReason"
    );
    let row = "8301000000000,1996030824,SPLD,18,NEET,619,,,2026-03-09";
    assert!(rows.contains(&format!("{row},,,,,").as_str()), "{file}");

    // What is known here of a plan's days goes with it.
    let everybody = council.everybody().await;
    for person in &everybody {
        let plan = json!({
            "started_on": "2020-09-01", "reviewed_on": "2026-03-02", "review_outcome": "cease",
            "ceased_on": "2026-07-31", "cease_reason": "paid-work",
        });
        let path = format!("/people/{}/plan", person["id"].as_str().unwrap());
        council.manager.put(&path, plan).await.ok();
    }
    let file = council.proven().await.get("/sen2").await.text;
    assert!(
        file.contains(&format!("{row},2020-09-01,2026-03-02,cease,2026-07-31,4\r\n")),
        "{file}"
    );
}

#[tokio::test]
async fn a_calendar_names_nobody_and_its_address_can_be_ended() {
    let house = House::new().await;
    let council = house.council().await;
    council.send(SAMPLE).await.ok();
    let worker = &council.manager;
    assert_eq!(worker.get("/calendar").await.ok(), json!({}));

    let url = worker.post("/calendar", json!(null)).await.ok()["url"].clone();
    let path =
        url.as_str().unwrap().strip_prefix("https://throughline.example").unwrap().to_owned();
    assert!(worker.get("/calendar").await.ok()["since"].is_string());
    let stranger = house.stranger("");
    let calendar = stranger.get(&path).await;
    assert!(calendar.header("content-type").starts_with("text/calendar"));
    assert!(
        calendar.text.starts_with("BEGIN:VCALENDAR\r\n")
            && calendar.text.matches("BEGIN:VEVENT").count() > 3
    );
    for row in council.everybody().await {
        for name in row["name"].as_str().unwrap().split(' ') {
            assert!(!calendar.text.contains(name), "{name} is in the calendar");
        }
    }

    // A new address ends the old one, and so does ending it.
    let again = worker.post("/calendar", json!(null)).await.ok()["url"].clone();
    assert_eq!(stranger.get(&path).await.problem(), (404, "not-found"));
    let path =
        again.as_str().unwrap().strip_prefix("https://throughline.example").unwrap().to_owned();
    assert_eq!(stranger.get(&path).await.status, 200);
    assert_eq!(worker.delete("/calendar").await.status, 204);
    assert_eq!(worker.delete("/calendar").await.status, 204);
    assert_eq!(stranger.get(&path).await.problem(), (404, "not-found"));
}

#[tokio::test]
async fn a_calendar_ends_when_its_owner_leaves() {
    let house = House::new().await;
    let council = house.council().await;
    let worker = council.area.member("Rosa Black", Role::Worker).await;
    let url = worker.post("/calendar", json!(null)).await.ok()["url"].clone();
    let path =
        url.as_str().unwrap().strip_prefix("https://throughline.example").unwrap().to_owned();
    assert_eq!(house.stranger("").get(&path).await.status, 200);

    assert!(council.admin.delete(&format!("/staff/{}", worker.id)).await.status < 300);
    assert_eq!(house.stranger("").get(&path).await.problem(), (404, "not-found"));
}
