use jwt_simple::prelude::{HS256Key, MACLike, NoCustomClaims, UnixTimeStamp, VerificationOptions};
use serde_json::json;

use super::{
    stand_in::{StandIn, Then, body, header},
    *,
};
use crate::post::notify::{Notify, NotifyAccount, NotifyKey};

const SERVICE: &str = "26785a09-ab16-4eb0-8407-a37497a57506";
const SECRET: &str = "3d844edf-8d35-48ac-975b-e847b4f122b0";
const TEMPLATE: Uuid = Uuid::from_u128(1);
const E_MAIL_TEMPLATE: Uuid = Uuid::from_u128(2);

fn key() -> NotifyKey {
    format!("next-steps live-{SERVICE}-{SECRET}").parse().unwrap()
}

fn account(stand_in: &StandIn) -> NotifyAccount {
    NotifyAccount {
        url: stand_in.url(),
        key: key(),
        text_template: Some(TEMPLATE),
        email_template: Some(E_MAIL_TEMPLATE),
        sms_sender: None,
        reply_to: Some(Uuid::from_u128(3)),
    }
}

fn notify(stand_in: &StandIn) -> Notify {
    Notify::new(line(), Arc::new(Noon), account(stand_in))
}

/// Checks a token as Notify does: who issued it, when, and that the secret signed it.
fn is_signed(request: &str) {
    let token = header(request, "authorization").unwrap().strip_prefix("Bearer ").unwrap();
    let options = VerificationOptions {
        artificial_time: Some(UnixTimeStamp::from_secs(Noon.now().timestamp() as u64 + 1)),
        allowed_issuers: Some([SERVICE.to_owned()].into()),
        ..VerificationOptions::default()
    };
    let key = HS256Key::from_bytes(SECRET.as_bytes());
    let claims = key.verify_token::<NoCustomClaims>(token, Some(options)).unwrap();
    let issued = claims.issued_at.unwrap().as_secs();
    assert_eq!(issued, Noon.now().timestamp() as u64);
    let other = HS256Key::from_bytes(SERVICE.as_bytes());
    assert!(other.verify_token::<NoCustomClaims>(token, None).is_err());
}

async fn posted(kind: Reached, then: Then) -> Posted {
    let stand_in = StandIn::http(&[then]).await;
    let to = if kind == Reached::Mobile { NUMBER } else { ADDRESS };
    let posted = notify(&stand_in).send(&letter(kind, to)).await;
    assert_eq!(stand_in.heard().len(), 1, "it was sent once: {then:?}");
    posted
}

#[test]
fn a_key_is_a_name_a_service_and_a_secret() {
    for good in ["a", "with-hyphens", "", "naïve"] {
        let read: NotifyKey = format!("{good}-{SERVICE}-{SECRET}").parse().unwrap();
        assert_eq!(read, key(), "{good}");
        assert_eq!(format!("{read:?}"), "NotifyKey");
    }
    for bad in [
        String::new(),
        SECRET.into(),
        format!("{SERVICE}{SECRET}"),
        format!("name-{SERVICE}"),
        format!("{SERVICE}ééé-{SECRET}"),
        format!("name-{SERVICE}-{SECRET}x"),
    ] {
        let told = bad.parse::<NotifyKey>().unwrap_err();
        assert!(told.contains("hyphens") && !told.contains(SECRET), "{told}");
    }
}

