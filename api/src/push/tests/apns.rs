//! The Apple Push Notification service, played by a stand-in that speaks HTTP/2 and checks who sends.

use openssl::{
    bn::BigNumContext,
    ec::{EcGroup, EcKey, PointConversionForm},
    nid::Nid,
    pkey::PKey,
};

use super::{
    opened::es256,
    stand_in::{Received, Say, Speaks, StandIn},
    web::{self, PATIENCE},
    *,
};

const TOPIC: &str = "org.example.throughline";

fn app() -> AppToken {
    AppToken { service: AppService::Apns, token: "ab12".repeat(16), topic: None }
}

/// A key as Apple gives it, and its public half.
fn key() -> (String, Vec<u8>) {
    let curve = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
    let key = EcKey::generate(&curve).unwrap();
    let mut numbers = BigNumContext::new().unwrap();
    let form = PointConversionForm::UNCOMPRESSED;
    let public = key.public_key().to_bytes(&curve, form, &mut numbers).unwrap();
    let pem = PKey::from_ec_key(key).unwrap().private_key_to_pem_pkcs8().unwrap();
    (String::from_utf8(pem).unwrap(), public)
}

async fn apple(answer: impl Fn(&Received) -> Say + Send + Sync + 'static) -> StandIn {
    StandIn::start(Speaks::Two, answer).await
}

fn sender(apple: &StandIn, clock: &Arc<Turned>) -> (Apns, Vec<u8>) {
    let (pem, public) = key();
    let key = ApnsKey::new(&pem, "ABC123DEFG", "DEF123GHIJ", Some(TOPIC.into())).unwrap();
    let url = apple.url("/").parse().unwrap();
    (Apns::new(key, url, PATIENCE, clock.clone()).unwrap(), public)
}

fn letter(received: &Received) -> String {
    received.header("authorization").unwrap().strip_prefix("bearer ").unwrap().to_owned()
}

#[tokio::test]
async fn an_app_is_told_the_neutral_words_and_apple_knows_who_sends() {
    let apple = apple(|_| Say::only(200)).await;
    let clock = Turned::at(NOW);
    let (apns, public) = sender(&apple, &clock);

    assert_eq!(apns.send(&app(), &message()).await, Delivery::Accepted);

    let sent = apple.take().pop().unwrap();
    let now = clock.now().timestamp();
    assert_eq!(sent.what, format!("POST /3/device/{}", app().token));
    for (name, value) in [
        ("apns-topic", TOPIC),
        ("apns-push-type", "alert"),
        ("apns-priority", "10"),
        ("apns-expiration", &(now + 3600).to_string()),
        ("apns-id", "00000000-0000-0000-0000-000000000001"),
        ("apns-collapse-id", "Y2hlY2staW4"),
    ] {
        assert_eq!(sent.header(name), Some(value), "{name}");
    }
    assert_eq!(
        sent.json(),
        json!({
            "aps": {
                "alert": { "title": "Next steps", "body": "You have something new to look at." },
                "badge": 1, "sound": "default", "thread-id": "dGFn",
            },
            "message": "00000000-0000-0000-0000-000000000001", "tag": "dGFn",
        }),
        "and no token to answer with: Apple reads along"
    );
    let (head, claims) = es256(&letter(&sent), &public);
    assert_eq!(head, json!({ "alg": "ES256", "typ": "JWT", "kid": "ABC123DEFG" }));
    assert_eq!(claims, json!({ "iss": "DEF123GHIJ", "iat": now }));

    let at_once = PushMessage { lifetime: Duration::ZERO, topic: None, ..message() };
    assert_eq!(apns.send(&app(), &at_once).await, Delivery::Accepted);
    let sent = apple.take().pop().unwrap();
    assert_eq!(
        (sent.header("apns-expiration"), sent.header("apns-collapse-id")),
        (Some("0"), None)
    );
}

#[tokio::test]
async fn many_messages_share_a_connection_and_a_letter() {
    let apple = apple(|_| Say::only(200)).await;
    let clock = Turned::at(NOW);
    let (apns, _) = sender(&apple, &clock);
    let (app, message) = (app(), message());
    apns.send(&app, &message).await;

    let many = futures_util::future::join_all((0..20).map(|_| apns.send(&app, &message))).await;

    assert_eq!(many, [Delivery::Accepted; 20]);
    let mut letters: Vec<String> = apple.take().iter().map(letter).collect();
    assert_eq!((letters.len(), apple.connections()), (21, 1));
    letters.dedup();
    let [first] = <[String; 1]>::try_from(letters).unwrap();
    clock.to("2026-11-22T09:39:59Z");
    apns.send(&app, &message).await;
    assert_eq!(letter(&apple.take()[0]), first);
    clock.to("2026-11-22T09:40:00Z");
    apns.send(&app, &message).await;
    assert_ne!(letter(&apple.take()[0]), first, "before it is an hour old");
}

