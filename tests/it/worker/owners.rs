//! Who has an alert in hand.

use domain::staff::Role;
use serde_json::{Value, json};

use crate::{
    house::{Answer, House},
    story::{CORE, Cast, Member, Sketch, said},
};

/// Amina's alert, taken by her worker.
async fn taken<'h>(house: &'h House) -> (Cast<'h>, Member<'h>, String) {
    let (cast, phone, check_in) = house.asked().await;
    let lead = cast.area.member("Lena Lead", Role::SafeguardingLead).await;
    phone.say(&check_in, &said("2026-09-07T09:00:00Z", &[("feel_safe", "no")])).await.ok();
    let alert = cast.worker.open(&cast.amina).await["alerts"][0]["id"].as_str().unwrap().to_owned();
    cast.worker.put(&format!("/alerts/{alert}/acknowledgement"), Value::Null).await.ok();
    (cast, lead, alert)
}

async fn take_over(by: &Member<'_>, alert: &str, from: &Member<'_>) -> Answer {
    by.put(&format!("/alerts/{alert}/owner"), json!({ "from": from.id.0 })).await
}

async fn pass_on(by: &Member<'_>, alert: &str, to: &Member<'_>) -> Answer {
    let body = json!({ "to": to.id.0, "words": "I am in court until four." });
    by.put(&format!("/alerts/{alert}/passing"), body).await
}

#[tokio::test]
async fn an_alert_is_passed_on_and_stays_with_whoever_has_it_until_it_is_taken() {
    let house = House::new().await;
    let (cast, lead, alert) = taken(&house).await;
    let shown = cast.worker.get(&format!("/alerts/{alert}/colleagues")).await.ok();
    let names: Vec<_> = shown["items"].as_array().unwrap().iter().map(|it| &it["name"]).collect();
    assert_eq!(names, ["Lena Lead", "Maya Morris"]);

    let passed = pass_on(&cast.worker, &alert, &lead).await.ok();
    assert_eq!(
        (&passed["acknowledged_by"], &passed["mine"], &passed["passed_on"]["to"]),
        (&json!("Wanda Wójcik"), &json!(true), &json!("Lena Lead"))
    );
    pass_on(&cast.worker, &alert, &lead).await.ok();
    house.escalate().await;
    let told = house.post.taken();
    let asked = told.iter().filter(|it| it.text.starts_with("A colleague asks you")).count();
    assert_eq!(asked, 1, "asked twice, told once");

    let mine = lead.get(&format!("/alerts/{alert}")).await.ok();
    assert_eq!(mine["alert"]["passed_on"]["to_you"], true);
    let now = take_over(&lead, &alert, &cast.worker).await.ok();
    assert_eq!((&now["acknowledged_by"], now.get("passed_on")), (&json!("Lena Lead"), None));
    assert_eq!(now["acknowledged_at"], "2026-09-07T09:00:00Z", "somebody had it all the time");
    assert_eq!(take_over(&lead, &alert, &cast.worker).await.ok(), now, "twice is once");

    let events = lead.get(&format!("/alerts/{alert}")).await.ok()["events"].clone();
    let told = |event: &Value| {
        let text = |name: &str| event[name].as_str().unwrap_or("").to_owned();
        format!("{} {} {} {}", text("what"), text("by"), text("to"), text("words"))
    };
    let all: Vec<String> = events.as_array().unwrap().iter().map(told).collect();
    assert_eq!(
        all.iter().map(|line| line.trim()).collect::<Vec<_>>(),
        [
            "raised",
            "taken Wanda Wójcik",
            "passed-on Wanda Wójcik Lena Lead I am in court until four.",
            "taken Lena Lead",
        ]
    );
}

#[tokio::test]
async fn of_two_who_take_it_over_at_once_one_has_it_and_the_other_is_told() {
    let house = House::new().await;
    let (cast, lead, alert) = taken(&house).await;
    let (one, two) = tokio::join!(
        take_over(&cast.manager, &alert, &cast.worker),
        take_over(&lead, &alert, &cast.worker),
    );
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "{one:?} {two:?}");
    let shown = cast.worker.get(&format!("/alerts/{alert}")).await.ok();
    let taken = shown["events"].as_array().unwrap().iter().filter(|it| it["what"] == "taken");
    assert_eq!(taken.count(), 2, "{shown}");
}

#[tokio::test]
async fn nobody_is_asked_who_does_not_reach_the_young_person_and_nothing_that_is_closed_moves() {
    let house = House::new().await;
    let (cast, lead, alert) = taken(&house).await;
    let other = cast.area.member("Olga Other", Role::Worker).await;
    let viewer = cast.area.member("Vera Viewer", Role::PartnershipViewer).await;
    for unfit in [&other, &viewer, &cast.worker] {
        let refused = pass_on(&cast.worker, &alert, unfit).await;
        assert_eq!((refused.problem(), refused.pointers()), ((422, "rule-broken"), vec!["/to"]));
    }
    cast.area.put_on_duty(&other).await;
    pass_on(&cast.worker, &alert, &other).await.ok();

    let safe = json!({ "outcome": "spoken-safe", "note": "With an aunt.", "told_them": true });
    let waits = cast.worker.put(&format!("/alerts/{alert}/closing"), safe).await.ok();
    let agreed = json!({ "agreed": true, "proposed_at": waits["proposal"]["at"] });
    lead.put(&format!("/alerts/{alert}/second-look"), agreed).await.ok();
    let late = take_over(&cast.manager, &alert, &cast.worker).await;
    assert_eq!(late.problem(), (409, "conflict"));
    assert_eq!(pass_on(&cast.worker, &alert, &cast.manager).await.problem(), (409, "conflict"));
}

#[tokio::test]
async fn the_way_that_is_open_depends_on_the_age_on_the_day_of_the_event() {
    // Born on 7 June 2008 and on 8 September 2008: 18 and 17 on the day of the alert.
    for (transition_on, age, to) in [(CORE, 18, "adult"), ("2026-09-08", 17, "children")] {
        let house = House::new().await;
        let cast = house.cast(Sketch::default().since(transition_on)).await;
        let phone = cast.worker.phone_of(&cast.amina).await;
        let wish = json!({ "way": "call", "safe_time": "any", "message_ok": true });
        let id: uuid::Uuid = house.id();
        phone.put(&format!("/talks/{id}"), wish).await.ok();
        let alert = cast.worker.open(&cast.amina).await["alerts"][0].clone();
        assert_eq!(alert["priority"], "p2", "{alert}");
        assert_eq!(alert["route"]["age"], age);
        assert!(alert["route"]["to"].as_str().unwrap().contains(to), "{alert}");
        house.at("2027-09-07T09:00:00Z");
        let later = cast.area.signed_in(cast.worker.id, Role::Worker).await;
        let shown = later.get(&format!("/alerts/{}", alert["id"].as_str().unwrap())).await.ok();
        assert_eq!(shown["alert"]["route"]["age"], age, "a year later it is the same");
    }
}
