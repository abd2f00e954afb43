//! Text messages and e-mails that somebody asked for a moment ago, such as a code to sign in.

mod gateway;
mod mail;

use std::{fmt, sync::Arc};

use domain::proof::Reached;
use futures_util::future::BoxFuture;

pub use self::{gateway::TextGateway, mail::MailServer};
use crate::{secret::SixDigits, store::OwnContact};

/// Sends messages. There are real ones, and one that tests read from.
pub trait Post: Send + Sync {
    /// Which ways there are.
    fn ways(&self) -> Vec<Reached>;

    /// Hands one message over, and says whether somebody took it.
    fn send<'a>(&'a self, letter: &'a Letter) -> BoxFuture<'a, Result<(), NotSent>>;
}

/// A message.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// To whom.
    pub to: OwnContact,
    /// The subject of an e-mail. It is read over shoulders: nothing about anybody stands in it.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// Hides the text: it holds a code.
impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Letter({:?})", self.to)
    }
}

/// Nobody took it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NotSent(pub String);

impl Letter {
    /// A code of the service of this neutral name. A text ends with a line by which the phone ties the code to our own
    /// page, so that it fills it in there and nowhere else (WICG, origin-bound one-time codes).
    pub fn code(to: OwnContact, code: &SixDigits, name: &str, public_url: &str) -> Self {
        let code = code.as_str();
        let host = public_url.split_once("://").map_or(public_url, |(_, host)| host);
        let host = host.split(':').next().unwrap_or(host);
        let say = format!(
            "{code} is your code for {name}. It works for 10 minutes. Do not tell it to anybody."
        );
        let text = match to.kind {
            Reached::Mobile => format!("{say}\n\n@{host} #{code}"),
            Reached::Email => {
                format!("{say}\n\nIf you did not ask for it, you can delete this e-mail.\n")
            }
        };
        Self { to, subject: format!("{name}: your code"), text }
    }

    /// What is told to the number or address that was somebody's own until a moment ago. It may be read by somebody else
    /// by now, so it says nothing about anybody.
    pub fn replaced(to: OwnContact, name: &str) -> Self {
        let here = match to.kind {
            Reached::Mobile => "this number",
            Reached::Email => "this address",
        };
        let text = format!(
            "Codes for {name} are not sent to {here} any more. Did you change that? Then all is well. If you did not, tell your \
             worker today.\n"
        );
        Self { to, subject: format!("{name}: a change"), text }
    }
}

/// The ways that an installation has set up.
#[derive(Clone, Default)]
pub struct Ways {
    /// E-mail, if there is a mail server.
    pub mail: Option<Arc<MailServer>>,
    /// Text messages, if there is a gateway.
    pub text: Option<Arc<TextGateway>>,
}

impl Post for Ways {
    fn ways(&self) -> Vec<Reached> {
        let text = self.text.is_some().then_some(Reached::Mobile);
        let mail = self.mail.is_some().then_some(Reached::Email);
        text.into_iter().chain(mail).collect()
    }

    fn send<'a>(&'a self, letter: &'a Letter) -> BoxFuture<'a, Result<(), NotSent>> {
        let not_here = || NotSent("no such way is set up".into());
        Box::pin(async move {
            match letter.to.kind {
                Reached::Mobile => self.text.as_ref().ok_or_else(not_here)?.send(letter).await,
                Reached::Email => self.mail.as_ref().ok_or_else(not_here)?.send(letter).await,
            }
        })
    }
}

/// In the demonstration, where everybody is made up, messages are shown to whoever started it and go nowhere.
pub struct Shown;

impl Post for Shown {
    fn ways(&self) -> Vec<Reached> {
        vec![Reached::Mobile, Reached::Email]
    }

    fn send<'a>(&'a self, letter: &'a Letter) -> BoxFuture<'a, Result<(), NotSent>> {
        let way = match letter.to.kind {
            Reached::Mobile => "text message",
            Reached::Email => "e-mail",
        };
        println!("\nA {way} would say now:\n  {}", letter.text.replace('\n', "\n  "));
        Box::pin(async { Ok(()) })
    }
}

#[cfg(test)]
mod tests;
