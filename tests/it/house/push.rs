//! A push service that keeps what it is sent, and answers as a test likes.

use std::{future, sync::Mutex};

use api::push::{
    AppService, AppToken, Delivery, Endpoints, Push, PushMessage, Subscription, Unsuitable,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};

/// What was sent to one phone.
#[derive(Clone)]
pub struct Sent {
    pub endpoint: String,
    /// The key that the phone subscribed with, as far as the service knows.
    pub key: Option<String>,
    pub message: PushMessage,
}

/// Every push service there is.
pub struct Recorder {
    sent: Mutex<Vec<Sent>>,
    answer: Mutex<Delivery>,
    answer_at: Mutex<Option<(String, Delivery)>>,
    public_key: String,
    /// A key of before, whose turn it may still be.
    pub old_key: String,
}

impl Default for Recorder {
    fn default() -> Self {
        let public_key = BASE64_URL_SAFE_NO_PAD.encode([4; 65]);
        Self {
            sent: Mutex::default(),
            answer: Mutex::new(Delivery::Accepted),
            answer_at: Mutex::default(),
            public_key,
            old_key: BASE64_URL_SAFE_NO_PAD.encode([&[4; 1][..], &[5; 64]].concat()),
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

    fn oldest_key(&self) -> &str {
        &self.old_key
    }

    fn app_services(&self) -> Vec<AppService> {
        vec![AppService::Fcm, AppService::Apns]
    }

    fn check(&self, to: &Subscription) -> Result<(), Unsuitable> {
        if let Some(app) = AppToken::read(&to.endpoint) {
            let topic = app.service == AppService::Fcm || app.topic.is_some();
            return app.check().and(topic.then_some(()).ok_or(Unsuitable::Topic));
        }
        Endpoints::default().check(&to.endpoint)?;
        let ours = |key: &String| [&self.public_key, &self.old_key].contains(&key);
        to.key.as_ref().is_none_or(ours).then_some(()).ok_or(Unsuitable::Key)
    }

    fn send<'a>(
        &'a self,
        to: &'a Subscription,
        message: &'a PushMessage,
    ) -> std::pin::Pin<Box<dyn Future<Output = Delivery> + Send + 'a>> {
        let sent =
            Sent { endpoint: to.endpoint.clone(), key: to.key.clone(), message: message.clone() };
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
