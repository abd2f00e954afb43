//! Ways back in: codes, passkeys, and showing on a phone that is signed in that it is you.

mod codes;
mod finders;
mod lost;

use chrono::TimeDelta;
use domain::proof::Reached;
use serde_json::{Value, json};

use crate::{
    house::{Authenticator, Caller, House},
    story::{Cast, Sketch},
};

const MOBILE: &str = "07700 900 123";

async fn amina(house: &House) -> (Cast<'_>, Caller<'_>) {
    let cast = house.cast(Sketch::default()).await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    (cast, phone)
}

/// Confirms a number as the phone's owner's own.
pub async fn confirm(house: &House, phone: &Caller<'_>, contact: Value) -> Value {
    let sent = phone.post("/me/contacts/code", contact).await.ok();
    let typed = json!({ "request": sent["request"], "code": house.post.code().await });
    phone.post("/me/contacts/confirmed", typed).await.ok()
}

/// Adds a passkey to the phone.
pub async fn add_passkey(phone: &Caller<'_>, keeper: &Authenticator) -> String {
    let asked = phone.post("/me/passkeys/challenge", Value::Null).await.ok();
    phone.post("/me/passkeys", keeper.make(&asked)).await.ok();
    asked["user"].as_str().unwrap().to_owned()
}

/// Signs in again on a page, with a code to the number.
async fn page_by_code<'h>(house: &'h House) -> Caller<'h> {
    let stranger = house.stranger("/young-person/v1");
    let sent = stranger.post("/session/code", json!({ "mobile": MOBILE })).await.ok();
    let mut body = sign_in(&sent["request"], &house.post.code().await);
    body["client"] = json!("page");
    let answer = stranger.post("/session/with-code", body).await;
    let page = stranger.with_cookie(&answer);
    answer.ok();
    page
}

fn sign_in(request: &Value, code: &str) -> Value {
    json!({ "request": request, "code": code, "client": "app", "shared_phone": false })
}

