//! A file that is YAML but not a questionnaire: what cannot be read, part by part.

use std::collections::BTreeMap;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde_yaml::Value;

use crate::check_in_kind::CheckInKind;
use crate::questionnaire::fault::Rule;
use crate::questionnaire::file::{
    Cadence, CheckInFile, ChoiceInFile, Defaults, Outcomes, PageInFile, PriorityInFile,
    QuestionInFile, TriggerInFile,
};
use crate::questionnaire::model::Translated;
use crate::questionnaire::place::Place;
use crate::questionnaire::priority::Priority;
use crate::questionnaire::reminders::Reminders;
use crate::questionnaire::signposts::Signposts;

use super::Finding;
use super::written::Written;

/// Tells what one part of the file cannot be read.
type Misread = fn(&Written, &Place) -> Vec<Finding>;

/// The parts of a file, whether it may leave them out, and what each is read as.
const PARTS: [(&str, bool, Misread); 23] = [
    ("schema_version", false, whole::<u32>),
    ("id", false, whole::<String>),
    ("version", false, whole::<String>),
    ("status", false, whole::<String>),
    ("language", false, whole::<String>),
    ("translates", true, whole::<Translated>),
    ("safety_words_checked_by", true, whole::<String>),
    ("time_zone", false, whole::<String>),
    ("placeholders", false, whole::<IgnoredAny>),
    ("symbols", false, whole::<BTreeMap<String, String>>),
    ("answer_sets", false, whole::<BTreeMap<String, Vec<ChoiceInFile>>>),
    ("defaults", false, whole::<Defaults>),
    ("pages", false, each::<PageInFile>),
    ("questions", false, each::<QuestionInFile>),
    ("optional_modules", true, whole::<IgnoredAny>),
    ("check_ins", false, whole::<BTreeMap<CheckInKind, CheckInFile>>),
    ("cadence", false, whole::<Cadence>),
    ("reminders", false, whole::<Reminders>),
    ("priorities", false, whole::<BTreeMap<Priority, PriorityInFile>>),
    ("out_of_hours", true, whole::<IgnoredAny>),
    ("triggers", false, each::<TriggerInFile>),
    ("signposts", false, whole::<Signposts>),
    ("outcomes", false, whole::<Outcomes>),
];

/// Everything in a file that cannot be read.
pub(super) fn check(written: &Written) -> Vec<Finding> {
    let Some(file) = written.value.as_mapping() else {
        return vec![told(1, "This is not a questionnaire.")];
    };
    let mut findings = vec![];
    for (part, may_be_left_out, misread) in PARTS {
        if file.contains_key(part) {
            findings.extend(misread(written, &Place::top(part)));
        } else if !may_be_left_out {
            findings.push(told(1, &format!("There is no `{part}` in the file.")));
        }
    }
    for key in file.keys().filter_map(Value::as_str) {
        if !PARTS.iter().any(|(part, ..)| *part == key) {
            let line = written.line_of(&Place::top(key));
            findings.push(told(line, &format!("Nothing in a questionnaire is called `{key}`.")));
        }
    }
    findings
}

fn whole<T: DeserializeOwned>(written: &Written, place: &Place) -> Vec<Finding> {
    written.misread::<T>(place).into_iter().collect()
}

/// Everything that cannot be read in a list.
fn each<T: DeserializeOwned>(written: &Written, place: &Place) -> Vec<Finding> {
    let list = place.names.first().and_then(|name| written.value.get(name)?.as_sequence());
    let Some(list) = list else {
        return whole::<Vec<T>>(written, place);
    };
    let places = (1..=list.len()).map(|nth| place.at(&format!("#{nth}")));
    places.filter_map(|place| written.misread::<T>(&place)).collect()
}

fn told(line: usize, what: &str) -> Finding {
    let cure = Rule::Shape.cure().unwrap_or_default();
    Finding { line, rule: Rule::Shape, message: format!("{what} {cure}") }
}
