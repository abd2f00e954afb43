//! Messages that wake a phone: by Web Push, or as an app's notification.

mod apns;
mod app;
mod calling;
mod endpoint;
mod fcm;
mod jwt;
mod public;
pub(crate) mod retry;
mod senders;
mod vapid;
mod web;

use std::{fmt, iter, time::Duration};

use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use uuid::Uuid;

pub use self::{
    apns::{Apns, ApnsKey},
    app::{AppService, AppToken},
    endpoint::{Allowed, Endpoints},
    fcm::{Fcm, ServiceAccount},
    senders::Senders,
    vapid::{Vapid, VapidKey},
    web::WebPush,
};

/// Sends messages to phones. There is one for real and one that tests read from.
pub trait Push: Send + Sync {
    /// The key that a phone subscribes with, in base64url: the newest.
    fn public_key(&self) -> &str;

    /// The oldest key that is still signed with: the one of subscriptions of which none was noted.
    fn oldest_key(&self) -> &str {
        self.public_key()
    }

    /// Which services for apps we send by.
    fn app_services(&self) -> Vec<AppService> {
        Vec::new()
    }

    /// Says whether we may send to this subscription. To be asked before one is stored.
    fn check(&self, to: &Subscription) -> Result<(), Unsuitable>;

    /// Sends one message, and says what became of it. It never waits for long.
    fn send<'a>(
        &'a self,
        to: &'a Subscription,
        message: &'a PushMessage,
    ) -> BoxFuture<'a, Delivery>;
}

/// Where a phone can be reached: what its browser gave us.
#[derive(Clone, PartialEq, Eq)]
pub struct Subscription {
    /// The address at the push service. Whoever has it can wake the phone, so it is never logged.
    pub endpoint: String,
    /// The phone's public key, in base64url.
    pub p256dh: String,
    /// A secret that the phone shares with us, in base64url.
    pub auth: String,
    /// The key of ours that it subscribed with, in base64url; nothing where that was never noted.
    pub key: Option<String>,
}

/// What a phone is told. Nothing in it says who it is for or what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushMessage {
    /// The name of the service.
    pub title: String,
    /// The page to open.
    pub navigate: String,
    /// Marks messages that replace each other on the screen.
    pub tag: String,
    /// Marks this message.
    pub message: Uuid,
    /// How long the push service may try. A reminder that comes too late is worse than none.
    pub lifetime: Duration,
    /// A token with which one question can be answered from the message itself: whether anything has changed (YP-15).
    pub answer_with: Option<String>,
    /// Messages of one topic replace each other at the push service: up to 32 characters of base64url.
    pub topic: Option<String>,
}

impl PushMessage {
    /// What every phone is told.
    pub const BODY: &'static str = "You have something new to look at.";
    /// What can be answered from a message, and its words: neutral, as others may read over a shoulder.
    pub const ANSWERS: [(&str, &str); 2] =
        [("same", "Nothing new"), ("changed", "Something changed")];

    /// The message as it arrives. A browser that knows declarative push (8030) shows it by itself; the others hand it to
    /// the page's worker.
    pub fn payload(&self) -> Vec<u8> {
        self.payload_with(self.answer_with.as_deref()).to_string().into_bytes()
    }

    /// The message as it arrives, and what is left of it where that is too large: without what can be answered, then
    /// nothing but what a phone needs to show it.
    pub fn shrinking(&self) -> impl Iterator<Item = Vec<u8>> {
        let small = || self.payload_with(None).to_string().into_bytes();
        let bare = || {
            let notification = json!({ "title": self.title, "navigate": self.navigate });
            json!({ "web_push": 8030, "notification": notification }).to_string().into_bytes()
        };
        let small = self.answer_with.is_some().then_some(small);
        iter::once_with(|| self.payload())
            .chain(small.into_iter().map(|small| small()))
            .chain(iter::once_with(bare))
    }

    fn payload_with(&self, answer_with: Option<&str>) -> Value {
        let mut payload = json!({
            "web_push": 8030,
            "notification": {
                "title": self.title,
                "body": Self::BODY,
                "navigate": self.navigate,
                "tag": self.tag,
                "app_badge": "1",
            },
            "message": self.message,
        });
        if let Some(token) = answer_with {
            let action = |(action, title): (&str, &str)| json!({ "action": action, "title": title, "navigate": self.navigate });
            payload["notification"]["actions"] = Self::ANSWERS.into_iter().map(action).collect();
            payload["answer_with"] = token.into();
        }
        payload
    }
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// The push service has it.
    Accepted,
    /// The phone cannot be reached there any more: forget the subscription.
    Gone,
    /// It may work later, after this time if the push service said so.
    Retry(Option<Duration>),
    /// The push service will never take it; the status says why. A mistake of ours, or a wrong key.
    Rejected(u16),
}

/// Why a subscription is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsuitable {
    /// Its endpoint is not at a push service that we know.
    Endpoint,
    /// Its keys are no keys.
    Keys,
    /// It was made with a key that is not ours.
    Key,
    /// It is an app's, of a service that we do not send by.
    Service,
    /// It is no token of that service.
    Token,
    /// The app has another name there than ours, or said none where it has to.
    Topic,
}

impl fmt::Display for Unsuitable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Endpoint => "not at a push service that we know",
            Self::Keys => "not the keys of a subscription",
            Self::Key => "not a key of ours; ask for the key and subscribe again",
            Self::Service => "we do not send by this service",
            Self::Token => "not a token of this service",
            Self::Topic => "not the app that we send to; say its bundle id",
        })
    }
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subscription(…)")
    }
}

#[cfg(test)]
mod tests;
