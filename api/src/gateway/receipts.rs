//! Receipts: what GOV.UK Notify tells us later, and whom it tells.

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::{Client, Url, redirect::Policy};
use serde_json::json;
use tokio::sync::mpsc::UnboundedReceiver;
use uuid::Uuid;

use super::{Gateway, kept::Way, notify::kind};

/// After this long a message has arrived, or has not.
const TAKES: Duration = Duration::from_millis(100);
/// How often a receipt is tried.
const TRIES: u32 = 3;
/// How long whoever gets it may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// What became of a message.
pub struct Receipt {
    pub id: Uuid,
    pub reference: Option<String>,
    pub to: String,
    pub way: Way,
    pub status: &'static str,
    pub template: Uuid,
    pub made_at: DateTime<Utc>,
}

/// Tells what became of messages, one after another, for as long as there are some to come.
pub async fn send(
    gateway: &Gateway,
    mut made: UnboundedReceiver<Receipt>,
    callback: Option<(Url, String)>,
) {
    let client = Client::builder().timeout(PATIENCE).redirect(Policy::none()).no_proxy().build();
    let client = client.expect("TLS is there: the service has started with it");
    while let Some(receipt) = made.recv().await {
        tokio::time::sleep(TAKES).await;
        gateway.messages.settle(receipt.id, receipt.status);
        let Some((url, token)) = &callback else { continue };
        let now = gateway.clock.now();
        let body = json!({
            "id": receipt.id,
            "reference": receipt.reference,
            "to": receipt.to,
            "status": receipt.status,
            "created_at": receipt.made_at,
            "completed_at": now,
            "sent_at": now,
            "notification_type": kind(receipt.way),
            "template_id": receipt.template,
            "template_version": 1,
        });
        for attempt in 1..=TRIES {
            let told = client
                .post(url.clone())
                .bearer_auth(token)
                .header("content-type", "application/json")
                .body(body.to_string())
                .send()
                .await;
            match told {
                Ok(answer) if answer.status().is_success() => break,
                Ok(answer) => {
                    eprintln!("A receipt was answered with {}.", answer.status().as_u16());
                }
                Err(_) => eprintln!("Nobody took a receipt at {url}."),
            }
            tokio::time::sleep(TAKES * attempt * attempt).await;
        }
    }
}
