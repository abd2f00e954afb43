//! Firebase Cloud Messaging, played by a stand-in that checks who asks.

use openssl::{
    pkey::{PKey, Public},
    rsa::Rsa,
};

use super::{
    opened::rs256,
    stand_in::{Received, Say, Speaks, StandIn},
    web::PATIENCE,
    *,
};

const TOKEN: &str = "dQw4w9WgXcQ:APA91b-registration_token";

/// The text of a service account's file, and the key that checks its signatures.
fn account(token_uri: &str) -> (String, PKey<Public>) {
    let key = PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
    let private = String::from_utf8(key.private_key_to_pem_pkcs8().unwrap()).unwrap();
    let public = PKey::public_key_from_pem(&key.public_key_to_pem().unwrap()).unwrap();
    let file = json!({
        "type": "service_account", "project_id": "throughline-test", "private_key_id": "k1",
        "private_key": private, "client_email": "push@throughline-test.iam.gserviceaccount.com",
        "client_id": "1", "token_uri": token_uri,
    });
    (file.to_string(), public)
}

/// Google's two services in one: leave to send, and sending. `answer` says what becomes of a message.
async fn google(answer: impl Fn(&Received) -> Say + Send + Sync + 'static) -> StandIn {
    let given = Mutex::new(0);
    StandIn::start(Speaks::One, move |received| match received.what.as_str() {
        "POST /token" => {
            let mut given = given.lock().unwrap();
            *given += 1;
            let leave = json!({ "access_token": format!("ya29.{given}"), "expires_in": 3599, "token_type": "Bearer" });
            Say(200, &[("content-type", "application/json")], leave.to_string())
        }
        _ => answer(received),
    })
    .await
}

fn sender(google: &StandIn, clock: &Arc<Turned>) -> (Fcm, PKey<Public>) {
    let (file, key) = account(&google.url("/token"));
    let url = google.url("/").parse().unwrap();
    let account = ServiceAccount::read(&file).unwrap();
    (Fcm::new(account, &url, PATIENCE, clock.clone()).unwrap(), key)
}

fn app() -> AppToken {
    AppToken { service: AppService::Fcm, token: TOKEN.into(), topic: None }
}

#[tokio::test]
async fn an_app_is_told_the_neutral_words_and_google_knows_who_asks() {
    let google =
        google(|_| Say(200, &[], json!({ "name": "projects/x/messages/1" }).to_string())).await;
    let clock = Turned::at(NOW);
    let (fcm, key) = sender(&google, &clock);

    assert_eq!(fcm.send(&app(), &message()).await, Delivery::Accepted);

    let [asked, sent] = <[Received; 2]>::try_from(google.take()).unwrap();
    assert_eq!(asked.header("content-type"), Some("application/x-www-form-urlencoded"));
    let form = String::from_utf8(asked.body).unwrap();
    let (grant, letter) = form.split_once("&assertion=").unwrap();
    assert_eq!(grant, "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer");
    let (head, claims) = rs256(letter, &key);
    assert_eq!(head, json!({ "alg": "RS256", "typ": "JWT", "kid": "k1" }));
    let now = clock.now().timestamp();
    assert_eq!(
        claims,
        json!({
            "iss": "push@throughline-test.iam.gserviceaccount.com",
            "scope": "https://www.googleapis.com/auth/firebase.messaging",
            "aud": google.url("/token"), "iat": now, "exp": now + 600,
        })
    );

    assert_eq!(sent.what, "POST /v1/projects/throughline-test/messages:send");
    assert_eq!(sent.header("authorization"), Some("Bearer ya29.1"));
    assert_eq!(
        sent.json(),
        json!({ "message": {
            "token": TOKEN,
            "notification": { "title": "Next steps", "body": "You have something new to look at." },
            "data": { "message": "00000000-0000-0000-0000-000000000001", "tag": "dGFn" },
            "android": {
                "priority": "HIGH", "ttl": "3600s", "collapse_key": "Y2hlY2staW4",
                "notification": { "tag": "dGFn" },
            },
            "apns": {
                "headers": { "apns-expiration": (now + 3600).to_string(), "apns-collapse-id": "Y2hlY2staW4" },
                "payload": { "aps": { "badge": 1 } },
            },
        }}),
        "and no token to answer with: Google reads along"
    );
}

#[tokio::test]
async fn leave_to_send_is_asked_for_once_in_a_while() {
    let google = google(|_| Say::only(200)).await;
    let clock = Turned::at(NOW);
    let (fcm, _) = sender(&google, &clock);
    let (app, message) = (app(), message());
    let asked = |google: &StandIn| {
        google.take().iter().filter(|received| received.what == "POST /token").count()
    };

    let many = futures_util::future::join_all((0..6).map(|_| fcm.send(&app, &message))).await;
    assert_eq!(many, [Delivery::Accepted; 6]);
    assert_eq!(asked(&google), 1, "one asks, the others wait");
    clock.to("2026-11-22T09:54:58Z");
    fcm.send(&app, &message).await;
    assert_eq!(asked(&google), 0);
    clock.to("2026-11-22T09:54:59Z");
    fcm.send(&app, &message).await;
    assert_eq!(asked(&google), 1, "five minutes before it ends");
}

