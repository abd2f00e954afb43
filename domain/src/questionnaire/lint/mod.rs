//! Reads a questionnaire file as a strict colleague would: everything that is wrong with it at once, each with its line
//! and what to do.
//!
//! It tells whatever refuses a file, and some things that refuse none but break a rule all the same.

mod change;
mod easy_read;
mod own;
mod quotes;
mod repeated;
mod scales;
mod shape;
mod texts;
mod version;
mod walk;
mod way_out;
mod who_reads;
mod written;

use std::fmt;

use super::fault::{Fault, Faults, Rule};
use super::file::{QuestionInFile, TriggerInFile};
use super::model::Questionnaire;

use written::Written;

pub use change::lint_change;
pub use own::{lint_own, translated_by};

/// One thing that is wrong with a questionnaire file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The line, counted from 1.
    pub line: usize,
    /// The rule that it breaks.
    pub rule: Rule,
    /// What is wrong and what to do, for whoever wrote the file.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, {}: {}", self.line, self.rule.code(), self.message)
    }
}

/// Everything that is wrong with a questionnaire file, from top to bottom; nothing if it keeps every rule.
///
/// A part that cannot be read at all hides what else is wrong with it. Each finding takes about as long as reading the
/// file once more.
pub fn lint(yaml: &str) -> Vec<Finding> {
    lint_and(yaml, |_, _, _| {})
}

/// As [`lint`], and looks for more in a file that can be read.
fn lint_and(yaml: &str, more: impl FnOnce(&Questionnaire, &Written, &mut Faults)) -> Vec<Finding> {
    let mut findings = match Written::read(yaml) {
        Ok(written) => findings(&written, more),
        Err(findings) => findings,
    };
    findings.extend(quotes::check(yaml));
    in_order(findings)
}

fn findings(
    written: &Written,
    more: impl FnOnce(&Questionnaire, &Written, &mut Faults),
) -> Vec<Finding> {
    let mut faults = Faults::default();
    let Some(questionnaire) = Questionnaire::read(written.text, &mut faults) else {
        let findings = shape::check(written);
        if findings.is_empty() {
            return told(written, &faults);
        }
        return findings;
    };
    version::check(&questionnaire, &mut faults);
    easy_read::check(&questionnaire, &mut faults);
    scales::check(&questionnaire, &mut faults);
    way_out::check(&questionnaire, &mut faults);
    who_reads::check(&questionnaire, &mut faults);
    more(&questionnaire, written, &mut faults);
    told(written, &faults)
}

fn told(written: &Written, faults: &Faults) -> Vec<Finding> {
    faults.found.iter().map(|fault| finding(written, fault)).collect()
}

fn finding(written: &Written, fault: &Fault) -> Finding {
    let misread = match (fault.rule, fault.place.names[0].as_str()) {
        (Rule::Shape, "questions") => written.misread::<QuestionInFile>(&fault.place),
        (Rule::Shape, "triggers") => written.misread::<TriggerInFile>(&fault.place),
        _ => None,
    };
    misread.unwrap_or_else(|| {
        let mut message = format!("{}: {}.", fault.place, fault.what);
        if let Some(cure) = fault.rule.cure() {
            message = format!("{message} {cure}");
        }
        Finding { line: written.line_of(&fault.place), rule: fault.rule, message }
    })
}

fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    // Those of one line stay in the order in which they were found.
    findings.sort_by_key(|finding| finding.line);
    findings.dedup();
    findings
}
