//! The stories in `mobile-contract/exchanges`, replayed against a house. `BLESS=1` writes down what the service answers
//! now, for reviewers to read; what differs from run to run keeps its name in braces.

mod exchange;
mod scene;
mod values;

use std::{env, fs, path::PathBuf};

use serde_json::Value;

use self::{
    exchange::{Answer, Exchange, Story},
    scene::Scene,
    values::Values,
};
use crate::{conform, house::House, schema};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../mobile-contract")
}

fn push_schema() -> Value {
    let text = fs::read_to_string(folder().join("push.schema.json")).unwrap();
    serde_json::from_str(&text).expect("the schema is JSON")
}

/// Plays a story from its beginning to its end.
async fn replay(name: &str) {
    let file = folder().join("exchanges").join(format!("{name}.json"));
    let text = fs::read_to_string(&file).unwrap_or_else(|_| panic!("{} is there", file.display()));
    let mut story: Story =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    let house = House::new().await;
    let mut values = Values::default();
    let scene = Scene::set(&house, &story.scene, &mut values).await;
    for exchange in &mut story.exchanges {
        if let Some(then) = &exchange.at {
            scene.live_until(then, &mut values).await;
        }
        let here = format!("{name}: {}", exchange.about);
        if let Some(told) = &mut exchange.push {
            let sent = house.push.take();
            assert_eq!(sent.len(), 1, "{here}: one message comes");
            let payload = serde_json::from_slice(&sent[0].message.payload()).unwrap();
            assert_eq!(
                schema::faults(&push_schema(), &push_schema(), &payload),
                Vec::<String>::new(),
                "{here}"
            );
            settle(&here, told, &payload, true, &mut values);
        }
        play(&here, &scene, exchange, &mut values).await;
        if let Some(letter) = house.post.take().await.pop() {
            values.set("sent_code", letter.text.get(..6).unwrap_or_default());
        }
    }
    if env::var_os("BLESS").is_some() {
        fs::write(&file, story.print()).unwrap();
    }
    assert!(
        story.print() == text || env::var_os("BLESS").is_some(),
        "{name} is not as `BLESS=1` writes it"
    );
}

async fn play(here: &str, scene: &Scene<'_>, exchange: &mut Exchange, values: &mut Values) {
    let (Some(request), Some(expected)) = (&exchange.request, &mut exchange.response) else {
        return;
    };
    if exchange.imagined {
        return imagine(here, request.path.as_str(), &request.method, expected);
    }
    let answer = request.send(&scene.stranger(), values).await;
    if env::var_os("BLESS").is_some() {
        expected.status = answer.status;
    }
    assert_eq!(answer.status, expected.status, "{here}: {}", answer.text);
    for (header, value) in &mut expected.headers {
        let mut told = Value::from(value.as_str());
        settle(
            &format!("{here}: {header}"),
            &mut told,
            &answer.header(header).into(),
            true,
            values,
        );
        *value = told.as_str().unwrap_or_default().to_owned();
    }
    match (&mut expected.body, &mut expected.part) {
        (Some(body), None) => settle(here, body, &answer.body, true, values),
        (None, Some(part)) => settle(here, part, &answer.body, false, values),
        (None, None) => assert_eq!(answer.text, "", "{here}: it has a body"),
        (Some(_), Some(_)) => panic!("{here}: a body, or a part of it"),
    }
}

/// Compares what is told with what is, or writes down what is.
fn settle(here: &str, told: &mut Value, is: &Value, whole: bool, values: &mut Values) {
    if env::var_os("BLESS").is_some() {
        *told = values.tell(told, is, whole);
    }
    let differences = values.differences(told, is, whole);
    assert!(differences.is_empty(), "{here}: {differences:#?}");
}

/// What a later version may say: today's document but for codes and members that nobody knows yet.
fn imagine(here: &str, path: &str, method: &str, later: &Answer) {
    let path = path.replace(['{', '}'], "");
    let (document, operation) =
        conform::find(&method.parse().unwrap(), &path).expect("there is such an operation");
    let response = &operation["responses"][later.status.to_string()];
    let schema = match later.status {
        200..300 => &response["content"]["application/json"]["schema"],
        _ => &document["components"]["schemas"]["Problem"],
    };
    let body = later.body.as_ref().expect("it has a body");
    let new = |fault: &String| fault.contains("is not documented") || fault.contains("is none of");
    let broken: Vec<_> =
        schema::faults(document, schema, body).into_iter().filter(|f| !new(f)).collect();
    assert_eq!(broken, Vec::<String>::new(), "{here}");
}

/// The stories, each a test of its own name.
macro_rules! stories {
    ($($test:ident $file:literal)*) => {
        $(#[tokio::test]
        async fn $test() {
            replay($file).await;
        })*

        const STORIES: &[&str] = &[$($file),*];
    };
}

stories! {
    an_app_signs_in_with_a_code "01-sign-in"
    an_app_syncs_and_answers "02-sync-and-answer"
    an_app_answers_without_a_signal_and_sends_again "03-answer-offline-and-resend"
    an_app_swaps_its_tokens "04-refresh"
    an_app_is_woken_and_learns_nothing_from_it "05-push"
    an_app_is_told_what_went_wrong "06-errors"
    an_app_in_the_wrong_hands_learns_nothing "07-wrong-person"
    an_app_meets_what_it_does_not_know "08-unknown-values"
    an_app_lets_its_owner_decide "09-in-charge"
    an_app_asks_for_what_changed "10-what-changed"
    an_app_helps_somebody_as_they_chose "11-supporters"
    an_app_offers_another_language "12-language"
    an_app_brings_its_owner_back "13-ways-back"
    an_app_knows_what_its_owner_wants "14-goals-and-offers"
    an_app_answers_from_a_notification "15-one-tap"
    an_app_is_told_by_its_phones_own_service "17-app-token"
}

#[test]
fn every_story_is_replayed() {
    let files = fs::read_dir(folder().join("exchanges")).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> =
        names.filter_map(|name| name.strip_suffix(".json").map(str::to_owned)).collect();
    names.sort();
    assert_eq!(names, STORIES);
}
