//! Getting in the first time: a link, a picture or a code, and a check that it reached the right person.

use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::json;

use crate::{
    house::{Answer, Caller, House},
    story::{Cast, Sketch, Young, link},
};

const NOT_FOUND: (u16, &str) = (404, "invitation-not-found");
const WRONG_BIRTHDAY: (u16, &str) = (422, "birthday-does-not-match");

async fn open(phone: &Caller<'_>, secret: &str) -> Answer {
    phone.post("/invitations/open", json!({ "secret": secret })).await
}

async fn accept(phone: &Caller<'_>, who: &Young, secret: &str) -> Answer {
    phone.post("/invitations/accept", who.acceptance(secret, "page")).await
}

async fn accept_wrongly(phone: &Caller<'_>, who: &Young, secret: &str) -> Answer {
    let mut body = who.acceptance(secret, "page");
    body["birth_month"] = json!(body["birth_month"].as_u64().unwrap() % 12 + 1);
    phone.post("/invitations/accept", body).await
}

/// The code in which the last digit is another one: it has the same first group.
fn nearly(code: &str) -> String {
    let last = code.chars().last().unwrap().to_digit(10).unwrap();
    format!("{}{}", &code[..code.len() - 1], (last + 1) % 10)
}

#[tokio::test]
async fn the_link_of_an_invitation_lets_a_young_person_in() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let invitation = worker.invite(&amina, "screen").await;
    let phone = house.stranger("/young-person/v1");

    assert_eq!(open(&phone, &link(&invitation)).await.ok(), json!({ "next": "birthday" }));
    let accepted = accept(&phone, &amina, &link(&invitation)).await;

    let phone = phone.with_cookie(&accepted);
    assert_eq!(accepted.ok(), json!({ "client": "page" }));
    assert_eq!(phone.get("/me").await.ok()["first_name"], "Amina");
    assert_eq!(worker.row(&amina).await["invitation"], "joined");
}

#[tokio::test]
async fn the_code_of_an_invitation_works_however_it_is_typed() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let code = worker.invite(&amina, "letter").await["code"].as_str().unwrap().to_owned();
    let phone = house.stranger("/young-person/v1");

    let bare = code.replace(' ', "");
    for typed in [&code, &bare, &format!(" {}-{} ", &bare[..4], &bare[4..])] {
        open(&phone, typed).await.ok();
    }
    accept(&phone, &amina, &bare).await.ok();
}

#[tokio::test]
async fn an_app_gets_tokens_and_no_cookie() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let (app, tokens) = worker.app_of(&amina).await;

    assert_eq!(tokens["access_expires_at"], "2026-09-07T09:15:00Z");
    assert_eq!(app.get("/me").await.ok()["first_name"], "Amina");
}

#[tokio::test]
async fn an_invitation_works_once_and_a_newer_one_takes_its_place() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let phone = house.stranger("/young-person/v1");
    let old = worker.invite(&amina, "letter").await;
    let new = worker.invite(&amina, "letter").await;

    assert_eq!(open(&phone, &link(&old)).await.problem(), NOT_FOUND);
    assert_eq!(open(&phone, old["code"].as_str().unwrap()).await.problem(), NOT_FOUND);
    accept(&phone, &amina, &link(&new)).await.ok();
    assert_eq!(accept(&phone, &amina, &link(&new)).await.problem(), NOT_FOUND);
    assert_eq!(open(&phone, new["code"].as_str().unwrap()).await.problem(), NOT_FOUND);
}

#[tokio::test]
async fn two_phones_that_use_one_invitation_at_once_get_one_session() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let secret = link(&worker.invite(&amina, "letter").await);
    let phone = house.stranger("/young-person/v1");

    let (one, other) =
        tokio::join!(accept(&phone, &amina, &secret), accept(&phone, &amina, &secret));

    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 404]);
    assert_eq!(worker.open(&amina).await["phones"], 1);
}

