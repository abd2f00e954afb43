//! A version that a partnership uploads for itself (CI-04). Held against the shipped questionnaire it may hide questions,
//! add some of its own, and find other words; held against a version in another language it may only find other words.
//!
//! When people are asked and reminded, what becomes of an answer, who is told, and what is said about safety stay as
//! they are: a partnership changes what is asked, and not what follows.

mod added;
mod kept;
mod same;
mod translation;
mod words;

use serde_yaml::Value;

use crate::questionnaire::fault::{Faults, Rule};
use crate::questionnaire::model::{Questionnaire, Translated};
use crate::questionnaire::place::Place;

use super::written::Written;
use super::{Finding, lint_and};

/// The sections of a file that nobody changes for themselves.
const FIXED: [&str; 5] = ["time_zone", "defaults", "cadence", "priorities", "outcomes"];

/// How long the name of a questionnaire may be: it stands in addresses.
const LONGEST_ID: usize = 80;

/// A file that another is held against.
struct Original {
    questionnaire: Questionnaire,
    value: Value,
}

impl Original {
    /// `None` if it is no questionnaire by the rules of today.
    fn read(text: &str) -> Option<Self> {
        let questionnaire = Questionnaire::from_yaml(text).ok()?;
        Some(Self { questionnaire, value: serde_yaml::from_str(text).ok()? })
    }
}

/// As [`lint`](super::lint), and tells of whatever the partnership with this short name cannot have in a version of its
/// own. `translated` is the text of the version that the file says it translates, if there is one here.
pub fn lint_own(yaml: &str, slug: &str, translated: Option<&str>) -> Vec<Finding> {
    lint_and(yaml, |now, written, faults| {
        named(now, slug, faults);
        match now.translates() {
            Some(_) => translates(now, written, translated.and_then(Original::read), faults),
            None => changes(now, written, faults),
        }
    })
}

/// The version that a file says it translates.
pub fn translated_by(yaml: &str) -> Option<Translated> {
    let file: Value = serde_yaml::from_str(yaml).ok()?;
    serde_yaml::from_value(file.get("translates")?.clone()).ok()
}

/// The name begins with the partnership's, so that no two can ever meet, and nobody learns what others have.
fn named(now: &Questionnaire, slug: &str, faults: &mut Faults) {
    let own = now.id.strip_prefix(slug).and_then(|rest| rest.strip_prefix('.'));
    let fits = |rest: &str| {
        let letter = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
        !rest.is_empty() && now.id.len() <= LONGEST_ID && rest.bytes().all(letter)
    };
    if !own.is_some_and(fits) {
        let what = format!(
            "begins with the short name of the partnership and a full stop, and goes on in small letters, digits and \
             hyphens: {slug}.check-ins"
        );
        faults.add(Rule::OwnName, &Place::top("id"), what);
    }
}

/// Held against the shipped questionnaire.
fn changes(now: &Questionnaire, written: &Written, faults: &mut Faults) {
    let shipped = Original::read(Questionnaire::shipped_text())
        .expect("the shipped questionnaire is checked by a test");
    let before = &shipped.questionnaire;
    if now.language != before.language {
        let what = "is another language, so say which version this translates: \
                    `translates: {id: default-check-ins, version: 0.1.0}`";
        faults.add(Rule::Translation, &Place::top("language"), what);
    }
    fixed(written, &shipped.value, Rule::AsShipped, faults);
    kept::check(now, before, faults);
    for question in &now.questions {
        if let Some(before) = before.question(&question.id) {
            same::check(question, before, Rule::Comparable, faults);
        }
    }
    added::check(now, before, faults);
    words::check(now, before, faults);
}

/// Held against what it translates.
fn translates(
    now: &Questionnaire,
    written: &Written,
    original: Option<Original>,
    faults: &mut Faults,
) {
    if now.safety_words_checked_by.as_ref().is_none_or(|who| who.trim().is_empty()) {
        let what = "names nobody: say which person, who speaks the language, has checked what it says about safety";
        faults.add(Rule::CheckedTranslation, &Place::top("safety_words_checked_by"), what);
    }
    let Some(original) = original else {
        let what = "names no version that is here; upload that one first";
        faults.add(Rule::Translation, &Place::top("translates"), what);
        return;
    };
    let before = &original.questionnaire;
    if before.translates().is_some() {
        let what = "names a translation; name what that one translates";
        faults.add(Rule::Translation, &Place::top("translates"), what);
    }
    if same_language(now, before) {
        let what = "is the language of both, perhaps as another country has it; a translation is in another";
        faults.add(Rule::Translation, &Place::top("language"), what);
    }
    fixed(written, &original.value, Rule::Translation, faults);
    translation::check(now, before, faults);
    words::check(now, before, faults);
}

/// Whether both are in one language, wherever it is spoken.
fn same_language(one: &Questionnaire, other: &Questionnaire) -> bool {
    one.language.split('-').next() == other.language.split('-').next()
}

/// What no version changes: when people are asked and reminded, and what becomes of answers.
fn fixed(written: &Written, before: &Value, rule: Rule, faults: &mut Faults) {
    for section in FIXED {
        if written.value.get(section) != before.get(section) {
            faults.add(rule, &Place::top(section), "is not as it was");
        }
    }
    let reminders = |value: &'_ Value| value.get("reminders").and_then(Value::as_mapping).cloned();
    let (now, before) = (reminders(&written.value), reminders(before));
    for (key, before) in before.iter().flatten() {
        let now = now.as_ref().and_then(|now| now.get(key));
        // What a message says is kept neutral and short by rules of its own.
        if let Some(key) = key.as_str().filter(|key| *key != "text" && now != Some(before)) {
            faults.add(rule, &Place::top("reminders").at(key), format!("{key} is not as it was"));
        }
    }
}