#[tokio::test]
async fn leave_that_was_taken_back_is_asked_for_again_once() {
    let clock = Turned::at(NOW);
    let first = |received: &Received| received.header("authorization") == Some("Bearer ya29.1");
    let forgetful =
        google(move |received| Say::only(if first(received) { 401 } else { 200 })).await;
    assert_eq!(sender(&forgetful, &clock).0.send(&app(), &message()).await, Delivery::Accepted);
    assert_eq!(forgetful.take().len(), 4);

    let never = google(|_| Say::only(401)).await;
    assert_eq!(sender(&never, &clock).0.send(&app(), &message()).await, Delivery::Rejected(401));
    assert_eq!(never.take().len(), 4);
}

/// An error as Google words it.
fn error(status: u16, word: &str, details: Value) -> Say {
    let error = json!({ "code": status, "message": "…", "status": word, "details": details });
    Say(status, &[], json!({ "error": error }).to_string())
}

fn of_fcm(code: &str) -> Value {
    json!([{ "@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": code }])
}

fn violation(field: &str) -> Value {
    let violations = json!([{ "field": field, "description": "Invalid" }]);
    json!([{ "@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": violations }])
}

#[tokio::test]
async fn only_what_is_said_about_a_token_takes_it_off_the_list() {
    let clock = Turned::at(NOW);
    type Answer = fn() -> Say;
    let all: [(Answer, Delivery); 9] = [
        (|| error(404, "NOT_FOUND", of_fcm("UNREGISTERED")), Delivery::Gone),
        (|| error(400, "INVALID_ARGUMENT", violation("message.token")), Delivery::Gone),
        (
            || error(400, "INVALID_ARGUMENT", violation("message.android.ttl")),
            Delivery::Rejected(400),
        ),
        // The project, and not the token.
        (|| error(404, "NOT_FOUND", json!([])), Delivery::Rejected(404)),
        (|| error(403, "PERMISSION_DENIED", of_fcm("SENDER_ID_MISMATCH")), Delivery::Rejected(403)),
        (|| Say::only(307), Delivery::Rejected(307)),
        (
            || Say(429, &[("retry-after", "60")], String::new()),
            Delivery::Retry(Some(Duration::from_secs(60))),
        ),
        (|| error(503, "UNAVAILABLE", of_fcm("UNAVAILABLE")), Delivery::Retry(None)),
        (|| Say(500, &[], "<html>".into()), Delivery::Retry(None)),
    ];
    for (answer, delivery) in all {
        let google = google(move |_| answer()).await;
        assert_eq!(sender(&google, &clock).0.send(&app(), &message()).await, delivery);
    }
}

#[tokio::test]
async fn without_leave_nothing_is_sent() {
    let clock = Turned::at(NOW);
    for (status, body, delivery) in [
        (400, r#"{"error":"invalid_grant"}"#, Delivery::Rejected(400)),
        (404, "", Delivery::Rejected(404)),
        (503, "", Delivery::Retry(Some(Duration::from_secs(9)))),
        (200, "not what it should be", Delivery::Retry(None)),
    ] {
        let google =
            StandIn::start(Speaks::One, move |_| Say(status, &[("retry-after", "9")], body.into()))
                .await;
        assert_eq!(sender(&google, &clock).0.send(&app(), &message()).await, delivery, "{status}");
        assert_eq!(google.take().len(), 1);
    }
}

#[test]
fn a_file_that_is_no_service_account_is_refused_without_showing_it() {
    let (right, _) = account("https://oauth2.googleapis.com/token");
    assert!(ServiceAccount::read(&right).unwrap().is_private());
    assert!(!ServiceAccount::read(&account("http://127.0.0.1/token").0).unwrap().is_private());
    let no_project = right.replace("throughline-test\"", "../x\"");
    for wrong in ["", "{}", "secret words", &no_project] {
        let error = format!("{:?}", ServiceAccount::read(wrong).err().unwrap());
        assert!(!error.contains("secret") && !error.contains("PRIVATE"), "{error}");
    }
    let no_key = right.replace("PRIVATE KEY", "PUBLIC KEY");
    let account = ServiceAccount::read(&no_key).unwrap();
    assert!(Fcm::new(account, &Fcm::URL.parse().unwrap(), PATIENCE, Turned::at(NOW)).is_err());
}