#[tokio::test]
async fn a_link_on_a_screen_lasts_a_quarter_of_an_hour_and_one_in_a_letter_a_fortnight() {
    let house = House::new().await;
    let Cast { worker, amina, area, manager } = house.cast(Sketch::default()).await;
    let ben = area.add(Sketch::named("Ben Okafor")).await;
    manager.assign(&ben, &worker).await;
    let phone = house.stranger("/young-person/v1");
    let (screen, letter) =
        (worker.invite(&amina, "screen").await, worker.invite(&ben, "letter").await);
    assert_eq!(screen["link_expires_at"], "2026-09-07T09:15:00Z");
    assert_eq!(letter["link_expires_at"], "2026-09-21T09:00:00Z");
    assert_eq!(letter["code_expires_at"], "2026-09-14T09:00:00Z");

    house.wait(TimeDelta::minutes(15));
    assert_eq!(open(&phone, &link(&screen)).await.problem(), NOT_FOUND);
    open(&phone, screen["code"].as_str().unwrap()).await.ok();

    house.at("2026-09-14T09:00:00Z");
    assert_eq!(open(&phone, letter["code"].as_str().unwrap()).await.problem(), NOT_FOUND);
    open(&phone, &link(&letter)).await.ok();

    house.at("2026-09-21T09:00:00Z");
    assert_eq!(open(&phone, &link(&letter)).await.problem(), NOT_FOUND);
    let worker = area.signed_in(worker.id, domain::staff::Role::Worker).await;
    let person = worker.get(&format!("/people/{}", ben.id)).await.ok();
    assert_eq!(person["invitation"], "none");
}

#[tokio::test]
async fn nobody_can_tell_an_unknown_secret_from_one_that_ran_out_or_was_used() {
    let house = House::new().await;
    let Cast { worker, amina, area, manager } = house.cast(Sketch::default()).await;
    let ben = area.add(Sketch::named("Ben Okafor")).await;
    manager.assign(&ben, &worker).await;
    let phone = house.stranger("/young-person/v1");
    let used = worker.invite(&amina, "letter").await;
    accept(&phone, &amina, &link(&used)).await.ok();
    let expired = worker.invite(&ben, "letter").await;
    house.wait(TimeDelta::days(20));

    let unknown = open(&phone, "0000 0000").await;
    assert_eq!(unknown.problem(), NOT_FOUND);
    let mut never = link(&used);
    never.replace_range(never.len() - 2.., "AA");
    for secret in [
        link(&used),
        used["code"].as_str().unwrap().to_owned(),
        link(&expired),
        expired["code"].as_str().unwrap().to_owned(),
        never,
        "in_nonsense".to_owned(),
        "my name".to_owned(),
    ] {
        assert_eq!(open(&phone, &secret).await.seen(), unknown.seen());
        assert_eq!(accept(&phone, &amina, &secret).await.seen(), unknown.seen());
    }
}

#[tokio::test]
async fn ten_wrong_codes_end_the_code_and_not_the_link() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let invitation = worker.invite(&amina, "letter").await;
    let code = invitation["code"].as_str().unwrap();
    let phone = house.stranger("/young-person/v1");

    for _ in 0..9 {
        assert_eq!(open(&phone, &nearly(code)).await.problem(), NOT_FOUND);
    }
    open(&phone, code).await.ok();
    assert_eq!(open(&phone, &nearly(code)).await.problem(), NOT_FOUND);
    assert_eq!(open(&phone, code).await.problem(), NOT_FOUND);
    accept(&phone, &amina, &link(&invitation)).await.ok();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn wrong_codes_that_come_at_once_are_counted_one_by_one() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let invitation = worker.invite(&amina, "letter").await;
    let code = invitation["code"].as_str().unwrap();
    let phone = house.stranger("/young-person/v1");

    let nearly = nearly(code);
    join_all((0..10).map(|_| open(&phone, &nearly))).await;

    assert_eq!(open(&phone, code).await.problem(), NOT_FOUND);
    accept(&phone, &amina, &link(&invitation)).await.ok();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_invitation_that_is_parked_stays_parked() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let secret = link(&worker.invite(&amina, "letter").await);
    let phone = house.stranger("/young-person/v1");

    join_all((0..6).map(|_| accept_wrongly(&phone, &amina, &secret))).await;

    assert_eq!(worker.open(&amina).await["invitation"], "parked");
    assert_eq!(accept(&phone, &amina, &secret).await.problem(), NOT_FOUND);
}

