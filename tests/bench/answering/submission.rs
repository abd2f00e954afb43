//! What a phone sends when somebody has answered a whole check-in.

use serde_json::{Value, json};

/// Somebody whose check-in is open.
pub struct Waiting<'a> {
    pub check_in: &'a str,
    pub promise: &'a str,
    pub token: &'a str,
}

/// One in so many asks to be called soon, which raises an alert.
pub const ALERTS: usize = 20;
/// One in so many says that something has changed, which begins a new spell.
const CHANGES: usize = 4;

/// How much of a check-in is in one request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All answers and the word that it is finished, as the page sends what was answered without a signal.
    Whole,
    /// All answers but one.
    Begun,
    /// The last answer and the word that it is finished, as the page sends it where there is a signal.
    Last,
}

impl Part {
    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Whole => "whole check-ins",
            Self::Begun => "begun",
            Self::Last => "the last answer",
        }
    }
}

/// What one phone sends.
pub fn request(number: usize, kind: &str, from: &Waiting<'_>, now: &str, part: Part) -> Vec<u8> {
    let mut said = answers(number, kind, from.promise);
    match part {
        Part::Whole => {}
        Part::Begun => said.truncate(said.len() - 1),
        Part::Last => said = said.split_off(said.len() - 1),
    }
    let answer =
        |(key, code): &(String, &str)| json!({ "key": key, "codes": [code], "answered_at": now });
    let answers: Vec<Value> = said.iter().map(answer).collect();
    let body =
        json!({ "source": "self", "reading": "plain", "finished": part != Part::Begun, "answers": answers })
            .to_string();
    let head = format!(
        "PUT /young-person/v1/check-ins/{}/answers HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\
         Accept-Encoding: gzip\r\nContent-Type: application/json\r\nX-Requested-With: throughline\r\n\
         Cookie: __Host-phone={}\r\nContent-Length: {}\r\n\r\n",
        from.check_in,
        from.token,
        body.len()
    );
    (head + &body).into_bytes()
}

fn answers(number: usize, kind: &str, promise: &str) -> Vec<(String, &'static str)> {
    let mut said = vec![("who_answering", "me")];
    match kind {
        "welcome" => said.extend([("activity_group", "learning"), ("learning_type", "college")]),
        _ if number % CHANGES == 1 => said.extend([
            ("same_as_before", "changed"),
            ("activity_group", "learning"),
            ("learning_type", "sixth_form"),
        ]),
        _ => said.push(("same_as_before", "same")),
    }
    if kind != "welcome" {
        said.push(("activity_going", "good"));
    }
    if kind == "core" {
        said.extend([
            ("staying_on", "yes"),
            ("home_feel", "good"),
            ("friends_feel", "some"),
            ("health_feel", "good"),
            ("getting_about", "yes"),
            ("money_enough", "yes"),
            ("worry_level", "none"),
            ("feel_safe", "yes"),
        ]);
    }
    let mut said: Vec<_> = said.into_iter().map(|(key, code)| (key.to_owned(), code)).collect();
    if kind != "welcome" {
        said.push((format!("support_got:{promise}"), "all"));
    }
    let contact = if number.is_multiple_of(ALERTS) { "soon" } else { "no" };
    said.extend([("feel_week".into(), "ok"), ("want_contact".into(), contact)]);
    said
}
