//! What each switch opens, and that nothing else is open.

use serde_json::json;

use crate::{
    house::{Caller, House, subscription},
    story::{ALL, Cast, Sketch, supporter},
};

const ADDRESS: &str = "https://fcm.googleapis.com/fcm/send/rosa";

/// Amina, whose longer check-in is open, and her phone.
async fn asked(house: &House) -> (Cast<'_>, Caller<'_>, String) {
    let cast = house.cast(Sketch::default().since("2026-06-07")).await;
    house.ask().await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    let check_in = phone.waiting_id("core").await;
    (cast, phone, check_in)
}

/// Every operation of a supporter's: its name, and how it was answered.
async fn try_all(rosa: &Caller<'_>, check_in: &str) -> Vec<(&'static str, u16)> {
    let answer = json!({
        "source": "with-help", "reading": "easy", "finished": false,
        "answers": [{ "key": "friends_feel", "codes": ["yes"], "answered_at": "2026-09-07T09:00:00Z" }],
    });
    let path = format!("/supporter/check-ins/{check_in}");
    let tried = [
        ("whom", rosa.get("/supporter").await),
        ("questions", rosa.get(&path).await),
        ("answers", rosa.put(&format!("{path}/answers"), answer).await),
        ("goals", rosa.get("/supporter/goals").await),
        ("reminders", rosa.put("/supporter/push", subscription(ADDRESS)).await),
        ("no reminders", rosa.delete("/supporter/push").await),
    ];
    for (_, answer) in &tried {
        if answer.status == 403 {
            assert_eq!(answer.problem(), (403, "not-allowed"));
            assert!(answer.text.contains("not switched on for you"), "{}", answer.text);
        }
    }
    tried.map(|(name, answer)| (name, answer.status)).to_vec()
}

#[tokio::test]
async fn every_switch_opens_what_it_says_and_nothing_else() {
    let house = House::new().await;
    let (_, phone, check_in) = asked(&house).await;
    let (id, rosa) = phone.helped_by("Rosa", &[]).await;
    for chosen in 0..8_usize {
        let on: Vec<&str> =
            (0..3).filter(|bit| chosen >> bit & 1 == 1).map(|bit| ALL[bit]).collect();
        phone.put(&format!("/me/supporters/{id}"), supporter("Rosa", &on)).await.ok();

        let open = |switch: &str, yes: u16| if on.contains(&switch) { yes } else { 403 };
        assert_eq!(
            try_all(&rosa, &check_in).await,
            [
                ("whom", 200),
                ("questions", open("helps", 200)),
                ("answers", open("helps", 200)),
                ("goals", open("sees_goals", 200)),
                ("reminders", open("gets_reminders", 204)),
                ("no reminders", 204),
            ],
            "{on:?}"
        );
        let whom = rosa.get("/supporter").await.ok();
        for switch in ALL {
            assert_eq!(whom[switch], on.contains(&switch), "{on:?}");
        }
        let waiting = whom["check_ins"].as_array().unwrap().len();
        assert_eq!(waiting > 0, on.contains(&"helps") || on.contains(&"gets_reminders"), "{on:?}");
        assert_eq!(whom.get("push_key").is_some(), on.contains(&"gets_reminders"), "{on:?}");
    }
}

#[tokio::test]
async fn no_switch_opens_the_young_persons_own_operations() {
    let house = House::new().await;
    let (cast, phone, check_in) = asked(&house).await;
    let (id, rosa) = phone.helped_by("Rosa", &ALL).await;
    for path in [
        "/me",
        "/sync",
        "/check-ins",
        &format!("/check-ins/{check_in}"),
        "/me/goals",
        "/me/phones",
        "/me/looks",
        "/me/supporters",
        "/push/key",
    ] {
        assert_eq!(rosa.get(path).await.problem(), (403, "not-allowed"), "{path}");
    }
    let talk = json!({ "way": "call", "safe_time": "any", "message_ok": true });
    let talk = rosa.put(&format!("/talks/{}", rosa.chosen_id()), talk).await;
    assert_eq!(talk.problem(), (403, "not-allowed"));
    let more = rosa.put(&format!("/me/supporters/{id}"), supporter("Rosa", &ALL)).await;
    assert_eq!(more.problem(), (403, "not-allowed"), "nobody chooses their own switches");
    let person = rosa.at("/worker/v1").get(&format!("/people/{}", cast.amina.id)).await;
    assert_eq!(person.problem(), (403, "not-allowed"));
}

#[tokio::test]
async fn goals_are_shown_as_words_and_nothing_more() {
    let house = House::new().await;
    let (_, phone, _) = asked(&house).await;
    let goal = json!({ "words": "A job with animals.", "reached": false });
    phone.put(&format!("/me/goals/{}", phone.chosen_id()), goal).await.ok();
    let (_, rosa) = phone.helped_by("Rosa", &["sees_goals"]).await;

    let seen = rosa.get("/supporter/goals").await.ok();

    assert_eq!(seen, json!({ "items": [{ "words": "A job with animals.", "reached": false }] }));
}

#[tokio::test]
async fn a_supporter_is_told_one_name_and_no_place() {
    let house = House::new().await;
    let (_, phone, check_in_id) = asked(&house).await;
    let (_, rosa) = phone.helped_by("Rosa", &ALL).await;

    let mut whom = rosa.get("/supporter").await.ok();

    let key = whom["push_key"].clone();
    // The other is the welcome, which opened when she came in.
    whom["check_ins"].as_array_mut().unwrap().retain(|check_in| check_in["id"] == check_in_id);
    assert_eq!(
        whom,
        json!({
            "first_name": "Amina", "service_name": "Next Steps",
            "staffed_hours": "9 to 5, Monday to Friday", "relation": "family", "helps": true,
            "gets_reminders": true, "sees_goals": true, "reminded": false, "push_key": key,
            "check_ins": [{
                "id": check_in_id, "kind": "core", "opened_at": "2026-09-07T09:00:00Z",
                "closes_at": "2026-09-28T09:00:00Z", "minutes": { "plain": 5, "easy": 7 },
            }],
        })
    );
}

#[tokio::test]
async fn staff_see_who_helps_and_what_they_may_do() {
    let house = House::new().await;
    let (cast, phone, _) = asked(&house).await;
    phone.helped_by("Rosa", &["helps"]).await;
    phone.ask_for_help("Joe", &[]).await;

    let seen = cast.worker.open(&cast.amina).await["supporters"].clone();

    let relation = "Parent, carer or family";
    assert_eq!(
        seen,
        json!([
            { "name": "Rosa", "relation": relation, "helps": true, "gets_reminders": false,
              "sees_goals": false, "joined_on": "2026-09-07" },
            { "name": "Joe", "relation": relation, "helps": false, "gets_reminders": false,
              "sees_goals": false },
        ])
    );
}
