//! The service's own senders, and the stand-ins: both ends of each protocol.

use std::time::Duration;

use domain::proof::Reached;
use reqwest::Url;

use super::*;
use crate::{
    post::{Letter, Line, MailServer, Notify, NotifyAccount, Posted, Sought, TextGateway},
    store::OwnContact,
};

fn line() -> Line {
    Line::new(Arc::new(SystemClock)).unwrap()
}

fn letter(kind: Reached, to: &str) -> Letter {
    Letter {
        id: SystemIds.new_id(),
        to: OwnContact { kind, value: to.into() },
        subject: "Next Steps: your check-in is ready".into(),
        text: "Next Steps: your check-in is ready. https://next.example/phone/".into(),
    }
}

fn taken(posted: &Posted) -> String {
    match posted {
        Posted::Taken(Some(id)) => id.clone(),
        other => panic!("it was not taken: {other:?}"),
    }
}

#[tokio::test]
async fn texts_go_by_the_gateway() {
    with(None, async |stand| {
        let url: Url = format!("{}/texts", stand.url).parse().unwrap();
        let gateway = TextGateway::new(line(), url.clone(), "knows-us".into());
        let text = letter(Reached::Mobile, "+447700900123");

        assert_eq!(gateway.probe().await, Posted::Taken(None));
        let first = taken(&gateway.send(&text).await);
        assert_eq!(taken(&gateway.send(&text).await), first, "it is the same message");
        let nobody = gateway.send(&letter(Reached::Mobile, "+447700")).await;
        assert_eq!(nobody, Posted::NoSuchAddress);
        stand.fault(json!({ "way": "sms", "answer": 503, "retry_after": 30 })).await;
        let later = gateway.send(&letter(Reached::Mobile, "+447700900123")).await;
        assert_eq!(later, Posted::Later(Some(Duration::from_secs(30))));
        stand.fault(json!({ "way": "sms", "answer": 500, "taken": true })).await;
        let unsure = letter(Reached::Mobile, "+447700900456");
        assert!(matches!(gateway.send(&unsure).await, Posted::Unsure(_)));
        let messages = stand.messages().await;
        assert_eq!(messages[0]["reference"], unsure.id.to_string());
        assert_eq!((messages.len(), &messages[2]["times"]), (3, &json!(2)));

        let stranger = TextGateway::new(line(), url, "knows us not".into());
        assert!(matches!(stranger.probe().await, Posted::Refused(_)));
        assert!(matches!(stranger.send(&text).await, Posted::Refused(_)));
    })
    .await;
}

#[tokio::test]
async fn texts_and_e_mails_go_by_notify() {
    with(None, async |stand| {
        let template = Some(SystemIds.new_id());
        let account = NotifyAccount {
            url: stand.url.parse().unwrap(),
            key: KEY.parse().unwrap(),
            text_template: template,
            email_template: template,
            sms_sender: template,
            reply_to: template,
        };
        let notify = Notify::new(line(), Arc::new(SystemClock), account);
        for way in [Reached::Mobile, Reached::Email] {
            assert!(matches!(notify.probe(way, SystemIds.new_id()).await, Posted::Taken(_)));
        }
        assert_eq!(stand.messages().await.len(), 0, "trying it troubles nobody");

        let text = letter(Reached::Mobile, "+447700900123");
        let id = taken(&notify.send(&text).await);
        assert_eq!(notify.seek(text.id).await, Sought::Taken(Some(id)));
        let mail = letter(Reached::Email, "amina@example.org");
        assert!(matches!(notify.send(&mail).await, Posted::Taken(_)));
        let never = SystemIds.new_id();
        assert_eq!(notify.seek(never).await, Sought::NotThere);
        for (way, to) in [(Reached::Mobile, "+4477009001"), (Reached::Email, "nobody")] {
            assert_eq!(notify.send(&letter(way, to)).await, Posted::NoSuchAddress, "{to}");
        }
        let messages = stand.messages().await;
        let (subject, by) = (&messages[0]["subject"], &messages[0]["by"]);
        assert_eq!((subject, by), (&json!(mail.subject), &json!("notify")));

        stand.fault(json!({ "way": "email", "answer": 500, "taken": true })).await;
        let unsure = letter(Reached::Email, "amina@example.org");
        assert!(matches!(notify.send(&unsure).await, Posted::Unsure(_)));
        assert!(matches!(notify.seek(unsure.id).await, Sought::Taken(Some(_))));
    })
    .await;
}

#[tokio::test]
async fn e_mails_go_by_the_mail_server() {
    with(None, async |stand| {
        let url = format!("smtp://{}", stand.mail);
        let server = MailServer::new(&url, "Next Steps <hello@example.org>").unwrap();
        assert!(matches!(server.probe().await, Posted::Taken(_)));
        let mut mail = letter(Reached::Email, "amina@example.org");
        mail.text = "Hello,\n\nit is “time” – see you.".into();
        assert!(matches!(server.send(&mail).await, Posted::Taken(_)));
        let nobody = letter(Reached::Email, "perm-fail@simulator.notify");
        assert_eq!(server.send(&nobody).await, Posted::NoSuchAddress);
        let later = letter(Reached::Email, "temp-fail@simulator.notify");
        assert!(matches!(server.send(&later).await, Posted::Later(_)));

        let messages = stand.messages().await;
        assert_eq!((messages.len(), &messages[0]["text"]), (1, &json!(mail.text)));
        assert_eq!(messages[0]["reference"], mail.id.to_string());
    })
    .await;
}

#[test]
fn the_key_for_trying_out_is_one() {
    assert_eq!(Setup::new("x").notify.parts().1.len(), 36);
}
