//! The people whom a young person asks to help: how they come in, and how they are gone.

mod answering;
mod destinations;
mod reminding;
mod switches;

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::{
    house::{Caller, House, subscription},
    story::{ALL, Cast, Sketch, help_link, supporter},
};

const ACCEPT: &str = "/supporter/invitations/accept";

async fn accept(caller: &Caller<'_>, secret: &str) -> crate::house::Answer {
    caller.signed_out().post(ACCEPT, json!({ "secret": secret, "client": "page" })).await
}

async fn listed(phone: &Caller<'_>) -> Vec<Value> {
    phone.get("/me/supporters").await.ok()["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn somebody_is_added_with_nothing_but_what_was_switched_on() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let phone = worker.phone_of(&amina).await;
    let list = phone.get("/me/supporters").await.ok();
    assert_eq!((&list["items"], &list["most"]), (&json!([]), &json!(5)));
    let first = json!({ "code": "family", "plain": "Parent, carer or family", "easy": "Family" });
    assert_eq!(list["relations"][0], first);

    let id = phone.chosen_id();
    let path = format!("/me/supporters/{id}");
    let saved = phone.put(&path, supporter("Rosa", &["sees_goals"])).await.ok();

    assert_eq!(
        saved["supporter"],
        json!({
            "id": id, "name": "Rosa", "relation": "family", "helps": false, "gets_reminders": false,
            "sees_goals": true, "standing": "invited", "link_expires_at": "2026-09-14T09:00:00Z",
        })
    );
    assert_eq!(saved["link"]["expires_at"], "2026-09-14T09:00:00Z");
    assert!(saved["link"]["qr_svg"].as_str().unwrap().contains("<svg"));
    assert!(help_link(&saved).starts_with("sk_"));
    let again = phone.put(&path, supporter("Mum", &["helps"])).await.ok();
    assert_eq!(again.get("link"), None, "it is shown once");
    let now = listed(&phone).await;
    assert_eq!((now.len(), &now[0]["name"], &now[0]["helps"]), (1, &json!("Mum"), &json!(true)));
    assert_eq!(now[0]["sees_goals"], false);
}

#[tokio::test]
async fn a_link_lets_one_phone_in_once() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let phone = worker.phone_of(&amina).await;
    let (id, link) = phone.ask_for_help("Rosa", &["helps"]).await;

    let accepted = accept(&phone, &link).await;
    let rosa = phone.with_cookie(&accepted);
    assert_eq!(accepted.clone().ok(), json!({ "client": "page" }));
    let cookie = accepted.header("set-cookie");
    assert!(cookie.starts_with("__Host-helper=su_"), "{cookie}");
    for must in ["; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax", "; Max-Age=34560000"] {
        assert!(cookie.contains(must), "{must} in {cookie}");
    }
    assert_eq!(rosa.get("/supporter").await.ok()["first_name"], "Amina");

    for secret in [link.as_str(), "sk_nonsense", "nonsense", "1234 5678"] {
        let refused = accept(&phone, secret).await;
        assert_eq!(refused.problem(), (404, "invitation-not-found"), "{secret}");
    }
    rosa.get("/supporter").await.ok();
    let invited = worker.invite(&amina, "letter").await;
    let for_amina = crate::story::link(&invited);
    assert_eq!(accept(&phone, &for_amina).await.problem(), (404, "invitation-not-found"));
    let now = &listed(&phone).await[0];
    assert_eq!((&now["id"], &now["standing"]), (&json!(id), &json!("joined")));
    assert_eq!((&now["joined_on"], now.get("link_expires_at")), (&json!("2026-09-07"), None));
}

#[tokio::test]
async fn a_link_that_ran_out_or_was_made_anew_lets_nobody_in() {
    let house = House::new().await;
    let Cast { worker, amina, area, .. } = house.cast(Sketch::default()).await;
    let phone = worker.phone_of(&amina).await;
    let (id, old) = phone.ask_for_help("Rosa", &ALL).await;
    let path = format!("/me/supporters/{id}/link");

    let newer = help_link(&phone.post(&path, Value::Null).await.ok());
    assert_eq!(accept(&phone, &old).await.problem(), (404, "invitation-not-found"));
    house.wait(TimeDelta::days(7));
    assert_eq!(accept(&phone, &newer).await.problem(), (404, "invitation-not-found"));
    assert_eq!(listed(&phone).await[0]["standing"], "needs-link");

    let phone = area.proven_page_of(&amina).await;
    let newest = help_link(&phone.post(&path, Value::Null).await.ok());
    let rosa = phone.help_by(&newest).await;
    rosa.get("/supporter").await.ok();
    // A new phone: the old one may be in somebody else's hands.
    let next = help_link(&phone.post(&path, Value::Null).await.ok());
    assert_eq!(rosa.get("/supporter").await.problem(), (401, "not-signed-in"));
    phone.help_by(&next).await.get("/supporter").await.ok();
}

