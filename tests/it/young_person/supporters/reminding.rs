//! Supporters are reminded when the young person is, in the same words, and never more often.

use api::{
    jobs::{ByHand, send_by_hand},
    push::Delivery,
};
use domain::prompt::{Channel, PromptOutcome};
use serde_json::{Value, json};

use crate::{
    house::{Caller, House, Sent, subscription},
    story::{Cast, Sketch, supporter},
};

const AMINA: &str = "https://fcm.googleapis.com/fcm/send/amina";
const ROSA: &str = "https://web.push.apple.com/rosa";
/// When the first prompt of the first pulse goes out, and the second.
const FIRST: &str = "2026-10-07T15:30:00Z";
const SECOND: &str = "2026-10-09T08:30:00Z";

/// Amina's first pulse is open. Her phone and Rosa's take prompts.
async fn reminded(house: &House) -> (Cast<'_>, Caller<'_>, Caller<'_>, String) {
    let cast = house.cast(Sketch::default()).await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    phone.put("/push/subscription", subscription(AMINA)).await.ok();
    let (id, rosa) = phone.helped_by("Rosa", &["gets_reminders"]).await;
    rosa.put("/supporter/push", subscription(ROSA)).await.ok();
    assert_eq!(rosa.get("/supporter").await.ok()["reminded"], true);
    house.at("2026-10-07T07:00:00Z");
    assert_eq!(house.ask().await.done, 1);
    (cast, phone, rosa, id)
}

async fn sent_at(house: &House, moment: &str) -> Vec<Sent> {
    house.at(moment);
    house.send().await;
    house.push.take()
}

fn to(sent: &[Sent]) -> Vec<&str> {
    sent.iter().map(|sent| sent.endpoint.as_str()).collect()
}

#[tokio::test]
async fn a_supporter_is_told_the_same_and_nothing_about_anybody() {
    let house = House::new().await;
    let (cast, phone, _, id) = reminded(&house).await;

    let sent = sent_at(&house, FIRST).await;

    assert_eq!(to(&sent), [AMINA, ROSA]);
    let payload =
        |sent: &Sent| -> Value { serde_json::from_slice(&sent.message.payload()).unwrap() };
    let (hers, theirs) = (payload(&sent[0]), payload(&sent[1]));
    for member in ["title", "body", "tag"] {
        assert_eq!(hers["notification"][member], theirs["notification"][member]);
    }
    assert_eq!(theirs["notification"]["navigate"], "https://throughline.example/phone/helping");
    assert_ne!(hers["message"], theirs["message"]);
    assert_eq!((theirs.get("answer_with"), theirs["notification"].get("actions")), (None, None));
    let text = theirs.to_string();
    let check_in = phone.waiting_id("pulse").await;
    for private in ["Amina", "Rosa", "Wanda", &cast.amina.id.to_string(), &check_in, &id] {
        assert!(!text.contains(private), "{private} is in {text}");
    }
    assert_eq!(to(&sent_at(&house, SECOND).await), [AMINA, ROSA]);
    assert_eq!(sent_at(&house, "2026-10-20T15:30:00Z").await.len(), 0);
}

#[tokio::test]
async fn nobody_is_reminded_of_what_the_young_person_has_paused_or_stopped() {
    for choice in [json!({ "pause": "one-week" }), json!({ "stopped": true })] {
        let house = House::new().await;
        let (_, phone, _, _) = reminded(&house).await;
        phone.patch("/me/prompts", choice).await.ok();
        assert_eq!(sent_at(&house, FIRST).await.len(), 0);
        assert_eq!(sent_at(&house, SECOND).await.len(), 0);
    }
}

#[tokio::test]
async fn a_reminder_that_is_put_off_is_put_off_for_supporters_too() {
    let house = House::new().await;
    let (_, phone, _, _) = reminded(&house).await;
    let path = format!("/check-ins/{}/snooze", phone.waiting_id("pulse").await);
    phone.post(&path, json!({ "until": "tomorrow" })).await.ok();
    assert_eq!(sent_at(&house, FIRST).await.len(), 0);
    assert_eq!(to(&sent_at(&house, "2026-10-08T15:30:00Z").await), [AMINA, ROSA]);
}

#[tokio::test]
async fn a_supporter_is_told_once_however_often_the_young_persons_phone_is_tried() {
    let house = House::new().await;
    let (_, _, _, _) = reminded(&house).await;
    house.push.will_answer_at(AMINA, Delivery::Retry(None));
    assert_eq!(to(&sent_at(&house, FIRST).await), [AMINA]);
    house.push.will_answer_at(AMINA, Delivery::Accepted);
    assert_eq!(to(&sent_at(&house, "2026-10-07T15:40:00Z").await), [AMINA, ROSA]);
}

