//! E-mail by SMTP.

use std::time::Duration;

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};

use super::{Letter, NotSent};

/// How long a mail server may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// A mail server that takes our letters.
pub struct MailServer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl MailServer {
    /// The server at this address, such as `smtps://user:password@mail.example.org`, and the address we write from.
    pub fn new(url: &str, from: &str) -> anyhow::Result<Self> {
        let transport =
            AsyncSmtpTransport::<Tokio1Executor>::from_url(url)?.timeout(Some(PATIENCE)).build();
        Ok(Self { transport, from: from.parse()? })
    }

    /// Hands a letter over.
    pub async fn send(&self, letter: &Letter) -> Result<(), NotSent> {
        // The addresses and texts are in none of these errors: they end up in the log.
        let message = Message::builder()
            .from(self.from.clone())
            .to(letter.to.value.parse().map_err(|_| NotSent("no address".into()))?)
            .subject(letter.subject.clone())
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text.clone())
            .map_err(|_| NotSent("the letter cannot be written".into()))?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) => Err(NotSent(match error.status() {
                Some(code) => format!("the mail server answered {code}"),
                None if error.is_timeout() => "the mail server did not answer in time".into(),
                None => "the mail server cannot be reached".into(),
            })),
        }
    }
}
