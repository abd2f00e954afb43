//! Whoever finds a phone that is signed in must not become its owner.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{MOBILE, add_passkey, amina, confirm, page_by_code};
use crate::{
    house::{Authenticator, Caller, House},
    story::{Sketch, link, supporter},
};

/// Neither a number nor a passkey of their own, and nothing that is private.
async fn is_kept_out(phone: &Caller<'_>) {
    for (path, body) in [
        ("/me/contacts/code", json!({ "mobile": "07700 900 999" })),
        ("/me/contacts/code", json!({ "email": "finder@example.org" })),
        ("/me/passkeys/challenge", Value::Null),
    ] {
        assert_eq!(phone.post(path, body).await.problem(), (403, "step-up-needed"), "{path}");
    }
    assert_eq!(phone.get("/me/record").await.problem(), (403, "step-up-needed"));
    assert_eq!(phone.get("/me/proof").await.ok()["may_add"], false);
}

#[tokio::test]
async fn who_finds_a_phone_cannot_make_it_theirs() {
    let house = House::new().await;
    let (_, phone) = amina(&house).await;
    house.wait(TimeDelta::hours(25));
    is_kept_out(&phone).await;
    assert_eq!(phone.get("/me/proof").await.ok()["ways"], json!([]));
}

#[tokio::test]
async fn signing_in_again_is_not_joining() {
    let house = House::new().await;
    let (_, phone) = amina(&house).await;
    confirm(&house, &phone, json!({ "mobile": MOBILE })).await;
    let again = page_by_code(&house).await;
    assert_eq!(again.get("/me/proof").await.ok()["may_add"], true, "she has just shown it");
    house.wait(TimeDelta::minutes(14));
    again.post("/me/passkeys/challenge", Value::Null).await.ok();

    house.wait(TimeDelta::minutes(1));
    is_kept_out(&again).await;
    house.wait(TimeDelta::hours(11));
    is_kept_out(&again).await;
    is_kept_out(&phone).await;
}

#[tokio::test]
async fn on_a_phone_of_others_an_invitation_counts_for_a_quarter_of_an_hour() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let invitation = cast.worker.invite(&cast.amina, "letter").await;
    let mut body = cast.amina.acceptance(&link(&invitation), "page");
    body["shared_phone"] = json!(true);
    let stranger = house.stranger("/young-person/v1");
    let shared = stranger.with_cookie(&stranger.post("/invitations/accept", body).await);

    house.wait(TimeDelta::minutes(14));
    shared.post("/me/contacts/code", json!({ "mobile": MOBILE })).await.ok();
    house.wait(TimeDelta::minutes(1));
    is_kept_out(&shared).await;
}

#[tokio::test]
async fn the_record_opens_right_after_a_way_back_was_set_up() {
    let house = House::new().await;
    let (cast, phone) = amina(&house).await;
    assert_eq!(phone.get("/me/record").await.problem(), (403, "step-up-needed"));
    let proof = confirm(&house, &phone, json!({ "mobile": MOBILE })).await;
    assert_eq!(proof["proven_until"], "2026-09-07T09:15:00Z");
    assert_eq!(phone.get("/me/record").await.status, 200);

    let other = cast.area.page_of(&cast.amina).await;
    add_passkey(&other, &Authenticator::new(7)).await;
    assert_eq!(other.get("/me/record").await.status, 200);
    house.wait(TimeDelta::minutes(15));
    for phone in [phone, other] {
        assert_eq!(phone.get("/me/record").await.problem(), (403, "step-up-needed"));
    }
}

#[tokio::test]
async fn who_finds_a_phone_cannot_lock_its_owner_out() {
    let house = House::new().await;
    let (cast, phone) = amina(&house).await;
    let keeper = Authenticator::new(7);
    let user = add_passkey(&phone, &keeper).await;
    confirm(&house, &phone, json!({ "mobile": MOBILE })).await;
    house.wait(TimeDelta::minutes(15));
    let listed = phone.get("/me/passkeys").await.ok();
    let path = format!("/me/passkeys/{}", listed["items"][0]["id"].as_str().unwrap());
    for path in [path.as_str(), "/me/contacts/mobile"] {
        assert_eq!(phone.delete(path).await.problem(), (403, "step-up-needed"), "{path}");
    }

    let asked = phone.post("/session/passkey-challenge", Value::Null).await.ok();
    phone.post("/me/proof/with-passkey", keeper.show(&asked, &user)).await.ok();
    assert_eq!(phone.delete(&path).await.status, 204);
    let other = cast.area.proven_page_of(&cast.amina).await;
    assert_eq!(other.delete(&path).await.problem(), (404, "not-found"));
}

#[tokio::test]
async fn a_number_that_is_replaced_is_told() {
    let house = House::new().await;
    let (_, phone) = amina(&house).await;
    for contact in [json!({ "mobile": MOBILE }), json!({ "email": "amina@example.org" })] {
        confirm(&house, &phone, contact).await;
    }
    confirm(&house, &phone, json!({ "mobile": "+447700900123" })).await;
    assert!(house.post.take().await.is_empty(), "nothing was replaced");

    confirm(&house, &phone, json!({ "mobile": "07700 900 999" })).await;
    confirm(&house, &phone, json!({ "email": "new@example.org" })).await;

    let letters = house.post.take().await;
    let to: Vec<&str> = letters.iter().map(|letter| letter.to.value.as_str()).collect();
    assert_eq!(to, ["+447700900123", "amina@example.org"]);
    assert_eq!(letters[1].subject, "Next Steps: a change");
    for letter in letters {
        assert!(letter.text.contains("not sent to this") && letter.text.contains("your worker"));
        for private in ["Amina", "Rahman", "Wanda", "900", "@", "Derbyshire"] {
            assert!(!letter.text.contains(private), "{private} is in {}", letter.text);
        }
    }
}

#[tokio::test]
async fn who_finds_a_phone_lets_nobody_in_for_good() {
    let house = House::new().await;
    let (cast, phone) = amina(&house).await;
    let (id, _) = phone.ask_for_help("Rosa", &["helps"]).await;
    let path = format!("/me/supporters/{id}");
    house.wait(TimeDelta::hours(24));
    let new = format!("/me/supporters/{}", phone.chosen_id());
    for refused in [
        phone.put(&new, supporter("Mallory", &[])).await,
        phone.put(&path, supporter("Rosa", &["helps", "sees_goals"])).await,
        phone.put(&path, supporter("Rosa", &["gets_reminders"])).await,
        phone.post(&format!("{path}/link"), Value::Null).await,
    ] {
        assert_eq!(refused.problem(), (403, "step-up-needed"));
    }
    let listed = phone.get("/me/supporters").await.ok()["items"].clone();
    assert_eq!((listed.as_array().unwrap().len(), &listed[0]["helps"]), (1, &json!(true)));
    assert_eq!(listed[0]["sees_goals"], false);

    let sure = cast.area.proven_page_of(&cast.amina).await;
    sure.put(&path, supporter("Rosa", &["helps", "sees_goals"])).await.ok();
    sure.put(&new, supporter("Joe", &[])).await.ok();
    sure.post(&format!("{path}/link"), Value::Null).await.ok();
    // Less is always possible, and another name.
    phone.put(&path, supporter("Mum", &["helps"])).await.ok();
    phone.put(&path, supporter("Mum", &[])).await.ok();
    assert_eq!(phone.delete(&path).await.status, 204);
}
