//! Text messages and e-mails: a code that somebody asked for a moment ago, or a prompt.
//!
//! What becomes of a letter is said in five words, [`Posted`], because what may be done next hangs on it: a text that may
//! have been taken is never sent again (CI-13).

mod call;
mod callback;
mod gateway;
mod mail;
mod notify;

use std::{fmt, sync::Arc, time::Duration};

use domain::{identifier::MobileNumber, proof::Reached};
use futures_util::future::BoxFuture;
use uuid::Uuid;

pub use self::{
    call::Line,
    callback::CallbackToken,
    gateway::TextGateway,
    mail::MailServer,
    notify::{NOTIFY, Notify, NotifyAccount, NotifyKey},
};
use crate::{secret::SixDigits, store::OwnContact};

/// Sends messages. There are real ones, and one that tests read from.
pub trait Post: Send + Sync {
    /// Which ways there are.
    fn ways(&self) -> Vec<Reached>;

    /// Whether the number that our texts come from takes replies.
    fn takes_replies(&self) -> bool;

    /// Hands one message over, and says what became of it. It takes some seconds at most.
    fn send<'a>(&'a self, letter: &'a Letter) -> BoxFuture<'a, Posted>;

    /// What became of the letter of this id, which was handed over and never heard of again.
    fn seek<'a>(&'a self, way: Reached, id: Uuid) -> BoxFuture<'a, Sought>;

    /// Tries a way without troubling anybody: by a letter of this id to an address that its provider keeps for that, or
    /// by looking whether it answers (SAFE-14).
    fn probe<'a>(&'a self, way: Reached, id: Uuid) -> BoxFuture<'a, Posted>;
}

/// A message.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// Whoever takes it learns this id: by it the same letter is known again, and asked after.
    pub id: Uuid,
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

/// What became of a letter that was handed over. The words in it are for the log: nothing personal is among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Posted {
    /// Somebody has taken it, and calls it this.
    Taken(Option<String>),
    /// Certainly nobody has it. It can be tried again, after as long as was said.
    Later(Option<Duration>),
    /// It can never arrive: the number or address is wrong.
    NoSuchAddress,
    /// It was refused by our own mistake, or something is wrong with the account.
    Refused(String),
    /// Somebody may have taken it, or not.
    Unsure(String),
}

/// What whoever takes letters says of one when asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sought {
    /// It was taken, and is called this.
    Taken(Option<String>),
    /// It never came.
    NotThere,
    /// There is no way to ask, or no answer.
    CannotTell,
}

impl fmt::Display for Posted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Taken(_) => "it was taken",
            Self::Later(_) => "nobody took it yet",
            Self::NoSuchAddress => "there is no such number or address",
            Self::Refused(why) | Self::Unsure(why) => why,
        })
    }
}

impl Letter {
    /// A code of the service of this neutral name. A text ends with a line by which the phone ties the code to our own
    /// page, so that it fills it in there and nowhere else (WICG, origin-bound one-time codes).
    pub fn code(id: Uuid, to: OwnContact, code: &SixDigits, name: &str, public_url: &str) -> Self {
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
        Self { id, to, subject: format!("{name}: your code"), text }
    }

    /// What is told to the number or address that was somebody's own until a moment ago. It may be read by somebody else
    /// by now, so it says nothing about anybody.
    pub fn replaced(id: Uuid, to: OwnContact, name: &str) -> Self {
        let here = match to.kind {
            Reached::Mobile => "this number",
            Reached::Email => "this address",
        };
        let text = format!(
            "Codes for {name} are not sent to {here} any more. Did you change that? Then all is well. If you did not, tell your \
             worker today.\n"
        );
        Self { id, to, subject: format!("{name}: a change"), text }
    }
}

/// The ways that an installation has set up.
#[derive(Clone, Default)]
pub struct Ways {
    /// E-mail, if there is a mail server.
    pub mail: Option<Arc<MailServer>>,
    /// Text messages, if there is a gateway.
    pub text: Option<Arc<TextGateway>>,
    /// GOV.UK Notify, for either or both, if it is set up. It goes before the other two.
    pub notify: Option<Arc<Notify>>,
    /// Whether the number that texts come from takes replies.
    pub text_replies: bool,
}

/// The one that carries what goes one way.
enum Carrier<'a> {
    Notify(&'a Notify),
    Text(&'a TextGateway),
    Mail(&'a MailServer),
}

impl Ways {
    fn carrier(&self, way: Reached) -> Option<Carrier<'_>> {
        let notify = self.notify.as_deref().filter(|notify| notify.goes(way));
        notify.map(Carrier::Notify).or_else(|| match way {
            Reached::Mobile => self.text.as_deref().map(Carrier::Text),
            Reached::Email => self.mail.as_deref().map(Carrier::Mail),
        })
    }
}

/// What is said where a way is not set up.
fn not_set_up() -> Posted {
    Posted::Refused("no such way is set up".into())
}

impl Post for Ways {
    fn ways(&self) -> Vec<Reached> {
        let all = [Reached::Mobile, Reached::Email];
        all.into_iter().filter(|way| self.carrier(*way).is_some()).collect()
    }

    fn takes_replies(&self) -> bool {
        self.text_replies && self.carrier(Reached::Mobile).is_some()
    }

    fn send<'a>(&'a self, letter: &'a Letter) -> BoxFuture<'a, Posted> {
        Box::pin(async move {
            if !may_be_sent_to(&letter.to) {
                return Posted::NoSuchAddress;
            }
            match self.carrier(letter.to.kind) {
                Some(Carrier::Notify(notify)) => notify.send(letter).await,
                Some(Carrier::Text(text)) => text.send(letter).await,
                Some(Carrier::Mail(mail)) => mail.send(letter).await,
                None => not_set_up(),
            }
        })
    }

    fn seek<'a>(&'a self, way: Reached, id: Uuid) -> BoxFuture<'a, Sought> {
        Box::pin(async move {
            match self.carrier(way) {
                Some(Carrier::Notify(notify)) => notify.seek(id).await,
                // Neither SMTP nor a gateway of no particular kind can be asked.
                Some(Carrier::Text(_) | Carrier::Mail(_)) | None => Sought::CannotTell,
            }
        })
    }

    fn probe<'a>(&'a self, way: Reached, id: Uuid) -> BoxFuture<'a, Posted> {
        Box::pin(async move {
            match self.carrier(way) {
                Some(Carrier::Notify(notify)) => notify.probe(way, id).await,
                Some(Carrier::Text(text)) => text.probe().await,
                Some(Carrier::Mail(mail)) => mail.probe().await,
                None => not_set_up(),
            }
        })
    }
}

/// Texts go to mobiles of the United Kingdom and nowhere else, whatever was stored (CI-13).
fn may_be_sent_to(to: &OwnContact) -> bool {
    to.kind != Reached::Mobile
        || to.value.starts_with("+44") && MobileNumber::parse(&to.value).is_ok()
}

#[cfg(test)]
mod tests;