#[tokio::test]
async fn a_code_signs_in_again_wherever_a_number_was_confirmed() {
    let house = House::new().await;
    let (_, phone) = amina(&house).await;
    let proof = confirm(&house, &phone, json!({ "mobile": MOBILE })).await;
    assert_eq!(proof["contacts"], json!([{ "kind": "mobile", "ends": "123" }]));
    assert_eq!(proof["ways"], json!(["mobile"]));

    let stranger = house.stranger("/young-person/v1");
    let sent = stranger.post("/session/code", json!({ "mobile": "+447700900123" })).await.ok();
    let letter = house.post.take().await.pop().unwrap();
    assert!(letter.text.ends_with(&format!("@throughline.example #{}", &letter.text[..6])));
    let wrong = if letter.text.starts_with("000000") { "111111" } else { "000000" };
    let refused = stranger.post("/session/with-code", sign_in(&sent["request"], wrong)).await;
    assert_eq!(refused.problem(), (422, "not-proven"));
    let body = sign_in(&sent["request"], &letter.text[..6]);
    let tokens = stranger.post("/session/with-code", body.clone()).await.ok()["tokens"].clone();

    let again = stranger.with_token(tokens["access_token"].as_str().unwrap());
    assert_eq!(again.get("/me").await.ok()["first_name"], "Amina");
    assert!(again.get("/me/proof").await.ok()["proven_until"].is_string());
    let used = stranger.post("/session/with-code", body).await;
    assert_eq!(used.problem(), (422, "not-proven"), "a code works once");
    assert_eq!(again.get("/me/phones").await.ok()["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn nobody_learns_whether_a_number_is_known() {
    let house = House::new().await;
    let (_, phone) = amina(&house).await;
    confirm(&house, &phone, json!({ "email": "Amina@Example.org" })).await;
    let stranger = house.stranger("/young-person/v1");

    let known = stranger.post("/session/code", json!({ "email": "amina@example.org" })).await;
    house.post.code().await;
    let unknown = stranger.post("/session/code", json!({ "email": "ben@example.org" })).await;
    assert!(house.post.take().await.is_empty());

    let shape =
        |answer: &Value| -> Vec<String> { answer.as_object().unwrap().keys().cloned().collect() };
    assert_eq!((known.status, shape(&known.body)), (unknown.status, shape(&unknown.body)));
    assert_eq!(known.body["expires_at"], unknown.body["expires_at"]);
    let body = sign_in(&unknown.body["request"], "123456");
    let refused = stranger.post("/session/with-code", body).await;
    assert_eq!(refused.problem(), (422, "not-proven"));
}

#[tokio::test]
async fn a_number_of_two_people_signs_nobody_in() {
    let house = House::new().await;
    let (cast, phone) = amina(&house).await;
    let ben = cast.area.add(Sketch::named("Ben Okafor")).await;
    cast.manager.assign(&ben, &cast.worker).await;
    let bens = cast.worker.phone_of(&ben).await;
    confirm(&house, &phone, json!({ "mobile": MOBILE })).await;
    confirm(&house, &bens, json!({ "mobile": MOBILE })).await;

    house
        .stranger("/young-person/v1")
        .post("/session/code", json!({ "mobile": MOBILE }))
        .await
        .ok();

    assert!(house.post.take().await.is_empty());
}

#[tokio::test]
async fn five_wrong_codes_end_a_request_and_a_late_text_still_works() {
    let house = House::new().await;
    let (_, phone) = amina(&house).await;
    confirm(&house, &phone, json!({ "mobile": MOBILE })).await;
    let sent = phone.post("/me/proof/code", json!({ "to": "mobile" })).await.ok();
    let first = house.post.code().await;
    let again = json!({ "to": "mobile", "request": sent["request"] });
    phone.post("/me/proof/code", again).await.ok();
    house.post.code().await;
    let typed = |code: &str| json!({ "request": sent["request"], "code": code });
    let proof = phone.post("/me/proof/with-code", typed(&first)).await.ok();
    assert!(proof["proven_until"].is_string(), "the text that came late");

    let sent = phone.post("/me/proof/code", json!({ "to": "mobile" })).await.ok();
    let right = house.post.code().await;
    let wrong = if right == "000000" { "111111" } else { "000000" };
    let typed = |code: &str| json!({ "request": sent["request"], "code": code });
    for _ in 0..5 {
        let refused = phone.post("/me/proof/with-code", typed(wrong)).await;
        assert_eq!(refused.problem(), (422, "not-proven"));
    }
    let refused = phone.post("/me/proof/with-code", typed(&right)).await;
    assert_eq!(refused.problem(), (422, "not-proven"), "the tries are used up");
}

#[tokio::test]
async fn a_code_runs_out_and_a_number_gets_five_in_an_hour() {
    let house = House::new().await;
    let (_, phone) = amina(&house).await;
    confirm(&house, &phone, json!({ "mobile": MOBILE })).await;
    let sent = phone.post("/me/proof/code", json!({ "to": "mobile" })).await.ok();
    let code = house.post.code().await;
    house.wait(TimeDelta::minutes(10));
    let typed = json!({ "request": sent["request"], "code": code });
    let late = phone.post("/me/proof/with-code", typed).await;
    assert_eq!(late.problem(), (422, "not-proven"));

    for _ in 0..3 {
        phone.post("/me/proof/code", json!({ "to": "mobile" })).await.ok();
    }
    let refused = phone.post("/me/proof/code", json!({ "to": "mobile" })).await;
    assert_eq!(refused.problem(), (429, "too-many-requests"));
    assert_eq!(phone.get("/me").await.status, 200, "the phone itself keeps working");
    house.wait(TimeDelta::hours(1));
    phone.post("/me/proof/code", json!({ "to": "mobile" })).await.ok();
}

#[tokio::test]
async fn a_code_does_nothing_on_another_phone_or_for_another_purpose() {
    let house = House::new().await;
    let (cast, phone) = amina(&house).await;
    confirm(&house, &phone, json!({ "mobile": MOBILE })).await;
    let other = cast.area.page_of(&cast.amina).await;
    let sent = phone.post("/me/proof/code", json!({ "to": "mobile" })).await.ok();
    let code = house.post.code().await;
    let typed = json!({ "request": sent["request"], "code": code });

    let elsewhere = other.post("/me/proof/with-code", typed.clone()).await;
    assert_eq!(elsewhere.problem(), (422, "not-proven"));
    let otherwise = phone.post("/me/contacts/confirmed", typed.clone()).await;
    assert_eq!(otherwise.problem(), (422, "not-proven"));
    phone.post("/me/proof/with-code", typed).await.ok();
}

#[tokio::test]
async fn what_is_not_set_up_is_said_plainly() {
    let house = House::new().await;
    let (_, phone) = amina(&house).await;
    house.post.has_only(&[Reached::Email]);

    let refused = phone.post("/me/contacts/code", json!({ "mobile": MOBILE })).await;

    assert_eq!(refused.problem(), (409, "not-ready"));
    assert_eq!(phone.get("/me/proof").await.ok()["can_add"], json!(["passkey", "email"]));
    for nonsense in [json!({}), json!({ "mobile": MOBILE, "email": "a@b.example" })] {
        let refused = phone.post("/me/contacts/code", nonsense).await;
        assert_eq!(refused.problem(), (422, "invalid-body"));
    }
}

#[tokio::test]
async fn a_passkey_signs_in_and_shows_that_it_is_you() {
    let house = House::new().await;
    let (cast, phone) = amina(&house).await;
    let keeper = Authenticator::new(7);
    let user = add_passkey(&phone, &keeper).await;
    let ben = cast.area.add(Sketch::named("Ben Okafor")).await;
    cast.manager.assign(&ben, &cast.worker).await;
    let bens = cast.worker.phone_of(&ben).await;
    let kept = phone.get("/me/passkeys").await.ok();
    assert_eq!(kept["items"][0]["name"], "Blue phone");
    house.wait(TimeDelta::hours(25));
    let stranger = house.stranger("/young-person/v1");
    let ask = async || stranger.post("/session/passkey-challenge", Value::Null).await.ok();

    let asked = ask().await;
    let shown = keeper.show(&asked, &user);
    let proof = phone.post("/me/proof/with-passkey", shown.clone()).await.ok();
    assert!(proof["proven_until"].is_string());
    assert_eq!(phone.get("/me/record").await.status, 200);
    let twice = phone.post("/me/proof/with-passkey", shown).await;
    assert_eq!(twice.problem(), (422, "not-proven"), "a challenge is answered once");

    let body = json!({ "passkey": keeper.show(&ask().await, &user), "client": "app" });
    let tokens = stranger.post("/session/with-passkey", body).await.ok()["tokens"].clone();
    let again = stranger.with_token(tokens["access_token"].as_str().unwrap());
    assert_eq!(again.get("/me").await.ok()["first_name"], "Amina");

    let other = Authenticator::new(8);
    let body = json!({ "passkey": other.show(&ask().await, &user), "client": "app" });
    let refused = stranger.post("/session/with-passkey", body).await;
    assert_eq!(refused.problem(), (422, "not-proven"), "a key that nobody knows");
    let late = ask().await;
    house.wait(TimeDelta::minutes(6));
    let body = json!({ "passkey": keeper.show(&late, &user), "client": "app" });
    assert_eq!(
        stranger.post("/session/with-passkey", body).await.problem(),
        (422, "not-proven"),
        "a challenge runs out"
    );

    let refused = bens.post("/me/proof/with-passkey", keeper.show(&ask().await, &user)).await;
    assert_eq!(refused.problem(), (422, "not-proven"), "somebody else's passkey proves nothing");
}

#[tokio::test]
async fn nobody_has_more_than_ten_passkeys_however_they_are_added() {
    let house = House::new().await;
    let (_, phone) = amina(&house).await;
    for number in 1..10 {
        add_passkey(&phone, &Authenticator::new(number)).await;
    }
    let begin = async || phone.post("/me/passkeys/challenge", Value::Null).await;
    let (one, other) = (begin().await.ok(), begin().await.ok());
    phone.post("/me/passkeys", Authenticator::new(10).make(&one)).await.ok();

    let full = phone.post("/me/passkeys", Authenticator::new(11).make(&other)).await;

    assert_eq!(full.problem(), (422, "rule-broken"));
    assert_eq!(begin().await.problem(), (422, "rule-broken"));
    assert_eq!(phone.get("/me/passkeys").await.ok()["items"].as_array().unwrap().len(), 10);
}

#[tokio::test]
async fn codes_and_challenges_are_forgotten() {
    let house = House::new().await;
    let (_, phone) = amina(&house).await;
    phone.post("/me/contacts/code", json!({ "mobile": MOBILE })).await.ok();
    phone.post("/me/passkeys/challenge", Value::Null).await.ok();
    assert_eq!(house.forget().await.done, 0);
    house.wait(TimeDelta::hours(25));
    assert_eq!(house.forget().await.done, 2);
}
