//! Helping to answer: what is asked, what is taken, and whose word counts.

use serde_json::{Value, json};

use crate::{
    house::{Answer, Caller, House},
    story::{ALL, Cast, Sketch, counts, said},
};

const NINE: &str = "2026-09-07T09:00:00Z";

/// Amina, whose longer check-in is open, her phone, and Rosa, who helps.
async fn helped(house: &House) -> (Cast<'_>, Caller<'_>, Caller<'_>, String) {
    let cast = house.cast(Sketch::default().since("2026-06-07")).await;
    house.ask().await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    let check_in = phone.waiting_id("core").await;
    let (_, rosa) = phone.helped_by("Rosa", &["helps"]).await;
    (cast, phone, rosa, check_in)
}

/// What a supporter sends.
fn sent(source: &str, answered_at: &str, codes: &[(&str, &str)]) -> Value {
    let answer = |(key, code): &(&str, &str)| json!({ "key": key, "codes": [code], "answered_at": answered_at });
    let answers: Vec<Value> = codes.iter().map(answer).collect();
    json!({ "source": source, "reading": "plain", "finished": false, "answers": answers })
}

async fn send(rosa: &Caller<'_>, check_in: &str, body: Value) -> Answer {
    rosa.put(&format!("/supporter/check-ins/{check_in}/answers"), body).await
}

async fn questions(rosa: &Caller<'_>, check_in: &str) -> Value {
    rosa.get(&format!("/supporter/check-ins/{check_in}")).await.ok()
}

#[tokio::test]
async fn what_is_for_the_young_person_alone_is_never_shown_and_never_taken() {
    let house = House::new().await;
    let (_, phone, rosa, check_in) = helped(&house).await;
    let own = phone.waiting("core").await["steps"].as_array().unwrap().clone();
    let alone = own.iter().filter(|step| step["proxy"] == "self_only");
    let alone: Vec<&str> = alone.map(|step| step["key"].as_str().unwrap()).collect();
    assert!(alone.contains(&"worry_level") && alone.contains(&"feel_safe"), "{alone:?}");

    let shown = questions(&rosa, &check_in).await.to_string();
    for key in &alone {
        assert!(!shown.contains(&format!("\"{key}\"")), "{key}");
        for source in ["with-help", "proxy"] {
            let codes =
                own.iter().find(|step| step["key"] == *key).unwrap()["options"][0]["code"].clone();
            let body = sent(source, NINE, &[(key, codes.as_str().unwrap_or("x"))]);
            let refused = send(&rosa, &check_in, body).await;
            assert_eq!(refused.problem(), (422, "answer-not-possible"), "{key}");
            assert_eq!(refused.pointers(), ["/answers/0"]);
            let skip = json!({ "source": source, "reading": "plain", "finished": false,
                "answers": [{ "key": key, "skipped": true, "answered_at": NINE }] });
            assert_eq!(send(&rosa, &check_in, skip).await.problem(), (422, "answer-not-possible"));
        }
    }
    for (source, status) in [("self", 422), ("proxy", 200)] {
        let answer = send(&rosa, &check_in, sent(source, NINE, &[("home_feel", "ok")])).await;
        assert_eq!(answer.status, status, "{source}: {}", answer.text);
    }
}

#[tokio::test]
async fn a_supporter_is_told_nothing_that_others_answered() {
    let house = House::new().await;
    let (_, phone, rosa, check_in) = helped(&house).await;
    let before = questions(&rosa, &check_in).await;
    let own =
        said(NINE, &[("home_feel", "not_good"), ("feel_safe", "no"), ("who_answering", "me")]);
    phone.say(&check_in, &own).await.ok();
    let (_, joe) = phone.helped_by("Joe", &["helps"]).await;
    send(&joe, &check_in, sent("proxy", NINE, &[("friends_feel", "no")])).await.ok();

    assert_eq!(questions(&rosa, &check_in).await, before, "nothing in it depends on an answer");
    assert_eq!(before.get("answers"), None);
    let reply = send(&rosa, &check_in, sent("proxy", NINE, &[("home_feel", "ok")])).await.ok();
    assert_eq!(
        reply,
        json!({
            "received_at": NINE,
            "answers": [{ "key": "home_feel", "codes": ["ok"], "skipped": false, "answered_at": NINE }],
        }),
        "what was sent, though hers counts"
    );
}

