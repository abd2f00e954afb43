//! The rules that a questionnaire file must keep, a file for each sort of rule.

mod check_ins;
mod kept;
mod order;
mod prompts;
mod questions;
mod references;
mod safety;
mod wording;

pub(super) use kept::WANT_CONTACT;
pub(super) use wording::{MOST_WORDS, MOST_WORDS_ON_SCALE, word_count};

use super::fault::{Faults, Rule};
use super::file::{File, Outcomes};
use super::model::Questionnaire;
use super::place::Place;
use super::priority::Priority;

/// Checks what is gone once the parts are put together.
pub(super) fn file(file: &File, faults: &mut Faults) {
    wording::answer_sets(&file.answer_sets, faults);
    prompts::check(&file.reminders, faults);
    if !file.defaults.can_skip {
        faults.add(
            Rule::Skippable,
            &Place::top("defaults").at("can_skip"),
            "nothing could be skipped; write `can_skip: true`",
        );
    }
    for priority in Priority::ALL {
        if !file.priorities.contains_key(&priority) {
            faults.add(
                Rule::Reference,
                &Place::top("priorities"),
                format!("says nothing of {priority}"),
            );
        }
    }
}

/// Checks a questionnaire against the rules, and its outcomes against those that are known.
pub(super) fn questionnaire(questionnaire: &Questionnaire, known: &Outcomes, faults: &mut Faults) {
    references::check(questionnaire, known, faults);
    questions::check(questionnaire, faults);
    order::check(questionnaire, faults);
    wording::check(questionnaire, faults);
    safety::check(questionnaire, faults);
    kept::check(questionnaire, faults);
    check_ins::check(questionnaire, faults);
}

/// Tells of every name that is in a list twice.
fn unique<'a>(names: impl IntoIterator<Item = &'a str>, list: &Place, faults: &mut Faults) {
    let mut seen = std::collections::BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            faults.add(Rule::Unique, &list.at(name).second(), format!("{name:?} is there twice"));
        }
    }
}
