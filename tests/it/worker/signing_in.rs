//! How staff get in, stay in, and are kept out.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{id::StaffId, staff::Role};
use serde_json::{Value, json};

use crate::{
    house::{Caller, House},
    story::{Area, one_time_code as code},
};

const PASSWORD: &str = "purple kettle walks uphill";
const FAILED: (u16, &str) = (401, "sign-in-failed");

/// Somebody who came by a one-time link, set a password and a one-time code: the secret of their app.
async fn enrolled<'h>(area: &Area<'h>, name: &str) -> (StaffId, Caller<'h>, String) {
    let house = area.house;
    let id = area.newcomer(name, Role::Worker).await;
    let token = area.sign_in_link(id).await;
    let page = house.stranger("/worker/v1");
    let came = page.post("/session/link", json!({ "token": token })).await;
    let page = page.with_cookie(&came);
    let secret = page.post("/session/enrolment", json!({})).await.ok()["totp_secret"].clone();
    let secret = secret.as_str().unwrap().to_owned();
    let body = json!({ "password": PASSWORD, "totp_secret": secret, "code": code(&secret, house.app.now()) });
    page.put("/session/enrolment", body).await.ok();
    (id, page, secret)
}

fn credentials(secret: &str, now: DateTime<Utc>) -> Value {
    json!({ "email": "wanda.wjcik@derbyshire.example", "password": PASSWORD, "code": code(secret, now) })
}

#[tokio::test]
async fn a_one_time_link_lets_somebody_in_to_set_a_password_and_nothing_else() {
    let house = House::new().await;
    let area = house.area("derbyshire").await;
    let id = area.newcomer("Wanda Wjcik", Role::Worker).await;
    let token = area.sign_in_link(id).await;
    let page = house.stranger("/worker/v1");

    let came = page.post("/session/link", json!({ "token": token })).await;

    let cookie = came.header("set-cookie").to_owned();
    for part in ["__Host-staff=st_", "; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict"] {
        assert!(cookie.contains(part), "{cookie} has no {part}");
    }
    let page = page.with_cookie(&came);
    let session = came.ok();
    assert_eq!((&session["must_enrol"], &session["role"]), (&json!(true), &json!("worker")));
    assert_eq!(session["ends_at"], "2026-09-07T21:00:00Z");
    assert_eq!(page.get("/caseload").await.problem(), (403, "must-enrol"));
    assert_eq!(page.get("/session").await.ok()["must_enrol"], true);

    let again = house.stranger("/worker/v1").post("/session/link", json!({ "token": token })).await;
    assert_eq!(again.problem(), FAILED, "it works once");
}

#[tokio::test]
async fn a_one_time_link_lasts_an_hour() {
    let house = House::new().await;
    let area = house.area("derbyshire").await;
    let id = area.newcomer("Wanda Wjcik", Role::Worker).await;
    let token = area.sign_in_link(id).await;
    house.wait(TimeDelta::hours(1));
    let late = house.stranger("/worker/v1").post("/session/link", json!({ "token": token })).await;
    assert_eq!(late.problem(), FAILED);
}

#[tokio::test]
async fn a_password_and_a_one_time_code_are_set_together_and_asked_from_then_on() {
    let house = House::new().await;
    let area = house.area("derbyshire").await;
    let (_, page, secret) = enrolled(&area, "Wanda Wjcik").await;
    page.get("/caseload").await.ok();
    house.wait(TimeDelta::seconds(60));

    let stranger = house.stranger("/worker/v1");
    let came = stranger.post("/session", credentials(&secret, house.app.now())).await;
    let page = stranger.with_cookie(&came);
    assert_eq!(came.ok()["must_enrol"], false);
    page.get("/caseload").await.ok();
}

#[tokio::test]
async fn a_weak_password_and_a_wrong_code_are_refused_with_their_place() {
    let house = House::new().await;
    let area = house.area("derbyshire").await;
    let id = area.newcomer("Wanda Wjcik", Role::Worker).await;
    let page = house.stranger("/worker/v1");
    let came = page.post("/session/link", json!({ "token": area.sign_in_link(id).await })).await;
    let page = page.with_cookie(&came);
    let secret = page.post("/session/enrolment", json!({})).await.ok()["totp_secret"].clone();
    let right = code(secret.as_str().unwrap(), house.app.now());

    for (password, code, pointer) in [
        ("wandawjcikwandawjcik", right.as_str(), "/password"),
        ("password12345678", &right, "/password"),
        (PASSWORD, "000000", "/code"),
    ] {
        let body = json!({ "password": password, "totp_secret": secret, "code": code });
        let refused = page.put("/session/enrolment", body).await;
        assert_eq!(refused.problem(), (422, "rule-broken"), "{password}");
        assert_eq!(refused.pointers(), [pointer], "{password}");
    }
    let short = json!({ "password": "short", "totp_secret": secret, "code": right });
    assert_eq!(page.put("/session/enrolment", short).await.pointers(), ["/password"]);
    assert_eq!(page.get("/session").await.ok()["must_enrol"], true);
}