#[tokio::test]
async fn what_the_young_person_said_counts_over_a_supporter_whatever_the_times() {
    let house = House::new().await;
    let (_, phone, rosa, check_in) = helped(&house).await;
    house.at("2026-09-07T12:00:00Z");
    let at = |hour: &str| format!("2026-09-07T{hour}:00:00Z");
    for (key, own_by, theirs_by) in [
        ("home_feel", "self", "proxy"),
        ("friends_feel", "self", "with-help"),
        ("health_feel", "with-help", "proxy"),
        ("getting_about", "with-help", "with-help"),
    ] {
        let mut own = said(&at("10"), &[(key, OWN[key_at(key)])]);
        if own_by == "with-help" {
            own = own.by("with-help", "staff");
        }
        // Hers was given earlier and comes later, as from a phone that was offline.
        send(&rosa, &check_in, sent(theirs_by, &at("11"), &[(key, THEIRS[key_at(key)])]))
            .await
            .ok();
        let body = phone.say(&check_in, &own).await.ok();
        assert_eq!(counts(&body, key)["codes"], json!([OWN[key_at(key)]]), "{key}");
        send(&rosa, &check_in, sent(theirs_by, &at("12"), &[(key, THEIRS[key_at(key)])]))
            .await
            .ok();
        let body = phone.get(&format!("/check-ins/{check_in}")).await.ok();
        assert_eq!(counts(&body, key)["codes"], json!([OWN[key_at(key)]]), "{key}");
        assert_eq!(counts(&body, key).get("by_supporter"), None);
    }
}

const KEYS: [&str; 4] = ["home_feel", "friends_feel", "health_feel", "getting_about"];
const OWN: [&str; 4] = ["not_good", "no", "not_good", "no"];
const THEIRS: [&str; 4] = ["good", "yes", "good", "yes"];

fn key_at(key: &str) -> usize {
    KEYS.iter().position(|known| *known == key).expect("it is one of them")
}

#[tokio::test]
async fn the_young_person_and_staff_see_which_answers_a_supporter_sent() {
    let house = House::new().await;
    let (cast, phone, rosa, check_in) = helped(&house).await;
    send(&rosa, &check_in, sent("proxy", NINE, &[("home_feel", "good")])).await.ok();
    phone.say(&check_in, &said(NINE, &[("friends_feel", "no")])).await.ok();

    let mine = phone.waiting("core").await;
    assert_eq!(counts(&mine, "home_feel")["by_supporter"], true);
    assert_eq!(counts(&mine, "friends_feel").get("by_supporter"), None);
    let told = |person: Value, question: &str| {
        let check_ins = person["check_ins"].as_array().unwrap();
        let core = check_ins.iter().find(|check_in| check_in["kind"] == "core").unwrap();
        let answers = core["answers"].as_array().unwrap().clone();
        let found = answers.into_iter().find(|answer| answer["question"] == question);
        found.unwrap().get("supporter").cloned()
    };
    let person = cast.worker.open(&cast.amina).await;
    assert_eq!(told(person.clone(), "home_feel"), Some(json!("Rosa, Parent, carer or family")));
    assert_eq!(told(person, "friends_feel"), None);
    let id = phone.get("/me/supporters").await.ok()["items"][0]["id"].clone();
    phone.delete(&format!("/me/supporters/{}", id.as_str().unwrap())).await.ok();
    let person = cast.worker.open(&cast.amina).await;
    let gone = json!("Somebody who helped then, Parent, carer or family");
    assert_eq!(told(person, "home_feel"), Some(gone), "what they said stays");
}

#[tokio::test]
async fn a_supporter_who_is_done_ends_neither_the_questions_nor_the_reminders() {
    let house = House::new().await;
    let (_, phone, rosa, check_in) = helped(&house).await;
    let mut done = sent("proxy", NINE, &[("home_feel", "good")]);
    done["finished"] = json!(true);

    send(&rosa, &check_in, done.clone()).await.ok();

    assert_eq!(phone.waiting("core").await["state"], "open", "some is for her alone");
    assert_eq!(house.database.count("prompt WHERE settled_at IS NULL").await, 4);
    let rest = [("feel_week", "good"), ("worry_level", "none"), ("feel_safe", "yes")];
    phone.say(&check_in, &said(NINE, &rest)).await.ok();
    send(&rosa, &check_in, done).await.ok();
    let answered = phone.get(&format!("/check-ins/{check_in}")).await.ok();
    assert_eq!(answered["state"], "answered", "nothing is left for her alone");
}

#[tokio::test]
async fn a_check_in_that_is_over_is_closed_to_supporters() {
    let house = House::new().await;
    let (_, phone, rosa, check_in) = helped(&house).await;
    phone.say(&check_in, &said(NINE, &[("home_feel", "ok")]).finished()).await.ok();

    let late = send(&rosa, &check_in, sent("proxy", NINE, &[("friends_feel", "yes")])).await;
    assert_eq!(late.problem(), (409, "check-in-closed"));
    let path = format!("/supporter/check-ins/{check_in}");
    assert_eq!(rosa.get(&path).await.problem(), (404, "not-found"));
    let waiting = rosa.get("/supporter").await.ok()["check_ins"].to_string();
    assert!(waiting.contains("welcome") && !waiting.contains(&check_in), "{waiting}");
    let never = "/supporter/check-ins/00000000-0000-7000-8000-ffffffffffff";
    assert_eq!(rosa.get(never).await.seen(), rosa.get(&path).await.seen());
}

