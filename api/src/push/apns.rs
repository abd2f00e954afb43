//! The Apple Push Notification service, with a key of Apple's: notifications for apps on iOS.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::{
    Method, Request, Url,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue},
};
use serde_json::{Value, json};

use super::{
    AppToken, Delivery, PushMessage, Unsuitable,
    calling::{Answer, Line, connections},
    jwt::SigningKey,
};
use crate::clock::Clock;

/// After this long a new letter is signed. Apple refuses those of more than an hour, and whoever signs more often than
/// every 20 minutes.
const KEPT_FOR: TimeDelta = TimeDelta::minutes(40);

/// A letter younger than this is never exchanged for another.
const YOUNG: TimeDelta = TimeDelta::minutes(20);

/// What Apple gives whoever sends to an app.
pub struct ApnsKey {
    key: SigningKey,
    team: String,
    topic: Option<String>,
}

impl ApnsKey {
    /// A key: the text of its `.p8` file, its id, and the team it belongs to. `topic` is the app's bundle id; without it
    /// every phone says its own.
    pub fn new(pem: &str, id: &str, team: &str, topic: Option<String>) -> Result<Self> {
        let plain = |text: &str| {
            (1..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        ensure!(plain(id) && plain(team), "its id and its team's are ten letters and digits each");
        let key = SigningKey::from_pem(pem, id)
            .filter(|key| key.algorithm() == "ES256")
            .context("it is not the .p8 file of a key, as Apple gives it")?;
        Ok(Self { key, team: team.to_owned(), topic })
    }
}

/// Sends by the Apple Push Notification service.
pub struct Apns {
    key: ApnsKey,
    url: Url,
    line: Line,
    clock: Arc<dyn Clock>,
    letter: Mutex<Option<(DateTime<Utc>, String)>>,
}

impl Apns {
    /// Where it listens.
    pub const URL: &'static str = "https://api.push.apple.com";
    /// Where it listens for apps that are being built.
    pub const SANDBOX: &'static str = "https://api.sandbox.push.apple.com";

    /// A sender with this key. `url` is one of the two above, but for tests; `patience` is how long one message may take.
    pub fn new(
        key: ApnsKey,
        url: Url,
        patience: Duration,
        clock: Arc<dyn Clock>,
    ) -> reqwest::Result<Self> {
        // It speaks nothing else. One connection carries many messages at once.
        let over = connections(patience, &[]).http2_prior_knowledge().build()?;
        let line = Line::new(over, patience, clock.clone());
        Ok(Self { key, url, line, clock, letter: Mutex::default() })
    }

    /// Whether this is an app that the key is for.
    pub fn check(&self, to: &AppToken) -> Result<(), Unsuitable> {
        self.topic(to).map(drop).ok_or(Unsuitable::Topic)
    }

    /// Sends one message to an app.
    pub async fn send(&self, to: &AppToken, message: &PushMessage) -> Delivery {
        let until = self.line.until();
        let mut refused: Option<String> = None;
        loop {
            let Some(letter) = self.letter(refused.as_deref()) else {
                return Delivery::Rejected(403);
            };
            let Some(request) = self.request(to, message, &letter) else {
                return Delivery::Rejected(400);
            };
            let Some(answer) = self.line.call(request, until).await else {
                return Delivery::Retry(None);
            };
            // Clocks differ. Once, and only if a new letter may be signed.
            let stale = reason(&answer) == "ExpiredProviderToken";
            if stale && refused.is_none() && self.letter(Some(&letter)).as_ref() != Some(&letter) {
                refused = Some(letter);
                continue;
            }
            return understand(&answer);
        }
    }

    fn topic<'a>(&'a self, to: &'a AppToken) -> Option<&'a str> {
        match (self.key.topic.as_deref(), to.topic.as_deref()) {
            (Some(ours), Some(theirs)) => (ours == theirs).then_some(ours),
            (ours, theirs) => ours.or(theirs),
        }
    }

    fn request(&self, to: &AppToken, message: &PushMessage, letter: &str) -> Option<Request> {
        let url = self.url.join(&format!("3/device/{}", to.token)).ok()?;
        let life = message.lifetime.as_secs();
        // 0 is: now or never.
        let expires = match life {
            0 => 0,
            _ => self.clock.now().timestamp().saturating_add_unsigned(life),
        };
        let mut request = Request::new(Method::POST, url);
        let mut set = |name: &'static str, value: &str| {
            let value = HeaderValue::from_str(value).ok()?;
            request.headers_mut().insert(HeaderName::from_static(name), value);
            Some(())
        };
        set("apns-topic", self.topic(to)?)?;
        set("apns-push-type", "alert")?;
        set("apns-priority", "10")?;
        set("apns-expiration", &expires.to_string())?;
        set("apns-id", &message.message.to_string())?;
        if let Some(topic) = &message.topic {
            set("apns-collapse-id", topic)?;
        }
        let mut bearer = HeaderValue::from_str(&format!("bearer {letter}")).ok()?;
        bearer.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, bearer);
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        *request.body_mut() = Some(body(message).to_string().into());
        Some(request)
    }

    /// The letter that says who we are: the one that is kept, unless it is old, or refused and old enough.
    fn letter(&self, refused: Option<&str>) -> Option<String> {
        let now = self.clock.now();
        let mut kept = self.letter.lock().expect("nothing panics while it holds this lock");
        if let Some((made, letter)) = &*kept {
            let good_for = if refused == Some(letter) { YOUNG } else { KEPT_FOR };
            if (TimeDelta::zero()..good_for).contains(&(now - *made)) {
                return Some(letter.clone());
            }
        }
        let letter = self.key.key.sign(&json!({ "iss": self.key.team, "iat": now.timestamp() }))?;
        Some(kept.insert((now, letter)).1.clone())
    }
}

/// What the app is told.
fn body(message: &PushMessage) -> Value {
    json!({
        "aps": {
            "alert": { "title": message.title, "body": PushMessage::BODY },
            "badge": 1,
            "sound": "default",
            "thread-id": message.tag,
        },
        "message": message.message,
        "tag": message.tag,
    })
}

/// Why Apple refused, in Apple's words.
fn reason(answer: &Answer) -> String {
    let said: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    said["reason"].as_str().unwrap_or_default().to_owned()
}

/// What the answer means for its token. Only what is said about the token itself takes it off the list.
fn understand(answer: &Answer) -> Delivery {
    let why = reason(answer);
    let delivery = match (answer.status, why.as_str()) {
        (410, _) | (400, "BadDeviceToken") => Delivery::Gone,
        _ => answer.delivery_of_app(),
    };
    if let Delivery::Rejected(status) = delivery {
        tracing::error!(push.host = "apns", status, why, "a push service rejected a message");
    }
    delivery
}
