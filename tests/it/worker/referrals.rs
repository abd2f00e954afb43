//! Another agency sees parts of a record, from a day until a day.

use domain::staff::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    house::{Answer, House},
    story::{Area, Cast, Member, Sketch},
};

const HEALTH: &str = "Peak Health";

/// Somebody of another agency.
async fn of_agency<'h>(area: &Area<'h>, name: &str, agency: &str) -> Member<'h> {
    let id = area.newcomer(name, Role::PartnershipViewer).await;
    area.house.write(async |tx| tx.enrol(id, "no password", "no secret", 0).await).await;
    area.of_agency(id, agency).await;
    Member { id, caller: area.signed_in(id, Role::Worker).await }
}

/// Everything is shared from today, for half a year.
fn all() -> Value {
    json!({
        "agency": HEALTH, "contact": true, "destination": true, "promises": true, "goals": true,
        "why": "Help with travel.", "basis": "agreed", "told_on": "2026-09-07",
        "from_on": "2026-09-07", "until_on": "2027-03-07",
    })
}

fn with(mut body: Value, changes: Value) -> Value {
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

async fn share(cast: &Cast<'_>, id: Uuid, body: Value) -> Answer {
    cast.worker.put(&format!("/people/{}/referrals/{id}", cast.amina.id), body).await
}

async fn accept(by: &Member<'_>, id: Uuid) -> Answer {
    by.put(&format!("/referrals/{id}/acceptance"), Value::Null).await
}

async fn seen(by: &Member<'_>, cast: &Cast<'_>) -> Answer {
    by.get(&format!("/referred/people/{}", cast.amina.id)).await
}

/// The same member of the agency, some time later.
async fn later<'h>(cast: &Cast<'h>, who: &Member<'h>) -> Member<'h> {
    Member { id: who.id, caller: cast.area.signed_in(who.id, Role::Worker).await }
}

#[tokio::test]
async fn an_agency_sees_what_was_chosen_from_its_yes_to_the_last_day() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let health = of_agency(&cast.area, "Hari Health", HEALTH).await;
    let other = of_agency(&cast.area, "Edie Else", "Edale Homes").await;
    let promise: Uuid = house.id();
    let coach = json!({ "name": "a job coach", "agreed_on": "2026-09-01" });
    cast.worker.put(&format!("/people/{}/promises/{promise}", cast.amina.id), coach).await.ok();
    assert_eq!(
        cast.worker.get("/agencies").await.ok()["items"],
        json!(["Edale Homes", "Peak Health"])
    );

    let id: Uuid = house.id();
    let made = share(&cast, id, all()).await.ok();
    assert_eq!((&made["live"], &made["made_by"]), (&json!(false), &json!("Wanda Wójcik")));
    assert_eq!(share(&cast, id, all()).await.ok(), made, "sent again");
    let changed = with(all(), json!({ "goals": false }));
    assert_eq!(share(&cast, id, changed).await.problem(), (409, "already-exists"));

    // Before the yes there is a request, and nobody's name.
    let waits = health.get("/referred").await.ok();
    assert_eq!(waits["agency"], HEALTH);
    assert_eq!(waits["items"][0].get("name"), None);
    assert_eq!(waits["items"][0].get("person_id"), None);
    assert_eq!(seen(&health, &cast).await.problem(), (404, "not-found"));
    assert_eq!(other.get("/referred").await.ok()["items"], json!([]));
    assert_eq!(accept(&other, id).await.problem(), (404, "not-found"), "it is not theirs to take");

    accept(&health, id).await.ok();
    accept(&health, id).await.ok();
    assert_eq!(health.get("/referred").await.ok()["items"][0]["name"], "Amina Rahman");
    let whole = seen(&health, &cast).await.ok();
    assert_eq!(whole["name"], "Amina Rahman");
    assert_eq!(whole["promises"], json!([{ "name": "a job coach", "agreed_on": "2026-09-01" }]));
    assert_eq!((&whole["goals"], &whole["destinations"]), (&json!([]), &json!([])));
    assert!(whole["contact"].is_object());
    assert_eq!(seen(&other, &cast).await.problem(), (404, "not-found"));
    let record = format!("/people/{}", cast.amina.id);
    assert_eq!(health.get(&record).await.problem(), (403, "not-allowed"), "no record of their own");

    // The young person reads it, and that somebody looked.
    let phone = cast.area.proven_page_of(&cast.amina).await;
    let record = phone.get("/me/record").await.ok();
    let sections = record["sections"].as_array().unwrap();
    let sharing = sections.iter().find(|it| it["title"] == "Who it is shared with").unwrap();
    let facts = sharing["items"][0]["facts"].as_array().unwrap();
    let fact = facts.iter().find(|it| it["name"] == HEALTH).expect("it is on the record");
    assert_eq!(
        fact["value"],
        "Can see how to reach you, where you are and were, support you were promised, your goals from 7 September 2026 \
         until 7 March 2027. You agreed. What for: Help with travel."
    );
    for line in fact["easy_value"].as_str().unwrap().lines() {
        assert!(line.split_whitespace().count() <= 12, "{line}");
    }
    let looks = phone.get("/me/looks").await.ok();
    assert_eq!(looks["items"][0]["role"], "partnership-viewer");

    house.at("2027-03-07T12:00:00Z");
    assert_eq!(seen(&later(&cast, &health).await, &cast).await.status, 200, "the last day");
    house.at("2027-03-08T12:00:00Z");
    let health = later(&cast, &health).await;
    assert_eq!(seen(&health, &cast).await.problem(), (404, "not-found"));
    assert_eq!(health.get("/referred").await.ok()["items"], json!([]));
}

