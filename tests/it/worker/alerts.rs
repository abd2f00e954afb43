//! Taking alerts.

use domain::staff::Role;
use serde_json::{Value, json};

use crate::{
    house::House,
    story::{Cast, Sketch, said},
};

async fn alarmed(house: &House) -> (Cast<'_>, String) {
    let cast = house.cast(Sketch::default().since("2026-06-07")).await;
    house.ask().await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    let id = phone.waiting_id("core").await;
    phone.say(&id, &said("2026-09-07T09:00:00Z", &[("feel_safe", "no")])).await.ok();
    let alert = cast.worker.open(&cast.amina).await["alerts"][0]["id"].as_str().unwrap().to_owned();
    (cast, format!("/alerts/{alert}/acknowledgement"))
}

#[tokio::test]
async fn whoever_takes_an_alert_first_has_it() {
    let house = House::new().await;
    let (Cast { worker, manager, amina, .. }, path) = alarmed(&house).await;
    house.wait(chrono::TimeDelta::minutes(5));

    let taken = worker.put(&path, Value::Null).await.ok();
    assert_eq!(
        (&taken["acknowledged_by"], &taken["acknowledged_at"]),
        (&json!("Wanda Wójcik"), &json!("2026-09-07T09:05:00Z"))
    );
    house.wait(chrono::TimeDelta::minutes(5));
    let again = manager.put(&path, Value::Null).await.ok();
    for who_and_when in ["acknowledged_by", "acknowledged_at"] {
        assert_eq!(again[who_and_when], taken[who_and_when]);
    }
    assert_eq!(worker.row(&amina).await["reasons"][0]["code"], "possible-harm-open");
}

#[tokio::test]
async fn the_safeguarding_lead_takes_an_alert_of_anybody_here_and_of_nobody_elsewhere() {
    let house = House::new().await;
    let (Cast { area, .. }, path) = alarmed(&house).await;
    let lead = area.member("Lena Lead", Role::SafeguardingLead).await;
    let foreign = house.area("kent").await.member("Kim Kent", Role::SafeguardingLead).await;
    let other = area.member("Olga Other", Role::Worker).await;
    let nothing = "/alerts/00000000-0000-7000-8000-ffffffffffff/acknowledgement";

    for caller in [&foreign, &other] {
        let refused = caller.put(&path, Value::Null).await;
        assert_eq!(refused.problem(), (404, "not-found"));
        assert_eq!(refused.seen(), caller.put(nothing, Value::Null).await.seen());
    }
    assert_eq!(lead.put(&path, Value::Null).await.ok()["acknowledged_by"], "Lena Lead");
}
