//! Text messages by a gateway that takes them over HTTP.

use reqwest::Url;
use serde_json::{Value, json};

use super::{
    Letter, Posted,
    call::{Heard, Line, answered, no_answer, own_id},
};

const WHO: &str = "the gateway";

/// A gateway: it is sent `{"to": "+44…", "text": "…", "reference": "…"}` with a bearer token, and answers 2xx once it has
/// the message. The same reference, which is the `Idempotency-Key` too, is the same message.
pub struct TextGateway {
    line: Line,
    url: Url,
    token: String,
}

impl TextGateway {
    /// The gateway at this address, with what it knows us by.
    pub fn new(line: Line, url: Url, token: String) -> Self {
        Self { line, url, token }
    }

    /// Hands a message over.
    pub async fn send(&self, letter: &Letter) -> Posted {
        let body = json!({
            "to": letter.to.value,
            "text": letter.text,
            "reference": letter.id,
        });
        let request = self
            .line
            .client()
            .post(self.url.clone())
            .bearer_auth(&self.token)
            .header("content-type", "application/json")
            .header("idempotency-key", letter.id.to_string())
            .body(body.to_string());
        match self.line.call(request).await {
            Heard::Nobody => Posted::Later(None),
            Heard::Nothing => no_answer(WHO),
            Heard::Answer { status, after, body } => match status.as_u16() {
                200..=299 => Posted::Taken(own_id(&body)),
                429 | 503 => Posted::Later(after),
                400 | 404 | 422 if no_such_number(&body) => Posted::NoSuchAddress,
                500..=599 => Posted::Unsure(answered(WHO, status)),
                _ => Posted::Refused(answered(WHO, status)),
            },
        }
    }

    /// Looks whether it answers, whatever it says to a question that sends nothing.
    pub async fn probe(&self) -> Posted {
        let request = self.line.client().head(self.url.clone()).bearer_auth(&self.token);
        match self.line.call(request).await {
            Heard::Nobody | Heard::Nothing => Posted::Later(None),
            Heard::Answer { status, after, .. } => match status.as_u16() {
                401 | 403 => Posted::Refused(answered(WHO, status)),
                429 | 500..=599 => Posted::Later(after),
                _ => Posted::Taken(None),
            },
        }
    }
}

fn no_such_number(body: &Value) -> bool {
    body.get("error").and_then(Value::as_str) == Some("no-such-number")
}
