use std::sync::{Arc, Mutex};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use ece::{EcKeyComponents, generate_keypair_and_auth_secret};
use jwt_simple::prelude::{
    ECDSAP256PublicKeyLike, ES256PublicKey, NoCustomClaims, VerificationOptions,
};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use super::*;
use crate::clock::{Clock, SystemClock};

/// What a push service was sent.
struct Received {
    head: String,
    body: Vec<u8>,
}

impl Received {
    fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines
            .into_iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }
}

/// A push service that takes one request, gives one answer, and tells what it got.
async fn service(answer: &'static str) -> (String, impl Future<Output = Received>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}/push/17", listener.local_addr().unwrap());
    let received = async move {
        let (mut io, _) = listener.accept().await.unwrap();
        let mut bytes = vec![];
        loop {
            io.read_buf(&mut bytes).await.unwrap();
            let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
            let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
            let received = Received { head, body: bytes[end + 4..].to_vec() };
            let length: usize = received.header("content-length").unwrap().parse().unwrap();
            if received.body.len() == length {
                io.write_all(answer.as_bytes()).await.unwrap();
                return received;
            }
        }
    };
    (endpoint, received)
}

/// A phone: its keys, and the subscription that it gives away.
fn phone(endpoint: &str) -> (EcKeyComponents, [u8; 16], Subscription) {
    let (keys, auth) = generate_keypair_and_auth_secret().unwrap();
    let p256dh = BASE64_URL_SAFE_NO_PAD.encode(keys.pub_as_raw().unwrap());
    let subscription = Subscription {
        endpoint: endpoint.into(),
        p256dh,
        auth: BASE64_URL_SAFE_NO_PAD.encode(auth),
    };
    (keys.raw_components().unwrap(), auth, subscription)
}

fn sender(clock: Arc<dyn Clock>) -> WebPush {
    let key = VapidKey::new([7; 32]).unwrap();
    let vapid = Vapid::new(&key, "mailto:push@example.org", clock.clone());
    let endpoints = Endpoints { extra: vec![], this_machine: true };
    WebPush::new(vapid, endpoints, Duration::from_millis(500), clock).unwrap()
}

fn message() -> PushMessage {
    PushMessage {
        title: "Next steps".into(),
        navigate: "https://throughline.example/phone/".into(),
        tag: "dGFn".into(),
        message: Uuid::from_u128(1),
        lifetime: Duration::from_secs(3600),
        answer_with: Some("tp_token".into()),
        topic: Some("Y2hlY2staW4".into()),
    }
}

async fn sent(answer: &'static str) -> (Delivery, Received) {
    let (endpoint, received) = service(answer).await;
    let (_, _, subscription) = phone(&endpoint);
    let (push, message) = (sender(Arc::new(SystemClock)), message());
    tokio::join!(push.send(&subscription, &message), received)
}

#[tokio::test]
async fn a_phone_can_read_what_it_is_sent_and_its_push_service_knows_who_sent_it() {
    let (endpoint, received) = service("HTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n").await;
    let (keys, auth, subscription) = phone(&endpoint);
    let (push, message) = (sender(Arc::new(SystemClock)), message());
    assert_eq!(push.check(&subscription), Ok(()));

    let (delivery, received) = tokio::join!(push.send(&subscription, &message), received);

    assert_eq!(delivery, Delivery::Accepted);
    assert!(received.head.starts_with("POST /push/17 HTTP/1.1\r\n"), "{}", received.head);
    assert_eq!(received.header("ttl"), Some("3600"));
    assert_eq!(received.header("urgency"), Some("normal"));
    assert_eq!(received.header("topic"), Some("Y2hlY2staW4"));
    assert_eq!(received.header("content-encoding"), Some("aes128gcm"));

    let payload = ece::decrypt(&keys, &auth, &received.body).unwrap();
    assert_eq!(payload, message.payload());

    let authorization = received.header("authorization").unwrap().strip_prefix("vapid ").unwrap();
    let (token, key) = authorization.split_once(", k=").unwrap();
    assert_eq!(key, push.public_key());
    let key = ES256PublicKey::from_bytes(&BASE64_URL_SAFE_NO_PAD.decode(key).unwrap()).unwrap();
    let claims = key
        .verify_token::<NoCustomClaims>(
            token.strip_prefix("t=").unwrap(),
            Some(VerificationOptions {
                allowed_audiences: Some(
                    [endpoint.strip_suffix("/push/17").unwrap().to_owned()].into(),
                ),
                ..Default::default()
            }),
        )
        .unwrap();
    assert_eq!(claims.subject.as_deref(), Some("mailto:push@example.org"));
    let hours = (claims.expires_at.unwrap().as_secs() as i64 - SystemClock.now().timestamp())
        as f64
        / 3600.0;
    assert!((11.9..=12.0).contains(&hours), "{hours}");
}