#[tokio::test]
async fn a_supporters_phone_that_fails_is_not_tried_again_and_one_that_is_gone_is_forgotten() {
    let house = House::new().await;
    let (_, _, rosa, _) = reminded(&house).await;
    house.push.will_answer_at(ROSA, Delivery::Retry(None));
    assert_eq!(to(&sent_at(&house, FIRST).await), [AMINA, ROSA]);
    assert_eq!(sent_at(&house, "2026-10-07T15:50:00Z").await.len(), 0);
    assert_eq!(rosa.get("/supporter").await.ok()["reminded"], true);
    house.push.will_answer_at(ROSA, Delivery::Gone);
    assert_eq!(to(&sent_at(&house, SECOND).await), [AMINA, ROSA]);
    assert_eq!(rosa.get("/supporter").await.ok()["reminded"], false);
}

#[tokio::test]
async fn what_came_of_a_prompt_is_told_even_where_supporters_cannot_be_reminded() {
    let house = House::new().await;
    let (cast, ..) = reminded(&house).await;
    house.database.run("ALTER TABLE supporter RENAME TO out_of_reach").await;

    let sent = send_by_hand(&house.app, house.system, cast.amina.id, true).await;

    assert_eq!(sent.unwrap(), ByHand::Tried(Some((PromptOutcome::Sent, Channel::Push))));
    assert_eq!(to(&house.push.take()), [AMINA]);
}

#[tokio::test]
async fn a_supporter_is_reminded_where_the_young_persons_phone_shows_nothing() {
    let house = House::new().await;
    let (_, phone, _, _) = reminded(&house).await;
    phone.delete("/push/subscription").await.ok();
    assert_eq!(to(&sent_at(&house, FIRST).await), [ROSA]);
    assert_eq!(to(&sent_at(&house, SECOND).await), [ROSA], "as often as the prompts fall due");
    assert_eq!(sent_at(&house, "2026-10-20T15:30:00Z").await.len(), 0);
}

#[tokio::test]
async fn whoever_may_no_longer_be_reminded_is_not() {
    for how in ["switched off", "removed", "turned off", "left"] {
        let house = House::new().await;
        let (_, phone, rosa, id) = reminded(&house).await;
        let path = format!("/me/supporters/{id}");
        match how {
            "switched off" => phone.put(&path, supporter("Rosa", &[])).await.status,
            "removed" => phone.delete(&path).await.status,
            "turned off" => rosa.delete("/supporter/push").await.status,
            _ => rosa.delete("/supporter/session").await.status,
        };
        assert_eq!(to(&sent_at(&house, FIRST).await), [AMINA], "{how}");
    }
}

#[tokio::test]
async fn one_phone_that_both_use_is_told_once() {
    let house = House::new().await;
    let (_, _, rosa, _) = reminded(&house).await;
    rosa.put("/supporter/push", subscription(AMINA)).await.ok();
    assert_eq!(to(&sent_at(&house, FIRST).await), [AMINA]);
}

#[tokio::test]
async fn a_phone_that_helps_somebody_else_now_is_reminded_of_them_alone() {
    let house = House::new().await;
    let (cast, _, rosa, _) = reminded(&house).await;
    let ben = cast.area.add(Sketch::named("Ben Okafor").since("2027-01-20")).await;
    let (_, helps_ben) = cast.area.page_of(&ben).await.helped_by("Rosa", &["gets_reminders"]).await;
    helps_ben.put("/supporter/push", subscription(ROSA)).await.ok();
    assert_eq!(rosa.get("/supporter").await.ok()["reminded"], false);
    assert_eq!(to(&sent_at(&house, FIRST).await), [AMINA]);
}

#[tokio::test]
async fn nobody_is_reminded_of_what_a_supporter_has_answered() {
    let house = House::new().await;
    let (cast, phone, rosa, id) = reminded(&house).await;
    let phone_for_sure = cast.area.proven_page_of(&cast.amina).await;
    let both = supporter("Rosa", &["helps", "gets_reminders"]);
    phone_for_sure.put(&format!("/me/supporters/{id}"), both).await.ok();
    let path = format!("/supporter/check-ins/{}/answers", phone.waiting_id("pulse").await);
    let answer =
        json!({ "key": "want_contact", "codes": ["no"], "answered_at": "2026-10-07T07:00:00Z" });
    let body =
        json!({ "source": "proxy", "reading": "plain", "finished": true, "answers": [answer] });
    rosa.put(&path, body).await.ok();
    assert_eq!(to(&sent_at(&house, FIRST).await), [AMINA], "she has questions of her own");
}

#[tokio::test]
async fn only_push_services_that_we_know_are_called_for_supporters_too() {
    let house = House::new().await;
    let (_, _, rosa, _) = reminded(&house).await;
    let refused = rosa.put("/supporter/push", subscription("https://evil.example/push")).await;
    assert_eq!((refused.problem(), refused.pointers()), ((422, "rule-broken"), vec!["/endpoint"]));
}
