//! Web Push: what is sent, over which connections, and what its answers mean.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use super::{
    opened::{Phone, base64, es256},
    stand_in::{Received, Say, Speaks, StandIn},
    *,
};
use crate::clock::SystemClock;

/// How long the senders of these tests wait.
pub const PATIENCE: Duration = Duration::from_millis(500);

pub fn sender(clock: Arc<dyn Clock>) -> WebPush {
    let key = VapidKey::new([7; 32]).unwrap();
    let vapid = Vapid::new(&key, "mailto:push@example.org", clock.clone());
    let endpoints = Endpoints { extra: vec![], this_machine: true };
    WebPush::new(vapid, endpoints, PATIENCE, clock).unwrap()
}

/// A stand-in over HTTP/1.1 that always answers this.
pub async fn answering(status: u16) -> StandIn {
    StandIn::start(Speaks::One, move |_| Say::only(status)).await
}

/// What became of a message where the answer is written by hand: the bytes as they are.
async fn raw(answer: &'static str) -> Delivery {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}/push/17", listener.local_addr().unwrap());
    let answered = async {
        let (mut io, _) = listener.accept().await.unwrap();
        let mut bytes = [0; 4096];
        assert!(io.read(&mut bytes).await.unwrap() > 0);
        io.write_all(answer.as_bytes()).await.unwrap();
        io
    };
    let (push, message, to) =
        (sender(Arc::new(SystemClock)), message(), Phone::new().at(&endpoint));
    tokio::join!(push.send(&to, &message), answered).0
}

/// The claims of a message's signature, checked with the key that came with it, and that key.
pub fn vapid(received: &Received) -> (Value, String) {
    let authorization = received.header("authorization").unwrap().strip_prefix("vapid ").unwrap();
    let (token, key) = authorization.split_once(", k=").unwrap();
    let (head, claims) = es256(token.strip_prefix("t=").unwrap(), &base64(key));
    assert_eq!((&head["alg"], &head["typ"]), (&"ES256".into(), &"JWT".into()));
    (claims, key.to_owned())
}

#[tokio::test]
async fn a_phone_can_read_what_it_is_sent_and_its_push_service_knows_who_sent_it() {
    let service = answering(201).await;
    let phone = Phone::new();
    let to = phone.at(&service.url("/push/17"));
    let (push, message) = (sender(Turned::at(NOW)), message());
    assert_eq!(push.check(&to), Ok(()));

    assert_eq!(push.send(&to, &message).await, Delivery::Accepted);

    let received = service.take().pop().unwrap();
    assert_eq!(received.what, "POST /push/17");
    assert_eq!(received.header("ttl"), Some("3600"));
    assert_eq!(received.header("urgency"), Some("normal"));
    assert_eq!(received.header("topic"), Some("Y2hlY2staW4"));
    assert_eq!(received.header("content-encoding"), Some("aes128gcm"));
    assert!(received.body.len() <= 4096, "the most that every push service takes");
    let (opened, padding) = phone.open(&received.body);
    assert_eq!(opened, message.payload());
    assert_eq!((opened.len() + 1 + padding) % 128, 0, "its length tells nothing");

    let (claims, key) = vapid(&received);
    assert_eq!(key, push.public_key());
    assert_eq!(claims["aud"], format!("http://{}", service.address), "with its port");
    assert_eq!(claims["sub"], "mailto:push@example.org");
    let life = claims["exp"].as_i64().unwrap() - Turned::at(NOW).now().timestamp();
    assert_eq!(life, 12 * 3600, "a day at most");
}

#[tokio::test]
async fn no_message_lives_longer_than_it_should() {
    let service = answering(201).await;
    let (push, to) = (sender(Turned::at(NOW)), Phone::new().at(&service.url("/push")));
    for (life, ttl) in
        [(Duration::ZERO, "0"), (Duration::from_millis(1900), "1"), (Duration::MAX, "2419200")]
    {
        let message = PushMessage { lifetime: life, topic: None, ..message() };
        assert_eq!(push.send(&to, &message).await, Delivery::Accepted);
        let received = service.take().pop().unwrap();
        assert_eq!((received.header("ttl"), received.header("topic")), (Some(ttl), None));
    }
}

#[tokio::test]
async fn every_answer_of_a_push_service_is_understood() {
    let wait = |seconds| Delivery::Retry(Some(Duration::from_secs(seconds)));
    let clock = Turned::at(NOW);
    for (status, headers, delivery) in [
        (201, &[][..], Delivery::Accepted),
        (202, &[], Delivery::Accepted),
        (204, &[], Delivery::Accepted),
        (404, &[], Delivery::Gone),
        (410, &[], Delivery::Gone),
        (429, &[("retry-after", "90")], wait(90)),
        (429, &[("retry-after", "Sun, 22 Nov 2026 09:05:00 GMT")], wait(300)),
        (429, &[("retry-after", "99999999")], wait(86_400)),
        (500, &[], Delivery::Retry(None)),
        (502, &[], Delivery::Retry(None)),
        (503, &[("retry-after", "soon")], Delivery::Retry(None)),
        (503, &[("retry-after", "5")], wait(5)),
        (400, &[], Delivery::Rejected(400)),
        (401, &[], Delivery::Rejected(401)),
        (403, &[], Delivery::Rejected(403)),
    ] {
        let service =
            StandIn::start(Speaks::One, move |_| Say(status, headers, "because".into())).await;
        let to = Phone::new().at(&service.url("/push"));
        assert_eq!(sender(clock.clone()).send(&to, &message()).await, delivery, "{status}");
    }
}

