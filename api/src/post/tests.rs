mod mail;
mod notify;
mod stand_in;
mod text;

use chrono::{DateTime, Utc};

use super::*;
use crate::clock::Clock;

/// A clock that stands still.
struct Noon;

impl Clock for Noon {
    fn now(&self) -> DateTime<Utc> {
        "2026-11-22T12:00:00Z".parse().unwrap()
    }
}

const ID: Uuid = Uuid::from_u128(0x0198_9c5e_7d1f_7d0e_9a39_3b8a_3f6f_9a10);
const NUMBER: &str = "+447700900123";
const ADDRESS: &str = "amina@example.org";

fn letter(kind: Reached, value: &str) -> Letter {
    let code = SixDigits::parse("123 456").unwrap();
    let to = OwnContact { kind, value: value.to_owned() };
    Letter::code(ID, to, &code, "Next Steps", "https://next.example.org:8443")
}

/// A line that does not wait for long.
fn line() -> Line {
    Line::with_patience(Arc::new(Noon), Duration::from_millis(300)).unwrap()
}

#[test]
fn a_text_is_short_and_ties_its_code_to_our_page() {
    let text = letter(Reached::Mobile, NUMBER).text;
    assert!(text.starts_with("123456 is your code for Next Steps."), "{text}");
    assert!(text.ends_with("\n\n@next.example.org #123456"), "{text}");
    let gsm = |c: char| c.is_ascii_alphanumeric() || " .,@#\n-".contains(c);
    assert!(text.len() <= 160 && text.chars().all(gsm), "one message of 160 characters: {text}");
}

#[test]
fn nothing_about_anybody_stands_in_a_subject_or_a_log() {
    let letter = letter(Reached::Email, ADDRESS);
    assert_eq!(letter.subject, "Next Steps: your code");
    assert_eq!(format!("{letter:?}"), "Letter(OwnContact(Email))");
}

#[tokio::test]
async fn what_is_not_set_up_sends_nothing() {
    let ways = Ways { text_replies: true, ..Ways::default() };
    assert!(ways.ways().is_empty() && !ways.takes_replies());
    let posted = ways.send(&letter(Reached::Mobile, NUMBER)).await;
    assert!(matches!(posted, Posted::Refused(_)), "{posted}");
    assert!(matches!(ways.probe(Reached::Email, ID).await, Posted::Refused(_)));
    assert_eq!(ways.seek(Reached::Mobile, ID).await, Sought::CannotTell);
}

#[test]
fn a_callback_token_is_long_and_is_compared_whole() {
    let token: CallbackToken = "a-token-that-nobody-guesses".parse().unwrap();
    assert!(token.is("a-token-that-nobody-guesses"));
    for other in ["", "a-token-that-nobody-guesse", "a-token-that-nobody-guessed", "A"] {
        assert!(!token.is(other), "{other}");
    }
    for bad in ["", "short", "twenty-two characters!!", "twenty-two-characters-é-"] {
        assert!(bad.parse::<CallbackToken>().is_err(), "{bad}");
    }
    assert_eq!(format!("{token:?}"), "CallbackToken");
}