#[tokio::test]
async fn an_unwatched_screen_is_not_enough_to_change_somebodys_password() {
    let house = House::new().await;
    let area = house.area("derbyshire").await;
    let (_, page, _) = enrolled(&area, "Wanda Wjcik").await;
    let change = async || {
        let secret = page.post("/session/enrolment", json!({})).await.ok()["totp_secret"].clone();
        let code = code(secret.as_str().unwrap(), house.app.now());
        let body =
            json!({ "password": "seven lamps under water", "totp_secret": secret, "code": code });
        page.put("/session/enrolment", body).await
    };
    house.wait(TimeDelta::minutes(10));
    assert_eq!(change().await.status, 200);
    house.wait(TimeDelta::minutes(6));
    assert_eq!(change().await.problem(), (403, "not-allowed"));
}

#[tokio::test]
async fn a_new_password_and_a_new_link_end_the_old_ways_in() {
    let house = House::new().await;
    let area = house.area("derbyshire").await;
    let (id, page, secret) = enrolled(&area, "Wanda Wjcik").await;
    let elsewhere = area.signed_in(id, Role::Worker).await;
    let (first, second) = (area.sign_in_link(id).await, area.sign_in_link(id).await);

    let came = house.stranger("/worker/v1").post("/session/link", json!({ "token": first })).await;
    assert_eq!(came.problem(), FAILED, "a newer link takes its place");

    house.wait(TimeDelta::minutes(1));
    let body = json!({ "password": "yellow teapot runs downhill", "totp_secret": secret, "code": code(&secret, house.app.now()) });
    page.put("/session/enrolment", body).await.ok();
    page.get("/session").await.ok();
    assert_eq!(elsewhere.get("/session").await.problem().0, 401);
    let came = house.stranger("/worker/v1").post("/session/link", json!({ "token": second })).await;
    assert_eq!(came.problem(), FAILED);
}

#[tokio::test]
async fn nobody_can_tell_what_was_wrong_with_a_sign_in() {
    let house = House::new().await;
    let area = house.area("derbyshire").await;
    let (_, _, secret) = enrolled(&area, "Wanda Wjcik").await;
    area.newcomer("Nora New", Role::Worker).await;
    house.wait(TimeDelta::seconds(60));
    let stranger = house.stranger("/worker/v1");
    let right = credentials(&secret, house.app.now());
    let with = |member: &str, value: &str| {
        let mut body = right.clone();
        body[member] = json!(value);
        body
    };

    let unknown = stranger.post("/session", with("email", "nobody@derbyshire.example")).await;
    assert_eq!(unknown.problem(), FAILED);
    for wrong in [
        with("password", "purple kettle walks downhill"),
        with("code", "000000"),
        with("email", "nora.new@derbyshire.example"),
    ] {
        assert_eq!(stranger.post("/session", wrong).await.seen(), unknown.seen());
    }
    stranger.post("/session", right).await.ok();
}

#[tokio::test]
async fn a_one_time_code_works_once() {
    let house = House::new().await;
    let area = house.area("derbyshire").await;
    let (_, _, secret) = enrolled(&area, "Wanda Wjcik").await;
    let stranger = house.stranger("/worker/v1");
    let used_to_enrol = credentials(&secret, house.app.now());
    assert_eq!(stranger.post("/session", used_to_enrol).await.problem(), FAILED);

    house.wait(TimeDelta::seconds(30));
    let fresh = credentials(&secret, house.app.now());
    let (one, other) =
        tokio::join!(stranger.post("/session", fresh.clone()), stranger.post("/session", fresh));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 401]);
}

#[tokio::test]
async fn a_session_of_staff_ends_after_15_idle_minutes_and_after_12_hours() {
    let house = House::new().await;
    let area = house.area("derbyshire").await;
    let wanda = area.member("Wanda Wójcik", Role::Worker).await;
    let idle = area.signed_in(wanda.id, Role::Worker).await;

    for _ in 0..48 {
        house.wait(TimeDelta::minutes(14));
        wanda.get("/session").await.ok();
    }
    assert_eq!(idle.get("/session").await.problem(), (401, "not-signed-in"));
    house.wait(TimeDelta::minutes(14));
    wanda.get("/session").await.ok();
    house.wait(TimeDelta::minutes(14));
    wanda.get("/session").await.ok();
    house.wait(TimeDelta::minutes(14));
    wanda.get("/session").await.ok();
    house.wait(TimeDelta::minutes(6));
    assert_eq!(wanda.get("/session").await.problem(), (401, "not-signed-in"));
}

