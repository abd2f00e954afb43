//! What reminders say by text message and e-mail. A partnership may find words of its own; whatever it finds, a message
//! is short, says nothing about anybody, gives nothing away, presses nobody, and says how it stops.

mod all;
pub mod gsm;
mod rules;
mod wording;

use std::fmt;

pub use self::all::Messages;
use crate::{code::codes, partnership::SERVICE_NAME_MAX_CHARS};

/// The most characters of an e-mail's subject: what one line of a letter holds (RFC 5322, 2.1.1).
pub const SUBJECT_MAX_CHARS: usize = 78;
/// The most characters of an e-mail.
pub const EMAIL_MAX_CHARS: usize = 2000;

/// What an e-mail says where a partnership has no words of its own.
const SHIPPED_EMAIL: &str = include_str!("../data/email_reminder.txt");

/// The address that words are measured with when nothing is known of the partnership: as long as CI-14 measures it.
const USUAL_URL: &str = "https://go.example/abc";

codes! {
    /// Which message. There are four that words can be found for.
    TemplateKind {
        /// A text message from a number that takes replies.
        Text = "text",
        /// A text message from a name that takes none.
        TextOneWay = "text-one-way",
        /// The subject of an e-mail.
        EmailSubject = "email-subject",
        /// The text of an e-mail.
        EmailText = "email-text",
    }
}

codes! {
    /// A rule that the words of a message keep.
    MessageRule {
        /// Something is written.
        Written = "written",
        /// It is as short as it has to be.
        Length = "CI-14",
        /// Every character is in the alphabet of text messages.
        Alphabet = "alphabet",
        /// Braces hold placeholders that there are, and nothing else (YP-29).
        Placeholder = "YP-29",
        /// It says who writes, and where to go.
        Complete = "complete",
        /// It says how it stops, in a way that works for this sender.
        Stops = "YP-31",
        /// It says nothing of what the service is for.
        GivesNothingAway = "YP-20",
        /// It presses nobody.
        NoPressure = "YP-32",
        /// It names no address or number but our own page.
        NoOtherWay = "no-other-way",
    }
}

/// What is wrong with the words of a message, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} ({})", .rule.code())]
pub struct Fault {
    /// The rule that they break.
    pub rule: MessageRule,
    /// What is wrong and what to do, in a sentence or two.
    pub what: String,
}

/// Filled with these values a message does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TooLong {
    /// It is longer than one message.
    #[error("it takes {length} characters, and {most} fit")]
    Long {
        /// How long it would be.
        length: usize,
        /// How long it may be.
        most: usize,
    },
    /// It has a character that is not in the alphabet of text messages, so that much less fits.
    #[error("text messages have no {0:?}")]
    Strange(char),
}

/// What stands in the place of a placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hole {
    ServiceName,
    Minutes,
    ShortUrl,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Said(String),
    Hole(Hole),
}

/// The words of a message: read, and held against every rule that can be told without knowing whose they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    kind: TemplateKind,
    parts: Vec<Part>,
}

impl TemplateKind {
    /// True of text messages.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::TextOneWay)
    }

    /// The most characters once everything is filled in.
    pub fn most(self) -> usize {
        match self {
            Self::Text | Self::TextOneWay => gsm::ONE_TEXT,
            Self::EmailSubject => SUBJECT_MAX_CHARS,
            Self::EmailText => EMAIL_MAX_CHARS,
        }
    }

    /// How long a filled message is: places in a text message, characters of an e-mail.
    pub fn measure(self, filled: &str) -> Result<usize, TooLong> {
        if self.is_text() {
            gsm::length(filled).map_err(TooLong::Strange)
        } else {
            Ok(filled.chars().count())
        }
    }
}

impl Template {
    /// Reads words with `{service_name}`, `{minutes}` and `{short_url}` in them, or tells everything that is wrong. They
    /// are measured with the longest name that a service can have, three digits of minutes and a usual address;
    /// [`Template::fits`] measures them with those of a partnership.
    pub fn parse(kind: TemplateKind, text: &str) -> Result<Self, Vec<Fault>> {
        let text = text.trim().replace("\r\n", "\n");
        let (parts, mut faults) = parts(&text);
        let template = Self { kind, parts };
        faults.extend(rules::broken_by(&template, &text));
        if faults.is_empty() { Ok(template) } else { Err(faults) }
    }

    /// What an e-mail says where a partnership has no words of its own.
    pub fn shipped_email() -> Self {
        Self::parse(TemplateKind::EmailText, SHIPPED_EMAIL).expect("a test reads it")
    }

    /// The fewest words that a message of this kind can have: for a name and an address so long that nothing else fits.
    pub fn fewest(kind: TemplateKind) -> Self {
        let text = match kind {
            TemplateKind::Text => "{service_name} {short_url} To stop reply STOP",
            TemplateKind::TextOneWay => "{service_name} {short_url} You can stop texts there",
            TemplateKind::EmailSubject => "{service_name}",
            TemplateKind::EmailText => return Self::shipped_email(),
        };
        Self::parse(kind, text).expect("a test reads it")
    }

