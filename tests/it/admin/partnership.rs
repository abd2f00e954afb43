//! What a partnership says of itself.

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
