//! The record of one young person, and who may open it.

use domain::staff::Role;
use serde_json::json;

use crate::{
    house::House,
    story::{Cast, Sketch},
};

#[tokio::test]
async fn a_record_has_everything_on_one_page() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;

    let record = worker.open(&amina).await;

    assert_eq!(
        (&record["first_name"], &record["family_name"]),
        (&json!("Amina"), &json!("Rahman"))
    );
    assert_eq!((&record["birth_date"], &record["age"]), (&json!("2008-09-07"), &json!(18)));
    assert_eq!(record["council"], json!({ "code": "830", "name": "Derbyshire" }));
    assert_eq!(record["primary_need"]["code"], "ASD");
    assert_eq!(record["sen_provision"], "ehc-plan");
    assert_eq!(
        record["journey"],
        json!({
            "state": "on-the-journey", "transition_on": "2026-09-07", "ends_on": "2028-09-07", "month": 0,
            "next": { "kind": "pulse", "on": "2026-10-07" },
        })
    );
    assert_eq!(record["worker_name"], "Wanda Wójcik");
    for list in ["destinations", "check_ins", "promises", "contacts", "alerts", "tasks"] {
        assert_eq!(record[list], json!([]), "{list}");
    }
    assert_eq!((&record["phones"], &record["invitation"]), (&json!(0), &json!("none")));
}

#[tokio::test]
async fn somebody_elses_record_is_no_record_at_all() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let other = cast.area.member("Olga Other", Role::Worker).await;
    let elsewhere = house.area("kent").await;
    let foreign = elsewhere.member("Kim Kent", Role::Manager).await;
    let nobody = "00000000-0000-7000-8000-ffffffffffff";
    let real = cast.amina.id.to_string();
    let contact: uuid::Uuid = house.id();

    for caller in [&other, &foreign] {
        let seen = caller.get(&format!("/people/{real}")).await;
        assert_eq!(seen.problem(), (404, "not-found"));
        assert_eq!(seen.seen(), caller.get(&format!("/people/{nobody}")).await.seen());
        let body = json!({
            "kind": "call", "direction": "out", "outcome": "spoke", "happened_at": "2026-09-07T08:00:00Z",
        });
        let record = async |id: &str| {
            caller.put(&format!("/people/{id}/contacts/{contact}"), body.clone()).await.seen()
        };
        assert_eq!(record(&real).await, record(nobody).await);
        let invite = async |id: &str| {
            caller
                .post(&format!("/people/{id}/invitations"), json!({ "route": "screen" }))
                .await
                .seen()
        };
        assert_eq!(invite(&real).await, invite(nobody).await);
    }
    assert_eq!(cast.worker.open(&cast.amina).await["contacts"], json!([]));
    assert_eq!(cast.worker.open(&cast.amina).await["invitation"], "none");
}

#[tokio::test]
async fn opening_a_record_is_noted() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let before = house.database.count("access_event").await;
    cast.worker.open(&cast.amina).await;
    cast.manager.open(&cast.amina).await;
    assert_eq!(house.database.count("access_event").await, before + 2);

    house.database.refuse_rows_of("access_event").await;
    let unseen = cast.worker.get(&format!("/people/{}", cast.amina.id)).await;
    assert_eq!(unseen.problem(), (503, "unavailable"), "what cannot be noted is not shown");
    assert!(!unseen.text.contains("Rahman"));
}
