//! A partnership finds its own words for texts and e-mails.

use std::process::ExitCode;

use api::{
    config::{Command, MessagesCommand, WhichWords},
    console,
};
use domain::message::TemplateKind;
use serde_json::{Value, json};

use crate::{house::House, story::Area};

const OWN: &str = "{service_name}: time to say how it goes. {short_url} To stop texts reply STOP";

fn of<'a>(list: &'a Value, kind: &str) -> &'a Value {
    let items = list["items"].as_array().unwrap();
    items.iter().find(|item| item["kind"] == kind).unwrap()
}

fn text(text: &str) -> Value {
    json!({ "text": text })
}

#[tokio::test]
async fn the_words_that_the_product_brings_are_listed_as_they_are_sent() {
    let house = House::new().await;
    let admin = house.area("derbyshire").await.administrator().await;

    let list = admin.get("/messages").await.ok();

    let kinds: Vec<_> = list["items"].as_array().unwrap().iter().map(|m| &m["kind"]).collect();
    assert_eq!(kinds, ["text", "text-one-way", "email-subject", "email-text"]);
    let words = "{service_name}: your check-in is ready. About {minutes} minutes. {short_url} To stop texts reply STOP";
    let example = "Next Steps: your check-in is ready. About 5 minutes. https://throughline.example/phone/ To stop texts \
                   reply STOP";
    assert_eq!(
        of(&list, "text"),
        &json!({
            "kind": "text", "text": words, "own": false, "brought": words,
            "example": example, "length": example.len(), "most": 160,
        })
    );
    assert!(!of(&list, "text-one-way")["example"].as_str().unwrap().contains("STOP"));
    assert_eq!(of(&list, "email-subject")["example"], "Next Steps: your check-in is ready");
}

#[tokio::test]
async fn own_words_are_kept_shown_and_given_up() {
    let house = House::new().await;
    let area = house.area("derbyshire").await;
    let admin = area.administrator().await;

    let saved = admin.put("/messages/text", text(&format!(" {OWN}\n"))).await.ok();

    assert_eq!((&saved["text"], &saved["own"]), (&json!(OWN), &json!(true)));
    assert_eq!(saved["changed_at"], "2026-09-07T09:00:00Z");
    assert!(saved["changed_by"].as_str().unwrap().starts_with("Ada "), "{saved}");
    assert_eq!(of(&admin.get("/messages").await.ok(), "text"), &saved);
    let elsewhere = house.area("kent").await.administrator().await;
    assert_eq!(of(&elsewhere.get("/messages").await.ok(), "text")["own"], false);
    let sent = house
        .read(async |tx| tx.templates(area.id, &house.app.shipped_messages()).await)
        .await
        .fill(TemplateKind::Text, "Next Steps", 3, &house.app.short_url());
    let expected = "Next Steps: time to say how it goes. https://throughline.example/phone/ To stop texts reply STOP";
    assert_eq!(sent.as_deref(), Ok(expected));

    let other = OWN.replace("say how it goes", "look in");
    assert_eq!(admin.put("/messages/text", text(&other)).await.ok()["text"], other);
    let back = admin.delete("/messages/text").await.ok();
    assert_eq!((&back["own"], &back["text"]), (&json!(false), &back["brought"]));
    assert_eq!(admin.delete("/messages/text").await.ok(), back);
}

