//! What people text back.

use chrono::TimeDelta;
use serde_json::json;

use super::*;

/// Where each kind of provider passes on texts.
const TEXTS: [&str; 2] = ["/notify/texts", "/texts/replies"];

/// A text from Amina's number, as this provider writes it.
fn text(path: &str, says: &str) -> Value {
    match path {
        "/notify/texts" => json!({
            "id": "3d844edf-8d35-48ac-975b-e847b4f122b0", "source_number": "447700900123",
            "destination_number": "07700900987", "message": says, "date_received": "2026-10-07T15:40:00.000000Z",
        }),
        _ => json!({ "from": "+44 7700 900123", "text": says }),
    }
}

const STOPPED: &str = "person WHERE texts_stopped_at IS NOT NULL";

async fn says(house: &House, path: &str, says: &str) {
    heard(&provider(house).post(path, text(path, says)).await);
}

#[tokio::test]
async fn stop_ends_texts_to_everybody_who_is_reached_at_that_number() {
    for path in TEXTS {
        let house = House::new().await;
        let (cast, ..) = pulse(&house).await;
        let brother = cast.area.add(Sketch::named("Ben Rahman")).await;
        cast.area.add(Sketch::named("Somebody Else")).await;
        let his = "UPDATE person SET mobile = '+447700900123' WHERE given_name = 'Ben'";
        house.database.run(his).await;

        says(&house, path, "please stop it").await;
        assert_eq!(house.database.count(STOPPED).await, 0, "{brother:?}");
        says(&house, path, " Stop. ").await;
        assert_eq!(house.database.count(STOPPED).await, 2);
        says(&house, path, "STOPALL").await;
        assert_eq!(house.database.count(STOPPED).await, 2);
        assert_eq!(house.database.count("person WHERE prompts_stopped_at IS NOT NULL").await, 0);
    }
}

/// Whether texts may come to whoever holds this phone.
async fn texts(phone: &Caller<'_>) -> bool {
    phone.get("/me").await.ok()["prompts"]["texts"].as_bool().expect("it is yes or no")
}

#[tokio::test]
async fn start_begins_texts_again_where_stop_had_ended_them() {
    for path in TEXTS {
        let house = House::new().await;
        let (cast, phone, _) = pulse(&house).await;
        cast.area.add(Sketch::named("Ben Rahman")).await;
        let his = "UPDATE person SET mobile = '+447700900123' WHERE given_name = 'Ben'";
        house.database.run(his).await;

        says(&house, path, "START").await;
        assert!(texts(&phone).await, "there was nothing to begin");
        says(&house, path, "STOP").await;
        assert!(!texts(&phone).await);
        says(&house, path, "please start").await;
        assert_eq!(house.database.count(STOPPED).await, 2);
        house.wait(TimeDelta::days(3));
        let asked = house.app.now();
        let mut again = text(path, "Start.");
        let when = if path == "/notify/texts" { "date_received" } else { "received_at" };
        again[when] = json!(asked);
        heard(&provider(&house).post(path, again.clone()).await);
        assert_eq!(house.database.count(STOPPED).await, 0);
        assert!(texts(&phone).await);

        // The provider passes the old text on once more, after she thought better of it.
        house.wait(TimeDelta::minutes(5));
        says(&house, path, "stop").await;
        heard(&provider(&house).post(path, again).await);
        assert_eq!(house.database.count(STOPPED).await, 2);
    }
}

#[tokio::test]
async fn texts_that_were_ended_on_the_phone_begin_there_alone() {
    for path in TEXTS {
        let house = House::new().await;
        let (_, phone, _) = pulse(&house).await;
        let choose = async |choice: Value| phone.patch("/me/prompts", choice).await.ok();

        choose(json!({ "texts": false })).await;
        says(&house, path, "START").await;
        assert!(!texts(&phone).await, "chosen on the phone");
        // Ended there first, whatever is texted later.
        says(&house, path, "STOP").await;
        says(&house, path, "START").await;
        assert!(!texts(&phone).await);

        choose(json!({ "texts": true })).await;
        says(&house, path, "STOP").await;
        choose(json!({ "texts": false })).await;
        says(&house, path, "START").await;
        assert!(!texts(&phone).await, "said once more on the phone");

        choose(json!({ "texts": true })).await;
        says(&house, path, "STOP").await;
        choose(json!({ "slot": "09:30" })).await;
        says(&house, path, "START").await;
        assert!(texts(&phone).await, "another choice is about something else");
    }
}

