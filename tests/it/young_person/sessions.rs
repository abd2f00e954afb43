//! Staying signed in on a phone, and leaving.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::{
    house::{Caller, House},
    story::{Cast, Sketch, link},
};

const NOT_SIGNED_IN: (u16, &str) = (401, "not-signed-in");

async fn refresh(app: &Caller<'_>, token: &Value) -> crate::house::Answer {
    app.stranger("/young-person/v1")
        .post("/session/refresh", json!({ "refresh_token": token }))
        .await
}

#[tokio::test]
async fn the_cookie_of_a_phone_is_for_us_alone() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let phone = house.stranger("/young-person/v1");
    let secret = link(&worker.invite(&amina, "letter").await);

    let accepted = phone.post("/invitations/accept", amina.acceptance(&secret, "page")).await;

    let cookie = accepted.header("set-cookie");
    assert!(cookie.starts_with("__Host-phone=yp_"), "{cookie}");
    for part in ["; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax", "; Max-Age=34560000"] {
        assert!(cookie.contains(part), "{cookie} has no {part}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    assert!(!accepted.text.contains("yp_"), "no script can read it");
}

#[tokio::test]
async fn a_page_of_somebody_else_changes_nothing() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let phone = worker.phone_of(&amina).await;
    let larger = json!({ "text_size": "largest" });

    let elsewhere = phone.on_another_site();
    for caller in [
        elsewhere.clone(),
        elsewhere.with_header("sec-fetch-site", "cross-site"),
        phone.with_header("sec-fetch-site", "same-site"),
    ] {
        let answer = caller.patch("/me/preferences", larger.clone()).await;
        assert_eq!(answer.problem(), (403, "wrong-origin"));
        assert_eq!(caller.delete("/session").await.problem(), (403, "wrong-origin"));
    }
    assert_eq!(phone.get("/me").await.ok()["text_size"], "normal");

    let own = elsewhere.with_header("sec-fetch-site", "same-origin");
    assert_eq!(own.patch("/me/preferences", larger).await.ok()["text_size"], "largest");
}

#[tokio::test]
async fn a_phone_stays_in_between_check_ins_and_is_out_after_120_days_of_silence() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let phone = worker.phone_of(&amina).await;

    for _ in 0..3 {
        house.wait(TimeDelta::days(119));
        phone.get("/me").await.ok();
    }
    house.wait(TimeDelta::days(43));
    assert_eq!(phone.get("/me").await.problem(), NOT_SIGNED_IN, "400 days are over");
}

#[tokio::test]
async fn a_phone_that_was_silent_too_long_is_out() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let phone = worker.phone_of(&amina).await;

    house.wait(TimeDelta::days(120));
    let refused = phone.get("/me").await;
    assert_eq!(refused.problem(), NOT_SIGNED_IN);
    assert!(refused.header("www-authenticate").starts_with("Bearer"));
}

#[tokio::test]
async fn a_shared_phone_forgets_soon() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let phone = house.stranger("/young-person/v1");
    let mut body = amina.acceptance(&link(&worker.invite(&amina, "screen").await), "page");
    body["shared_phone"] = json!(true);
    let accepted = phone.post("/invitations/accept", body).await;
    let cookie = accepted.header("set-cookie");
    assert!(!cookie.contains("Max-Age"), "it goes when the browser closes: {cookie}");
    let phone = phone.with_cookie(&accepted);
    assert_eq!(phone.get("/me").await.ok()["shared_phone"], true);

    house.wait(TimeDelta::minutes(29));
    phone.get("/me").await.ok();
    house.wait(TimeDelta::minutes(31));
    assert_eq!(phone.get("/me").await.problem(), NOT_SIGNED_IN);
}

#[tokio::test]
async fn a_shared_phone_is_out_after_twenty_hours_however_busy() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let phone = house.stranger("/young-person/v1");
    let mut body = amina.acceptance(&link(&worker.invite(&amina, "screen").await), "page");
    body["shared_phone"] = json!(true);
    let accepted = phone.post("/invitations/accept", body).await;
    let phone = phone.with_cookie(&accepted);

    for _ in 0..59 {
        house.wait(TimeDelta::minutes(20));
        phone.get("/me").await.ok();
    }
    house.wait(TimeDelta::minutes(20));
    assert_eq!(phone.get("/me").await.problem(), NOT_SIGNED_IN);
}

#[tokio::test]
async fn an_app_swaps_its_refresh_token_for_new_tokens() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let (app, tokens) = worker.app_of(&amina).await;

    house.wait(TimeDelta::minutes(15));
    assert_eq!(app.get("/me").await.problem(), NOT_SIGNED_IN);
    let next = refresh(&app, &tokens["refresh_token"]).await.ok();

    assert_eq!(next["access_expires_at"], "2026-09-07T09:30:00Z");
    assert_ne!(next["refresh_token"], tokens["refresh_token"]);
    app.with_token(next["access_token"].as_str().unwrap()).get("/me").await.ok();
}

