//! Other words are another version (CI-03).

use std::collections::BTreeSet;

use crate::questionnaire::fault::Rule;
use crate::questionnaire::model::Questionnaire;
use crate::questionnaire::place::Place;

use super::texts::texts;
use super::written::Written;
use super::{Finding, in_order, lint};

/// As [`lint`], and tells of words that are not those of an earlier file with the same id, version and language.
pub fn lint_change(yaml: &str, earlier: &str) -> Vec<Finding> {
    let mut findings = lint(yaml);
    let both = (Questionnaire::from_yaml(yaml), Questionnaire::from_yaml(earlier));
    if let ((Ok(now), Ok(before)), Ok(written)) = (both, Written::read(yaml))
        && name(&now) == name(&before)
    {
        let changed = changed(&now, &before);
        if !changed.is_empty() {
            let (version, changed) = (now.version(), changed.join(", "));
            let message = format!(
                "version {version} has other words at {changed}. Answers are kept with the version \
                 that was read: give the new words a new one."
            );
            let line = written.line_of(&Place::top("version"));
            findings.push(Finding { line, rule: Rule::Versioned, message });
        }
    }
    in_order(findings)
}

/// What an answer is kept with.
fn name(questionnaire: &Questionnaire) -> [&str; 3] {
    [questionnaire.id(), questionnaire.version(), questionnaire.language()]
}

/// The pages, questions and answer sets whose words are not as before, or are there only now or only before.
fn changed(now: &Questionnaire, before: &Questionnaire) -> Vec<String> {
    let (now, before) = (words(now), words(before));
    let both = now.iter().filter(|text| !before.contains(text));
    let both = both.chain(before.iter().filter(|text| !now.contains(text)));
    let mut changed: Vec<String> = both.map(|(place, _)| place.to_string()).collect();
    changed.sort();
    changed.dedup();
    changed
}

fn words(questionnaire: &Questionnaire) -> BTreeSet<(Place, &str)> {
    texts(questionnaire).into_iter().map(|text| (text.place, text.words)).collect()
}