#[tokio::test]
async fn words_that_break_a_rule_are_refused_with_every_rule_and_what_to_do() {
    let house = House::new().await;
    let admin = house.area("derbyshire").await.administrator().await;
    let before = admin.get("/messages").await.ok();

    let wrong = "{first_name}, last chance! Your EHC plan: bit.ly/x";
    let refused = admin.put("/messages/text", text(wrong)).await;

    assert_eq!(refused.problem(), (422, "rule-broken"));
    assert!(refused.pointers().iter().all(|pointer| *pointer == "/text"));
    let told: Vec<&str> = refused.body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["detail"].as_str().unwrap())
        .collect();
    for rule in ["(YP-29)", "(complete)", "(YP-31)", "(YP-20)", "(YP-32)", "(no-other-way)"] {
        assert!(told.iter().any(|detail| detail.ends_with(rule)), "{rule} in {told:?}");
    }
    let one_way = admin.put("/messages/text-one-way", text(OWN)).await;
    assert_eq!((one_way.problem(), one_way.pointers()), ((422, "rule-broken"), vec!["/text"]));
    let long = format!("{OWN} {}", "and so on ".repeat(9));
    assert_eq!(admin.put("/messages/text", text(&long)).await.problem(), (422, "rule-broken"));
    assert_eq!(admin.put("/messages/letter", text(OWN)).await.status, 400);
    assert_eq!(admin.get("/messages").await.ok(), before);
}

#[tokio::test]
async fn a_name_that_makes_own_words_too_long_is_told_of_and_shorter_words_are_sent() {
    let house = House::new().await;
    let admin = house.area("derbyshire").await.administrator().await;
    let long =
        format!("{{service_name}}: {}{{short_url}} To stop texts reply STOP", "look in ".repeat(8));
    assert_eq!(admin.put("/messages/text", text(&long)).await.ok()["trouble"], Value::Null);

    let name = "A name of forty letters, not one too few";
    admin.patch("/partnership", json!({ "service_name": name })).await.ok();

    let text = of(&admin.get("/messages").await.ok(), "text").clone();
    assert_eq!(text["text"], long);
    assert!(text["trouble"].as_str().unwrap().contains("Take out"), "{text}");
    assert!(
        text["example"].as_str().unwrap().starts_with(&format!("{name}: your check-in is ready."))
    );

    admin.patch("/partnership", json!({ "service_name": "下一步" })).await.ok();
    let list = admin.get("/messages").await.ok();
    assert_eq!(
        (&of(&list, "text")["example"], &of(&list, "text")["length"]),
        (&json!(""), &json!(0))
    );
    assert_eq!(of(&list, "email-subject")["example"], "下一步: your check-in is ready");
}

#[tokio::test]
async fn whoever_has_the_console_can_show_check_set_and_reset_words() {
    let house = House::new().await;
    let area: Area = house.area("derbyshire").await;
    let run = async |command| {
        let done = console::run(&house.app, house.system, &Command::Messages(command)).await;
        done.map(|code| code == ExitCode::SUCCESS).map_err(|error| error.to_string())
    };
    let words = |text: &str| WhichWords {
        kind: TemplateKind::Text,
        text: Some(text.into()),
        file: None,
        partnership: "derbyshire".into(),
    };
    let listed =
        async || of(&area.administrator().await.get("/messages").await.ok(), "text").clone();

    assert_eq!(run(MessagesCommand::Show { partnership: "derbyshire".into() }).await, Ok(true));
    assert_eq!(run(MessagesCommand::Check(words("Hurry!"))).await, Ok(false));
    assert_eq!(run(MessagesCommand::Check(words(OWN))).await, Ok(true));
    assert_eq!(listed().await["own"], false, "checking keeps nothing");
    assert_eq!(run(MessagesCommand::Set(words("Hurry!"))).await, Ok(false));
    assert_eq!(run(MessagesCommand::Set(words(OWN))).await, Ok(true));
    assert_eq!(
        (&listed().await["text"], &listed().await["changed_by"]),
        (&json!(OWN), &Value::Null)
    );
    let reset =
        MessagesCommand::Reset { kind: TemplateKind::Text, partnership: "derbyshire".into() };
    assert_eq!(run(reset).await, Ok(true));
    assert_eq!(listed().await["own"], false);
    let nowhere = MessagesCommand::Show { partnership: "nowhere".into() };
    assert!(run(nowhere).await.unwrap_err().contains("there is no partnership `nowhere`"));
}
