use std::time::Duration;

use jwt_simple::prelude::{Claims, Duration as Lasts, HS256Key, MACLike};

use super::*;

const SERVICE: &str = "00000000-0000-4000-8000-000000000001";
const SECRET: &str = "00000000-0000-4000-8000-000000000002";
const TEMPLATE: &str = "5d2a1c6e-0000-4000-8000-000000000003";

fn token(service: &str, secret: &str) -> String {
    let claims = Claims::create(Lasts::from_mins(1)).with_issuer(service);
    HS256Key::from_bytes(secret.as_bytes()).authenticate(claims).unwrap()
}

impl Stand {
    pub(super) async fn notify(&self, kind: &str, body: Value) -> (u16, Value) {
        let url = format!("{}/v2/notifications/{kind}", self.url);
        let send = self.client.post(url).bearer_auth(token(SERVICE, SECRET));
        said(send.body(body.to_string()).send().await.unwrap()).await
    }

    pub(super) async fn ask(&self, path: &str) -> (u16, Value) {
        let url = format!("{}/v2/notifications{path}", self.url);
        let ask = self.client.get(url).bearer_auth(token(SERVICE, SECRET));
        said(ask.send().await.unwrap()).await
    }

    /// Waits until nothing is under way any more.
    async fn settled(&self) {
        while self.messages().await.iter().any(|m| m["status"] == "created") {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

pub(super) fn text(to: &str, reference: &str) -> Value {
    json!({
        "phone_number": to, "template_id": TEMPLATE, "reference": reference,
        "personalisation": { "text": "Next Steps: your check-in is ready." },
    })
}

pub(super) fn email(to: &str) -> Value {
    json!({
        "email_address": to, "template_id": TEMPLATE, "reference": "mail",
        "personalisation": { "subject": "Next Steps", "text": "Hello, you." },
    })
}

#[tokio::test]
async fn a_text_and_an_e_mail_are_taken_and_can_be_asked_after() {
    with(None, async |stand| {
        let (status, taken) = stand.notify("sms", text("07700 900123", "one")).await;
        assert_eq!((status, &taken["reference"]), (201, &json!("one")));
        assert_eq!(taken["content"]["body"], "Next Steps: your check-in is ready.");
        assert_eq!(taken["template"]["id"], TEMPLATE);
        let (status, mail) = stand.notify("email", email("amina@example.org")).await;
        assert_eq!((status, &mail["content"]["subject"]), (201, &json!("Next Steps")));
        stand.settled().await;

        let (_, shown) = stand.ask(&format!("/{}", taken["id"].as_str().unwrap())).await;
        assert_eq!((&shown["type"], &shown["status"]), (&json!("sms"), &json!("delivered")));
        assert_eq!(
            (&shown["phone_number"], &shown["email_address"]),
            (&json!("07700 900123"), &Value::Null)
        );
        let (_, found) = stand.ask("?reference=one").await;
        assert_eq!(found["notifications"], json!([shown]));
        assert_eq!(found["links"]["current"], "/v2/notifications?reference=one");
        assert_eq!(stand.ask("?reference=two").await.1["notifications"], json!([]));
        let mails = stand.ask("?template_type=email&status=delivered").await.1;
        assert_eq!(mails["notifications"][0]["email_address"], "amina@example.org");
        let (status, nothing) = stand.ask("/00000000-0000-4000-8000-00000000000f").await;
        assert_eq!((status, &nothing["errors"][0]["error"]), (404, &json!("NoResultFound")));

        // Notify does not look whether it has a reference already.
        stand.notify("sms", text("07700900123", "one")).await;
        assert_eq!(
            stand.ask("?reference=one").await.1["notifications"].as_array().unwrap().len(),
            2
        );
        assert_eq!(stand.notify("sms", text("07700900000", "smoke")).await.0, 201);
        assert_eq!(stand.messages().await.len(), 3, "what only tries it out is forgotten");
    })
    .await;
}

#[tokio::test]
async fn mistakes_are_told_in_the_shape_of_notify() {
    with(None, async |stand| {
        let without = |name: &str| {
            let mut body = text("07700900123", "one");
            body.as_object_mut().unwrap().remove(name);
            body
        };
        let with = |name: &str, value: Value| {
            let mut body = text("07700900123", "one");
            body[name] = value;
            body
        };
        let says = |text: &str| json!({ "text": text });
        for (body, error, message) in [
            (without("phone_number"), "ValidationError", "phone_number is a required property"),
            (without("template_id"), "ValidationError", "template_id is a required property"),
            (with("template_id", json!("x")), "ValidationError", "template_id is not a valid UUID"),
            (without("personalisation"), "BadRequestError", "Missing personalisation: text"),
            (
                with("phone_number", json!("0770090012")),
                "ValidationError",
                "phone_number Not enough digits",
            ),
            (
                with("phone_number", json!("077009001234")),
                "ValidationError",
                "phone_number Too many digits",
            ),
            (
                with("phone_number", json!("+33612345678")),
                "ValidationError",
                "phone_number Not a UK mobile number",
            ),
            (
                with("phone_number", json!("0770 ABC")),
                "ValidationError",
                "phone_number Must not contain letters or symbols",
            ),
            (
                with("more", json!(1)),
                "ValidationError",
                "Additional properties are not allowed (more was unexpected)",
            ),
            (
                with("personalisation", says("👋")),
                "BadRequestError",
                "'👋' is not in the alphabet of text messages",
            ),
        ] {
            let (status, answer) = stand.notify("sms", body.clone()).await;
            let expected =
                json!({ "status_code": 400, "errors": [{ "error": error, "message": message }] });
            assert_eq!((status, answer), (400, expected), "{body}");
        }
        let (_, wrong) = stand.notify("email", email("amina")).await;
        assert_eq!(wrong["errors"][0]["message"], "email_address Not a valid email address");
        stand.fault(json!({ "way": "sms", "answer": 429, "retry_after": 5 })).await;
        let (status, busy) = stand.notify("sms", text("07700900123", "one")).await;
        assert_eq!((status, &busy["errors"][0]["error"]), (429, &json!("RateLimitError")));
    })
    .await;
}

#[tokio::test]
async fn only_a_fresh_token_of_the_right_key_is_let_in() {
    with(None, async |stand| {
        let url = format!("{}/v2/notifications/sms", stand.url);
        let old = {
            let mut claims = Claims::create(Lasts::from_mins(60)).with_issuer(SERVICE);
            claims.issued_at = claims.issued_at.map(|at| at - Lasts::from_secs(40));
            HS256Key::from_bytes(SECRET.as_bytes()).authenticate(claims).unwrap()
        };
        for (token, status) in [
            (None, 401),
            (Some("nonsense".to_owned()), 403),
            (Some(token(SERVICE, "another secret")), 403),
            (Some(token(SECRET, SECRET)), 403),
            (Some(old), 403),
            (Some(token(SERVICE, SECRET)), 201),
        ] {
            let mut send = stand.client.post(&url).body(text("07700900123", "one").to_string());
            if let Some(token) = &token {
                send = send.bearer_auth(token);
            }
            let (told, answer) = said(send.send().await.unwrap()).await;
            assert_eq!(told, status, "{token:?}: {answer}");
            if status > 400 {
                assert_eq!(answer["errors"][0]["error"], "AuthError");
            }
        }
        assert_eq!(stand.ask("").await.0, 200);
        assert_eq!(stand.get("/v2/notifications").await.0, 401);
    })
    .await;
}