#[tokio::test]
async fn a_text_is_handed_to_notify() {
    let taken =
        Then::Answer("201 Created", "", r#"{"id": "740e5834-3a29-46b4-9a6f-16142fde533a"}"#);
    let stand_in = StandIn::http(&[taken]).await;

    let letter = letter(Reached::Mobile, NUMBER);
    let posted = notify(&stand_in).send(&letter).await;

    assert_eq!(posted, Posted::Taken(Some("740e5834-3a29-46b4-9a6f-16142fde533a".into())));
    let heard = &stand_in.heard()[0];
    assert!(heard.starts_with("POST /v2/notifications/sms HTTP/1.1"), "{heard}");
    is_signed(heard);
    assert_eq!(
        body(heard),
        json!({
            "phone_number": NUMBER,
            "template_id": TEMPLATE,
            "personalisation": { "text": letter.text },
            "reference": ID,
        })
    );
}

#[tokio::test]
async fn an_e_mail_is_handed_to_notify() {
    let stand_in = StandIn::http(&[Then::Answer("201 Created", "", "{}")]).await;

    let letter = letter(Reached::Email, ADDRESS);
    let posted = notify(&stand_in).send(&letter).await;

    assert_eq!(posted, Posted::Taken(None));
    let heard = &stand_in.heard()[0];
    assert!(heard.starts_with("POST /v2/notifications/email HTTP/1.1"), "{heard}");
    is_signed(heard);
    assert_eq!(
        body(heard),
        json!({
            "email_address": ADDRESS,
            "template_id": E_MAIL_TEMPLATE,
            "personalisation": { "subject": letter.subject, "text": letter.text },
            "reference": ID,
            "email_reply_to_id": Uuid::from_u128(3),
        })
    );
}

#[tokio::test]
async fn each_answer_has_its_word() {
    let refused = |why: &str| Posted::Refused(format!("GOV.UK Notify answered {why}"));
    let seconds = |seconds| Posted::Later(Some(Duration::from_secs(seconds)));
    let trial = r#"{"status_code": 400, "errors": [{"error": "BadRequestError", "message": "Can’t send to this recipient using a team-only API key"}]}"#;
    let number = r#"{"status_code": 400, "errors": [{"error": "ValidationError", "message": "phone_number Not enough digits"}]}"#;
    let address = r#"{"status_code": 400, "errors": [{"error": "ValidationError", "message": "email_address Not a valid email address"}]}"#;
    let template = r#"{"status_code": 400, "errors": [{"error": "ValidationError", "message": "template_id is not a valid UUID"}]}"#;
    let clock = r#"{"status_code": 403, "errors": [{"error": "AuthError", "message": "Error: Your system clock must be accurate"}]}"#;
    let minute = r#"{"status_code": 429, "errors": [{"error": "RateLimitError", "message": "Exceeded rate limit"}]}"#;
    let day = r#"{"status_code": 429, "errors": [{"error": "TooManyRequestsError", "message": "Exceeded send limits"}]}"#;
    let rude = r#"{"errors": [{"error": "amina@example.org", "message": 7}]}"#;
    for (kind, then, expected) in [
        (Reached::Mobile, Then::Answer("400 No", "", number), Posted::NoSuchAddress),
        (Reached::Email, Then::Answer("400 No", "", address), Posted::NoSuchAddress),
        (Reached::Email, Then::Answer("400 No", "", number), refused("400 ValidationError")),
        (Reached::Mobile, Then::Answer("400 No", "", template), refused("400 ValidationError")),
        (Reached::Mobile, Then::Answer("400 No", "", trial), refused("400 BadRequestError")),
        (Reached::Mobile, Then::Answer("403 No", "", clock), refused("403 AuthError")),
        (Reached::Mobile, Then::Answer("404 No", "", rude), refused("404")),
        (Reached::Mobile, Then::Answer("429 No", "", minute), seconds(60)),
        (Reached::Mobile, Then::Answer("429 No", "", day), seconds(3600)),
        (Reached::Mobile, Then::Answer("429 No", "retry-after: 5\r\n", day), seconds(5)),
        (Reached::Mobile, Then::Answer("201 OK", "", "<html>"), Posted::Taken(None)),
    ] {
        assert_eq!(posted(kind, then).await, expected, "{then:?}");
    }
    for then in [
        Then::Answer("500 Oh", "", "{}"),
        Then::Answer("503 Oh", "retry-after: 5\r\n", ""),
        Then::Silence,
        Then::BreakOff,
    ] {
        assert!(matches!(posted(Reached::Mobile, then).await, Posted::Unsure(_)), "{then:?}");
    }
    let posted = notify(&StandIn::nobody().await).send(&letter(Reached::Email, ADDRESS)).await;
    assert_eq!(posted, Posted::Later(None));
}

#[tokio::test]
async fn a_letter_is_asked_after_by_its_reference() {
    let found: &'static str = format!(
        r#"{{"notifications": [{{"id": "n-1", "reference": "{ID}", "status": "sending"}}], "links": {{}}}}"#
    )
    .leak();
    for (then, expected) in [
        (Then::Answer("200 OK", "", found), Sought::Taken(Some("n-1".into()))),
        (Then::Answer("200 OK", "", r#"{"notifications": []}"#), Sought::NotThere),
        (Then::Answer("200 OK", "", r#"{"notifications": [{"id": "n-2"}]}"#), Sought::CannotTell),
        (Then::Answer("200 OK", "", "[]"), Sought::CannotTell),
        (Then::Answer("200 OK", "", "garbage"), Sought::CannotTell),
        (Then::Answer("403 No", "", r#"{"notifications": []}"#), Sought::CannotTell),
        (Then::Answer("500 Oh", "", ""), Sought::CannotTell),
        (Then::Silence, Sought::CannotTell),
    ] {
        let stand_in = StandIn::http(&[then]).await;
        assert_eq!(notify(&stand_in).seek(ID).await, expected, "{then:?}");
        let heard = &stand_in.heard()[0];
        let asked = format!("GET /v2/notifications?reference={ID} HTTP/1.1");
        assert!(heard.starts_with(&asked), "{heard}");
        is_signed(heard);
    }
    assert_eq!(notify(&StandIn::nobody().await).seek(ID).await, Sought::CannotTell);
}

#[tokio::test]
async fn it_is_tried_with_a_number_and_an_address_that_are_nobodys() {
    for (way, member, to) in [
        (Reached::Mobile, "phone_number", "07700900000"),
        (Reached::Email, "email_address", "simulate-delivered@notifications.service.gov.uk"),
    ] {
        let stand_in = StandIn::http(&[Then::Answer("201 Created", "", "{}")]).await;
        assert_eq!(notify(&stand_in).probe(way, ID).await, Posted::Taken(None));
        assert_eq!(body(&stand_in.heard()[0])[member], to);
    }
}

#[tokio::test]
async fn notify_carries_one_way_and_a_mail_server_the_other() {
    let (texts, mail) = (StandIn::http(&[]).await, StandIn::smtp(&[]).await);
    let account = NotifyAccount { email_template: None, ..account(&texts) };
    let notify = Notify::new(line(), Arc::new(Noon), account);
    let ways = Ways {
        mail: Some(Arc::new(MailServer::new(&mail.smtp_url(), "hello@example.org").unwrap())),
        notify: Some(Arc::new(notify)),
        text_replies: true,
        ..Ways::default()
    };
    assert_eq!(ways.ways(), [Reached::Mobile, Reached::Email]);
    assert!(ways.takes_replies());
    assert_eq!(ways.send(&letter(Reached::Email, ADDRESS)).await, Posted::Taken(None));
    ways.send(&letter(Reached::Mobile, NUMBER)).await;
    assert_eq!(texts.heard().len(), 1);
    assert_eq!(ways.seek(Reached::Email, ID).await, Sought::CannotTell);
}