#[tokio::test]
async fn somebody_who_is_removed_is_out_with_the_next_request_and_is_not_told() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default().since("2026-06-07")).await;
    house.ask().await;
    let phone = worker.phone_of(&amina).await;
    let check_in = phone.waiting_id("core").await;
    let (id, rosa) = phone.helped_by("Rosa", &ALL).await;
    rosa.put("/supporter/push", subscription("https://fcm.googleapis.com/fcm/send/rosa"))
        .await
        .ok();

    let removed = phone.delete(&format!("/me/supporters/{id}")).await;

    assert_eq!((removed.status, listed(&phone).await.len()), (204, 0));
    assert_eq!(house.push.take().len(), 0);
    assert_eq!(house.database.count("supporter").await, 0, "nothing of them is kept");
    let answers = json!({ "source": "proxy", "reading": "plain", "finished": true, "answers": [] });
    let path = format!("/supporter/check-ins/{check_in}");
    for refused in [
        rosa.get("/supporter").await,
        rosa.get(&path).await,
        rosa.put(&format!("{path}/answers"), answers).await,
        rosa.get("/supporter/goals").await,
        rosa.put("/supporter/push", subscription("https://fcm.googleapis.com/fcm/send/rosa")).await,
        rosa.delete("/supporter/push").await,
        rosa.delete("/supporter/session").await,
    ] {
        assert_eq!(refused.problem(), (401, "not-signed-in"));
        assert_eq!(refused.header("clear-site-data"), "\"cache\", \"storage\"");
    }
    let gone = phone.delete(&format!("/me/supporters/{id}")).await;
    assert_eq!(gone.problem(), (404, "not-found"));
}

#[tokio::test]
async fn what_a_young_person_keeps_in_the_same_browser_is_not_wiped() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let phone = worker.phone_of(&amina).await;
    let (id, link) = phone.ask_for_help("Rosa", &ALL).await;
    let accepted = accept(&phone, &link).await;
    let cookie = accepted.header("set-cookie").split(';').next().unwrap().to_owned();
    phone.delete(&format!("/me/supporters/{id}")).await.ok();

    let both = phone.with_this_cookie(format!("{cookie}; __Host-phone=yp_something"));
    let refused = both.get("/supporter").await;

    assert_eq!(
        (refused.problem(), refused.header("clear-site-data")),
        ((401, "not-signed-in"), "")
    );
    let alone = phone.with_this_cookie(cookie).get("/supporter").await;
    assert_eq!(alone.header("clear-site-data"), "\"cache\", \"storage\"");
}

#[tokio::test]
async fn nobody_has_more_than_five_and_nobody_touches_those_of_others() {
    let house = House::new().await;
    let Cast { worker, amina, area, .. } = house.cast(Sketch::default()).await;
    let ben = area.add(Sketch::named("Ben Okafor")).await;
    let (phone, bens) = (worker.phone_of(&amina).await, area.page_of(&ben).await);
    let (id, _) = phone.ask_for_help("Rosa", &ALL).await;
    let path = format!("/me/supporters/{id}");

    let others = [
        (bens.put(&path, supporter("Mallory", &ALL)).await, (409, "already-exists")),
        (bens.post(&format!("{path}/link"), Value::Null).await, (404, "not-found")),
        (bens.delete(&path).await, (404, "not-found")),
    ];
    for (refused, as_this) in others {
        assert_eq!(refused.problem(), as_this);
    }
    assert_eq!(listed(&phone).await[0]["name"], "Rosa");
    for number in 2..=5 {
        phone.ask_for_help(&format!("Number {number}"), &[]).await;
    }
    let sixth = format!("/me/supporters/{}", phone.chosen_id());
    let refused = phone.put(&sixth, supporter("Number 6", &ALL)).await;
    assert_eq!(refused.problem(), (422, "rule-broken"));
    phone.put(&path, supporter("Rosa", &[])).await.ok();
    phone.delete(&path).await.ok();
    phone.put(&sixth, supporter("Number 6", &ALL)).await.ok();
}

