//! E-mail by SMTP.

use std::{
    error::Error as _,
    pin::pin,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
    transport::smtp::{Error, response::Response},
};
use tokio::time::timeout;

use super::{Letter, Posted, call::no_answer};

/// How long a mail server may take.
const PATIENCE: Duration = Duration::from_secs(15);

const WHO: &str = "the mail server";

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// A mail server that takes our letters.
pub struct MailServer {
    url: String,
    patience: Duration,
    /// Connections that stay open. The library waits for an answer for ever, so that we end it: and as it would go on to
    /// use a connection on which an answer is still to come, they are all given up with it.
    transport: Mutex<Transport>,
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
        let (transport, from) = (connect(url, patience)?, from.parse()?);
        let (transport, well) = (Mutex::new(transport), AtomicBool::new(true));
        Ok(Self { url: url.to_owned(), patience, transport, from, well })
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
        let send = |transport: Transport| async move { transport.send(message).await };
        let posted = match self.in_time(send).await {
            None => no_answer(WHO),
            Some(Ok(Response { .. })) => Posted::Taken(None),
            Some(Err(error)) => understand(&error),
        };
        self.well.store(!matches!(posted, Posted::Unsure(_)), Relaxed);
        posted
    }

    /// Looks whether it answers.
    pub async fn probe(&self) -> Posted {
        let look = |transport: Transport| async move { transport.test_connection().await };
        match self.in_time(look).await {
            Some(Ok(true)) => Posted::Taken(None),
            Some(Err(error)) if error.is_permanent() || error.is_client() => understand(&error),
            None | Some(Ok(false) | Err(_)) => Posted::Later(None),
        }
    }

    /// Does something with a connection. Nothing if it takes longer than it may.
    async fn in_time<T, F>(&self, work: impl FnOnce(Transport) -> F) -> Option<T>
    where
        F: Future<Output = T>,
    {
        const NOBODY_PANICS: &str = "nobody panics who holds the connections";
        let transport = self.transport.lock().expect(NOBODY_PANICS).clone();
        let mut work = pin!(work(transport));
        let done = timeout(self.patience, &mut work).await.ok();
        if done.is_none()
            && let Ok(fresh) = connect(&self.url, self.patience)
        {
            // Before the one that is given up goes back among the others.
            *self.transport.lock().expect(NOBODY_PANICS) = fresh;
        }
        done
    }
}

fn connect(url: &str, patience: Duration) -> Result<Transport, Error> {
    Ok(Transport::from_url(url)?.timeout(Some(patience)).build())
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
