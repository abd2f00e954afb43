//! E-mail by SMTP.

use std::{
    error::Error as _,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::Duration,
};

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
    transport::smtp::Error,
};

use super::{Letter, Posted, call::no_answer};

/// How long a mail server may take.
const PATIENCE: Duration = Duration::from_secs(15);

const WHO: &str = "the mail server";

/// A mail server that takes our letters.
pub struct MailServer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    /// Nothing went wrong with the last letter, so that the next need not try the connection first.
    well: AtomicBool,
}

impl MailServer {
    /// The server at this address, such as `smtps://user:password@mail.example.org`, and the address we write from.
    pub fn new(url: &str, from: &str) -> anyhow::Result<Self> {
        Self::with_patience(url, from, PATIENCE)
    }

    /// The same, with another patience than the usual one.
    pub(super) fn with_patience(url: &str, from: &str, patience: Duration) -> anyhow::Result<Self> {
        let transport =
            AsyncSmtpTransport::<Tokio1Executor>::from_url(url)?.timeout(Some(patience)).build();
        Ok(Self { transport, from: from.parse()?, well: AtomicBool::new(true) })
    }

    /// Hands a letter over.
    pub async fn send(&self, letter: &Letter) -> Posted {
        // The addresses and texts are in none of these words: they end up in the log.
        let Ok(to) = letter.to.value.parse() else { return Posted::NoSuchAddress };
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject.clone())
            .message_id(Some(format!("<{}@{}>", letter.id, self.from.email.domain())))
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text.clone());
        let Ok(message) = message else {
            return Posted::Refused("the letter cannot be written".into());
        };
        // A server that falls silent before it is given anything certainly has nothing: worth a question where the last
        // letter went wrong, because a letter that may have been taken is not sent again.
        if !self.well.load(Relaxed) {
            match self.probe().await {
                Posted::Taken(_) => {}
                other => return other,
            }
        }
        let sent = self.transport.send(message).await;
        let posted = sent.map_or_else(|error| understand(&error), |_| Posted::Taken(None));
        self.well.store(!matches!(posted, Posted::Unsure(_)), Relaxed);
        posted
    }

    /// Looks whether it answers.
    pub async fn probe(&self) -> Posted {
        match self.transport.test_connection().await {
            Ok(true) => Posted::Taken(None),
            Ok(false) => Posted::Later(None),
            Err(error) if error.is_permanent() || error.is_client() => understand(&error),
            Err(_) => Posted::Later(None),
        }
    }
}

/// What a letter that was not taken comes to.
fn understand(error: &Error) -> Posted {
    let Some(code) = error.status() else {
        return match () {
            () if error.is_tls() || error.is_transport_shutdown() => Posted::Later(None),
            () if before_anything(error) => Posted::Later(None),
            () if error.is_client() => Posted::Refused("the mail server cannot be used".into()),
            () => no_answer(WHO),
        };
    };
    if error.is_transient() {
        return Posted::Later(None);
    }
    let number: u16 = code.into();
    let says = error.source().map(ToString::to_string).unwrap_or_default();
    if matches!(number, 550 | 551 | 553) && about_the_address(&says) {
        return Posted::NoSuchAddress;
    }
    Posted::Refused(format!("{WHO} answered {number}"))
}

/// There was no connection. The library has no other way to say so than its words; a test watches them.
fn before_anything(error: &Error) -> bool {
    error.to_string().starts_with("Connection error")
}

/// Whether a permanent refusal is about the recipient: 5.1.x and 5.2.x are, and 5.7.x is somebody's policy about us
/// (RFC 3463). A server that says no such number is taken to mean the address (RFC 5321, 4.2.3).
fn about_the_address(says: &str) -> bool {
    let enhanced = says.split_whitespace().next().and_then(|word| word.strip_prefix("5."));
    let is_code = |rest: &&str| rest.chars().all(|c| c.is_ascii_digit() || c == '.');
    enhanced.filter(is_code).is_none_or(|rest| rest.starts_with("1.") || rest.starts_with("2."))
}