#[tokio::test]
async fn a_staff_app_swaps_its_tokens_and_signs_out() {
    let house = House::new().await;
    let area = house.area("derbyshire").await;
    let (_, _, secret) = enrolled(&area, "Wanda Wjcik").await;
    house.wait(TimeDelta::seconds(60));
    let stranger = house.stranger("/worker/v1");
    let mut body = credentials(&secret, house.app.now());
    body["client"] = json!("app");
    let came = stranger.post("/session", body).await;
    assert_eq!(came.header("set-cookie"), "");
    let tokens = came.ok()["tokens"].clone();

    let refresh = json!({ "refresh_token": tokens["refresh_token"] });
    let next = stranger.post("/session/refresh", refresh).await.ok();
    let app = stranger.with_token(next["access_token"].as_str().unwrap());
    app.get("/caseload").await.ok();
    let phone = house.stranger("/young-person/v1");
    let elsewhere = phone.with_token(next["access_token"].as_str().unwrap());
    assert_eq!(elsewhere.get("/me").await.problem(), (403, "not-allowed"));

    app.delete("/session").await.ok();
    assert_eq!(app.get("/caseload").await.problem(), (401, "not-signed-in"));
}

#[tokio::test]
async fn somebody_who_leaves_is_out_at_once_and_their_people_wait() {
    let house = House::new().await;
    let cast = house.cast(crate::story::Sketch::default()).await;
    let (scope, now) = (house.system.administer(cast.area.id), house.app.now());
    let ended = house
        .app
        .store
        .write(scope, async |tx| tx.end_staff(cast.worker.id, None, || house.id(), now).await)
        .await;
    ended.unwrap();

    assert_eq!(cast.worker.get("/caseload").await.problem(), (401, "not-signed-in"));
    let waiting = cast.manager.get("/caseload?state=unassigned").await.ok();
    assert_eq!(waiting["items"][0]["id"], cast.amina.id.to_string());
    assert_eq!(waiting["items"][0].get("worker_name"), None);
}

/// Signing in with a code shows who it is, for five minutes; after that the next code does. Each works once.
#[tokio::test]
async fn a_code_lets_records_go_out_for_five_minutes() {
    let house = House::new().await;
    let area = house.area("derbyshire").await;
    let (_, page, secret) = enrolled(&area, "Wanda Wjcik").await;
    let now = || code(&secret, house.app.now());
    const ASKED: (u16, &str) = (403, "step-up-needed");
    assert_eq!(page.get("/session").await.ok()["proven"], false);
    assert_eq!(page.get("/contact-sheet").await.problem(), ASKED);

    house.wait(TimeDelta::seconds(60));
    let (shown, wrong) = (json!({ "code": now() }), (422, "not-proven"));
    assert_eq!(page.post("/session/proof", json!({ "code": "000000" })).await.problem(), wrong);
    assert_eq!(page.post("/session/proof", shown.clone()).await.ok()["proven"], true);
    assert_eq!(page.post("/session/proof", shown).await.problem(), wrong, "it works once");
    page.get("/contact-sheet").await.ok();
    assert_eq!(page.get("/session").await.ok()["proven"], true);
    house.wait(TimeDelta::minutes(5) - TimeDelta::seconds(1));
    page.get("/contact-sheet").await.ok();
    house.wait(TimeDelta::seconds(1));
    assert_eq!(page.get("/contact-sheet").await.problem(), ASKED);

    let stranger = house.stranger("/worker/v1");
    let came = stranger.post("/session", credentials(&secret, house.app.now())).await;
    let other = stranger.with_cookie(&came);
    assert_eq!(came.ok()["proven"], true);
    other.get("/contact-sheet").await.ok();
    assert_eq!(page.get("/contact-sheet").await.problem(), ASKED, "it is this session that counts");
}

/// Two who send one code at once: it counts for one of them.
#[tokio::test]
async fn a_code_shows_once_who_it_is_whoever_is_first() {
    let house = House::new().await;
    let area = house.area("derbyshire").await;
    let (id, page, secret) = enrolled(&area, "Wanda Wjcik").await;
    house.wait(TimeDelta::seconds(60));
    let other = area.signed_in(id, Role::Worker).await;
    let shown = || json!({ "code": code(&secret, house.app.now()) });
    let (one, two) =
        tokio::join!(page.post("/session/proof", shown()), other.post("/session/proof", shown()),);
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 422]);
}
