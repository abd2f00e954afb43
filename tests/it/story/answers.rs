//! Answering check-ins.

use serde_json::{Value, json};

use crate::house::{Answer, Caller};

/// Answers on their way.
#[derive(Clone)]
pub struct Said(Value);

/// These codes, chosen at this moment by the young person on their own.
pub fn said(answered_at: &str, codes: &[(&str, &str)]) -> Said {
    let answer = |(key, code): &(&str, &str)| json!({ "key": key, "codes": [code], "answered_at": answered_at });
    let answers: Vec<Value> = codes.iter().map(answer).collect();
    Said(json!({ "source": "self", "reading": "plain", "finished": false, "answers": answers }))
}

impl Said {
    /// The same, and they are done.
    pub fn finished(mut self) -> Self {
        self.0["finished"] = json!(true);
        self
    }

    /// The same in other words: `with-help` or `proxy`, and who it is.
    pub fn by(mut self, source: &str, helper: &str) -> Self {
        self.0["source"] = json!(source);
        self.0["helper"] = json!(helper);
        self
    }

    /// What is sent.
    pub fn body(&self) -> Value {
        self.0.clone()
    }

    /// The same, and this too.
    pub fn and(mut self, answer: Value) -> Self {
        self.0["answers"].as_array_mut().unwrap().push(answer);
        self
    }
}

impl Caller<'_> {
    /// The check-in of this kind that waits for answers.
    pub async fn waiting(&self, kind: &str) -> Value {
        let check_ins = self.get("/sync").await.ok()["check_ins"].clone();
        let mut found =
            check_ins.as_array().unwrap().iter().filter(|check_in| check_in["kind"] == kind);
        match (found.next(), found.next()) {
            (Some(one), None) => one.clone(),
            _ => panic!("one {kind} waits, of {}", check_ins.as_array().unwrap().len()),
        }
    }

    /// The id of the check-in of this kind that waits for answers.
    pub async fn waiting_id(&self, kind: &str) -> String {
        self.waiting(kind).await["id"].as_str().unwrap().to_owned()
    }

    /// Sends answers.
    pub async fn say(&self, check_in: &str, said: &Said) -> Answer {
        self.put(&format!("/check-ins/{check_in}/answers"), said.0.clone()).await
    }
}

/// What counts for a question, in the body of an answer.
pub fn counts<'a>(body: &'a Value, key: &str) -> &'a Value {
    let answers = body["answers"].as_array().unwrap();
    let found = answers.iter().find(|answer| answer["key"] == key);
    found.unwrap_or_else(|| panic!("{key} is answered: {body}"))
}
