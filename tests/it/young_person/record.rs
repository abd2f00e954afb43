//! What is held about a young person, and what they may ask of it.

use chrono::TimeDelta;
use serde_json::{Value, json};
use uuid::Uuid;

use super::ways_in::confirm;
use crate::{
    house::{Caller, House},
    story::{Cast, Sketch, said},
};

/// Amina's phone, on which she has just shown that it is her.
async fn proven(house: &House) -> (Cast<'_>, Caller<'_>) {
    let cast = house.cast(Sketch::default().since("2026-06-07")).await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    confirm(house, &phone, json!({ "mobile": "07700 900 123" })).await;
    let sent = phone.post("/me/proof/code", json!({ "to": "mobile" })).await.ok();
    let typed = json!({ "request": sent["request"], "code": house.post.code().await });
    phone.post("/me/proof/with-code", typed).await.ok();
    (cast, phone)
}

/// Every fact of the record, in words.
fn facts(record: &Value) -> Vec<(String, String)> {
    let list = |value: &Value, key: &str| value[key].as_array().unwrap().clone();
    let items = list(record, "sections").into_iter().flat_map(|part| list(&part, "items"));
    let facts = items.flat_map(|item| list(&item, "facts"));
    facts
        .map(|fact| {
            let text = |key: &str| fact[key].as_str().unwrap().to_owned();
            (text("name"), text("value"))
        })
        .collect()
}

#[tokio::test]
async fn the_record_opens_for_a_quarter_of_an_hour() {
    let house = House::new().await;
    let (_, phone) = proven(&house).await;
    phone.get("/me/record").await.ok();
    house.wait(TimeDelta::minutes(15));
    for path in ["/me/record", "/me/record.csv", "/me/record.html", "/me/requests"] {
        assert_eq!(phone.get(path).await.problem(), (403, "step-up-needed"), "{path}");
    }
}

#[tokio::test]
async fn the_record_holds_what_was_said_and_what_staff_recorded() {
    let house = House::new().await;
    let (_, phone) = proven(&house).await;
    house.ask().await;
    let check_in = phone.waiting_id("core").await;
    phone.say(&check_in, &said("2026-09-07T09:00:00Z", &[("home_feel", "ok")])).await.ok();
    let may = ["helps", "sees_goals"];
    let (_, rosa) = phone.helped_by("Rosa", &may).await;
    let answer =
        json!({ "key": "friends_feel", "codes": ["yes"], "answered_at": "2026-09-07T09:00:00Z" });
    let sent =
        json!({ "source": "proxy", "reading": "plain", "finished": false, "answers": [answer] });
    rosa.put(&format!("/supporter/check-ins/{check_in}/answers"), sent).await.ok();
    let goal = json!({ "words": "=A job with <b>animals</b>", "reached": false });
    phone.put(&format!("/me/goals/{}", house.id::<Uuid>()), goal).await.ok();

    let record = phone.get("/me/record").await.ok();

    let facts = facts(&record);
    let told = |name: &str, value: &str| facts.iter().any(|(n, v)| n.contains(name) && v == value);
    assert!(told("Given name", "Amina"), "{facts:?}");
    assert!(facts.iter().any(|(_, value)| value.starts_with("+447700900123")), "{facts:?}");
    assert!(told("How is it where you live?", "OK"), "{facts:?}");
    assert!(told("May help you answer", "Yes") && told("Gets reminders", "No"), "{facts:?}");
    let theirs = "Yes (sent by: Rosa, Parent, carer or family)";
    assert!(told("see friends", theirs), "{facts:?}");
    assert!(record["not_shown"].as_str().unwrap().contains("ask us why"));
    let table = phone.get("/me/record.csv").await;
    assert!(table.header("content-disposition").contains("my-record.csv"));
    assert!(table.text.contains("'=A job with <b>animals</b>"), "{}", table.text);
    let page = phone.get("/me/record.html").await;
    assert!(page.text.contains("=A job with &lt;b&gt;animals&lt;/b&gt;"), "{}", page.text);
}

#[tokio::test]
async fn the_record_is_easy_for_who_reads_so() {
    let house = House::new().await;
    let (cast, phone) = proven(&house).await;
    let plain = phone.get("/me/record.html").await.text;
    let call = json!({ "kind": "call", "direction": "out", "outcome": "spoke", "happened_at": "2026-09-07T09:00:00Z" });
    let path = format!("/people/{}/contacts/{}", cast.amina.id, house.id::<Uuid>());
    cast.worker.caller.put(&path, call).await.ok();
    phone.patch("/me/preferences", json!({ "reading": "easy" })).await.ok();

    let record = phone.get("/me/record").await.ok();

    let facts: Vec<&Value> = record
        .pointer("/sections")
        .and_then(Value::as_array)
        .unwrap()
        .iter()
        .flat_map(|part| part["items"].as_array().unwrap())
        .flat_map(|item| item["facts"].as_array().unwrap())
        .collect();
    let easy = |name: &str| {
        let fact = facts.iter().find(|fact| fact["name"] == name);
        let fact = fact.unwrap_or_else(|| panic!("{name} in {facts:?}"));
        let words = |key: &str| fact[key].as_str().map(str::to_owned);
        (words("easy_name"), words("easy_value"))
    };
    let is = |name: &str, value: &str| (Some(name.to_owned()), Some(value.to_owned()));
    assert_eq!(
        easy("Plan or support"),
        is("Your plan", "You have an EHC plan.\nIt says what help you get.")
    );
    assert_eq!(
        easy("What boards see"),
        is("What other people see", "Only numbers.\nNever your name.")
    );
    assert_eq!(easy("What").1.as_deref(), Some("A call.\nIt came from us."));
    assert_eq!(easy("Given name"), (Some("First name".into()), None), "a name is a name");
    for words in facts.iter().flat_map(|fact| [&fact["easy_name"], &fact["easy_value"]]) {
        for line in words.as_str().unwrap_or_default().lines() {
            assert!(line.split_whitespace().count() <= 12, "one idea a line: {line}");
        }
    }
    let page = phone.get("/me/record.html").await.text;
    assert!(
        page.contains("<dt>First name</dt>") && page.contains("Only numbers.<br>Never"),
        "{page}"
    );
    assert!(
        plain.contains("<dt>Given name</dt>") && plain.contains("Only counts of many"),
        "{plain}"
    );
}

