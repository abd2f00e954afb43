//! A push service that keeps what it is sent, and answers as a test likes.

use std::{future, sync::Mutex};

use api::push::{Delivery, Endpoints, Push, PushMessage, Subscription, Unsuitable};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};

/// What was sent to one phone.
#[derive(Clone)]
pub struct Sent {
    pub endpoint: String,
    pub message: PushMessage,
}

/// Every push service there is.
pub struct Recorder {
    sent: Mutex<Vec<Sent>>,
    answer: Mutex<Delivery>,
    answer_at: Mutex<Option<(String, Delivery)>>,
    public_key: String,
}

impl Default for Recorder {
    fn default() -> Self {
        let public_key = BASE64_URL_SAFE_NO_PAD.encode([4; 65]);
        Self {
            sent: Mutex::default(),
            answer: Mutex::new(Delivery::Accepted),
            answer_at: Mutex::default(),
            public_key,
        }
    }
}

impl Recorder {
    /// What was sent since somebody last asked.
    pub fn take(&self) -> Vec<Sent> {
        std::mem::take(&mut self.sent.lock().unwrap())
    }

    /// From now on every push service answers like this.
    pub fn will_answer(&self, delivery: Delivery) {
        *self.answer.lock().unwrap() = delivery;
    }

    /// From now on it answers like this at one address, and as before at the others.
    pub fn will_answer_at(&self, endpoint: &str, delivery: Delivery) {
        *self.answer_at.lock().unwrap() = Some((endpoint.to_owned(), delivery));
    }
}

impl Push for Recorder {
    fn public_key(&self) -> &str {
        &self.public_key
    }

    fn check(&self, to: &Subscription) -> Result<(), Unsuitable> {
        Endpoints::default().check(&to.endpoint).map(drop)
    }

    fn send<'a>(
        &'a self,
        to: &'a Subscription,
        message: &'a PushMessage,
    ) -> std::pin::Pin<Box<dyn Future<Output = Delivery> + Send + 'a>> {
        let sent = Sent { endpoint: to.endpoint.clone(), message: message.clone() };
        self.sent.lock().unwrap().push(sent);
        let here = self.answer_at.lock().unwrap().clone();
        let here = here.filter(|(endpoint, _)| *endpoint == to.endpoint).map(|(_, answer)| answer);
        let answer = here.unwrap_or(*self.answer.lock().unwrap());
        Box::pin(future::ready(answer))
    }
}

/// What a browser gives when a phone subscribes at this address.
pub fn subscription(endpoint: &str) -> Value {
    let encode = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
    json!({ "endpoint": endpoint, "keys": { "p256dh": encode(&[4; 65]), "auth": encode(&[9; 16]) } })
}
