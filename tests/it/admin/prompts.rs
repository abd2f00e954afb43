//! How well reminders went out.

use api::post::Posted;
use domain::{proof::Reached, report::ON_TIME, staff::Role};
use serde_json::json;

use crate::{
    house::House,
    story::{Cast, Sketch},
};

#[tokio::test]
async fn administrators_and_managers_see_day_by_day_what_went_on_time() {
    let house = House::new().await;
    let Cast { area, .. } = house.cast(Sketch::default()).await;
    area.add(Sketch::named("Ben Okafor")).await;
    house.database.run("UPDATE person SET mobile = '07700 900123'").await;
    house.at("2026-10-07T07:00:00Z");
    house.ask().await;
    // One is taken at once, the other twenty minutes late.
    house.post.next(Reached::Mobile, Posted::Later(Some(std::time::Duration::from_secs(1200))));
    house.at("2026-10-07T15:30:00Z");
    house.send().await;
    let admin = area.member("Adam Admin", Role::Administrator).await;
    let seen = admin.get("/prompts/days").await.ok();
    assert_eq!(
        seen["on_time"],
        json!({ "on_time": 1, "of": 1, "per_cent": 100, "definition": ON_TIME })
    );
    assert_eq!(seen["oldest_unsent"], json!(null));
    house.at("2026-10-07T15:50:00Z");
    let admin = area.member("Ada Admin", Role::Administrator).await;
    let seen = admin.get("/prompts/days").await.ok();
    assert_eq!(seen["oldest_unsent"], "2026-10-07T15:30:00Z");
    house.send().await;

    let seen = admin.get("/prompts/days").await.ok();
    assert_eq!((&seen["from"], &seen["to"]), (&json!("2026-09-08"), &json!("2026-10-07")));
    assert_eq!(
        seen["on_time"],
        json!({ "on_time": 1, "of": 2, "per_cent": 50, "definition": ON_TIME })
    );
    let sms = seen["days"].as_array().unwrap().iter().find(|day| day["way"] == "sms").unwrap();
    assert_eq!(
        *sms,
        json!({
            "day": "2026-10-07", "way": "sms", "due": 2, "on_time": 1, "late": 1, "fell_back": 0, "failed": 0, "expired": 0,
            "capped": 0, "unsure": 0, "cancelled": 0, "no_way": 0, "waiting": 0,
        })
    );

    let manager = area.member("Mo Manager", Role::Manager).await.at("/admin/v1");
    let mut to_her = manager.get("/prompts/days").await.ok();
    assert!(!to_her.to_string().contains("Amina") && !to_her.to_string().contains("07700"));
    to_her["as_of"] = seen["as_of"].clone();
    assert_eq!(to_her, seen, "a manager sees the same of her partnership");
    for (name, role) in [
        ("Willa Worker", Role::Worker),
        ("Lena Lead", Role::SafeguardingLead),
        ("Vera View", Role::PartnershipViewer),
    ] {
        let other = area.member(name, role).await.at("/admin/v1");
        assert_eq!(other.get("/prompts/days").await.problem(), (403, "not-allowed"), "{role:?}");
    }

    let kent_area = house.area("kent").await;
    let max = kent_area.member("Max Marsh", Role::Manager).await.at("/admin/v1");
    assert_eq!(max.get("/prompts/days").await.ok()["days"], json!([]), "and nothing of others");
    let kent = kent_area.member("Kim Kent", Role::Administrator).await;
    let theirs = kent.get("/prompts/days").await.ok();
    assert_eq!((&theirs["days"], &theirs["on_time"]["of"]), (&json!([]), &json!(0)));
}
