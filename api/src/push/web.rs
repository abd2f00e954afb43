//! Web Push, for real (RFC 8030, 8188, 8291, 8292).

use std::{sync::Arc, time::Duration};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use futures_util::future::BoxFuture;
use reqwest::{
    ClientBuilder, Method, Request, Url,
    header::{HeaderName, HeaderValue},
};
use web_push::{
    ContentEncoding, SubscriptionInfo, Urgency, WebPushError, WebPushMessageBuilder,
    request_builder::build_request,
};

use super::{
    Delivery, Endpoints, Push, PushMessage, Subscription, Unsuitable, Vapid,
    calling::{Line, Until, connections},
    vapid::Which,
};
use crate::clock::Clock;

/// The longest that any push service keeps a message: four weeks.
const LONGEST_LIFE: u64 = 28 * 24 * 60 * 60;

/// What a push service answers to a signature by another key than the phone subscribed with; they do not agree on one.
const WRONG_KEY: [u16; 3] = [400, 401, 403];

/// Sends by Web Push: encrypted for the phone, signed for its push service, over connections that stay open.
pub struct WebPush {
    vapid: Vapid,
    endpoints: Endpoints,
    line: Line,
}

impl WebPush {
    /// A sender to these push services. `patience` is how long one of them may take.
    pub fn new(
        vapid: Vapid,
        endpoints: Endpoints,
        patience: Duration,
        clock: Arc<dyn Clock>,
    ) -> reqwest::Result<Self> {
        let over = connections(patience, &endpoints.extra);
        Self::over(over, vapid, endpoints, patience, clock)
    }

    /// The same, over connections that a test has a hand in.
    pub(super) fn over(
        connections: ClientBuilder,
        vapid: Vapid,
        endpoints: Endpoints,
        patience: Duration,
        clock: Arc<dyn Clock>,
    ) -> reqwest::Result<Self> {
        let line = Line::new(connections.build()?, patience, clock);
        Ok(Self { vapid, endpoints, line })
    }

    fn request(
        &self,
        url: &Url,
        to: &Subscription,
        message: &PushMessage,
        payload: &[u8],
        which: Which,
    ) -> Result<Request, Delivery> {
        let to = SubscriptionInfo::new(url.as_str(), &to.p256dh, &to.auth);
        let mut builder = WebPushMessageBuilder::new(&to);
        let life = message.lifetime.as_secs().min(LONGEST_LIFE);
        builder.set_ttl(u32::try_from(life).unwrap_or_default());
        builder.set_urgency(Urgency::Normal);
        let signature = self.vapid.signature(which, url, &to);
        builder.set_vapid_signature(signature.ok_or(Delivery::Rejected(400))?);
        builder.set_payload(ContentEncoding::Aes128Gcm, payload);
        if let Some(topic) = &message.topic {
            builder.set_topic(topic.clone());
        }
        // The crate speaks an older `http` than we do, so the parts are handed over one by one.
        let message = builder.build().map_err(|error| hopeless(&error))?;
        let (parts, body) = build_request::<Vec<u8>>(message).into_parts();
        let mut request = Request::new(Method::POST, url.clone());
        for (name, value) in &parts.headers {
            let name = HeaderName::from_bytes(name.as_str().as_bytes());
            let value = HeaderValue::from_bytes(value.as_bytes());
            let (Ok(name), Ok(value)) = (name, value) else { return Err(Delivery::Rejected(400)) };
            request.headers_mut().insert(name, value);
        }
        *request.body_mut() = Some(body.into());
        Ok(request)
    }

    /// Sends this much of a message, signed with the key that the phone subscribed with.
    async fn deliver(
        &self,
        url: &Url,
        to: &Subscription,
        message: &PushMessage,
        payload: &[u8],
        until: Until,
    ) -> Delivery {
        // Nobody signs with that key any more. The phone subscribes again when its page opens.
        let mut delivery = Delivery::Rejected(403);
        for which in self.vapid.candidates(to.key.as_deref()) {
            delivery = match self.request(url, to, message, payload, which) {
                Ok(request) => {
                    let answer = self.line.call(request, until).await;
                    answer.map_or(Delivery::Retry(None), |answer| answer.delivery())
                }
                Err(hopeless) => return hopeless,
            };
            if !matches!(delivery, Delivery::Rejected(status) if WRONG_KEY.contains(&status)) {
                break;
            }
        }
        delivery
    }
}

/// Why there is nothing to send.
fn hopeless(error: &WebPushError) -> Delivery {
    match error {
        // Nothing can be encrypted for these keys, today or tomorrow.
        WebPushError::InvalidCryptoKeys => Delivery::Gone,
        WebPushError::PayloadTooLarge => Delivery::Rejected(413),
        _ => Delivery::Rejected(400),
    }
}

impl Push for WebPush {
    fn public_key(&self) -> &str {
        self.vapid.public_key()
    }

    fn oldest_key(&self) -> &str {
        self.vapid.oldest_key()
    }

    fn check(&self, to: &Subscription) -> Result<(), Unsuitable> {
        self.endpoints.check(&to.endpoint)?;
        let decode = |text: &str| BASE64_URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
        let (key, auth) = (decode(&to.p256dh), decode(&to.auth));
        // An uncompressed point on P-256, and 16 bytes of chance.
        if !(key.len() == 65 && key[0] == 4 && auth.len() == 16) {
            return Err(Unsuitable::Keys);
        }
        let ours = to.key.as_ref().is_none_or(|key| self.vapid.knows(key));
        ours.then_some(()).ok_or(Unsuitable::Key)
    }

    fn send<'a>(
        &'a self,
        to: &'a Subscription,
        message: &'a PushMessage,
    ) -> BoxFuture<'a, Delivery> {
        Box::pin(async move {
            // Again, because what may be called may have changed since it was stored.
            let Ok(url) = self.endpoints.check(&to.endpoint) else { return Delivery::Gone };
            let until = self.line.until();
            let mut delivery = Delivery::Rejected(413);
            for payload in message.shrinking() {
                delivery = self.deliver(&url, to, message, &payload, until).await;
                if delivery != Delivery::Rejected(413) {
                    break;
                }
            }
            if let Delivery::Rejected(status) = delivery {
                let host = url.host_str().unwrap_or_default();
                tracing::error!(push.host = host, status, "a push service rejected a message");
            }
            delivery
        })
    }
}
