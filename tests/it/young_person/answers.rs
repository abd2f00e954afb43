//! Sending answers: partly, twice, late, out of order, and in somebody else's words.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::{
    house::House,
    story::{Cast, Sketch, counts, said},
};

#[tokio::test]
async fn answers_are_sent_as_they_are_given_and_the_worker_sees_them_at_once() {
    let house = House::new().await;
    let (Cast { worker, amina, .. }, phone, id) = house.asked().await;

    house.wait(TimeDelta::minutes(1));
    let taken = phone.say(&id, &said("2026-09-07T09:00:30Z", &[("home_feel", "good")])).await.ok();
    assert_eq!(taken["state"], "open");
    assert_eq!(taken["received_at"], "2026-09-07T09:01:00Z");
    assert_eq!(taken["late"], false);
    assert_eq!(taken["pages"], json!([]));
    phone.say(&id, &said("2026-09-07T09:00:45Z", &[("health_feel", "ok")])).await.ok();

    let waiting = phone.waiting("core").await;
    assert_eq!(counts(&waiting, "home_feel")["codes"], json!(["good"]));
    assert_eq!(counts(&waiting, "health_feel")["answered_at"], "2026-09-07T09:00:45Z");
    let record = worker.open(&amina).await;
    assert_eq!(record["check_ins"][0]["answers"][0]["text"], "How is it where you live?");
    assert_eq!(record["check_ins"][0]["answers"][0]["labels"], json!(["Good"]));
    assert_eq!(record["check_ins"][0]["source"], "self");
}

#[tokio::test]
async fn finishing_says_so_and_takes_it_off_the_list() {
    let house = House::new().await;
    let (Cast { worker, amina, .. }, phone, id) = house.asked().await;

    let done = said("2026-09-07T09:00:00Z", &[("feel_week", "good")]).finished();
    assert_eq!(phone.say(&id, &done).await.ok()["state"], "answered");

    let waiting = phone.get("/sync").await.ok()["check_ins"].clone();
    assert!(waiting.as_array().unwrap().iter().all(|waiting| waiting["id"] != id.as_str()));
    let check_in = phone.get(&format!("/check-ins/{id}")).await.ok();
    assert_eq!(check_in["answered_at"], "2026-09-07T09:00:00Z");
    assert_eq!(worker.row(&amina).await["last_answered_on"], "2026-09-07");

    house.wait(TimeDelta::hours(2));
    let changed = said("2026-09-07T10:30:00Z", &[("feel_week", "ok")]);
    let again = phone.say(&id, &changed).await.ok();
    assert_eq!(again["state"], "answered", "people change their minds");
    assert_eq!(counts(&again, "feel_week")["codes"], json!(["ok"]));
    assert_eq!(
        phone.get(&format!("/check-ins/{id}")).await.ok()["answered_at"],
        "2026-09-07T09:00:00Z"
    );
}

