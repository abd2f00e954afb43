//! Whether messages arrived (CI-13).

use domain::prompt::Channel;
use serde_json::json;
use uuid::Uuid;

use super::*;

/// What staff read of a number to check.
const CHECK: &str =
    "Messages do not arrive: their number or e-mail address may be wrong, so ask for it";

async fn tasks(cast: &Cast<'_>) -> usize {
    let record = worker(cast).await.open(&cast.amina).await;
    let tasks = record["tasks"].as_array().unwrap();
    tasks.iter().filter(|task| task["what"] == CHECK).count()
}

async fn failed(house: &House, value: &str) -> i64 {
    house.database.count(&format!("failed_way WHERE value = '{value}'")).await
}

async fn with_receipt(house: &House, receipt: &str) -> i64 {
    let kept = format!("prompt WHERE receipt = '{receipt}' AND receipt_at IS NOT NULL");
    house.database.count(&kept).await
}

const AGAIN: &str = "prompt WHERE step = 'text-again' AND channel = 'sms' AND settled_at IS NULL";

#[tokio::test]
async fn a_number_that_does_not_exist_is_told_to_staff_once() {
    for path in RECEIPTS {
        let house = House::new().await;
        let (cast, _, check_in) = pulse(&house).await;
        let prompt = sent(&house, &cast, check_in, Channel::Sms).await;
        let failure = receipt(path, prompt, "permanent-failure", NUMBER);

        heard(&provider(&house).post(path, failure.clone()).await);

        assert_eq!(with_receipt(&house, "permanent-failure").await, 1);
        assert_eq!(failed(&house, "+447700900123").await, 1);
        assert_eq!(tasks(&cast).await, 1);
        heard(&provider(&house).post(path, failure).await);
        heard(&provider(&house).post(path, receipt(path, prompt, "delivered", NUMBER)).await);
        assert_eq!(tasks(&cast).await, 1, "said twice, it is one");
        assert_eq!(with_receipt(&house, "permanent-failure").await, 1, "and it stays");
        assert_eq!(house.database.count(AGAIN).await, 0);

        house.at("2026-10-12T09:00:00Z");
        let row = worker(&cast).await.row(&cast.amina).await;
        assert!(row.to_string().contains(CHECK), "it is on the caseload once it is overdue: {row}");
    }
}

#[tokio::test]
async fn an_address_that_does_not_exist_beside_the_number_makes_one_task() {
    let house = House::new().await;
    let (cast, _, check_in) = pulse(&house).await;
    let [path, _] = RECEIPTS;
    let text = sent(&house, &cast, check_in, Channel::Sms).await;
    heard(&provider(&house).post(path, receipt(path, text, "permanent-failure", NUMBER)).await);
    house.database.run("UPDATE prompt SET step = 'earlier' WHERE step = 'text'").await;
    let mail = sent(&house, &cast, check_in, Channel::Email).await;
    let failure = receipt(path, mail, "permanent-failure", "Amina@Example.org");
    heard(&provider(&house).post(path, failure).await);

    assert_eq!(failed(&house, ADDRESS).await, 1);
    assert_eq!(house.database.count("failed_way").await, 2);
    assert_eq!(tasks(&cast).await, 1);
}

#[tokio::test]
async fn a_number_that_is_theirs_no_more_is_not_called_wrong() {
    let house = House::new().await;
    let (cast, _, check_in) = pulse(&house).await;
    let [path, _] = RECEIPTS;
    let prompt = sent(&house, &cast, check_in, Channel::Sms).await;

    let failure = receipt(path, prompt, "permanent-failure", "07700900999");
    heard(&provider(&house).post(path, failure).await);

    assert_eq!(with_receipt(&house, "permanent-failure").await, 1);
    assert_eq!(house.database.count("failed_way").await, 0);
    assert_eq!(tasks(&cast).await, 0);
}

#[tokio::test]
async fn where_a_gateway_does_not_say_which_number_it_is_the_one_we_know() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    house.database.run("UPDATE person SET mobile = '+447700900456'").await;
    house.at("2026-10-07T07:00:00Z");
    house.ask().await;
    let check_in = CheckInId(phone.waiting_id("pulse").await.parse().unwrap());
    let prompt = sent(&house, &cast, check_in, Channel::Sms).await;

    let failure = json!({ "reference": prompt.0, "status": "permanent-failure" });
    heard(&provider(&house).post("/texts/receipts", failure).await);

    assert_eq!(failed(&house, "+447700900456").await, 1);
}

