//! Web Push, for real (RFC 8030, 8188, 8291, 8292).

use std::{sync::Arc, time::Duration};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use futures_util::future::BoxFuture;
use reqwest::{
    Client, Method, Request, Response, Url,
    header::{HeaderName, HeaderValue, RETRY_AFTER},
    redirect::Policy,
};
use web_push::{
    ContentEncoding, SubscriptionInfo, Urgency, WebPushMessageBuilder,
    request_builder::build_request,
};

use super::{
    Delivery, Endpoints, Push, PushMessage, Subscription, Unsuitable, Vapid, public::PublicOnly,
    retry,
};
use crate::clock::Clock;

/// How much of an answer is read, so that the connection can be used again. Nothing is done with it.
const MOST_READ: usize = 4096;

/// Sends by Web Push: encrypted for the phone, signed for its push service, over connections that stay open.
pub struct WebPush {
    vapid: Vapid,
    endpoints: Endpoints,
    connections: Client,
    clock: Arc<dyn Clock>,
}

impl WebPush {
    /// A sender to these push services. `patience` is how long one of them may take.
    pub fn new(
        vapid: Vapid,
        endpoints: Endpoints,
        patience: Duration,
        clock: Arc<dyn Clock>,
    ) -> reqwest::Result<Self> {
        let connections = Client::builder()
            // A push service has no reason to send us elsewhere; somebody else might.
            .redirect(Policy::none())
            // A proxy would look names up for us, and we could not see what it finds.
            .no_proxy()
            .dns_resolver(Arc::new(PublicOnly { except: endpoints.extra.clone() }))
            .connect_timeout(patience.min(Duration::from_secs(5)))
            .timeout(patience)
            .pool_max_idle_per_host(16)
            .build()?;
        Ok(Self { vapid, endpoints, connections, clock })
    }

    fn request(&self, url: Url, to: &Subscription, message: &PushMessage) -> Option<Request> {
        let to = SubscriptionInfo::new(url.as_str(), &to.p256dh, &to.auth);
        let payload = message.payload();
        let mut builder = WebPushMessageBuilder::new(&to);
        builder.set_ttl(u32::try_from(message.lifetime.as_secs()).unwrap_or(u32::MAX));
        builder.set_urgency(Urgency::Normal);
        builder.set_vapid_signature(self.vapid.signature(&url, &to)?);
        builder.set_payload(ContentEncoding::Aes128Gcm, &payload);
        if let Some(topic) = &message.topic {
            builder.set_topic(topic.clone());
        }
        // The crate speaks an older `http` than we do, so the parts are handed over one by one.
        let (parts, body) = build_request::<Vec<u8>>(builder.build().ok()?).into_parts();
        let mut request = Request::new(Method::POST, url);
        for (name, value) in &parts.headers {
            let name = HeaderName::from_bytes(name.as_str().as_bytes()).ok()?;
            request.headers_mut().insert(name, HeaderValue::from_bytes(value.as_bytes()).ok()?);
        }
        *request.body_mut() = Some(body.into());
        Some(request)
    }

    async fn deliver(&self, request: Request) -> Delivery {
        let mut response = match self.connections.execute(request).await {
            Ok(response) => response,
            Err(error) => {
                // Without the URL, which is the phone's own.
                tracing::warn!(cause = %error.without_url(), "a push service could not be reached");
                return Delivery::Retry(None);
            }
        };
        let delivery = self.understand(&response);
        let mut read = 0;
        while let Ok(Some(chunk)) = response.chunk().await {
            read += chunk.len();
            if read > MOST_READ {
                break;
            }
        }
        delivery
    }

    fn understand(&self, response: &Response) -> Delivery {
        match response.status().as_u16() {
            200..=299 => Delivery::Accepted,
            404 | 410 => Delivery::Gone,
            429 | 500..=599 => {
                let value =
                    response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
                Delivery::Retry(value.and_then(|value| retry::after(value, self.clock.now())))
            }
            status => {
                let host = response.url().host_str().unwrap_or_default();
                tracing::error!(push.host = host, status, "a push service rejected a message");
                Delivery::Rejected(status)
            }
        }
    }
}

impl Push for WebPush {
    fn public_key(&self) -> &str {
        self.vapid.public_key()
    }

    fn check(&self, to: &Subscription) -> Result<(), Unsuitable> {
        self.endpoints.check(&to.endpoint)?;
        let decode = |text: &str| BASE64_URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
        let (key, auth) = (decode(&to.p256dh), decode(&to.auth));
        // An uncompressed point on P-256, and 16 bytes of chance.
        let right = key.len() == 65 && key[0] == 4 && auth.len() == 16;
        right.then_some(()).ok_or(Unsuitable::Keys)
    }

    fn send<'a>(
        &'a self,
        to: &'a Subscription,
        message: &'a PushMessage,
    ) -> BoxFuture<'a, Delivery> {
        Box::pin(async move {
            // Again, because what may be called may have changed since it was stored.
            let Ok(url) = self.endpoints.check(&to.endpoint) else { return Delivery::Gone };
            match self.request(url, to, message) {
                Some(request) => self.deliver(request).await,
                // Nothing can be encrypted for these keys, today or tomorrow.
                None => Delivery::Gone,
            }
        })
    }
}