#[tokio::test]
async fn what_a_supporter_says_raises_what_the_questions_say_it_raises() {
    let house = House::new().await;
    let (cast, _, rosa, check_in) = helped(&house).await;
    for _ in 0..2 {
        send(&rosa, &check_in, sent("proxy", NINE, &[("want_contact", "soon")])).await.ok();
    }
    let alerts = cast.worker.open(&cast.amina).await["alerts"].clone();
    assert_eq!(alerts.as_array().unwrap().len(), 1, "{alerts}");
    assert_eq!(
        (&alerts[0]["priority"], &alerts[0]["what"]),
        (&json!("p2"), &json!("Asks for contact as soon as possible"))
    );
}

/// The check-ins of the first three months, each answered in this way; what staff are asked to do after each.
async fn three_in_a_row(ways: [&str; 3]) -> Vec<usize> {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    let (_, rosa) = phone.helped_by("Rosa", &ALL).await;
    let mut alone = Vec::new();
    for (way, (month, kind)) in ways.into_iter().zip([
        ("2026-10-07", "pulse"),
        ("2026-11-07", "pulse"),
        ("2026-12-07", "core"),
    ]) {
        let now = format!("{month}T09:00:00Z");
        house.at(&now);
        house.close().await;
        house.ask().await;
        let check_in = phone.waiting_id(kind).await;
        match way {
            "here" => {
                let by = [("who_answering", "someone_else"), ("want_contact", "no")];
                phone.say(&check_in, &said(&now, &by).by("proxy", "family")).await.ok();
            }
            "also herself" => {
                send(&rosa, &check_in, sent("proxy", &now, &[("want_contact", "no")])).await.ok();
                phone.say(&check_in, &said(&now, &[("feel_week", "good")])).await.ok();
            }
            source => {
                for _ in 0..2 {
                    let body = sent(source, &now, &[("want_contact", "no")]);
                    send(&rosa, &check_in, body).await.ok();
                }
            }
        }
        let manager = cast.area.signed_in(cast.manager.id, domain::staff::Role::Manager).await;
        let person = manager.get(&format!("/people/{}", cast.amina.id)).await.ok();
        let alerts = person["alerts"].as_array().unwrap().clone();
        let time_alone = |alert: &&Value| {
            alert["what"].as_str().unwrap().contains("find time alone") && alert["priority"] == "p4"
        };
        alone.push(alerts.iter().filter(time_alone).count());
    }
    alone
}

#[tokio::test]
async fn three_check_ins_in_a_row_that_others_answered_ask_staff_to_find_time_alone() {
    assert_eq!(three_in_a_row(["proxy", "proxy", "proxy"]).await, [0, 0, 1]);
    assert_eq!(three_in_a_row(["here", "proxy", "proxy"]).await, [0, 0, 1], "on whatever phone");
}

#[tokio::test]
async fn a_word_of_their_own_in_between_is_not_three_in_a_row() {
    assert_eq!(three_in_a_row(["proxy", "with-help", "proxy"]).await, [0, 0, 0]);
    assert_eq!(three_in_a_row(["proxy", "proxy", "also herself"]).await[..2], [0, 0]);
}

#[tokio::test]
async fn sending_again_changes_nothing_and_an_older_answer_comes_too_late() {
    let house = House::new().await;
    let (_, phone, rosa, check_in) = helped(&house).await;
    house.at("2026-09-07T12:00:00Z");
    for (at, code) in [("11", "good"), ("11", "good"), ("10", "not_good")] {
        let at = format!("2026-09-07T{at}:00:00Z");
        send(&rosa, &check_in, sent("proxy", &at, &[("home_feel", code)])).await.ok();
    }
    assert_eq!(counts(&phone.waiting("core").await, "home_feel")["codes"], json!(["good"]));
    assert_eq!(house.database.count("answer").await, 1);
}

#[tokio::test]
async fn no_supporter_is_asked_about_a_place_or_a_goal_that_they_may_not_know_of() {
    let house = House::new().await;
    let (_, _, rosa, check_in) = helped(&house).await;
    let shown = questions(&rosa, &check_in).await;
    let keys: Vec<&str> = shown["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["question"].as_str().unwrap())
        .collect();
    for question in ["same_as_before", "goal_progress", "who_answering", "helper_is"] {
        assert!(!keys.contains(&question), "{question}");
    }
    assert!(keys.contains(&"activity_group"));
    assert!(!shown.to_string().contains("Wanda"));
}