#[tokio::test]
async fn three_wrong_birthdays_park_an_invitation_and_the_worker_is_asked_to_look() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let invitation = worker.invite(&amina, "letter").await;
    let secret = link(&invitation);
    let phone = house.stranger("/young-person/v1");

    let wrong = accept_wrongly(&phone, &amina, &secret).await;
    assert_eq!(wrong.problem(), WRONG_BIRTHDAY);
    assert_eq!(wrong.pointers(), ["/birth_day", "/birth_month"]);
    let by_code = accept_wrongly(&phone, &amina, invitation["code"].as_str().unwrap()).await;
    assert_eq!(by_code.problem(), WRONG_BIRTHDAY);
    assert_eq!(accept_wrongly(&phone, &amina, &secret).await.problem(), NOT_FOUND);

    assert_eq!(accept(&phone, &amina, &secret).await.problem(), NOT_FOUND);
    let person = worker.open(&amina).await;
    assert_eq!(person["invitation"], "parked");
    assert_eq!(person["tasks"].as_array().unwrap().len(), 1);
    assert!(person["tasks"][0]["what"].as_str().unwrap().contains("another birthday"));
    accept(&phone, &amina, &link(&worker.invite(&amina, "screen").await)).await.ok();
}

#[tokio::test]
async fn the_right_birthday_after_two_wrong_ones_still_works() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let secret = link(&worker.invite(&amina, "letter").await);
    let phone = house.stranger("/young-person/v1");

    for _ in 0..2 {
        accept_wrongly(&phone, &amina, &secret).await;
    }
    accept(&phone, &amina, &secret).await.ok();
    assert_eq!(worker.open(&amina).await["tasks"], json!([]));
}

#[tokio::test]
async fn a_phone_that_is_in_stays_in_when_a_later_invitation_is_parked() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let phone = worker.phone_of(&amina).await;
    let secret = link(&worker.invite(&amina, "letter").await);
    for _ in 0..3 {
        accept_wrongly(&house.stranger("/young-person/v1"), &amina, &secret).await;
    }
    phone.get("/me").await.ok();
}

#[tokio::test]
async fn a_flood_of_wrong_codes_locks_nobody_out() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let attacker = house.stranger("/young-person/v1").at_network("203.0.113.66");
    let phone = worker.phone_of(&amina).await.at_network("203.0.113.66");
    let code = worker.invite(&amina, "letter").await["code"].as_str().unwrap().to_owned();

    for _ in 0..10 {
        open(&attacker, &nearly(&code)).await;
    }
    let mut refused = 0;
    for _ in 0..200 {
        let answer = open(&attacker, "no code").await;
        if answer.status == 429 {
            refused += 1;
            assert_eq!(answer.problem(), (429, "too-many-requests"));
            assert!(answer.header("retry-after").parse::<u64>().unwrap() >= 1);
        }
    }
    assert!(refused >= 50, "{refused} of 200 were slowed down");

    phone.get("/me").await.ok();
    phone.get("/sync").await.ok();
    let again = worker.invite(&amina, "letter").await;
    let elsewhere = house.stranger("/young-person/v1").at_network("198.51.100.7");
    let code = amina.acceptance(again["code"].as_str().unwrap(), "app");
    elsewhere.post("/invitations/accept", code).await.ok();
}

#[tokio::test]
async fn a_flood_of_wrong_codes_from_everywhere_stops_no_link_and_no_member_of_staff() {
    let house = House::new().await;
    let Cast { area, worker, amina, .. } = house.cast(Sketch::default()).await;
    let stranger = house.stranger("/young-person/v1");
    let mut refused = 0;
    for network in 0..14 {
        let attacker = stranger.at_network(&format!("203.0.113.{network}"));
        for _ in 0..120 {
            refused += u32::from(open(&attacker, "no code").await.status == 429);
        }
    }
    assert!(refused > 0, "there is an end to it");

    let elsewhere = stranger.at_network("198.51.100.7");
    accept(&elsewhere, &amina, &link(&worker.invite(&amina, "screen").await)).await.ok();
    let token = area.sign_in_link(worker.id).await;
    let staff = house.stranger("/worker/v1").at_network("198.51.100.8");
    staff.post("/session/link", json!({ "token": token })).await.ok();
    let wrong =
        json!({ "email": "nobody@derbyshire.example", "password": "wrong", "code": "123456" });
    assert_eq!(staff.post("/session", wrong).await.problem(), (401, "sign-in-failed"));
}