#[tokio::test]
async fn a_part_that_was_not_chosen_is_not_in_the_answer() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let health = of_agency(&cast.area, "Hari Health", HEALTH).await;
    let none = json!({ "contact": false, "destination": false, "promises": false, "goals": false });
    let nothing = with(all(), none.clone());
    let refused = share(&cast, house.id(), nothing.clone()).await;
    assert_eq!(refused.problem(), (422, "rule-broken"));
    for (part, member) in [
        ("contact", "contact"),
        ("destination", "destinations"),
        ("promises", "promises"),
        ("goals", "goals"),
    ] {
        let id: Uuid = house.id();
        share(&cast, id, with(nothing.clone(), json!({ part: true }))).await.ok();
        accept(&health, id).await.ok();
        let shown = seen(&health, &cast).await.ok();
        let members: Vec<&String> = shown.as_object().unwrap().keys().collect();
        let mut expected = vec!["name", member];
        expected.sort_unstable();
        assert_eq!(members, expected, "{part}");
        let path = format!("/people/{}/referrals/{id}", cast.amina.id);
        assert_eq!(cast.worker.delete(&path).await.status, 204);
        assert_eq!(cast.worker.delete(&path).await.status, 204, "again");
        assert_eq!(seen(&health, &cast).await.problem(), (404, "not-found"), "it has ended");
    }
    let list = cast.worker.get(&format!("/people/{}/referrals", cast.amina.id)).await.ok();
    let items = list["items"].as_array().unwrap();
    assert!(items.len() == 4 && items.iter().all(|it| it["ended_at"].is_string()));
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_its_place() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    of_agency(&cast.area, "Hari Health", HEALTH).await;
    for (change, pointers) in [
        (json!({ "until_on": "2027-09-08" }), vec!["/until_on"]),
        (json!({ "until_on": "2026-09-06" }), vec!["/until_on"]),
        (json!({ "told_on": "2026-09-08" }), vec!["/told_on"]),
        (json!({ "not_told_why": "Not now." }), vec!["/told_on"]),
        (json!({ "agency": "Nowhere" }), vec!["/agency"]),
    ] {
        let refused = share(&cast, house.id(), with(all(), change.clone())).await;
        assert_eq!(
            (refused.problem(), refused.pointers()),
            ((422, "rule-broken"), pointers),
            "{change}"
        );
    }
    let kent = house.area("kent").await;
    let there = kent.member("Kim Kent", Role::Manager).await;
    let path = format!("/people/{}/referrals/{}", cast.amina.id, house.id::<Uuid>());
    assert_eq!(there.put(&path, all()).await.status, 422, "no agency of theirs");
    of_agency(&kent, "Kit Kent", HEALTH).await;
    assert_eq!(there.put(&path, all()).await.problem(), (404, "not-found"));
}

#[tokio::test]
async fn two_who_say_yes_at_once_have_said_it_once() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let (one, two) = (
        of_agency(&cast.area, "Hari Health", HEALTH).await,
        of_agency(&cast.area, "Hana Health", HEALTH).await,
    );
    let id: Uuid = house.id();
    let (made, again) = tokio::join!(share(&cast, id, all()), share(&cast, id, all()));
    assert_eq!(made.ok(), again.ok());
    assert_eq!(house.database.count("referral").await, 1);
    let (first, second) = tokio::join!(accept(&one, id), accept(&two, id));
    assert_eq!(first.ok(), second.ok());
    let list = cast.worker.get(&format!("/people/{}/referrals", cast.amina.id)).await.ok();
    assert_eq!(list["items"][0]["live"], true);
}
