//! Who did what with a record: nothing is read or written of anybody without a trace (SEC-20).

use api::http::policy::{self, Rule, Who};
use domain::{access, staff::Role};
use serde_json::{Value, json};

use crate::{
    authz::{
        everybody::{Everybody, Somebody},
        requests::{Operation, every_operation},
    },
    house::House,
    story::Sketch,
};

/// What names nobody of whom anything is told: what somebody keeps for themselves, what they type and have not saved, and a row
/// of a file that is left out, which is nobody's.
const OF_NOBODY: [&str; 8] = [
    "decide_waiting_row",
    "remove_view",
    "save_view",
    "save_absence",
    "end_absence",
    "save_draft",
    "remove_draft",
    "read_calendar",
];

/// Its path names a young person, or a thing of one.
fn is_of_somebody(operation: &Operation) -> bool {
    operation.document == "worker.v1"
        && operation.path.contains('{')
        && !OF_NOBODY.contains(&operation.id)
}

#[tokio::test]
async fn everything_that_staff_do_with_a_record_leaves_a_trace_that_has_words() {
    let house = House::new().await;
    let everybody = Everybody::of(&house).await;
    let mut tried = 0;
    for operation in every_operation().filter(is_of_somebody) {
        let Some(Rule::Only(allowed) | Rule::OnlyProven(allowed)) =
            policy::rule(operation.document, operation.id)
        else {
            panic!("{} is open to everybody", operation.id)
        };
        let somebody = match operation.id {
            // Whoever works with them opens nothing, and whoever leads needs not.
            "open_glass" => Somebody::OtherWorker,
            _ => [Role::Manager, Role::PartnershipViewer]
                .into_iter()
                .find(|role| allowed.contains(&Who::Staff(*role)))
                .map(Somebody::Here)
                .unwrap_or_else(|| panic!("{} is for somebody", operation.id)),
        };
        let caller = everybody.sure_app_of(somebody).await;
        let request = operation.about_amina(&everybody).await;
        let kept =
            format!("access_event WHERE what = '{}' AND person_id IS NOT NULL", operation.id);
        let before = house.database.count(&kept).await;
        let answer = request.of("derbyshire").send(&caller).await;
        assert!(answer.status < 300, "{}: {}", operation.id, answer.text);
        let after = house.database.count(&kept).await;
        assert!(after > before, "{} leaves no trace: note it with `note_access`", operation.id);
        assert!(access::words(operation.id).is_some(), "say what {} is in words", operation.id);
        if operation.id == "open_glass" {
            everybody.close_glass().await;
        }
        tried += 1;
    }
    assert!(tried >= 44, "{tried} operations were tried");
}

#[tokio::test]
async fn whoever_works_with_somebody_sees_who_opened_their_record_and_what_they_did() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let path = format!("/people/{}/looks", cast.amina.id);
    let before = cast.worker.get(&path).await.ok()["items"].as_array().unwrap().len();
    house.wait(chrono::TimeDelta::minutes(1));
    cast.manager.open(&cast.amina).await;
    house.wait(chrono::TimeDelta::minutes(1));

    let items = cast.worker.get(&path).await.ok()["items"].clone();
    assert_eq!(
        items[0],
        json!({
            "at": "2026-09-07T09:01:00Z", "by": "Maya Morris", "role": "manager", "what": "Opened the record",
            "words": false,
        })
    );
    // Looking at it is one of them.
    assert_eq!(items[1]["what"], "Looked at who opened the record");
    assert_eq!(items.as_array().unwrap().len(), before + 2);
}

#[tokio::test]
async fn who_opened_it_is_for_whoever_leads_and_their_own_worker_and_an_emergency_says_why() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let path = format!("/people/{}/looks", cast.amina.id);
    let other = cast.area.member("Olga Other", Role::Worker).await;
    assert_eq!(other.get(&path).await.problem(), (404, "not-found"));

    let why =
        json!({ "reason": "colleague-away", "words": "College rang, and her worker is ill." });
    let glass = format!("/people/{}/glass/{}", cast.amina.id, house.id::<uuid::Uuid>());
    let sure = cast.area.proven_page(other.id, Role::Worker).await;
    sure.put(&glass, why).await.ok();
    other.open(&cast.amina).await;
    assert_eq!(other.get(&path).await.problem(), (403, "not-allowed"));

    let items = cast.manager.get(&path).await.ok()["items"].clone();
    let opened = items.as_array().unwrap().iter().find(|it| it["by"] == "Olga Other").unwrap();
    assert_eq!(
        (&opened["reason"], &opened["reason_words"]),
        (&json!("colleague-away"), &json!("College rang, and her worker is ill."))
    );
}

#[tokio::test]
async fn many_looks_come_page_by_page_each_once() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    for _ in 0..7 {
        cast.manager.open(&cast.amina).await;
    }
    let path = format!("/people/{}/looks?limit=3", cast.amina.id);
    let (mut next, mut seen) = (Value::Null, 0);
    for _ in 0..20 {
        let more = next.as_str().map_or_else(String::new, |next| format!("&after={next}"));
        let page = cast.manager.get(&format!("{path}{more}")).await.ok();
        let looks = page["items"].as_array().unwrap().iter();
        seen += looks.filter(|it| it["what"] == "Opened the record").count();
        next = page["next"].clone();
        if next.is_null() {
            break;
        }
    }
    assert_eq!((seen, next), (7, Value::Null));
    let wrong = cast.manager.get(&format!("{path}&after=nonsense")).await;
    assert_eq!(wrong.problem(), (400, "invalid-request"));
}