#[tokio::test]
async fn nobody_begins_texts_from_another_number_than_they_were_ended_from() {
    let house = House::new().await;
    let (_, phone, _) = pulse(&house).await;
    // The council's file has her father's number, and she has shown that another is hers.
    house.database.run("UPDATE person SET mobile = '+447700900456'").await;
    let from = async |number: &str, says: &str| {
        let text = json!({ "from": number, "text": says });
        heard(&provider(&house).post("/texts/replies", text).await);
    };
    let (hers, his) = ("+447700900123", "+447700900456");

    from(hers, "STOP").await;
    from(his, "START").await;
    assert!(!texts(&phone).await);
    from(hers, "START").await;
    assert!(texts(&phone).await);

    // Ended from both, it takes more than one of them.
    for [first, second] in [[hers, his], [his, hers]] {
        from(first, "STOP").await;
        from(second, "STOP").await;
        for number in [hers, his] {
            from(number, "START").await;
        }
        assert!(!texts(&phone).await, "{first} first");
        phone.patch("/me/prompts", json!({ "texts": true })).await.ok();
    }
}

#[tokio::test]
async fn one_and_two_answer_whether_anything_has_changed() {
    for path in TEXTS {
        for (reply, code) in [("1", "same"), ("2 ", "changed")] {
            let house = House::new().await;
            let (_, phone, check_in) = pulse(&house).await;
            house.at("2026-10-07T15:40:00Z");

            says(&house, path, reply).await;

            let place = format!("/check-ins/{}", check_in.0);
            let pulse = phone.get(&place).await.ok();
            let answer = &pulse["answers"][0];
            assert_eq!(answer["key"], "same_as_before", "{pulse}");
            assert_eq!((&answer["codes"], &pulse["state"]), (&json!([code]), &json!("open")));
            // Passed on again, or thought better of: what was said stays, and the page is for the rest.
            for more in ["1", "2"] {
                says(&house, path, more).await;
                assert_eq!(phone.get(&place).await.ok()["answers"], pulse["answers"]);
            }
        }
    }
}

#[tokio::test]
async fn a_text_answers_nothing_else() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    confirm(&house, &phone, json!({ "mobile": NUMBER })).await;
    house.at("2026-10-07T07:00:00Z");
    house.ask().await;
    let [path, _] = TEXTS;

    says(&house, path, "1").await;
    assert_eq!(house.database.count("answer").await, 0, "nobody knows where she was before");
    house.at("2026-11-20T09:00:00Z");
    house.close().await;
    says(&house, path, "2").await;
    assert_eq!(house.database.count("answer").await, 0, "it is over");
}

#[tokio::test]
async fn three_asks_to_talk_once() {
    for path in TEXTS {
        let house = House::new().await;
        let (cast, ..) = pulse(&house).await;
        says(&house, path, "3").await;
        says(&house, path, "3").await;

        let record = worker(&cast).await.open(&cast.amina).await;
        let talks = record["talks"].as_array().unwrap();
        assert_eq!(talks.len(), 1, "{record}");
        let alerts = record["alerts"].as_array().unwrap();
        assert_eq!(alerts.len(), 1, "{record}");
    }
}

#[tokio::test]
async fn the_same_text_passed_on_after_somebody_took_it_asks_no_second_time() {
    let house = House::new().await;
    let (cast, ..) = pulse(&house).await;
    let [path, _] = TEXTS;
    says(&house, path, "3").await;
    let alert = worker(&cast).await.open(&cast.amina).await["alerts"][0]["id"].clone();
    let take = format!("/alerts/{}/acknowledgement", alert.as_str().unwrap());
    worker(&cast).await.caller.put(&take, Value::Null).await.ok();

    says(&house, path, "3").await;

    assert_eq!(house.database.count("talk").await, 1);
    assert_eq!(house.database.count("alert").await, 1);
}

#[tokio::test]
async fn where_two_are_reached_at_one_number_nobody_knows_who_it_was() {
    let house = House::new().await;
    let (cast, ..) = pulse(&house).await;
    cast.area.add(Sketch::named("Ben Rahman")).await;
    house.database.run("UPDATE person SET mobile = '+447700900123' WHERE given_name = 'Ben'").await;
    for path in TEXTS {
        for reply in ["1", "2", "3"] {
            says(&house, path, reply).await;
        }
    }
    assert_eq!(house.database.count("answer").await, 0);
    assert_eq!(house.database.count("talk").await, 0);
}

#[tokio::test]
async fn what_else_people_text_is_not_kept_anywhere() {
    let house = House::new().await;
    pulse(&house).await;
    let secret = "I have left home and sleep at the rhinoceros house";
    for path in TEXTS {
        says(&house, path, secret).await;
    }
    let from_nobody = json!({ "from": "60777", "text": "3" });
    heard(&provider(&house).post("/texts/replies", from_nobody).await);
    let stranger = json!({ "from": "+447700900998", "text": "STOP" });
    heard(&provider(&house).post("/texts/replies", stranger).await);

    assert!(!house.database.everything().await.contains("rhinoceros"));
    assert_eq!(house.database.count(STOPPED).await, 0);
    assert_eq!(house.database.count("talk").await, 0);
}
