//! What a partnership says of itself.

use domain::staff::Role;
use serde_json::json;

use crate::{
    house::House,
    story::council::{SAMPLE, lines},
};

#[tokio::test]
async fn what_is_left_out_stays_as_it_is() {
    let house = House::new().await;
    let council = house.council().await;
    let before = council.admin.get("/partnership").await.ok();
    assert_eq!(
        before,
        json!({
            "key": "derbyshire",
            "name": "Derbyshire",
            "service_name": "Next Steps",
            "staffed_hours": "9 to 5, Monday to Friday",
            "safety_questions": true,
            "transition_rule": "eighteenth-birthday",
            "demonstration": false,
            "councils": [
                { "code": "830", "name": "Derbyshire" },
                { "code": "831", "name": "Derby" },
            ],
        })
    );

    let change = json!({ "service_name": " Keeping in touch ", "safety_questions": false });
    let after = council.admin.patch("/partnership", change).await.ok();

    assert_eq!(after["service_name"], "Keeping in touch");
    assert_eq!(after["safety_questions"], false);
    assert_eq!(after["staffed_hours"], before["staffed_hours"]);
    assert_eq!(council.admin.get("/partnership").await.ok(), after);
    assert_eq!(council.admin.patch("/partnership", json!({})).await.ok(), after);
}

#[tokio::test]
async fn what_does_not_fit_is_told_with_its_place() {
    let house = House::new().await;
    let council = house.council().await;
    for (change, place) in [
        (json!({ "service_name": "x".repeat(41) }), "/service_name"),
        (json!({ "staffed_hours": "  " }), "/staffed_hours"),
        (json!({ "name": "a\u{7}b" }), "/name"),
        (json!({ "councils": ["301"] }), "/councils"),
    ] {
        let answer = council.admin.patch("/partnership", change).await;
        assert_eq!((answer.problem(), answer.pointers()), ((422, "invalid-body"), vec![place]));
    }
}

#[tokio::test]
async fn where_the_day_of_transition_is_never_guessed_a_file_has_to_give_it() {
    let house = House::new().await;
    let council = house.council().await;
    let change = json!({ "transition_rule": "given-date-only" });
    council.admin.patch("/partnership", change).await.ok();

    let refused = council.send(SAMPLE).await;
    assert_eq!(refused.problem(), (422, "import-refused"));
    assert_eq!(refused.body["detail"], "The file has 161 faults, so nothing was taken in.");
    assert_eq!(council.send(&lines(&[2])).await.ok()["added"], 1);
}

#[tokio::test]
async fn nobody_is_asked_about_safety_before_somebody_is_ready() {
    let house = House::new().await;
    let council = house.council().await;
    let off = council.admin.patch("/partnership", json!({ "safety_questions": false })).await;
    assert_eq!(off.ok()["safety_questions"], false);

    let on = json!({ "safety_questions": true, "name": "Another" });
    let refused = council.admin.patch("/partnership", on.clone()).await;
    assert_eq!(refused.problem(), (409, "not-ready"));
    let all = [
        "/duty_pool",
        "/under_18_lead",
        "/adult_lead",
        "/out_of_hours",
        "/signposts_checked_on",
        "/drill_on",
    ];
    assert_eq!(refused.pointers(), all);
    assert_eq!(
        council.admin.get("/partnership").await.ok()["name"],
        "Derbyshire",
        "nothing is half done"
    );

    let lead = council.area.member("Lena Lead", Role::SafeguardingLead).await;
    let manager = council
        .admin
        .patch("/partnership/readiness", json!({ "adult_lead": council.manager.id.0 }))
        .await;
    assert_eq!(
        (manager.problem(), manager.pointers()),
        ((422, "rule-broken"), vec!["/adult_lead"])
    );
    let tomorrow =
        council.admin.patch("/partnership/readiness", json!({ "drill_on": "2026-11-03" })).await;
    assert_eq!(
        (tomorrow.problem(), tomorrow.pointers()),
        ((422, "rule-broken"), vec!["/drill_on"])
    );
    let place = json!({
        "under_18_lead": lead.id.0, "adult_lead": lead.id.0, "out_of_hours": "We are back on the next working day.",
        "signposts_checked_on": "2026-10-01",
    });
    let almost = council.admin.patch("/partnership/readiness", place).await.ok();
    assert_eq!(
        (&almost["ready"], &almost["missing"][0]["what"]),
        (&json!(false), &json!("drill-on"))
    );
    let ready = council
        .admin
        .patch("/partnership/readiness", json!({ "drill_on": "2026-11-02" }))
        .await
        .ok();
    assert_eq!(
        (&ready["ready"], &ready["missing"], &ready["duty_pool"]),
        (&json!(true), &json!([]), &json!(2))
    );
    assert_eq!(council.admin.patch("/partnership", on).await.ok()["safety_questions"], true);
}
