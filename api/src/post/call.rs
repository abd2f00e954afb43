//! Calling whoever takes our letters over HTTP: always the same host, never sent on to another, for a few seconds, and
//! with no more of the answer kept than it takes.

use std::{sync::Arc, time::Duration};

use reqwest::{Client, RequestBuilder, StatusCode, header::RETRY_AFTER, redirect::Policy};
use serde_json::Value;

use super::Posted;
use crate::{clock::Clock, outgoing, push::retry};

/// How long an answer may take, all in all.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long it may take to be connected.
const TO_CONNECT: Duration = Duration::from_secs(5);
/// How long a connection is kept that nobody uses. Shorter than any server's own patience: one that is closed just as we
/// send leaves us unsure whether the letter was taken.
const IDLE: Duration = Duration::from_secs(3);
/// The most that is read of an answer. An id and a few words are all that we look for.
const MOST_READ: usize = 64 * 1024;

/// Calls.
pub struct Line {
    client: Client,
    clock: Arc<dyn Clock>,
}

/// What came back.
pub enum Heard {
    /// Nobody was reached: nothing has been sent.
    Nobody,
    /// What was sent may have arrived, but no whole answer has.
    Nothing,
    /// An answer.
    Answer {
        /// Its status.
        status: StatusCode,
        /// After how long to come back, if it says so.
        after: Option<Duration>,
        /// What it says, if that is JSON.
        body: Value,
    },
}

impl Line {
    /// A line with the usual patience.
    pub fn new(clock: Arc<dyn Clock>) -> reqwest::Result<Self> {
        Self::with_patience(clock, PATIENCE)
    }

    /// A line with another.
    pub fn with_patience(clock: Arc<dyn Clock>, patience: Duration) -> reqwest::Result<Self> {
        let client = outgoing::client()
            .timeout(patience)
            .connect_timeout(TO_CONNECT.min(patience))
            .pool_idle_timeout(IDLE)
            .redirect(Policy::none())
            .build()?;
        Ok(Self { client, clock })
    }

    /// Begins a call.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Calls, and waits for the answer. None of what is sent, nor where to, gets into a log.
    pub async fn call(&self, request: RequestBuilder) -> Heard {
        let mut response = match request.send().await {
            Ok(response) => response,
            Err(error) if error.is_connect() || error.is_builder() => return Heard::Nobody,
            Err(_) => return Heard::Nothing,
        };
        let status = response.status();
        let value = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let after = value.and_then(|value| retry::after(value, self.clock.now()));
        let mut body = Vec::new();
        while let Ok(Some(chunk)) = response.chunk().await {
            body.extend_from_slice(&chunk);
            if body.len() > MOST_READ {
                body.clear();
                break;
            }
        }
        let body = serde_json::from_slice(&body).unwrap_or_default();
        Heard::Answer { status, after, body }
    }
}

/// What an answer says that is worth nothing more than its status.
pub fn answered(who: &str, status: StatusCode) -> String {
    format!("{who} answered {}", status.as_u16())
}

/// Nobody has heard what became of it.
pub fn no_answer(who: &str) -> Posted {
    Posted::Unsure(format!("{who} did not answer in time, or broke off"))
}

/// An id of a letter, as whoever took it calls it: short, and of plain characters.
pub fn own_id(body: &Value) -> Option<String> {
    let id = body.get("id")?.as_str()?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.:".contains(c);
    (!id.is_empty() && id.len() <= 100 && id.chars().all(plain)).then(|| id.to_owned())
}
