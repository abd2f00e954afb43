//! What young people are told before worries, safety and free text: who reads it, when, that nobody watches all the
//! time, and that harm must be passed on. Secrecy is never promised (SAFE-01). That the page comes first is in `check`.

use crate::questionnaire::fault::{Faults, Rule};
use crate::questionnaire::fill::names;
use crate::questionnaire::lay_out::WHO_READS_THIS;
use crate::questionnaire::model::Questionnaire;

use super::texts::{Text, english_texts, is_english, texts};

/// The names that say who reads it, and when they work.
const WHO: [&str; 2] = ["worker_first_name", "service_name"];
const WHEN: [&str; 1] = ["hours"];

/// How English says that somebody could be harmed.
const HARM: [&str; 4] = ["hurt", "harm", "danger", "not safe"];

/// How English says that nobody watches all the time.
const NOT_WATCHED: [&str; 6] =
    ["straight away", "right away", "at once", "all the time", "always", "nobody is watching"];

/// How English promises secrecy.
const SECRECY: [&str; 13] = [
    "secret",
    "confidential",
    "will not tell",
    "won't tell",
    "never tell",
    "not be told",
    "nobody will know",
    "no one will know",
    "nobody else will",
    "no one else will",
    "only you can see",
    "completely private",
    "between us",
];

pub(super) fn check(questionnaire: &Questionnaire, faults: &mut Faults) {
    let is_page = |text: &Text| text.place.names[..2] == ["pages", WHO_READS_THIS];
    for text in texts(questionnaire).into_iter().filter(is_page) {
        let named = names(text.words);
        if !WHO.iter().any(|name| named.contains(name)) {
            add(&text, "does not say who reads the answers; name {worker_first_name}", faults);
        }
        if !WHEN.iter().any(|name| named.contains(name)) {
            add(&text, "does not say when they are read; name the {hours}", faults);
        }
        if is_english(questionnaire) {
            said_in_english(&text, faults);
        }
    }
    for text in english_texts(questionnaire) {
        if let Some(promise) = first_of(&SECRECY, text.words) {
            let what = format!("{promise:?} promises secrecy; say what must be passed on instead");
            add(&text, &what, faults);
        }
    }
}

fn said_in_english(text: &Text, faults: &mut Faults) {
    if first_of(&HARM, text.words).is_none() {
        add(text, "does not say that harm must be passed on; add it", faults);
    }
    if first_of(&NOT_WATCHED, text.words).is_none() {
        add(text, "does not say that nobody reads it straight away; add it", faults);
    }
}

fn first_of<'p>(phrases: &[&'p str], words: &str) -> Option<&'p str> {
    let words = words.to_lowercase().replace('\u{2019}', "'").replace('\n', " ");
    phrases.iter().copied().find(|phrase| words.contains(phrase))
}

fn add(text: &Text, what: &str, faults: &mut Faults) {
    faults.add(Rule::WhoReadsFirst, &text.place, what);
}