    /// Which message it is.
    pub fn kind(&self) -> TemplateKind {
        self.kind
    }

    /// The message, with everything filled in. In a text message, letters that its alphabet does not have are replaced by
    /// near ones.
    pub fn fill(
        &self,
        service_name: &str,
        minutes: u8,
        short_url: &str,
    ) -> Result<String, TooLong> {
        let filled = self.filled(service_name, minutes, short_url);
        let (length, most) = (self.kind.measure(&filled)?, self.kind.most());
        if length > most { Err(TooLong::Long { length, most }) } else { Ok(filled) }
    }

    /// Whether it fits whatever number of minutes is filled in, for a partnership whose service has this name and whose
    /// page is at this address; if not, why not and what to do.
    pub fn fits(&self, service_name: &str, short_url: &str) -> Result<(), Fault> {
        self.fill(service_name, u8::MAX, short_url).map(drop).map_err(|error| match error {
            TooLong::Long { length, most } => Fault {
                rule: MessageRule::Length,
                what: format!(
                    "With {service_name:?}, {short_url} and three digits of minutes this takes {length} characters, and \
                     {most} fit. Take out {} of your own.",
                    length - most
                ),
            },
            TooLong::Strange(c) => Fault {
                rule: MessageRule::Alphabet,
                what: format!(
                    "{c:?} is not in the alphabet of text messages, and with it less than half fits. Leave it out here, \
                     or change the name of the service if it stands there."
                ),
            },
        })
    }

    fn filled(&self, service_name: &str, minutes: u8, short_url: &str) -> String {
        let mut filled = String::new();
        for part in &self.parts {
            match part {
                Part::Said(said) => filled.push_str(said),
                // One line, whatever somebody once managed to store: a subject is a header.
                Part::Hole(Hole::ServiceName) => {
                    filled
                        .extend(service_name.chars().map(|c| if c.is_control() { ' ' } else { c }));
                }
                Part::Hole(Hole::Minutes) => filled.push_str(&minutes.to_string()),
                Part::Hole(Hole::ShortUrl) => filled.push_str(short_url),
            }
        }
        if self.kind.is_text() { gsm::fold(&filled) } else { filled }
    }

    /// What is said besides what is filled in. A placeholder leaves a gap, so that no word runs into the next.
    fn said(&self) -> String {
        let said = |part: &Part| match part {
            Part::Said(said) => said.clone(),
            Part::Hole(_) => "\u{1}".to_owned(),
        };
        self.parts.iter().map(said).collect()
    }

    fn has(&self, hole: Hole) -> bool {
        self.parts.contains(&Part::Hole(hole))
    }
}

/// As it was written, placeholders and all.
impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.iter().try_for_each(|part| match part {
            Part::Said(said) => f.write_str(said),
            Part::Hole(hole) => write!(f, "{{{}}}", hole.name()),
        })
    }
}

impl Hole {
    const ALL: [Self; 3] = [Self::ServiceName, Self::Minutes, Self::ShortUrl];

    fn name(self) -> &'static str {
        match self {
            Self::ServiceName => "service_name",
            Self::Minutes => "minutes",
            Self::ShortUrl => "short_url",
        }
    }
}

/// What is said and what is filled in, in order; braces that hold no placeholder are told of and left out.
fn parts(text: &str) -> (Vec<Part>, Vec<Fault>) {
    let (mut parts, mut faults) = (vec![], vec![]);
    let mut stray = |what: String| {
        faults.push(Fault { rule: MessageRule::Placeholder, what });
    };
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (said, from) = rest.split_at(at);
        parts.push(Part::Said(said.to_owned()));
        let closed = from.find('}').filter(|_| from.starts_with('{'));
        let name = closed.map(|end| &from[1..end]).filter(|name| !name.contains('{'));
        rest = match name {
            Some(name) => {
                match Hole::ALL.into_iter().find(|hole| hole.name() == name) {
                    Some(hole) => parts.push(Part::Hole(hole)),
                    None => stray(format!(
                        "Nothing is filled in for {{{}}}. Use {{service_name}}, {{minutes}} and {{short_url}} only: \
                         a message says nothing about the person who gets it.",
                        rules::beginning(name)
                    )),
                }
                &from[name.len() + 2..]
            }
            None => {
                stray(
                    "A brace stands alone. Write placeholders as {service_name}, {minutes} or {short_url}, and no other \
                     braces."
                        .to_owned(),
                );
                &from[1..]
            }
        };
    }
    parts.push(Part::Said(rest.to_owned()));
    parts.retain(|part| *part != Part::Said(String::new()));
    (parts, faults)
}

/// The longest name that a service can have.
fn longest_name() -> String {
    "n".repeat(SERVICE_NAME_MAX_CHARS)
}

#[cfg(test)]
mod tests;