#[tokio::test]
async fn every_answer_of_a_push_service_is_understood() {
    let wait = |seconds| Delivery::Retry(Some(Duration::from_secs(seconds)));
    for (answer, delivery) in [
        ("HTTP/1.1 204 No Content\r\n\r\n", Delivery::Accepted),
        ("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n", Delivery::Gone),
        ("HTTP/1.1 410 Gone\r\ncontent-length: 0\r\n\r\n", Delivery::Gone),
        (
            "HTTP/1.1 429 Too Many Requests\r\nretry-after: 90\r\ncontent-length: 0\r\n\r\n",
            wait(90),
        ),
        ("HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\n\r\n", Delivery::Retry(None)),
        (
            "HTTP/1.1 503 Service Unavailable\r\nretry-after: soon\r\ncontent-length: 0\r\n\r\n",
            Delivery::Retry(None),
        ),
        ("HTTP/1.1 403 Forbidden\r\ncontent-length: 6\r\n\r\nbad key", Delivery::Rejected(403)),
        // It is not followed: nobody listens there, and we would notice.
        (
            "HTTP/1.1 307 Elsewhere\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n",
            Delivery::Rejected(307),
        ),
        ("nonsense", Delivery::Retry(None)),
    ] {
        assert_eq!(sent(answer).await.0, delivery, "{answer}");
    }
}

#[tokio::test]
async fn a_push_service_that_is_slow_or_away_is_tried_again_later() {
    assert_eq!(sent("").await.0, Delivery::Retry(None));

    let (_, _, away) = phone("http://127.0.0.1:1/push");
    assert_eq!(sender(Arc::new(SystemClock)).send(&away, &message()).await, Delivery::Retry(None));
}

#[tokio::test]
async fn what_may_not_be_called_is_not() {
    let push = sender(Arc::new(SystemClock));
    let (_, _, elsewhere) = phone("https://169.254.169.254/latest/meta-data");
    assert_eq!(push.check(&elsewhere), Err(Unsuitable::Endpoint));
    assert_eq!(push.send(&elsewhere, &message()).await, Delivery::Gone);

    let (_, _, right) = phone("http://127.0.0.1:1/push");
    for (p256dh, auth) in
        [("", right.auth.as_str()), (&right.p256dh, "AAAA"), ("AAAA", "!"), ("*", "*")]
    {
        let broken = Subscription { p256dh: p256dh.into(), auth: auth.into(), ..right.clone() };
        assert_eq!(push.check(&broken), Err(Unsuitable::Keys));
    }
    let no_point = BASE64_URL_SAFE_NO_PAD.encode([4; 65]);
    let broken = Subscription { p256dh: no_point, ..right };
    assert_eq!(push.send(&broken, &message()).await, Delivery::Gone);
}

struct Turned(Mutex<DateTime<Utc>>);

impl Turned {
    fn to(&self, now: &str) {
        *self.0.lock().unwrap() = now.parse().unwrap();
    }
}

impl Clock for Turned {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

#[test]
fn a_signature_is_kept_for_its_origin_and_for_some_hours() {
    let clock = Arc::new(Turned(Mutex::new("2026-11-22T09:00:00Z".parse().unwrap())));
    let vapid = Vapid::new(&VapidKey::new([7; 32]).unwrap(), "mailto:a@example.org", clock.clone());
    let sign = |endpoint: &str| {
        let to = web_push::SubscriptionInfo::new(endpoint, "", "");
        vapid.signature(&endpoint.parse().unwrap(), &to).unwrap()
    };

    let first = sign("https://fcm.googleapis.com/a");
    assert_ne!(first, sign("https://web.push.apple.com/a"));
    clock.to("2026-11-22T14:59:59Z");
    assert_eq!(first, sign("https://fcm.googleapis.com/b"));
    clock.to("2026-11-22T15:00:00Z");
    assert_ne!(first, sign("https://fcm.googleapis.com/b"));
}

#[test]
fn what_arrives_is_what_the_contract_says() {
    let schema: Value =
        serde_json::from_str(include_str!("../../../mobile-contract/push.schema.json")).unwrap();
    let bare = PushMessage { answer_with: None, ..message() };
    for message in [message(), bare] {
        let payload: Value = serde_json::from_slice(&message.payload()).unwrap();
        fits(&schema, &payload);
    }
}

/// As much of JSON Schema as the contract uses.
fn fits(schema: &Value, value: &Value) {
    if let Some(only) = schema.get("const") {
        assert_eq!(only, value);
    }
    if let Some(members) = value.as_object() {
        let known = schema["properties"].as_object().unwrap();
        assert!(members.keys().all(|name| known.contains_key(name)), "{members:?}");
        assert!(
            schema["required"]
                .as_array()
                .unwrap()
                .iter()
                .all(|name| members.contains_key(name.as_str().unwrap()))
        );
        members.iter().for_each(|(name, value)| fits(&known[name], value));
    }
    for item in value.as_array().into_iter().flatten() {
        fits(&schema["items"], item);
    }
}
