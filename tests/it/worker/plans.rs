//! The days of an EHC plan, and days to keep in mind: on the page, on the list, in the calendar and for the young person.

use domain::staff::Role;
use serde_json::{Value, json};

use crate::{
    house::{Answer, House},
    story::{Cast, Member, Sketch, Young},
};

async fn record(by: &Member<'_>, who: &Young, body: Value) -> Answer {
    by.put(&format!("/people/{}/plan", who.id), body).await
}

fn kinds(page: &Value) -> Vec<(&str, &str)> {
    let days = page["key_dates"].as_array().unwrap().iter();
    days.map(|day| (day["kind"].as_str().unwrap(), day["on"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn the_annual_review_is_kept_in_mind_until_it_is_recorded() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    house.database.run("UPDATE person SET sen_provision = 'ehc-plan'").await;
    let plan = json!({ "started_on": "2023-05-01", "reviewed_on": "2025-09-01" });
    assert_eq!(record(&worker, &amina, plan.clone()).await.ok()["version"], 1);
    assert_eq!(record(&worker, &amina, plan).await.ok()["version"], 1, "sent again it is one");

    let page = worker.open(&amina).await;
    assert_eq!(kinds(&page)[0], ("annual-review", "2026-09-01"));
    assert_eq!(page["key_dates"][0]["late"], true);
    let row = |list: &Value| list["items"][0]["key_dates"].to_string();
    let list = worker.get("/caseload?state=all").await.ok();
    assert!(row(&list).contains("Annual review"), "{list}");

    let held = json!({
        "based_on": 1, "started_on": "2023-05-01", "reviewed_on": "2026-09-04",
        "review_outcome": "maintain",
    });
    record(&worker, &amina, held).await.ok();
    let page = worker.open(&amina).await;
    let days = kinds(&page);
    assert!(days.contains(&("annual-review", "2027-09-04")), "{days:?}");
    assert!(!page["key_dates"].to_string().contains("\"late\":true"), "{page}");
    let list = worker.get("/caseload?state=all").await.ok();
    assert!(!row(&list).contains("Annual review"), "it is not within half a year: {list}");

    // Booked earlier, it is that day.
    let booked = json!({
        "based_on": 2, "started_on": "2023-05-01", "reviewed_on": "2026-09-04",
        "review_outcome": "maintain", "review_booked_on": "2027-02-01",
    });
    record(&worker, &amina, booked).await.ok();
    let page = worker.open(&amina).await;
    assert!(kinds(&page).contains(&("annual-review", "2027-02-01")), "{page}");
    let changes = worker.get(&format!("/people/{}/changes", amina.id)).await.ok();
    assert_eq!(
        (&changes["items"][0]["thing"], &changes["items"][0]["field"]),
        (&json!("plan"), &json!("review_booked_on"))
    );
}

#[tokio::test]
async fn a_plan_that_has_ceased_has_no_days_to_come_and_the_young_person_reads_it() {
    let house = House::new().await;
    let Cast { area, worker, amina, .. } = house.cast(Sketch::default()).await;
    house.database.run("UPDATE person SET sen_provision = 'ehc-plan'").await;
    let page = worker.open(&amina).await;
    assert!(page["key_dates"].to_string().contains("plan-could-last"), "{page}");
    let ceased = json!({
        "started_on": "2023-05-01", "ceased_on": "2026-07-31", "cease_reason": "higher-education",
    });
    record(&worker, &amina, ceased).await.ok();
    let page = worker.open(&amina).await;
    for kind in ["plan-could-last", "annual-review"] {
        assert!(!page["key_dates"].to_string().contains(kind), "{page}");
    }
    let held = area.proven_page_of(&amina).await.get("/me/record").await.text;
    assert!(held.contains("It ended on 31 July 2026"), "{held}");
}

#[tokio::test]
async fn days_that_cannot_be_are_refused_at_their_place_and_nothing_is_kept() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    for (body, place) in [
        (json!({ "started_on": "2026-09-08" }), "/started_on"),
        (json!({ "started_on": "2026-09-01", "reviewed_on": "2026-08-31" }), "/reviewed_on"),
        (json!({ "review_outcome": "amend" }), "/review_outcome"),
        (
            json!({ "reviewed_on": "2026-09-01", "review_booked_on": "2026-08-01" }),
            "/review_booked_on",
        ),
        (json!({ "ceased_on": "2026-09-01" }), "/cease_reason"),
        (json!({ "cease_reason": "other" }), "/ceased_on"),
    ] {
        let refused = record(&worker, &amina, body.clone()).await;
        assert_eq!(
            (refused.problem(), refused.pointers()),
            ((422, "rule-broken"), vec![place]),
            "{body}"
        );
    }
    assert_eq!(worker.open(&amina).await.get("plan"), None);
}

#[tokio::test]
async fn of_two_who_write_at_once_one_is_shown_both() {
    let house = House::new().await;
    let Cast { area, worker, amina, .. } = house.cast(Sketch::default()).await;
    let other = area.member("Sol Reed", Role::Manager).await;
    let one = json!({ "started_on": "2023-05-01" });
    let two = json!({ "started_on": "2023-06-01" });
    let (first, second) = tokio::join!(record(&worker, &amina, one), record(&other, &amina, two));
    let mut told = [first.status, second.status];
    told.sort_unstable();
    assert_eq!(told, [200, 409]);
    let lost = if first.status == 409 { first } else { second };
    assert_eq!(lost.body["conflict"]["fields"][0]["field"], "started_on");
}
