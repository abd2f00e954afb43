//! What whoever carries messages tells us later: what became of them, and what was texted back.

use std::{sync::Arc, time::Duration};

use poem::{
    Request, Response, handler,
    http::{StatusCode, header},
    web::Data,
};
use reqwest::{Url, redirect::Policy};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedReceiver;
use uuid::Uuid;

use super::{Gateway, json, notify};
use crate::outgoing;

/// After this long a message has arrived, or has not.
const TAKES: Duration = Duration::from_millis(100);
/// How often somebody is told who does not listen.
const TRIES: u32 = 3;
/// How long whoever is told may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// What becomes of messages to these; everything else arrives.
const FAILING: [(&str, &str); 5] = [
    ("447700900003", "temporary-failure"),
    ("447700900002", "permanent-failure"),
    ("447700900004", "permanent-failure"),
    ("temp-fail@simulator.notify", "temporary-failure"),
    ("perm-fail@simulator.notify", "permanent-failure"),
];

/// What becomes of a message to this number, without its plus sign, or this address.
pub fn becomes(to: &str) -> &'static str {
    FAILING.iter().find(|(who, _)| *who == to).map_or("delivered", |(_, status)| status)
}

/// Who is told, and what is shown there.
#[derive(Clone, Debug)]
pub struct Callback {
    /// The service, such as `http://localhost:8080`; or, with a path, where GOV.UK Notify's receipts go, and nothing else
    /// does.
    pub url: Url,
    /// A bearer token.
    pub token: String,
}

/// What is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// What became of a message, as GOV.UK Notify says it.
    NotifyReceipt,
    /// What became of a text, as a gateway says it.
    TextReceipt,
    /// What was texted back to GOV.UK Notify.
    NotifyReply,
    /// What was texted back to a gateway.
    TextReply,
}

/// Something to tell.
pub struct Call {
    pub about: About,
    pub body: Value,
    /// The message that has come to its end, and how.
    pub settles: Option<(Uuid, &'static str)>,
}

impl Callback {
    fn address(&self, about: About) -> Option<Url> {
        if self.url.path() != "/" {
            return (about == About::NotifyReceipt).then(|| self.url.clone());
        }
        let path = match about {
            About::NotifyReceipt => "notify/receipts",
            About::TextReceipt => "texts/receipts",
            About::NotifyReply => "notify/texts",
            About::TextReply => "texts/replies",
        };
        self.url.join(&format!("/provider/v1/{path}")).ok()
    }
}

/// Tells what there is to tell, one thing after another, for as long as there is something to come.
pub async fn tell(
    gateway: &Gateway,
    mut calls: UnboundedReceiver<Call>,
    callback: Option<Callback>,
) {
    let client = outgoing::client().timeout(PATIENCE).redirect(Policy::none()).no_proxy().build();
    let client = client.expect("TLS is there: the service has started with it");
    while let Some(call) = calls.recv().await {
        tokio::time::sleep(TAKES).await;
        if let Some((id, status)) = call.settles {
            gateway.messages.settle(id, status);
        }
        let to = callback.as_ref().and_then(|to| Some((to, to.address(call.about)?)));
        let Some((Callback { token, .. }, url)) = to else { continue };
        for attempt in 1..=TRIES {
            let told = client
                .post(url.clone())
                .bearer_auth(token)
                .header("content-type", "application/json")
                .body(call.body.to_string())
                .send()
                .await;
            match told {
                Ok(answer) if answer.status().is_success() => break,
                Ok(answer) => eprintln!("{url} answered {}.", answer.status().as_u16()),
                Err(_) => eprintln!("Nobody listens at {url}."),
            }
            tokio::time::sleep(TAKES * attempt * attempt).await;
        }
    }
}

/// What somebody texts back.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reply {
    /// Their number, as the text went to it.
    from: String,
    text: String,
    /// Who carries it back: "gateway" unless it is "notify".
    #[serde(default)]
    by: String,
}

/// Texts something back. A page sends a form, and is shown the messages again; a test sends JSON.
#[handler]
pub fn reply(gateway: Data<&Arc<Gateway>>, request: &Request, body: Vec<u8>) -> Response {
    let form = request.content_type().is_some_and(|kind| kind.contains("form-urlencoded"));
    let read: Option<Reply> = if form {
        Url::parse(&format!("http://form/?{}", String::from_utf8_lossy(&body))).ok().map(|url| {
            let said = |name: &str| {
                let mut pairs = url.query_pairs();
                pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
            };
            let [from, text, by] =
                ["from", "text", "by"].map(|name| said(name).unwrap_or_default());
            Reply { from, text, by }
        })
    } else {
        serde_json::from_slice(&body).ok()
    };
    let Some(reply) = read.filter(|reply| !reply.from.is_empty()) else {
        return json(
            StatusCode::BAD_REQUEST,
            &json!({ "error": "say from which number, and what" }),
        );
    };
    let id = gateway.ids.new_id();
    let (about, body) = if reply.by == notify::BY {
        let Some(number) = notify::normal(&reply.from) else {
            return json(
                StatusCode::BAD_REQUEST,
                &json!({ "error": "that is no mobile in the UK" }),
            );
        };
        let body = json!({
            "id": id, "source_number": number, "destination_number": "447700900900",
            "message": reply.text, "date_received": gateway.clock.now(),
        });
        (About::NotifyReply, body)
    } else {
        let body = json!({
            "id": id, "from": reply.from, "text": reply.text, "received_at": gateway.clock.now(),
        });
        (About::TextReply, body)
    };
    // It fails only when the stand-ins stop.
    let _ = gateway.calls.send(Call { about, body, settles: None });
    if form {
        Response::builder().status(StatusCode::SEE_OTHER).header(header::LOCATION, "/").finish()
    } else {
        json(StatusCode::ACCEPTED, &json!({ "id": id }))
    }
}