#[tokio::test]
async fn a_request_is_acknowledged_answered_and_kept_beside_what_it_is_about() {
    let house = House::new().await;
    let (cast, phone) = proven(&house).await;
    let id = house.id::<Uuid>();
    let wrong = json!({ "asked": "wrong", "part": "about-me", "words": "My name has two n.", "help": false });

    for _ in 0..3 {
        phone.put(&format!("/me/requests/{id}"), wrong.clone()).await.ok();
    }

    let mine = phone.get("/me/requests").await.ok();
    assert_eq!(mine["items"].as_array().unwrap().len(), 1, "sent again, it is one");
    assert_eq!(mine["items"][0]["due_on"], "2026-10-07");
    let worker = &cast.worker.caller;
    let path = format!("/people/{}", cast.amina.id);
    let open = worker.get(&path).await.ok();
    assert_eq!(open["requests"][0]["has_words"], true);
    let wrote = cast.worker.reveal(&cast.amina, &open["requests"][0]["id"]).await;
    assert_eq!(wrote["words"], "My name has two n.");
    assert_eq!(open["tasks"][0]["due_on"], "2026-10-07");

    let waiting = format!("{path}/requests/{id}/waiting");
    worker.put(&waiting, json!({ "waiting_for": "How is it spelt?" })).await.ok();
    assert_eq!(phone.get("/me/requests").await.ok()["items"][0]["waiting_for"], "How is it spelt?");
    house.wait(TimeDelta::days(3));
    let again = cast.area.signed_in(cast.worker.id, domain::staff::Role::Worker).await;
    let running = again.put(&waiting, json!({})).await.ok();
    assert_eq!((&running["due_on"], running.get("waiting_for")), (&json!("2026-10-10"), None));

    let answer = format!("{path}/requests/{id}/answer");
    let done = json!({ "decision": "done", "words": "We put it right." });
    again.put(&answer, done.clone()).await.ok();
    again.put(&answer, done).await.ok();
    let other = json!({ "decision": "refused", "words": "No." });
    assert_eq!(again.put(&answer, other).await.problem(), (409, "already-exists"));
    let open = again.get(&path).await.ok();
    assert_eq!(open["tasks"], json!([]), "the task is done");
    assert_eq!(open["requests"][0]["reply"], "We put it right.");
}

#[tokio::test]
async fn a_request_that_is_sent_twice_at_once_is_one_and_no_more_wait_than_may() {
    let house = House::new().await;
    let (cast, phone) = proven(&house).await;
    let complaint = json!({ "asked": "complaint", "part": "other", "help": false });
    let path = || format!("/me/requests/{}", house.id::<Uuid>());
    let same = path();

    let (one, two) =
        tokio::join!(phone.put_any(&same, &complaint), phone.put_any(&same, &complaint));

    one.ok();
    two.ok();
    assert_eq!(phone.get("/me/requests").await.ok()["items"].as_array().unwrap().len(), 1);
    assert_eq!(cast.worker.open(&cast.amina).await["tasks"].as_array().unwrap().len(), 1);
    for _ in 1..19 {
        phone.put_any(&path(), &complaint).await.ok();
    }
    let (twentieth, next) = (path(), path());
    let (one, two) =
        tokio::join!(phone.put_any(&twentieth, &complaint), phone.put_any(&next, &complaint));
    let mut both = [one.status, two.status];
    both.sort_unstable();
    assert_eq!(both, [200, 422]);
    assert_eq!(phone.get("/me/requests").await.ok()["items"].as_array().unwrap().len(), 20);
}

#[tokio::test]
async fn the_record_holds_every_wish_to_talk_however_long_ago() {
    let house = House::new().await;
    let (cast, phone) = proven(&house).await;
    let talk = json!({ "way": "call", "safe_time": "any", "message_ok": true, "words": "My bus pass ran out." });
    phone.put(&format!("/talks/{}", house.id::<Uuid>()), talk).await.ok();

    house.at("2027-02-07T09:00:00Z");
    let record = cast.area.proven_page_of(&cast.amina).await.get("/me/record").await.ok();

    let wrote = ("What you wrote".to_owned(), "My bus pass ran out.".to_owned());
    assert!(facts(&record).contains(&wrote), "{record}");
    let worker = cast.area.signed_in(cast.worker.id, domain::staff::Role::Worker).await;
    let open = worker.get(&format!("/people/{}", cast.amina.id)).await.ok();
    assert_eq!(open["talks"], json!([]), "staff see what is recent");
}

#[tokio::test]
async fn nobody_answers_for_somebody_elses_people() {
    let house = House::new().await;
    let (cast, phone) = proven(&house).await;
    let id = house.id::<Uuid>();
    let everything = json!({ "asked": "everything", "part": "other", "help": true });
    phone.put(&format!("/me/requests/{id}"), everything).await.ok();
    let other = cast.area.member("Olga Other", domain::staff::Role::Worker).await;

    let path = format!("/people/{}/requests/{id}/answer", cast.amina.id);
    let refused =
        other.caller.put(&path, json!({ "decision": "done", "words": "Here it is." })).await;

    assert_eq!(refused.problem(), (404, "not-found"));
}
