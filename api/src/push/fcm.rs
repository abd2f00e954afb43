//! Firebase Cloud Messaging, by its HTTP v1 interface: notifications for apps on Android.

use std::{sync::Arc, time::Duration};

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::{
    Method, Request, Url,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue},
};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::{
    AppToken, Delivery, PushMessage,
    calling::{Answer, Line, Until, connections},
    jwt::SigningKey,
};
use crate::clock::Clock;

/// What we ask leave for.
const SCOPE: &str = "https://www.googleapis.com/auth/firebase.messaging";

/// How long the letter is good for with which we ask; Google allows an hour at most.
const ASKING: TimeDelta = TimeDelta::minutes(10);

/// A leave is not used in its last minutes: what is sent with it has to arrive in time.
const SPARE: TimeDelta = TimeDelta::minutes(5);

/// The longest that Google keeps a message.
const LONGEST_LIFE: Duration = Duration::from_secs(28 * 24 * 60 * 60);

/// What Google gives whoever sends to an app, as a JSON file.
#[derive(Clone, Deserialize)]
pub struct ServiceAccount {
    project_id: String,
    private_key_id: String,
    private_key: String,
    client_email: String,
    token_uri: Url,
}

impl ServiceAccount {
    /// Reads the file's text. Faults never repeat what is in it.
    pub fn read(text: &str) -> Result<Self> {
        let account: Self = serde_json::from_str(text)
            .ok()
            .context("it is not the JSON file of a service account, as Google gives it")?;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
        ensure!(
            !account.project_id.is_empty() && account.project_id.bytes().all(plain),
            "its `project_id` is none"
        );
        Ok(account)
    }

    /// True if what is asked of it crosses no network in clear.
    pub fn is_private(&self) -> bool {
        self.token_uri.scheme() == "https"
    }
}

/// Sends by Firebase Cloud Messaging.
pub struct Fcm {
    account: ServiceAccount,
    key: SigningKey,
    send_to: Url,
    line: Line,
    clock: Arc<dyn Clock>,
    /// Held while somebody asks for it, so that only one asks.
    leave: Mutex<Option<Leave>>,
}

/// Google's leave to send, for about an hour.
#[derive(Clone)]
struct Leave {
    token: String,
    until: DateTime<Utc>,
}

impl Fcm {
    /// Where it listens.
    pub const URL: &'static str = "https://fcm.googleapis.com";

    /// A sender with this account. `url` is [`Fcm::URL`], but for tests; `patience` is how long one message may take.
    pub fn new(
        account: ServiceAccount,
        url: &Url,
        patience: Duration,
        clock: Arc<dyn Clock>,
    ) -> Result<Self> {
        let key = SigningKey::from_pem(&account.private_key, &account.private_key_id)
            .filter(|key| key.algorithm() == "RS256")
            .context("its `private_key` is no RSA key of 2048 bits or more")?;
        let send_to = url.join(&format!("v1/projects/{}/messages:send", account.project_id))?;
        let line = Line::new(connections(patience, &[]).build()?, patience, clock.clone());
        Ok(Self { account, key, send_to, line, clock, leave: Mutex::default() })
    }

    /// Sends one message to an app.
    pub async fn send(&self, to: &AppToken, message: &PushMessage) -> Delivery {
        let until = self.line.until();
        let body = self.body(to, message).to_string();
        let mut refused: Option<String> = None;
        loop {
            let leave = match self.leave(refused.as_deref(), until).await {
                Ok(leave) => leave,
                Err(delivery) => return delivery,
            };
            let Some(request) = self.request(&leave, body.clone()) else {
                return Delivery::Rejected(401);
            };
            let Some(answer) = self.line.call(request, until).await else {
                return Delivery::Retry(None);
            };
            // It may have been taken back before its time. Once.
            if answer.status == 401 && refused.is_none() {
                refused = Some(leave);
                continue;
            }
            return understand(&answer);
        }
    }