#[tokio::test]
async fn nobody_is_sent_elsewhere() {
    let trap = answering(201).await;
    let there = trap.url("/push");
    for status in [301, 302, 303, 307, 308] {
        let there: &'static [(&str, &str)] =
            Box::leak(Box::new([("location", &*there.clone().leak())]));
        let service = StandIn::start(Speaks::One, move |_| Say(status, there, String::new())).await;
        let to = Phone::new().at(&service.url("/push"));
        let delivery = sender(Turned::at(NOW)).send(&to, &message()).await;
        assert_eq!(delivery, Delivery::Rejected(status), "the phone is kept");
    }
    assert_eq!(trap.connections(), 0);
}

#[tokio::test]
async fn what_no_standard_knows_is_tried_again_later() {
    for answer in
        ["nonsense", "", "HTTP/1.1 201", "HTTP/1.1 201 Created\r\ncontent-length: 0\r\ncontent-le"]
    {
        assert_eq!(raw(answer).await, Delivery::Retry(None), "{answer}");
    }
    let away = Phone::new().at("http://127.0.0.1:1/push");
    assert_eq!(sender(Turned::at(NOW)).send(&away, &message()).await, Delivery::Retry(None));
}

#[tokio::test]
async fn what_may_not_be_called_is_not() {
    let push = sender(Turned::at(NOW));
    let elsewhere = Phone::new().at("https://169.254.169.254/latest/meta-data");
    assert_eq!(push.check(&elsewhere), Err(Unsuitable::Endpoint));
    assert_eq!(push.send(&elsewhere, &message()).await, Delivery::Gone);

    let right = Phone::new().at("http://127.0.0.1:1/push");
    for (p256dh, auth) in
        [("", right.auth.as_str()), (&right.p256dh, "AAAA"), ("AAAA", "!"), ("*", "*")]
    {
        let broken = Subscription { p256dh: p256dh.into(), auth: auth.into(), ..right.clone() };
        assert_eq!(push.check(&broken), Err(Unsuitable::Keys));
    }
    let key = Some("another".into());
    assert_eq!(push.check(&Subscription { key, ..right.clone() }), Err(Unsuitable::Key));
    let p256dh = right.p256dh.clone();
    let no_point = format!("BAQEBAQE{}", &p256dh[8..]);
    let broken = Subscription { p256dh: no_point, ..right };
    assert_eq!(push.send(&broken, &message()).await, Delivery::Gone);
}

#[tokio::test]
async fn a_signature_is_kept_for_its_origin_and_for_some_hours() {
    let (one, other) = (answering(201).await, answering(201).await);
    let clock = Turned::at(NOW);
    let push = sender(clock.clone());
    let signed = async |service: &StandIn, path: &str| {
        push.send(&Phone::new().at(&service.url(path)), &message()).await;
        service.take().pop().unwrap().header("authorization").unwrap().to_owned()
    };

    let first = signed(&one, "/a").await;
    assert_ne!(first, signed(&other, "/a").await);
    clock.to("2026-11-22T14:59:59Z");
    assert_eq!(first, signed(&one, "/b").await);
    clock.to("2026-11-22T15:00:00Z");
    assert_ne!(first, signed(&one, "/b").await);
}

#[tokio::test]
async fn each_phone_gets_the_signature_of_the_key_that_it_subscribed_with() {
    let keys = [[7; 32], [8; 32], [9; 32]].map(|bytes| VapidKey::new(bytes).unwrap());
    let public = keys.clone().map(|key| {
        let vapid = Vapid::new(&key, "mailto:push@example.org", Turned::at(NOW));
        vapid.public_key().to_owned()
    });
    let clock = Turned::at(NOW);
    let vapid_of_all =
        Vapid::new(&keys[0], "mailto:push@example.org", clock.clone()).with_previous(&keys[1..]);
    let endpoints = Endpoints { extra: vec![], this_machine: true };
    let push = WebPush::new(vapid_of_all, endpoints, PATIENCE, clock).unwrap();
    assert_eq!((push.public_key(), push.oldest_key()), (&*public[0], &*public[2]));

    // A push service that knows which key this phone is for: the one in the middle.
    let right = public[1].clone();
    let service = StandIn::start(Speaks::One, move |received| {
        Say::only(if vapid(received).1 == right { 201 } else { 403 })
    })
    .await;
    let to = Phone::new().at(&service.url("/push"));
    let with = |key: &str| Subscription { key: Some(key.into()), ..to.clone() };
    let tried = |service: &StandIn| -> Vec<String> {
        service.take().iter().map(|received| vapid(received).1).collect()
    };

    assert_eq!(push.send(&with(&public[1]), &message()).await, Delivery::Accepted);
    assert_eq!(tried(&service), [public[1].clone()]);
    assert_eq!(push.send(&with(&public[2]), &message()).await, Delivery::Rejected(403));
    assert_eq!(tried(&service), [public[2].clone()], "what is known is not guessed at");
    assert_eq!(push.send(&to, &message()).await, Delivery::Accepted, "nobody noted it");
    assert_eq!(tried(&service), [public[2].clone(), public[1].clone()]);
    assert_eq!(push.send(&with("taken out"), &message()).await, Delivery::Rejected(403));
    assert_eq!(tried(&service), [""; 0], "nobody can sign for it");
}
