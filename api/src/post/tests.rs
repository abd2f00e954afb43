use domain::proof::Reached;
use reqwest::Url;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

use super::*;
use crate::clock::SystemClock;

fn letter(kind: Reached, value: &str) -> Letter {
    let code = SixDigits::parse("123 456").unwrap();
    let to = OwnContact { kind, value: value.to_owned() };
    Letter::code(Uuid::from_u128(7), to, &code, "Next Steps", "https://next.example.org:8443")
}

/// A machine on the way that answers one caller.
async fn machine<T: Send + 'static, F>(
    answer: impl FnOnce(BufReader<TcpStream>) -> F + Send + 'static,
) -> (u16, JoinHandle<T>)
where
    F: Future<Output = T> + Send,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    #[expect(clippy::disallowed_methods, reason = "it answers while the test asks")]
    let served = tokio::spawn(async move {
        let (caller, _) = listener.accept().await.unwrap();
        answer(BufReader::new(caller)).await
    });
    (port, served)
}

/// A mail server that speaks SMTP (RFC 5321) and gives back the envelope and the letter.
async fn mail_server(mut caller: BufReader<TcpStream>, at_the_end: &'static str) -> Vec<String> {
    let mut heard = Vec::new();
    caller.write_all(b"220 mail.example.org ready\r\n").await.unwrap();
    let mut in_letter = false;
    loop {
        let mut line = String::new();
        if caller.read_line(&mut line).await.unwrap() == 0 {
            return heard;
        }
        let line = line.trim_end().to_owned();
        let reply = match line.as_str() {
            "." if in_letter => {
                in_letter = false;
                Some(at_the_end)
            }
            _ if in_letter => None,
            "DATA" => {
                in_letter = true;
                Some("354 go on")
            }
            "QUIT" => Some("221 bye"),
            _ => Some("250 ok"),
        };
        heard.push(line);
        if let Some(reply) = reply {
            caller.write_all(format!("{reply}\r\n").as_bytes()).await.unwrap();
        }
    }
}

/// A gateway that takes one message over HTTP and gives back the request.
async fn gateway(mut caller: BufReader<TcpStream>, status: &'static str) -> String {
    let (mut heard, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        caller.read_line(&mut line).await.unwrap();
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        heard += &line;
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    caller.read_exact(&mut body).await.unwrap();
    let reply = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    caller.write_all(reply.as_bytes()).await.unwrap();
    heard + std::str::from_utf8(&body).unwrap()
}

#[test]
fn a_text_is_short_and_ties_its_code_to_our_page() {
    let text = letter(Reached::Mobile, "+447700900123").text;
    assert!(text.starts_with("123456 is your code for Next Steps."), "{text}");
    assert!(text.ends_with("\n\n@next.example.org #123456"), "{text}");
    let gsm = |c: char| c.is_ascii_alphanumeric() || " .,@#\n-".contains(c);
    assert!(text.len() <= 160 && text.chars().all(gsm), "one message of 160 characters: {text}");
}

#[test]
fn nothing_about_anybody_stands_in_a_subject_or_a_log() {
    let letter = letter(Reached::Email, "amina@example.org");
    assert_eq!(letter.subject, "Next Steps: your code");
    assert_eq!(format!("{letter:?}"), "Letter(OwnContact(Email))");
}

#[tokio::test]
async fn an_e_mail_is_handed_to_the_mail_server() {
    let (port, heard) = machine(|caller| mail_server(caller, "250 taken")).await;
    let url = format!("smtp://127.0.0.1:{port}");
    let server = MailServer::new(&url, "Next Steps <hello@example.org>").unwrap();

    let posted = server.send(&letter(Reached::Email, "amina@example.org")).await;
    assert_eq!(posted, Posted::Taken(None));
    drop(server);

    let heard = heard.await.unwrap();
    let says = |wanted: &str| heard.iter().any(|line| line.starts_with(wanted));
    assert!(says("MAIL FROM:<hello@example.org>") && says("RCPT TO:<amina@example.org>"));
    assert!(says("Subject: Next Steps: your code") && says("123456 is your code"), "{heard:?}");
}

#[tokio::test]
async fn a_mail_server_that_refuses_is_told_of_without_the_address() {
    let (port, _heard) = machine(|caller| mail_server(caller, "550 no such box")).await;
    let url = format!("smtp://127.0.0.1:{port}");
    let server = MailServer::new(&url, "hello@example.org").unwrap();

    let refused = server.send(&letter(Reached::Email, "amina@example.org")).await;

    assert_eq!(refused, Posted::NoSuchAddress);
}

#[tokio::test]
async fn a_text_is_handed_to_the_gateway() {
    let (port, heard) = machine(|caller| gateway(caller, "202 Accepted")).await;
    let url = Url::parse(&format!("http://127.0.0.1:{port}/messages")).unwrap();
    let text = TextGateway::new(Line::new(Arc::new(SystemClock)).unwrap(), url, "knows-us".into());

    let posted = text.send(&letter(Reached::Mobile, "+447700900123")).await;
    assert_eq!(posted, Posted::Taken(None));

    let heard = heard.await.unwrap();
    assert!(heard.starts_with("POST /messages HTTP/1.1"), "{heard}");
    assert!(heard.contains("authorization: Bearer knows-us"), "{heard}");
    assert!(heard.contains(r#""to":"+447700900123""#), "{heard}");
}

#[tokio::test]
async fn a_gateway_that_refuses_is_told_of() {
    let (port, _heard) = machine(|caller| gateway(caller, "503 Busy")).await;
    let url = Url::parse(&format!("http://127.0.0.1:{port}/")).unwrap();
    let text = TextGateway::new(Line::new(Arc::new(SystemClock)).unwrap(), url, "knows-us".into());

    let refused = text.send(&letter(Reached::Mobile, "+447700900123")).await;

    assert_eq!(refused, Posted::Later(None));
}

#[tokio::test]
async fn what_is_not_set_up_sends_nothing() {
    let ways = Ways::default();
    assert!(ways.ways().is_empty());
    let posted = ways.send(&letter(Reached::Mobile, "+447700900123")).await;
    assert!(matches!(posted, Posted::Refused(_)), "{posted}");
}
