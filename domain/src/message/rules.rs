//! What the words of a message may not do.

use super::{
    Fault, Hole, MessageRule, Template, TemplateKind, TooLong, USUAL_URL, longest_name,
    wording::{Why, avoided_in, words},
};

/// From this many digits in a row, however they are grouped, somebody may take them for a number to ring.
const LIKE_A_NUMBER: usize = 5;
/// How an answer to a text is asked for.
const ASKS_FOR_AN_ANSWER: [&str; 8] =
    ["reply", "replies", "replying", "text back", "text us", "answer this text", "respond", "txt"];

/// Everything that is wrong with these words, as far as it can be told without knowing whose they are.
pub(super) fn broken_by(template: &Template, text: &str) -> Vec<Fault> {
    let mut faults = Faults { kind: template.kind, list: vec![] };
    if text.is_empty() {
        faults.add(MessageRule::Written, "Write something here.");
        return faults.list;
    }
    let said = template.said();
    faults.length(template);
    faults.complete(template);
    faults.stops(&said);
    faults.avoided(&said);
    faults.other_ways(&said);
    faults.list
}

struct Faults {
    kind: TemplateKind,
    list: Vec<Fault>,
}

impl Faults {
    fn add(&mut self, rule: MessageRule, what: impl Into<String>) {
        self.list.push(Fault { rule, what: what.into() });
    }

    fn length(&mut self, template: &Template) {
        if let Some(strange) = text_faults(template) {
            self.add(
                MessageRule::Alphabet,
                format!(
                    "{strange:?} cannot be sent. Leave it out, or write another letter or mark."
                ),
            );
            return;
        }
        if let Err(TooLong::Long { length, most }) = longest(template) {
            let over = length - most;
            self.add(
                MessageRule::Length,
                format!(
                    "This takes {length} characters with everything filled in and a long name, and {most} fit. Take out {over}."
                ),
            );
        }
    }

    fn complete(&mut self, template: &Template) {
        if !template.has(Hole::ServiceName) {
            self.add(
                MessageRule::Complete,
                "It does not say who writes. Put {service_name} into it.",
            );
        }
        match (self.kind, template.has(Hole::ShortUrl)) {
            (TemplateKind::EmailSubject, true) => self.add(
                MessageRule::Complete,
                "A subject cannot be tapped. Leave {short_url} to the text of the e-mail.",
            ),
            (TemplateKind::EmailSubject, false) | (_, true) => {}
            (_, false) => self.add(
                MessageRule::Complete,
                "It does not say where to go. Put {short_url} into it.",
            ),
        }
    }

    fn stops(&mut self, said: &str) {
        let (any, as_is) = (words(said, false), words(said, true));
        let says_stop = any.iter().any(|word| ["stop", "stopping"].contains(&&**word));
        let in_capitals = as_is.iter().any(|word| word == "STOP");
        match self.kind {
            TemplateKind::Text if !in_capitals => self.add(
                MessageRule::Stops,
                "It does not say how texts are stopped. Write something like: To stop texts reply STOP",
            ),
            TemplateKind::TextOneWay => {
                let asks = ASKS_FOR_AN_ANSWER.iter().find(|asks| in_a_row(&any, asks));
                if in_capitals || asks.is_some() {
                    let what = asks.copied().unwrap_or("STOP");
                    self.add(
                        MessageRule::Stops,
                        format!(
                            "It says {what:?}, but nobody can reply to the name that this text comes from. Write something \
                             like: You can stop texts there"
                        ),
                    );
                } else if !says_stop {
                    self.add(
                        MessageRule::Stops,
                        "It does not say how texts are stopped. Write something like: You can stop texts there",
                    );
                }
            }
            TemplateKind::EmailText if !says_stop => self.add(
                MessageRule::Stops,
                "It does not say how e-mails are stopped. Write something like: Open the page and choose \"Settings\". You \
                 can stop e-mails there.",
            ),
            _ => {}
        }
    }

    fn avoided(&mut self, said: &str) {
        for avoided in avoided_in(said) {
            let word = &avoided.word;
            match avoided.why {
                Why::GivesAway => self.add(
                    MessageRule::GivesNothingAway,
                    format!(
                        "{word:?} tells whoever sees the phone what this service is for. Say it without that word."
                    ),
                ),
                Why::Pressure => self.add(
                    MessageRule::NoPressure,
                    format!(
                        "{word:?} presses people, and answering is theirs to choose. Say that the check-in is ready, and \
                         leave it at that."
                    ),
                ),
            }
        }
    }

    fn other_ways(&mut self, said: &str) {
        if let Some(address) =
            said.split(|c: char| c.is_whitespace() || c == '\u{1}').find(is_address)
        {
            let address = beginning(address);
            self.add(
                MessageRule::NoOtherWay,
                format!(
                    "{address:?} reads like an address. The only one in a message is {{short_url}}; put a space after a full \
                     stop."
                ),
            );
        }
        if let Some(number) = number(said).map(beginning) {
            self.add(
                MessageRule::NoOtherWay,
                format!(
                    "{number:?} reads like a phone number. Leave it out: people to ring are on the page."
                ),
            );
        }
    }
}

/// The first character that no message of this kind can have: in a text, one outside of its alphabet; in a subject, a new
/// line; anywhere, what cannot be seen.
fn text_faults(template: &Template) -> Option<char> {
    let unseen = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let said = template.to_string();
    let strange = said.chars().find(|&c| unseen(c));
    let line =
        said.chars().find(|&c| c == '\n').filter(|_| template.kind == TemplateKind::EmailSubject);
    let outside = || match longest(template) {
        Err(TooLong::Strange(c)) => Some(c),
        _ => None,
    };
    strange.or(line).or_else(outside)
}

/// As much of something as is repeated in what is said about it.
pub(super) fn beginning(text: &str) -> String {
    const ENOUGH: usize = 60;
    let cut = if text.chars().count() > ENOUGH { "…" } else { "" };
    text.chars().take(ENOUGH).chain(cut.chars()).collect()
}

fn longest(template: &Template) -> Result<String, TooLong> {
    template.fill(&longest_name(), u8::MAX, USUAL_URL)
}

fn in_a_row(words: &[String], phrase: &str) -> bool {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    words.windows(phrase.len()).any(|part| part.iter().zip(&phrase).all(|(a, b)| a == b))
}

/// True of "example.org/x", "www.example" and "a@b"; not of "3.5" or "Hello."
fn is_address(word: &&str) -> bool {
    let dotted = |(before, after): (&str, &str)| {
        before.ends_with(char::is_alphanumeric)
            && after.chars().take_while(|c| c.is_alphabetic()).count() >= 2
    };
    let any_dot = word.match_indices('.').any(|(at, _)| dotted((&word[..at], &word[at + 1..])));
    any_dot || word.contains('@') || word.contains("://") || word.contains("www.")
}

/// Digits that somebody may take for a phone number.
fn number(said: &str) -> Option<&str> {
    let joins = |c: char| c.is_ascii_digit() || " -().+/".contains(c);
    let run = said.split(|c| !joins(c));
    run.map(str::trim).find(|run| run.chars().filter(char::is_ascii_digit).count() >= LIKE_A_NUMBER)
}
