//! A file says which version of which words it is, in which language (CI-03).

use crate::questionnaire::fault::{Faults, Rule};
use crate::questionnaire::model::Questionnaire;
use crate::questionnaire::place::Place;

pub(super) fn check(questionnaire: &Questionnaire, faults: &mut Faults) {
    if questionnaire.id.trim().is_empty() {
        let what = "is empty; name the questionnaire, such as \"default-check-ins\"";
        faults.add(Rule::Versioned, &Place::top("id"), what);
    }
    if !is_version(&questionnaire.version) {
        let what = format!("{:?} is no version; write one such as 1.0.2", questionnaire.version);
        faults.add(Rule::Versioned, &Place::top("version"), what);
    }
    if !is_language(&questionnaire.language) {
        let what = format!("{:?} is no language; write en-GB or cy", questionnaire.language);
        faults.add(Rule::Versioned, &Place::top("language"), what);
    }
}

/// Three numbers.
fn is_version(version: &str) -> bool {
    let numbers: Vec<&str> = version.split('.').collect();
    let is_number = |number: &&str| {
        number.bytes().all(|digit| digit.is_ascii_digit()) && number.parse::<u32>().is_ok()
    };
    numbers.len() == 3 && numbers.iter().all(is_number)
}

/// A code of two or three letters, perhaps with a country or more.
fn is_language(language: &str) -> bool {
    let mut parts = language.split('-');
    let code = parts.next().unwrap_or_default();
    let is_code = (2..=3).contains(&code.len()) && code.chars().all(|c| c.is_ascii_lowercase());
    is_code && parts.all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric()))
}