#[tokio::test]
async fn a_supporter_is_somebody_and_has_a_name() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let phone = worker.phone_of(&amina).await;
    let path = format!("/me/supporters/{}", phone.chosen_id());
    let with = |name: &str, relation: &str| {
        let mut body = supporter(name, &ALL);
        body["relation"] = json!(relation);
        body
    };

    let stranger = phone.put(&path, with("Rosa", "stranger")).await;
    assert_eq!(
        (stranger.problem(), stranger.pointers()),
        ((422, "rule-broken"), vec!["/relation"])
    );
    for name in ["", "   ", &"x".repeat(61), "a\u{0}b"] {
        let refused = phone.put(&path, with(name, "friend")).await;
        assert_eq!(refused.problem(), (422, "invalid-body"), "{name:?}");
    }
    assert_eq!(listed(&phone).await.len(), 0);
}

#[tokio::test]
async fn somebody_who_stops_helping_needs_a_new_link() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let phone = worker.phone_of(&amina).await;
    let (id, link) = phone.ask_for_help("Rosa", &ALL).await;
    let rosa = phone.help_on_page(&link).await;

    let out = rosa.delete("/supporter/session").await;

    assert_eq!((out.status, out.header("clear-site-data")), (204, ""));
    assert!(out.header("set-cookie").starts_with("__Host-helper=; "));
    assert_eq!(rosa.get("/supporter").await.problem(), (401, "not-signed-in"));
    assert_eq!(listed(&phone).await[0]["standing"], "needs-link");
    let link = phone.post(&format!("/me/supporters/{id}/link"), Value::Null).await.ok();
    phone.help_by(&help_link(&link)).await.get("/supporter").await.ok();
}

#[tokio::test]
async fn a_supporter_who_is_not_heard_of_is_signed_out_and_later_forgotten() {
    let house = House::new().await;
    let Cast { worker, amina, area, .. } = house.cast(Sketch::default()).await;
    let phone = worker.phone_of(&amina).await;
    let (_, rosa) = phone.helped_by("Rosa", &ALL).await;
    phone.ask_for_help("Nobody came", &ALL).await;

    house.wait(TimeDelta::days(100));
    rosa.get("/supporter").await.ok();
    house.forget().await;
    let phone = area.page_of(&amina).await;
    let names: Vec<Value> = listed(&phone).await.iter().map(|it| it["name"].clone()).collect();
    assert_eq!(names, ["Rosa"], "a link that ran out long ago leads nowhere");
    house.wait(TimeDelta::days(119));
    rosa.get("/supporter").await.ok();
    house.wait(TimeDelta::days(120));
    assert_eq!(rosa.get("/supporter").await.problem(), (401, "not-signed-in"));
    house.forget().await;
    assert_eq!(
        house.database.count("supporter").await,
        1,
        "they may be sent a new link for a while"
    );
    house.wait(TimeDelta::days(31));
    house.forget().await;
    assert_eq!(house.database.count("supporter").await, 0);
}

#[tokio::test]
async fn no_secret_of_a_supporter_is_kept() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let phone = worker.phone_of(&amina).await;
    let (_, link) = phone.ask_for_help("Rosa", &ALL).await;
    let body = json!({ "secret": link, "client": "app" });
    let token = phone.signed_out().post(ACCEPT, body).await.ok()["token"].clone();

    assert!(token.as_str().unwrap().starts_with("su_"));
    assert_eq!(house.database.count("supporter WHERE link_hash IS NULL").await, 1);
    assert_eq!(house.database.count("supporter WHERE length(token_hash) = 32").await, 1);
}

#[tokio::test]
async fn whoever_guesses_at_links_is_slowed_down_and_whoever_has_one_gets_in() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let phone = worker.phone_of(&amina).await;
    let (_, link) = phone.ask_for_help("Rosa", &ALL).await;
    let mut slowed = None;
    for _ in 0..130 {
        let guess = accept(&phone.at_network("203.0.113.9"), "sk_guess").await;
        if guess.status == 429 {
            slowed = Some(guess);
            break;
        }
    }
    let slowed = slowed.expect("somebody who guesses is slowed down");
    assert_eq!(slowed.problem(), (429, "too-many-requests"));
    assert!(slowed.header("retry-after").parse::<u64>().unwrap() > 0);
    accept(&phone.at_network("198.51.100.7"), &link).await.ok();
}