#[tokio::test]
async fn an_app_whose_answer_was_lost_may_ask_again_within_30_seconds() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let (app, tokens) = worker.app_of(&amina).await;

    let lost = refresh(&app, &tokens["refresh_token"]).await.ok();
    house.wait(TimeDelta::seconds(30));
    let again = refresh(&app, &tokens["refresh_token"]).await.ok();

    for tokens in [lost, again] {
        app.with_token(tokens["access_token"].as_str().unwrap()).get("/me").await.ok();
    }
}

#[tokio::test]
async fn a_refresh_token_used_by_two_ends_the_session_for_both() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let (app, tokens) = worker.app_of(&amina).await;
    let next = refresh(&app, &tokens["refresh_token"]).await.ok();
    let app = app.with_token(next["access_token"].as_str().unwrap());
    app.get("/me").await.ok();

    house.wait(TimeDelta::seconds(31));
    assert_eq!(refresh(&app, &tokens["refresh_token"]).await.problem(), NOT_SIGNED_IN);

    assert_eq!(app.get("/me").await.problem(), NOT_SIGNED_IN);
    assert_eq!(refresh(&app, &next["refresh_token"]).await.problem(), NOT_SIGNED_IN);
}

#[tokio::test]
async fn a_token_of_one_kind_does_not_do_for_another() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let (app, tokens) = worker.app_of(&amina).await;

    let as_access = app.with_token(tokens["refresh_token"].as_str().unwrap());
    assert_eq!(as_access.get("/me").await.problem(), NOT_SIGNED_IN);
    assert_eq!(refresh(&app, &tokens["access_token"]).await.problem(), NOT_SIGNED_IN);
    let as_cookie = format!("__Host-phone={}", tokens["refresh_token"].as_str().unwrap());
    let page = house.stranger("/young-person/v1").with_this_cookie(as_cookie);
    assert_eq!(page.get("/me").await.problem(), NOT_SIGNED_IN);
}

#[tokio::test]
async fn an_app_that_keeps_swapping_stays_in_for_400_days_and_no_longer() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let (app, mut tokens) = worker.app_of(&amina).await;

    for _ in 0..4 {
        house.wait(TimeDelta::days(99));
        tokens = refresh(&app, &tokens["refresh_token"]).await.ok();
        app.with_token(tokens["access_token"].as_str().unwrap()).get("/me").await.ok();
    }
    house.wait(TimeDelta::days(4));
    assert_eq!(refresh(&app, &tokens["refresh_token"]).await.problem(), NOT_SIGNED_IN);
}

#[tokio::test]
async fn an_app_on_a_shared_phone_cannot_swap_its_way_past_the_end() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let app = house.stranger("/young-person/v1");
    let mut body = amina.acceptance(&link(&worker.invite(&amina, "screen").await), "app");
    body["shared_phone"] = json!(true);
    let mut tokens = app.post("/invitations/accept", body).await.ok()["tokens"].clone();

    for _ in 0..59 {
        house.wait(TimeDelta::minutes(20));
        tokens = refresh(&app, &tokens["refresh_token"]).await.ok();
        app.with_token(tokens["access_token"].as_str().unwrap()).get("/me").await.ok();
    }
    house.wait(TimeDelta::minutes(20));
    let app = app.with_token(tokens["access_token"].as_str().unwrap());
    assert_eq!(app.get("/me").await.problem(), NOT_SIGNED_IN);
    assert_eq!(refresh(&app, &tokens["refresh_token"]).await.problem(), NOT_SIGNED_IN);
}

#[tokio::test]
async fn signing_out_ends_this_phone_and_clears_it() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let (phone, other) = (worker.phone_of(&amina).await, worker.phone_of(&amina).await);
    assert_eq!(worker.open(&amina).await["phones"], 2);

    let out = phone.delete("/session").await;

    assert_eq!(out.status, 204);
    assert_eq!(out.header("clear-site-data"), "\"cache\", \"storage\"");
    assert!(out.header("set-cookie").starts_with("__Host-phone=; "));
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(phone.get("/me").await.problem(), NOT_SIGNED_IN);
    other.get("/me").await.ok();
    assert_eq!(worker.open(&amina).await["phones"], 1);
}

#[tokio::test]
async fn nonsense_instead_of_a_token_is_not_signed_in() {
    let house = House::new().await;
    let stranger = house.stranger("/young-person/v1");
    let never = "yp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    for caller in [
        stranger.clone(),
        stranger.with_token("nonsense"),
        stranger.with_token(never),
        stranger.with_this_cookie("__Host-phone=".into()),
        stranger.with_this_cookie(format!("__Host-phone={never}")),
        stranger.with_this_cookie("__Host-staff=nonsense; other=1".into()),
        stranger.with_header("authorization", "Basic YW1pbmE6cGFzc3dvcmQ="),
    ] {
        assert_eq!(caller.get("/me").await.problem(), NOT_SIGNED_IN);
    }
}