fn refusal(status: u16, reason: &str) -> Say {
    Say(status, &[], json!({ "reason": reason }).to_string())
}

#[tokio::test]
async fn a_letter_that_is_too_old_for_apple_is_exchanged_once_and_not_too_soon() {
    let apple = apple(|_| refusal(403, "ExpiredProviderToken")).await;
    let clock = Turned::at(NOW);
    let (apns, _) = sender(&apple, &clock);
    assert_eq!(apns.send(&app(), &message()).await, Delivery::Rejected(403));
    assert_eq!(apple.take().len(), 1, "it was signed just now");
    clock.to("2026-11-22T09:20:00Z");
    assert_eq!(apns.send(&app(), &message()).await, Delivery::Rejected(403));
    let letters: Vec<String> = apple.take().iter().map(letter).collect();
    assert_eq!(letters.len(), 2);
    assert_ne!(letters[0], letters[1]);
}

#[tokio::test]
async fn only_what_is_said_about_a_token_takes_it_off_the_list() {
    let clock = Turned::at(NOW);
    type Answer = fn() -> Say;
    let all: [(Answer, Delivery); 9] = [
        (|| refusal(410, "Unregistered"), Delivery::Gone),
        (|| refusal(400, "BadDeviceToken"), Delivery::Gone),
        (|| refusal(400, "DeviceTokenNotForTopic"), Delivery::Rejected(400)),
        (|| refusal(403, "InvalidProviderToken"), Delivery::Rejected(403)),
        (|| refusal(404, "BadPath"), Delivery::Rejected(404)),
        (|| refusal(413, "PayloadTooLarge"), Delivery::Rejected(413)),
        (
            || Say(429, &[("retry-after", "60")], String::new()),
            Delivery::Retry(Some(Duration::from_secs(60))),
        ),
        (|| refusal(503, "Shutdown"), Delivery::Retry(None)),
        (|| Say(500, &[], "<html>".into()), Delivery::Retry(None)),
    ];
    for (answer, delivery) in all {
        let apple = apple(move |_| answer()).await;
        assert_eq!(sender(&apple, &clock).0.send(&app(), &message()).await, delivery);
    }
    let away = Apns::new(
        ApnsKey::new(&key().0, "A", "B", Some(TOPIC.into())).unwrap(),
        "http://127.0.0.1:1/".parse().unwrap(),
        PATIENCE,
        clock,
    );
    assert_eq!(away.unwrap().send(&app(), &message()).await, Delivery::Retry(None));
}

#[tokio::test]
async fn every_address_finds_its_sender() {
    let (service, apple) = (web::answering(201).await, apple(|_| Say::only(200)).await);
    let clock = Turned::at(NOW);
    let apns = Some(sender(&apple, &clock).0);
    let all = Senders { web: web::sender(clock.clone()), fcm: None, apns };
    assert_eq!(all.app_services(), [AppService::Apns]);
    assert_eq!((all.public_key(), all.oldest_key()), (all.web.public_key(), all.web.public_key()));

    let browser = super::opened::Phone::new().at(&service.url("/push"));
    assert_eq!(all.check(&browser), Ok(()));
    assert_eq!(all.send(&browser, &message()).await, Delivery::Accepted);
    assert_eq!((service.take().len(), apple.take().len()), (1, 0));
    let ios = app().subscription();
    assert_eq!(all.check(&ios), Ok(()));
    assert_eq!(all.send(&ios, &message()).await, Delivery::Accepted);
    assert_eq!((service.take().len(), apple.take().len()), (0, 1));

    let android = AppToken { service: AppService::Fcm, ..app() }.subscription();
    assert_eq!(all.check(&android), Err(Unsuitable::Service));
    assert_eq!(all.send(&android, &message()).await, Delivery::Rejected(501));
    let of_browser = Subscription { endpoint: ios.endpoint.clone(), ..browser };
    assert_eq!(all.check(&of_browser), Err(Unsuitable::Endpoint), "a browser gives no tokens");
    let topic = |topic: &str| AppToken { topic: Some(topic.into()), ..app() }.subscription();
    assert_eq!(all.check(&topic(TOPIC)), Ok(()));
    assert_eq!(all.check(&topic("org.example.other")), Err(Unsuitable::Topic));
    let broken = AppToken { token: "ab12".into(), ..app() }.subscription();
    assert_eq!(all.check(&broken), Err(Unsuitable::Token));
}

#[test]
fn a_file_that_is_no_key_of_apples_is_refused() {
    let (right, _) = key();
    assert!(ApnsKey::new(&right, "ABC123DEFG", "DEF123GHIJ", None).is_ok());
    for (pem, id, team) in [
        ("", "ABC123DEFG", "DEF123GHIJ"),
        ("-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----", "A", "B"),
        (&right, "", "B"),
        (&right, "A", "B C"),
    ] {
        let error = format!("{:?}", ApnsKey::new(pem, id, team, None).err().unwrap());
        assert!(!error.contains("secret"), "{error}");
    }
}