#[tokio::test]
async fn what_did_not_arrive_is_sent_once_more_at_the_same_time_of_the_next_day() {
    for (path, failure) in [
        ("/notify/receipts", "temporary-failure"),
        ("/notify/receipts", "technical-failure"),
        ("/texts/receipts", "temporary-failure"),
    ] {
        let house = House::new().await;
        let (cast, _, check_in) = pulse(&house).await;
        let prompt = sent(&house, &cast, check_in, Channel::Sms).await;
        let failure = receipt(path, prompt, failure, NUMBER);
        house.at("2026-10-07T15:45:00Z");

        heard(&provider(&house).post(path, failure.clone()).await);
        heard(&provider(&house).post(path, failure).await);

        let next_day = " AND local_day = '2026-10-08' AND local_time = '16:30'";
        assert_eq!(house.database.count(&format!("{AGAIN}{next_day}")).await, 1);
        assert_eq!(tasks(&cast).await, 0);

        // It arrived after all: that is kept, and nothing said before it is believed again.
        heard(&provider(&house).post(path, receipt(path, prompt, "delivered", NUMBER)).await);
        let late = receipt(path, prompt, "temporary-failure", NUMBER);
        heard(&provider(&house).post(path, late).await);
        assert_eq!(with_receipt(&house, "delivered").await, 1);
        assert_eq!(house.database.count(AGAIN).await, 1);
    }
}

#[tokio::test]
async fn what_was_sent_again_and_failed_again_is_left_at_that() {
    let house = House::new().await;
    let (cast, _, check_in) = pulse(&house).await;
    let prompt = sent(&house, &cast, check_in, Channel::Sms).await;
    house.database.run("UPDATE prompt SET step = 'text-again' WHERE step = 'text'").await;
    let before = house.database.count("prompt").await;
    let [path, _] = RECEIPTS;

    heard(&provider(&house).post(path, receipt(path, prompt, "temporary-failure", NUMBER)).await);

    assert_eq!(with_receipt(&house, "temporary-failure").await, 1);
    assert_eq!(house.database.count("prompt").await, before);
}

#[tokio::test]
async fn nothing_is_sent_again_about_a_check_in_that_is_over_by_then() {
    let house = House::new().await;
    let (cast, phone, check_in) = pulse(&house).await;
    let prompt = sent(&house, &cast, check_in, Channel::Sms).await;
    let [path, _] = RECEIPTS;
    let open = phone.get(&format!("/check-ins/{}", check_in.0)).await.ok();
    let closes = chrono::DateTime::parse_from_rfc3339(open["closes_at"].as_str().unwrap()).unwrap();
    house.clock.turn_to(closes.to_utc() - TimeDelta::hours(1));

    heard(&provider(&house).post(path, receipt(path, prompt, "temporary-failure", NUMBER)).await);

    assert_eq!(with_receipt(&house, "temporary-failure").await, 1);
    assert_eq!(house.database.count(AGAIN).await, 0);
}

#[tokio::test]
async fn what_is_about_nothing_of_ours_is_heard_and_does_nothing() {
    let house = House::new().await;
    let (cast, _, check_in) = pulse(&house).await;
    let push = sent(&house, &cast, check_in, Channel::Push).await;
    let provider = provider(&house);
    let [notify, texts] = RECEIPTS;
    for body in [
        json!({ "reference": null, "status": "delivered" }),
        json!({ "status": "permanent-failure" }),
        json!({ "reference": "a batch of our own", "status": "permanent-failure" }),
        json!({ "reference": push.0, "status": "on its way" }),
        receipt(notify, push, "permanent-failure", NUMBER),
        receipt(notify, PromptId(Uuid::nil()), "permanent-failure", NUMBER),
    ] {
        heard(&provider.post(notify, body).await);
    }
    let unknown = receipt(texts, PromptId(house.id()), "permanent-failure", NUMBER);
    heard(&provider.post(texts, unknown).await);

    assert_eq!(house.database.count("prompt WHERE receipt IS NOT NULL").await, 0);
    assert_eq!(house.database.count("failed_way").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_receipts_that_come_at_once_one_is_news() {
    let house = House::new().await;
    let (cast, _, check_in) = pulse(&house).await;
    let prompt = sent(&house, &cast, check_in, Channel::Sms).await;
    let [path, _] = RECEIPTS;
    let failure = receipt(path, prompt, "permanent-failure", NUMBER);
    let provider = provider(&house);

    let calls = (0..8).map(|_| provider.post(path, failure.clone()));
    for answer in futures_util::future::join_all(calls).await {
        heard(&answer);
    }

    assert_eq!(tasks(&cast).await, 1);
    assert_eq!(house.database.count("failed_way").await, 1);
}

#[tokio::test]
async fn a_text_that_did_not_arrive_really_goes_once_more_and_then_no_more() {
    let house = House::new().await;
    pulse(&house).await;
    house.post.taken();
    let [path, _] = RECEIPTS;
    // The day after, at the time that was meant: less than 24 hours after it went, but nobody has had it.
    let mut ids = Vec::new();
    for day in ["2026-10-07T15:40:00Z", "2026-10-08T15:31:00Z", "2026-10-09T15:31:00Z"] {
        house.at(day);
        house.send().await;
        for letter in house.post.taken() {
            let prompt = PromptId(letter.id);
            ids.push((day, letter.id));
            let failure = receipt(path, prompt, "temporary-failure", &letter.to.value);
            heard(&provider(&house).post(path, failure).await);
        }
    }
    let days: Vec<&str> = ids.iter().map(|(day, _)| *day).collect();
    assert_eq!(days, ["2026-10-07T15:40:00Z", "2026-10-08T15:31:00Z"]);
    assert_ne!(ids[0].1, ids[1].1, "to a provider it is another text");
}