    fn request(&self, leave: &str, body: String) -> Option<Request> {
        let mut request = Request::new(Method::POST, self.send_to.clone());
        let mut bearer = HeaderValue::from_str(&format!("Bearer {leave}")).ok()?;
        bearer.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, bearer);
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        *request.body_mut() = Some(body.into());
        Some(request)
    }

    /// What the app is told. The phone shows it without waking the app, so it comes even where the app was put away.
    fn body(&self, to: &AppToken, message: &PushMessage) -> Value {
        let life = message.lifetime.min(LONGEST_LIFE).as_secs();
        let expires = self.clock.now().timestamp().saturating_add_unsigned(life);
        let mut out = json!({
            "token": to.token,
            "notification": { "title": message.title, "body": PushMessage::BODY },
            "data": { "message": message.message, "tag": message.tag },
            "android": { "priority": "HIGH", "ttl": format!("{life}s"), "notification": { "tag": message.tag } },
            // Apps on iOS that get theirs by Google.
            "apns": {
                "headers": { "apns-expiration": expires.to_string() },
                "payload": { "aps": { "badge": 1 } },
            },
        });
        if let Some(topic) = &message.topic {
            out["android"]["collapse_key"] = topic.as_str().into();
            out["apns"]["headers"]["apns-collapse-id"] = topic.as_str().into();
        }
        json!({ "message": out })
    }

    /// Google's leave to send: the one that is kept, unless it ends soon or is the one that was refused.
    async fn leave(&self, refused: Option<&str>, until: Until) -> Result<String, Delivery> {
        let mut kept = self.leave.lock().await;
        let now = self.clock.now();
        if let Some(leave) = &*kept
            && leave.until > now + SPARE
            && refused != Some(leave.token.as_str())
        {
            return Ok(leave.token.clone());
        }
        let answer = match self.ask(now) {
            Some(request) => self.line.call(request, until).await.ok_or(Delivery::Retry(None))?,
            None => return Err(Delivery::Rejected(401)),
        };
        match (answer.delivery_of_app(), serde_json::from_slice::<Granted>(&answer.body)) {
            (Delivery::Accepted, Ok(granted)) => {
                let seconds = TimeDelta::seconds(granted.expires_in.clamp(0, 24 * 60 * 60));
                let leave = Leave { token: granted.access_token, until: now + seconds };
                Ok(kept.insert(leave).token.clone())
            }
            (Delivery::Accepted, Err(_)) => {
                tracing::error!("the answer of Google's token service was not understood");
                Err(Delivery::Retry(None))
            }
            (delivery, _) => {
                let status = answer.status;
                tracing::error!(status, "Google's token service gave no leave to send");
                Err(delivery)
            }
        }
    }

    /// Asks for it, with a letter signed by the account's key (RFC 7523).
    fn ask(&self, now: DateTime<Utc>) -> Option<Request> {
        let letter = self.key.sign(&json!({
            "iss": self.account.client_email,
            "scope": SCOPE,
            "aud": self.account.token_uri.as_str(),
            "iat": now.timestamp(),
            "exp": (now + ASKING).timestamp(),
        }))?;
        let mut request = Request::new(Method::POST, self.account.token_uri.clone());
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        request.headers_mut().insert(CONTENT_TYPE, form);
        let grant = "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer";
        *request.body_mut() = Some(format!("grant_type={grant}&assertion={letter}").into());
        Some(request)
    }
}

/// What Google's token service gives.
#[derive(Deserialize)]
struct Granted {
    access_token: String,
    expires_in: i64,
}

/// What the answer to a message means for its token. Only what is said about the token itself takes it off the list.
fn understand(answer: &Answer) -> Delivery {
    let said: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let details = said["error"]["details"].as_array();
    let any = |fits: &dyn Fn(&Value) -> bool| details.is_some_and(|all| all.iter().any(fits));
    let unregistered = any(&|one| one["errorCode"] == "UNREGISTERED");
    let of_token = any(&|one| {
        let faults = one["fieldViolations"].as_array();
        faults.is_some_and(|all| all.iter().any(|fault| fault["field"] == "message.token"))
    });
    let delivery = match answer.status {
        404 if unregistered => Delivery::Gone,
        400 if of_token => Delivery::Gone,
        _ => answer.delivery_of_app(),
    };
    if let Delivery::Rejected(status) = delivery {
        let why = said["error"]["status"].as_str().unwrap_or_default();
        tracing::error!(push.host = "fcm", status, why, "a push service rejected a message");
    }
    delivery
}
