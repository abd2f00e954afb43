//! What a code does, and where it stops.

use chrono::TimeDelta;
use serde_json::json;

use super::{MOBILE, amina, confirm, sign_in};
use crate::{house::House, story::Sketch};

#[tokio::test]
async fn a_code_dies_with_the_number_that_it_went_to() {
    for how in ["removed", "replaced"] {
        let house = House::new().await;
        let (_, phone) = amina(&house).await;
        let stranger = house.stranger("/young-person/v1");
        confirm(&house, &phone, json!({ "mobile": MOBILE })).await;
        let sent = stranger.post("/session/code", json!({ "mobile": MOBILE })).await.ok();
        let code = house.post.code().await;
        let own = phone.post("/me/proof/code", json!({ "to": "mobile" })).await.ok();
        let own_code = house.post.code().await;

        if how == "removed" {
            assert_eq!(phone.delete("/me/contacts/mobile").await.status, 204);
        } else {
            confirm(&house, &phone, json!({ "mobile": "07700 900 999" })).await;
        }

        let refused = stranger.post("/session/with-code", sign_in(&sent["request"], &code)).await;
        assert_eq!(refused.problem(), (422, "not-proven"), "{how}");
        let body = json!({ "request": own["request"], "code": own_code });
        let refused = phone.post("/me/proof/with-code", body).await;
        assert_eq!(refused.problem(), (422, "not-proven"), "{how}");
    }
}

#[tokio::test]
async fn nobody_texts_strangers_by_the_dozen() {
    let house = House::new().await;
    let (cast, phone) = amina(&house).await;
    let text = async |last: u8| {
        let to = json!({ "mobile": format!("07700 9001{last:02}") });
        phone.post("/me/contacts/code", to).await
    };
    for last in 0..10 {
        text(last).await.ok();
    }
    assert_eq!(text(10).await.problem(), (429, "too-many-requests"));
    let other = cast.area.page_of(&cast.amina).await;
    let refused = other.post("/me/contacts/code", json!({ "email": "a@example.org" })).await;
    assert_eq!(refused.problem(), (429, "too-many-requests"), "on another phone too");
    house.wait(TimeDelta::hours(24));
    let tomorrow = cast.area.page_of(&cast.amina).await;
    tomorrow.post("/me/contacts/code", json!({ "mobile": MOBILE })).await.ok();
}

#[tokio::test]
async fn a_request_is_one_persons_and_tells_nothing_of_another() {
    let house = House::new().await;
    let (cast, phone) = amina(&house).await;
    let ben = cast.area.add(Sketch::named("Ben Okafor")).await;
    cast.manager.assign(&ben, &cast.worker).await;
    let bens = cast.worker.phone_of(&ben).await;
    confirm(&house, &phone, json!({ "mobile": MOBILE })).await;
    confirm(&house, &bens, json!({ "mobile": "07700 900 555" })).await;
    let stranger = house.stranger("/young-person/v1");
    let sent = stranger.post("/session/code", json!({ "mobile": "07700 900 555" })).await.ok();
    let own = house.post.code().await;

    // Ben finds out nothing about her number, or about one that nobody has.
    let mut hers = String::new();
    for to in [MOBILE, MOBILE, "07700 900 777"] {
        let body = json!({ "mobile": to, "request": sent["request"] });
        let again = stranger.post("/session/code", body).await.ok();
        assert_eq!(again, sent);
        if to == MOBILE {
            hers = house.post.code().await;
        }
    }

    let refused = stranger.post("/session/with-code", sign_in(&sent["request"], &hers)).await;
    assert_eq!(refused.problem(), (422, "not-proven"));
    stranger.post("/session/with-code", sign_in(&sent["request"], &own)).await.ok();
}

#[tokio::test]
async fn whoever_is_signed_in_is_given_a_request_that_works() {
    let house = House::new().await;
    let (_, phone) = amina(&house).await;
    confirm(&house, &phone, json!({ "mobile": MOBILE })).await;
    let stranger = house.stranger("/young-person/v1");
    let other = stranger.post("/session/code", json!({ "mobile": MOBILE })).await.ok();
    house.post.code().await;

    let body = json!({ "to": "mobile", "request": other["request"] });
    let sent = phone.post("/me/proof/code", body).await.ok();

    assert_ne!(sent["request"], other["request"]);
    let typed = json!({ "request": sent["request"], "code": house.post.code().await });
    phone.post("/me/proof/with-code", typed).await.ok();
}

#[tokio::test]
async fn a_code_that_is_asked_for_after_five_tries_works() {
    let house = House::new().await;
    let (_, phone) = amina(&house).await;
    confirm(&house, &phone, json!({ "mobile": MOBILE })).await;
    let sent = phone.post("/me/proof/code", json!({ "to": "mobile" })).await.ok();
    let first = house.post.code().await;
    let request = sent["request"].clone();
    let typed = async |code: &str| {
        let body = json!({ "request": request, "code": code });
        phone.post("/me/proof/with-code", body).await
    };
    let wrong = |right: &str| if right == "000000" { "111111" } else { "000000" };
    let again = async || {
        let body = json!({ "to": "mobile", "request": request });
        assert_eq!(phone.post("/me/proof/code", body).await.ok()["request"], request);
        house.post.code().await
    };
    for _ in 0..4 {
        assert_eq!(typed(wrong(&first)).await.problem(), (422, "not-proven"));
    }
    // While there are tries left, another code brings no more of them.
    let second = again().await;
    assert_eq!(typed(wrong(&second)).await.problem(), (422, "not-proven"));
    assert_eq!(typed(&second).await.problem(), (422, "not-proven"));

    let third = again().await;

    assert_eq!(typed(&first).await.problem(), (422, "not-proven"));
    assert!(typed(&third).await.ok()["proven_until"].is_string());
}
