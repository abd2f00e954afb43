use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use jwt_simple::prelude::{
    Claims, Duration as Lasts, ECDSAP256KeyPairLike, ECDSAP256PublicKeyLike, ES256KeyPair,
};
use reqwest::RequestBuilder;

use super::*;

const TEXT: &str = r#"{"notification":{"title":"Next Steps"}}"#;

/// Whoever sends, and for how long their signature is good.
struct Sender {
    key: ES256KeyPair,
    hours: u64,
    audience: String,
    contact: &'static str,
}

impl Sender {
    fn to(stand: &Stand) -> Self {
        let (key, contact) = (ES256KeyPair::generate(), "mailto:us@example.org");
        Self { key, hours: 12, audience: stand.url.clone(), contact }
    }

    fn shows(&self) -> String {
        let claims = Claims::create(Lasts::from_hours(self.hours))
            .with_audience(&self.audience)
            .with_subject(self.contact);
        let token = self.key.sign(claims).unwrap();
        let public = self.key.public_key().public_key().to_bytes_uncompressed();
        format!("vapid t={token}, k={}", BASE64_URL_SAFE_NO_PAD.encode(public))
    }
}

impl Stand {
    /// A phone: its endpoint, and a message encrypted for it.
    async fn phone(&self, text: &str) -> (String, Vec<u8>) {
        let made = self.client.post(format!("{}/push", self.url)).send().await.unwrap();
        let (status, made) = said(made).await;
        assert_eq!(status, 201);
        let decode = |text: &Value| BASE64_URL_SAFE_NO_PAD.decode(text.as_str().unwrap()).unwrap();
        let keys = &made["keys"];
        let body = ece::encrypt(&decode(&keys["p256dh"]), &decode(&keys["auth"]), text.as_bytes());
        (made["endpoint"].as_str().unwrap().to_owned(), body.unwrap())
    }

    fn push(&self, to: &str, body: Vec<u8>, shows: &str) -> RequestBuilder {
        self.client
            .post(to)
            .header("authorization", shows)
            .header("ttl", "3600")
            .header("content-encoding", "aes128gcm")
            .header("urgency", "normal")
            .header("topic", "check-in")
            .body(body)
    }
}

#[tokio::test]
async fn a_message_is_taken_decrypted_and_shown() {
    with(None, async |stand| {
        let (to, body) = stand.phone(TEXT).await;
        let sender = Sender::to(&stand);
        let answer = stand.push(&to, body, &sender.shows()).send().await.unwrap();
        assert_eq!(answer.status(), 201);
        assert_eq!(answer.headers()["ttl"], "3600");
        assert!(answer.headers()["location"].to_str().unwrap().starts_with(&stand.url));

        let messages = stand.messages().await;
        assert_eq!(
            (&messages[0]["text"], &messages[0]["by"]),
            (&json!(TEXT), &json!("push service"))
        );
        let said = json!({ "ttl": "3600", "urgency": "normal", "topic": "check-in" });
        assert_eq!(messages[0]["said"], said);
    })
    .await;
}

#[tokio::test]
async fn a_test_may_bring_the_keys_of_its_own_phone_or_none() {
    with(None, async |stand| {
        let sender = Sender::to(&stand);
        let (keys, auth) = ece::generate_keypair_and_auth_secret().unwrap();
        let public = keys.pub_as_raw().unwrap();
        let body = ece::encrypt(&public, &auth, TEXT.as_bytes()).unwrap();
        let to = format!("{}/push/mine", stand.url);
        assert_eq!(stand.push(&to, body.clone(), &sender.shows()).send().await.unwrap().status(), 201);
        assert!(stand.messages().await[0].get("text").is_none(), "nobody here can read it");

        let encode = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
        let private = keys.raw_components().unwrap();
        let known = json!({
            "private_key": encode(private.private_key()), "public_key": encode(&public), "auth": encode(&auth),
        });
        let put = stand.client.put(&to).body(known.to_string()).send().await.unwrap();
        assert_eq!(put.status(), 200);
        assert_eq!(stand.push(&to, body, &sender.shows()).send().await.unwrap().status(), 201);
        assert_eq!(stand.messages().await[0]["text"], TEXT);
        let nonsense = stand.client.put(&to).body("{}").send().await.unwrap();
        assert_eq!(nonsense.status(), 400);
    })
    .await;
}

#[tokio::test]
async fn a_message_that_a_push_service_refuses_is_refused() {
    with(None, async |stand| {
        let (to, body) = stand.phone(TEXT).await;
        let good = Sender::to(&stand);
        let sent = |shows: &str| stand.push(&to, body.clone(), shows);
        let told = async |send: RequestBuilder| {
            let (status, answer) = said(send.send().await.unwrap()).await;
            (status, answer["reason"].as_str().unwrap_or_default().to_owned())
        };
        let shows = good.shows();
        for (header, value, why) in [
            ("ttl", "soon", "TTL"),
            ("content-encoding", "aesgcm", "Content-Encoding"),
            ("urgency", "now", "Urgency"),
            ("topic", "a topic with spaces", "Topic"),
        ] {
            let mut send = sent(&shows).build().unwrap();
            send.headers_mut().insert(header, value.parse().unwrap());
            let answer = stand.client.execute(send).await.unwrap();
            let (status, answer) = said(answer).await;
            assert!(
                status == 400 && answer["reason"].as_str().unwrap().starts_with(why),
                "{answer}"
            );
        }
        let weeks = Sender { hours: 48, ..Sender::to(&stand) };
        let elsewhere = Sender { audience: "https://push.example".into(), ..Sender::to(&stand) };
        let nobody = Sender { contact: "us", ..Sender::to(&stand) };
        let (token, _) = shows.split_once(", k=").unwrap();
        let (_, key) =
            weeks.shows().split_once(", ").map(|(t, k)| (t.to_owned(), k.to_owned())).unwrap();
        for (shows, why) in [
            (weeks.shows(), "exp is over"),
            (elsewhere.shows(), "aud is not"),
            (nobody.shows(), "sub is no way"),
            (format!("{token}, {key}"), "the signature is not by this key"),
            (token.to_owned(), "vapid has not both"),
            (format!("{token}, k=AA"), "k is no key"),
        ] {
            let (status, answer) = told(sent(&shows)).await;
            assert!(status == 403 && answer.starts_with(why), "{why}: {status} {answer}");
        }
        assert_eq!(told(sent("WebPush x")).await.0, 401);
        let mut spoilt = body.clone();
        *spoilt.last_mut().unwrap() ^= 1;
        for (body, status) in [(spoilt, 400), (vec![0; 50], 400), (vec![0; 4097], 413)] {
            assert_eq!(told(stand.push(&to, body, &shows)).await.0, status);
        }
        stand.fault(json!({ "way": "push", "answer": 410 })).await;
        assert_eq!(told(sent(&shows)).await.0, 410);
        assert_eq!(told(sent(&shows)).await.0, 201, "the message was right all the time");
    })
    .await;
}
