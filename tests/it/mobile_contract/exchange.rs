//! A file with a story: who says what, and what comes back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::values::Values;
use crate::house::{self, Caller};

/// A story.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// What happens, in a sentence.
    story: String,
    /// How things stand when it begins, for people.
    given: String,
    /// The same for whoever replays it.
    pub scene: String,
    pub exchanges: Vec<Exchange>,
}

/// One thing that happens.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// What happens here, and what to learn from it.
    pub about: String,
    /// When. Left out, no time has passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// No service of today says this; one of tomorrow may.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub imagined: bool,
    /// What arrives in a push.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub push: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<Request>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<Answer>,
}

/// What an app sends.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    pub method: String,
    pub path: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    headers: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Value>,
    /// Instead of a body: what is not JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

/// What comes back.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    pub status: u16,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// All of the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// Only what matters here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<Value>,
}

impl Story {
    /// The story as its file has it.
    pub fn print(&self) -> String {
        serde_json::to_string_pretty(self).expect("a story can be printed") + "\n"
    }
}

impl Request {
    /// Sends it, with what the names in braces stand for.
    pub async fn send(&self, caller: &Caller<'_>, values: &Values) -> house::Answer {
        let mut caller = caller.clone();
        for (name, value) in &self.headers {
            caller = caller.with_header(&name.to_lowercase(), &values.fill(value));
        }
        let body = match (&self.body, &self.text) {
            (Some(body), _) => values.fill(&body.to_string()),
            (None, text) => text.clone().unwrap_or_default(),
        };
        caller.send_text(&self.method, &values.fill(&self.path), "", body).await
    }
}
