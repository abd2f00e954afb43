use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor, message::header::ContentType,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

use super::*;

fn letter(to: &str, subject: &str, text: &str) -> Message {
    Message::builder()
        .from("Next Steps <hello@example.org>".parse().unwrap())
        .to(to.parse().unwrap())
        .subject(subject)
        .message_id(Some("<a-reference@example.org>".into()))
        .header(ContentType::TEXT_PLAIN)
        .body(text.to_owned())
        .unwrap()
}

/// A mail client as the service has one.
fn client(stand: &Stand) -> AsyncSmtpTransport<Tokio1Executor> {
    AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1")
        .port(stand.mail.port())
        .build()
}

#[tokio::test]
async fn letters_are_taken_and_shown_as_they_were_written() {
    with(None, async |stand| {
        let client = client(&stand);
        assert!(client.test_connection().await.unwrap());
        let long =
            "A line with a – dash, and enough words that it has to be folded somewhere. ".repeat(9);
        let text = format!("Hello,\n\n.a dot\n\n{}", long.trim_end());
        let subject = "Café “Next Steps”: your check-in is ready";
        client.send(letter("amina@example.org", subject, &text)).await.unwrap();
        client.send(letter("ben@example.org", "Ready", "Hello.\n")).await.unwrap();

        let messages = stand.messages().await;
        assert_eq!(
            (&messages[1]["to"], &messages[1]["subject"]),
            (&json!("amina@example.org"), &json!(subject))
        );
        assert_eq!(messages[1]["text"], text);
        assert_eq!(
            (&messages[1]["reference"], &messages[1]["by"]),
            (&json!("a-reference"), &json!("mail server"))
        );
        assert_eq!(
            (&messages[0]["text"], &messages[0]["status"]),
            (&json!("Hello."), &json!("taken"))
        );
    })
    .await;
}

#[tokio::test]
async fn letters_with_a_fault_and_boxes_that_are_not_there_are_refused() {
    with(None, async |stand| {
        let client = client(&stand);
        let code = async |to: &str, text: &str| {
            let sent = client.send(letter(to, "Ready", text)).await;
            sent.map_or_else(|error| error.status().map(u16::from), |_| Some(250))
        };
        assert_eq!(code("amina@example.org", "Go to {short_url}").await, Some(554));
        assert_eq!(code("perm-fail@simulator.notify", "Hello").await, Some(550));
        assert_eq!(code("temp-fail@simulator.notify", "Hello").await, Some(450));
        stand.fault(json!({ "way": "email", "answer": 503 })).await;
        assert_eq!(code("amina@example.org", "Hello").await, Some(451));
        stand.fault(json!({ "way": "email", "answer": 452, "taken": true })).await;
        assert_eq!(code("amina@example.org", "Hello").await, Some(452));
        assert_eq!(code("amina@example.org", "Hello").await, Some(250));

        let messages = stand.messages().await;
        let taken = messages.iter().filter(|m| m["status"] == "taken").count();
        assert_eq!((messages.len(), taken), (3, 2));
        assert_eq!(messages[2]["why"], "{short_url} was not filled in");
    })
    .await;
}

#[tokio::test]
async fn commands_are_taken_in_their_order_only() {
    with(None, async |stand| {
        let mut caller = BufReader::new(TcpStream::connect(stand.mail).await.unwrap());
        let mut line = String::new();
        caller.read_line(&mut line).await.unwrap();
        assert!(line.starts_with("220 "), "{line}");
        for (command, code) in [
            ("HELO here", "250"),
            ("DATA", "503"),
            ("RCPT TO:<a@example.org>", "503"),
            ("MAIL FROM: a", "501"),
            ("MAIL FROM:<>", "250"),
            ("RCPT TO:<nobody>", "553"),
            ("rcpt to:<a@example.org> NOTIFY=NEVER", "250"),
            ("RSET", "250"),
            ("DATA", "503"),
            ("NOOP", "250"),
            ("EXPN", "500"),
            ("QUIT", "221"),
        ] {
            caller.write_all(format!("{command}\r\n").as_bytes()).await.unwrap();
            line.clear();
            caller.read_line(&mut line).await.unwrap();
            assert!(line.starts_with(code), "{command}: {line}");
        }
        line.clear();
        assert_eq!(caller.read_line(&mut line).await.unwrap(), 0, "it hung up");
    })
    .await;
}
