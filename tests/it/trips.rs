//! How many statements a request makes: a fixed number, however much there is, and never more than eight (each of them is
//! a trip to the database and back).

use std::collections::BTreeMap;

use api::http::policy::{self, Rule, Who};
use domain::staff::Role;
use serde_json::json;
use uuid::Uuid;

use crate::{
    authz::{
        everybody::{Everybody, Somebody},
        requests::{Operation, every_operation},
    },
    house::House,
    story::Sketch,
};

/// What every worker's reading costs, with its sign-in.
const TRIPS: &[(&str, u32)] = &[
    ("list_absences", 3),
    ("download_ccis_update", 5),
    ("download_sen2", 7),
    ("list_activity_codes", 1),
    ("count_caseload", 2),
    ("list_caseload", 2),
    ("list_ccis_faults", 5),
    ("list_changes", 6),
    ("list_colleagues", 6),
    ("list_confirmations", 5),
    ("list_agencies", 2),
    ("list_bulk", 2),
    ("list_glass", 4),
    ("list_handovers", 4),
    ("list_referrals", 6),
    ("list_referred", 4),
    ("list_likenesses", 5),
    ("list_looks", 7),
    ("list_merges", 4),
    ("list_silent", 3),
    ("list_splits", 4),
    ("list_divisible", 3),
    ("list_partnerships", 2),
    ("list_transfers", 4),
    ("list_coming", 7),
    ("list_tasks", 3),
    ("list_drafts", 2),
    ("list_views", 2),
    ("list_waiting_rows", 5),
    ("list_workers", 2),
    ("read_news", 1),
    ("reveal_words", 3),
    ("search_caseload", 2),
    ("show_alert", 8),
    ("show_alert_times", 3),
    ("show_calendar", 2),
    ("show_contact_sheet", 4),
    ("show_likeness", 8),
    ("show_person", 5),
    ("show_referred", 8),
    ("show_service", 6),
    ("show_session", 3),
    ("show_team", 8),
];

/// The most that any request may make.
const MOST: u32 = 8;

/// Files of whole records, which ask every table once for each fifty people; and what a calendar program asks for every
/// few hours.
const FILES: [&str; 3] = ["download_package", "download_record", "read_calendar"];

/// What only looks something up.
fn reads(operation: &Operation) -> bool {
    if FILES.contains(&operation.id) {
        return false;
    }
    let only_looks = operation.method == "GET" || operation.id.starts_with("search_");
    operation.document == "worker.v1" && only_looks
}

async fn measured(everybody: &Everybody<'_>) -> BTreeMap<&'static str, u32> {
    let mut trips = BTreeMap::new();
    for operation in every_operation().filter(reads) {
        let Some(Rule::Only(allowed) | Rule::OnlyProven(allowed)) =
            policy::rule(operation.document, operation.id)
        else {
            panic!("{} is open to everybody", operation.id)
        };
        let roles = [Role::Manager, Role::PartnershipViewer];
        let role = roles.into_iter().find(|role| allowed.contains(&Who::Staff(*role)));
        let role = role.unwrap_or_else(|| panic!("{} is for somebody", operation.id));
        let manager = everybody.sure_app_of(Somebody::Here(role)).await;
        // The first may read a version of the questions that nobody has read yet, or work out what has changed.
        for _ in 0..2 {
            let answer = operation.about_amina(everybody).await.send(&manager).await;
            assert!(answer.status < 300, "{}: {}", operation.id, answer.text);
            trips.insert(operation.id, answer.trips);
        }
    }
    trips
}

#[tokio::test]
async fn every_reading_makes_a_fixed_number_of_trips_and_never_more_than_eight() {
    let house = House::new().await;
    let everybody = Everybody::of(&house).await;
    let expected: BTreeMap<_, _> = TRIPS.iter().copied().collect();

    let few = measured(&everybody).await;
    assert_eq!(few, expected);
    let many: Vec<_> = few.iter().filter(|(_, trips)| **trips > MOST).collect();
    assert_eq!(many, Vec::<(&&str, &u32)>::new());

    everybody.derbyshire.add_all((0..30).map(|_| Sketch::named("Ben Brown"))).await;
    let manager = everybody.app_of(Somebody::Here(Role::Manager)).await;
    for _ in 0..5 {
        let path =
            format!("/worker/v1/people/{}/contacts/{}", everybody.amina.id, house.id::<Uuid>());
        let call = json!({
            "kind": "call", "direction": "out", "outcome": "no-answer", "happened_at": "2026-09-07T08:00:00Z",
        });
        manager.put(&path, call).await.ok();
    }
    assert_eq!(measured(&everybody).await, expected, "with more people and more contacts");
}

#[tokio::test]
async fn what_has_changed_is_worked_out_within_the_same_bound() {
    let house = House::new().await;
    let everybody = Everybody::of(&house).await;
    let path = format!("/worker/v1/people/{}/assignment", everybody.amina.id);
    // Both are asked with their sessions worth noting, as after a quarter of an hour.
    for list in ["/worker/v1/caseload", "/worker/v1/caseload/counts"] {
        let manager = everybody.app_of(Somebody::Here(Role::Manager)).await;
        manager.put(&path, json!({ "worker_id": everybody.worker.0 })).await.ok();
        house.database.run("UPDATE person SET language = language").await;
        house.wait(chrono::TimeDelta::minutes(10));
        let answer = manager.get(list).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert!((3..=MOST).contains(&answer.trips), "{list} made {} trips", answer.trips);
        assert_eq!(manager.get(list).await.trips, 2, "{list} again");
    }
}
