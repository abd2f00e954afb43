//! A phone that is lost takes with it every way in that it may hold (YP-18).

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{MOBILE, add_passkey, amina, confirm, sign_in};
use crate::house::{Answer, Authenticator, Caller, House};

/// The phone that a caller holds: its id.
async fn this(phone: &Caller<'_>) -> String {
    let phones = phone.get("/me/phones").await.ok()["items"].clone();
    let this = phones.as_array().unwrap().iter().find(|phone| phone["this"] == true).unwrap();
    this["id"].as_str().unwrap().to_owned()
}

async fn lose(other: &Caller<'_>, lost: &Caller<'_>) {
    let path = format!("/me/phones/{}", this(lost).await);
    assert_eq!(other.delete(&path).await.status, 204);
}

/// Signs in on a page with a passkey.
async fn enter(house: &House, keeper: &Authenticator, user: &str) -> Answer {
    let stranger = house.stranger("/young-person/v1");
    let asked = stranger.post("/session/passkey-challenge", Value::Null).await.ok();
    let body = json!({ "passkey": keeper.show(&asked, user), "client": "page" });
    stranger.post("/session/with-passkey", body).await
}

async fn page_by_passkey<'h>(house: &'h House, keeper: &Authenticator, user: &str) -> Caller<'h> {
    let answer = enter(house, keeper, user).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    house.stranger("/young-person/v1").with_cookie(&answer)
}

async fn is_shut(house: &House, keeper: &Authenticator, user: &str) {
    assert_eq!(enter(house, keeper, user).await.problem(), (422, "not-proven"));
}

#[tokio::test]
async fn a_lost_phone_takes_its_passkey_with_it() {
    let house = House::new().await;
    let (cast, phone) = amina(&house).await;
    let keeper = Authenticator::new(7);
    let user = add_passkey(&phone, &keeper).await;
    lose(&cast.area.page_of(&cast.amina).await, &phone).await;
    is_shut(&house, &keeper, &user).await;
}

#[tokio::test]
async fn no_code_is_texted_to_a_lost_phone() {
    let house = House::new().await;
    let (cast, phone) = amina(&house).await;
    for contact in [json!({ "mobile": MOBILE }), json!({ "email": "amina@example.org" })] {
        confirm(&house, &phone, contact).await;
    }
    let stranger = house.stranger("/young-person/v1");
    let sent = stranger.post("/session/code", json!({ "mobile": MOBILE })).await.ok();
    let code = house.post.code().await;
    let other = cast.area.page_of(&cast.amina).await;

    lose(&other, &phone).await;

    let late = stranger.post("/session/with-code", sign_in(&sent["request"], &code)).await;
    assert_eq!(late.problem(), (422, "not-proven"), "one that was on its way");
    stranger.post("/session/code", json!({ "mobile": MOBILE })).await.ok();
    assert!(house.post.take().await.is_empty());
    assert_eq!(other.get("/me/proof").await.ok()["ways"], json!(["email"]));
    // E-mail brings her back, and the number, once she has it again.
    other.post("/me/proof/code", json!({ "to": "email" })).await.ok();
    house.post.code().await;
    let proof = confirm(&house, &other, json!({ "mobile": MOBILE })).await;
    assert_eq!(proof["ways"], json!(["mobile", "email"]));
}

#[tokio::test]
async fn a_passkey_is_on_the_phone_that_signed_in_with_it_last() {
    let house = House::new().await;
    let (cast, phone) = amina(&house).await;
    let keeper = Authenticator::new(7);
    let user = add_passkey(&phone, &keeper).await;
    assert_eq!(phone.delete("/session").await.status, 204);
    house.wait(TimeDelta::days(1));
    let again = page_by_passkey(&house, &keeper, &user).await;

    lose(&cast.area.page_of(&cast.amina).await, &again).await;

    is_shut(&house, &keeper, &user).await;
    assert_eq!(again.get("/me").await.problem(), (401, "not-signed-in"));
}

#[tokio::test]
async fn a_passkey_is_on_the_phone_that_showed_it_last() {
    let house = House::new().await;
    let (cast, phone) = amina(&house).await;
    let keeper = Authenticator::new(7);
    let user = add_passkey(&phone, &keeper).await;
    let (again, other) =
        (cast.area.page_of(&cast.amina).await, cast.area.page_of(&cast.amina).await);
    let asked = again.post("/session/passkey-challenge", Value::Null).await.ok();
    again.post("/me/proof/with-passkey", keeper.show(&asked, &user)).await.ok();
    lose(&other, &again).await;
    is_shut(&house, &keeper, &user).await;
}

#[tokio::test]
async fn a_passkey_that_phones_copy_goes_with_whichever_is_lost() {
    let house = House::new().await;
    let (cast, phone) = amina(&house).await;
    let keeper = Authenticator::copying(7);
    let user = add_passkey(&phone, &keeper).await;
    // Her tablet has a copy.
    let tablet = page_by_passkey(&house, &keeper, &user).await;

    lose(&tablet, &phone).await;

    is_shut(&house, &keeper, &user).await;
    assert_eq!(tablet.get("/me").await.status, 200);
    let newer = Authenticator::copying(8);
    let user = add_passkey(&tablet, &newer).await;
    lose(&tablet, &cast.area.page_of(&cast.amina).await).await;
    is_shut(&house, &newer, &user).await;
}

#[tokio::test]
async fn a_passkey_that_never_leaves_another_phone_stays() {
    let house = House::new().await;
    let (cast, phone) = amina(&house).await;
    let (hers, gone) = (Authenticator::new(7), Authenticator::new(8));
    let user = add_passkey(&phone, &hers).await;
    // Nobody knows on which phone this one is: its own is signed out.
    let before = cast.area.page_of(&cast.amina).await;
    add_passkey(&before, &gone).await;
    assert_eq!(before.delete("/session").await.status, 204);

    lose(&phone, &cast.area.page_of(&cast.amina).await).await;

    is_shut(&house, &gone, &user).await;
    assert_eq!(enter(&house, &hers, &user).await.status, 200);
    let kept = phone.get("/me/passkeys").await.ok();
    assert_eq!(kept["items"].as_array().unwrap().len(), 1);
}
