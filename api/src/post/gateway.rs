//! Text messages by a gateway that takes them over HTTP.

use std::time::Duration;

use reqwest::{Client, Url, redirect::Policy};
use serde_json::json;

use super::{Letter, NotSent};

/// How long a gateway may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// A gateway: it is sent `{"to": "+44…", "text": "…"}` with a bearer token, and answers 2xx once it has the message.
pub struct TextGateway {
    client: Client,
    url: Url,
    token: String,
}

impl TextGateway {
    /// The gateway at this address, with what it knows us by.
    pub fn new(url: Url, token: String) -> anyhow::Result<Self> {
        let client = Client::builder().timeout(PATIENCE).redirect(Policy::none()).build()?;
        Ok(Self { client, url, token })
    }

    /// Hands a message over.
    pub async fn send(&self, letter: &Letter) -> Result<(), NotSent> {
        let body = json!({ "to": letter.to.value, "text": letter.text }).to_string();
        let sent = self
            .client
            .post(self.url.clone())
            .bearer_auth(&self.token)
            .header("content-type", "application/json")
            .body(body)
            .send()
            .await
            .map_err(|_| NotSent("the gateway cannot be reached".into()))?;
        let status = sent.status();
        if status.is_success() {
            Ok(())
        } else {
            Err(NotSent(format!("the gateway answered {}", status.as_u16())))
        }
    }
}