#[tokio::test]
async fn an_answer_sent_twenty_times_is_one_answer() {
    let house = House::new().await;
    let (Cast { worker, amina, .. }, phone, id) = house.asked().await;
    let concern =
        said("2026-09-07T09:00:00Z", &[("feel_week", "not_good"), ("feel_safe", "not_always")]);

    let first = phone.say(&id, &concern).await.ok();
    for _ in 0..19 {
        house.wait(TimeDelta::seconds(3));
        let again = phone.say(&id, &concern).await.ok();
        assert_eq!(again["answers"], first["answers"]);
    }

    let record = worker.open(&amina).await;
    assert_eq!(record["check_ins"][0]["answers"].as_array().unwrap().len(), 2);
    assert_eq!(record["alerts"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn answers_sent_many_times_at_once_are_all_taken_and_kept_once() {
    let house = House::new().await;
    let (Cast { worker, amina, .. }, phone, id) = house.asked().await;
    let concern =
        said("2026-09-07T09:00:00Z", &[("feel_week", "not_good"), ("feel_safe", "not_always")]);

    let sent = (0..20).map(|_| phone.say(&id, &concern));
    let taken: Vec<_> = futures_util::future::join_all(sent).await;

    let taken: Vec<Value> =
        taken.into_iter().map(|answer| answer.ok()["answers"].clone()).collect();
    assert!(taken.windows(2).all(|pair| pair[0] == pair[1]), "{taken:?}");
    let record = worker.open(&amina).await;
    assert_eq!(record["check_ins"][0]["answers"].as_array().unwrap().len(), 2);
    assert_eq!(record["alerts"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_answer_given_last_counts_whatever_the_order_of_arrival() {
    let house = House::new().await;
    let (_, phone, id) = house.asked().await;
    house.wait(TimeDelta::hours(1));

    for (answered_at, code, counting) in [
        ("2026-09-07T09:30:00Z", "good", "good"),
        ("2026-09-07T09:10:00Z", "not_good", "good"),
        ("2026-09-07T09:40:00Z", "ok", "ok"),
        ("2026-09-07T09:30:00Z", "good", "ok"),
    ] {
        let taken = phone.say(&id, &said(answered_at, &[("feel_week", code)])).await.ok();
        assert_eq!(counts(&taken, "feel_week")["codes"], json!([counting]), "after {answered_at}");
    }
}

#[tokio::test]
async fn late_answers_are_taken_until_the_next_check_in_opens() {
    let house = House::new().await;
    let (_, phone, id) = house.asked().await;

    // It closes on 28 September; the next opens on 7 October.
    house.at("2026-09-30T09:00:00Z");
    house.close().await;
    assert_eq!(phone.get("/check-ins").await.ok()["items"][0]["state"], "closed");
    let on_time =
        phone.say(&id, &said("2026-09-27T12:00:00Z", &[("home_feel", "good")])).await.ok();
    assert_eq!(on_time["late"], false, "it was given in time, without a signal");
    let late = phone.say(&id, &said("2026-09-30T08:00:00Z", &[("feel_week", "ok")])).await.ok();
    assert_eq!(late["late"], true);

    house.at("2026-10-07T09:00:00Z");
    house.ask().await;
    let refused = phone.say(&id, &said("2026-10-07T08:00:00Z", &[("feel_week", "good")])).await;
    assert_eq!(refused.problem(), (409, "check-in-closed"));
    assert_ne!(phone.waiting_id("pulse").await, id);
}

#[tokio::test]
async fn a_check_in_that_is_finished_late_is_answered_after_all() {
    let house = House::new().await;
    let (_, phone, id) = house.asked().await;
    house.at("2026-09-30T09:00:00Z");
    house.close().await;

    let done = said("2026-09-30T09:00:00Z", &[("feel_week", "good")]).finished();
    assert_eq!(phone.say(&id, &done).await.ok()["state"], "answered");
    assert_eq!(phone.get("/check-ins").await.ok()["items"][0]["state"], "answered");
}

#[tokio::test]
async fn a_phone_whose_clock_is_wrong_by_days_answers_now() {
    let house = House::new().await;
    let (_, phone, id) = house.asked().await;
    house.wait(TimeDelta::hours(2));

    for (key, by_the_phone, counting) in [
        ("home_feel", "2026-09-09T12:00:00Z", "2026-09-07T11:00:00Z"),
        ("health_feel", "1970-01-01T00:00:00Z", "2026-09-07T11:00:00Z"),
        ("friends_feel", "2026-09-07T13:00:00Z", "2026-09-07T13:00:00Z"),
        ("feel_week", "2026-09-07T12:00:00.5+02:00", "2026-09-07T10:00:00.500Z"),
    ] {
        let code = if key == "friends_feel" { "some" } else { "good" };
        let taken = phone.say(&id, &said(by_the_phone, &[(key, code)])).await.ok();
        assert_eq!(counts(&taken, key)["answered_at"], counting, "{by_the_phone}");
    }
}

#[tokio::test]
async fn a_fast_clock_does_not_make_an_old_answer_new() {
    let house = House::new().await;
    let (_, phone, id) = house.asked().await;
    for (answered_at, code, counting) in [
        ("2026-09-07T09:10:00Z", "good", "good"),
        ("2026-09-07T09:11:00Z", "not_good", "not_good"),
        ("2026-09-07T09:10:00Z", "good", "not_good"),
    ] {
        let taken = phone.say(&id, &said(answered_at, &[("feel_week", code)])).await.ok();
        assert_eq!(counts(&taken, "feel_week")["codes"], json!([counting]), "after {answered_at}");
        house.wait(TimeDelta::seconds(5));
    }
}

#[tokio::test]
async fn nobody_answers_for_a_young_person_what_only_they_can_say() {
    let house = House::new().await;
    let (Cast { worker, amina, .. }, phone, id) = house.asked().await;

    let mixed = said(
        "2026-09-07T09:00:00Z",
        &[
            ("who_answering", "someone_else"),
            ("home_feel", "good"),
            ("feel_week", "not_good"),
            ("feel_safe", "no"),
        ],
    );
    let refused = phone.say(&id, &mixed.by("proxy", "family")).await;
    assert_eq!(refused.problem(), (422, "answer-not-possible"));
    assert_eq!(refused.pointers(), ["/answers/2", "/answers/3"]);
    let skip =
        json!({ "key": "feel_week", "skipped": true, "answered_at": "2026-09-07T09:00:00Z" });
    let skipped = said("2026-09-07T09:00:00Z", &[]).and(skip).by("with-help", "family");
    assert_eq!(phone.say(&id, &skipped).await.pointers(), ["/answers/0"]);
    let record = worker.open(&amina).await;
    assert_eq!((&record["check_ins"][0]["answers"], &record["alerts"]), (&json!([]), &json!([])));

    let fine = said(
        "2026-09-07T09:00:00Z",
        &[("who_answering", "someone_else"), ("helper_is", "family"), ("home_feel", "good")],
    );
    phone.say(&id, &fine.by("proxy", "family")).await.ok();
    let record = worker.open(&amina).await;
    assert_eq!(record["check_ins"][0]["source"], "proxy");
    assert_eq!(record["check_ins"][0]["helper"], "Parent, carer or family");
}

#[tokio::test]
async fn answers_that_cannot_be_are_named_by_their_place_and_none_is_kept() {
    let house = House::new().await;
    let (_, phone, id) = house.asked().await;
    let at = "2026-09-07T09:00:00Z";
    let wrong = |answer: Value| said(at, &[("home_feel", "good")]).and(answer);

    for answer in [
        json!({ "key": "shoe_size", "codes": ["9"], "answered_at": at }),
        json!({ "key": "feel_week", "codes": ["splendid"], "answered_at": at }),
        json!({ "key": "feel_week", "codes": [], "answered_at": at }),
        json!({ "key": "feel_week", "codes": ["good", "ok"], "answered_at": at }),
        json!({ "key": "feel_week", "codes": ["good"], "skipped": true, "answered_at": at }),
        json!({ "key": "feel_week", "text": "good", "answered_at": at }),
        json!({ "key": "feel_week", "answered_at": at }),
        json!({ "key": "anything_else", "codes": ["good"], "answered_at": at }),
        json!({ "key": "home_why", "codes": ["private", "people"], "answered_at": at }),
        json!({ "key": "home_why", "codes": ["people", "people"], "answered_at": at }),
    ] {
        let refused = phone.say(&id, &wrong(answer.clone())).await;
        assert_eq!(refused.problem(), (422, "answer-not-possible"), "{answer}");
        assert_eq!(refused.pointers(), ["/answers/1"], "{answer}");
        assert!(
            !refused.text.contains("splendid") && !refused.text.contains("shoe"),
            "{}",
            refused.text
        );
    }
    assert_eq!(phone.waiting("core").await["answers"], json!([]));
}

#[tokio::test]
async fn a_skip_is_kept_as_a_skip() {
    let house = House::new().await;
    let (Cast { worker, amina, .. }, phone, id) = house.asked().await;

    let skip =
        json!({ "key": "home_feel", "skipped": true, "answered_at": "2026-09-07T09:00:00Z" });
    let taken = phone.say(&id, &said("2026-09-07T09:00:00Z", &[]).and(skip)).await.ok();
    assert_eq!(counts(&taken, "home_feel")["skipped"], true);
    let answer = worker.open(&amina).await["check_ins"][0]["answers"][0].clone();
    assert_eq!((&answer["skipped"], &answer["labels"]), (&json!(true), &json!([])));
}

#[tokio::test]
async fn words_of_their_own_are_kept_to_the_letter_and_hidden_until_asked_for() {
    let house = House::new().await;
    let (Cast { worker, amina, .. }, phone, id) = house.asked().await;
    let words = "Mum's <b>kind</b> 😀 \"quoted\"\nsecond line; DROP TABLE answer; -- ✓";

    let text =
        json!({ "key": "anything_else", "text": words, "answered_at": "2026-09-07T09:00:00Z" });
    let taken = phone.say(&id, &said("2026-09-07T09:00:00Z", &[]).and(text)).await.ok();

    assert_eq!(counts(&taken, "anything_else")["text"], words);
    let record = worker.open(&amina).await;
    let told = &record["check_ins"][0];
    assert_eq!(
        (&told["answers"][0]["hidden"], &told["answers"][0]["sensitive"]),
        (&json!(true), &json!(true))
    );
    assert!(!record.to_string().contains("DROP TABLE"), "{record}");
    let answer = worker.reveal(&amina, &told["id"]).await["answers"][0].clone();
    assert_eq!((&answer["free_text"], &answer["hidden"]), (&json!(words), &json!(false)));
    assert_eq!(record["alerts"][0]["priority"], "p4", "somebody is to read it");
}

#[tokio::test]
async fn a_question_that_was_only_tried_out_is_not_kept() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let phone = worker.phone_of(&amina).await;
    let check_in = phone.waiting("welcome").await;
    assert_eq!(check_in["steps"][0]["key"], "practice");
    assert_eq!(check_in["steps"][0]["stored"], false);

    let id = check_in["id"].as_str().unwrap();
    let both = said("2026-09-07T09:00:00Z", &[("practice", "good"), ("feel_week", "good")]);
    let taken = phone.say(id, &both).await.ok();
    assert_eq!(taken["answers"].as_array().unwrap().len(), 1);
}
