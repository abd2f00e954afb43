//! Both reading versions say the same, and easy read is easy.

use std::collections::BTreeMap;

use crate::questionnaire::ask_when::Gate;
use crate::questionnaire::fault::{Faults, Rule};
use crate::questionnaire::file::ChoiceInFile;
use crate::questionnaire::fill::names;
use crate::questionnaire::model::Questionnaire;
use crate::questionnaire::plan::Each;
use crate::questionnaire::question::{Question, Words};
use crate::questionnaire::voice::ANYWHERE;

/// The most words in a sentence of easy read.
const MOST_WORDS: usize = 12;

/// The most pictures to choose from on a page of easy read.
const MOST_PICTURES: usize = 6;

/// The most words beside a picture of a scale.
const MOST_WORDS_ON_SCALE: usize = 2;

/// Scales have three points, and short labels.
pub(super) fn answer_sets(sets: &BTreeMap<String, Vec<ChoiceInFile>>, faults: &mut Faults) {
    for (set, choices) in sets {
        if choices.len() != 3 {
            faults.add(Rule::ThreePoints, set, format!("has {} answers, not 3", choices.len()));
        }
        for choice in choices.iter().filter(|c| word_count(&c.easy) > MOST_WORDS_ON_SCALE) {
            let what = format!("{:?} has more than {MOST_WORDS_ON_SCALE} words", choice.easy);
            faults.add(Rule::ThreePoints, set, what);
        }
    }
}

pub(super) fn check(questionnaire: &Questionnaire, faults: &mut Faults) {
    for page in &questionnaire.pages {
        both_said(&page.plain, &page.easy, &page.id, faults);
        easy_to_read(&page.easy, &page.id, faults);
        can_be_filled(&[&page.plain, &page.easy], &ANYWHERE, &page.id, faults);
    }
    for question in &questionnaire.questions {
        let place = question.id.as_str();
        both_said(&question.plain.text, &question.easy.text, place, faults);
        for text in texts(&question.easy) {
            easy_to_read(text, place, faults);
        }
        let all: Vec<&str> = texts(&question.plain).chain(texts(&question.easy)).collect();
        can_be_filled(&all, &names_in(question, questionnaire), place, faults);
        for choice in &question.choices {
            both_said(&choice.plain, &choice.easy, place, faults);
            easy_to_read(&choice.easy, place, faults);
            can_be_filled(&[&choice.plain, &choice.easy], &[], place, faults);
        }
        few_pictures(question, faults);
    }
}

fn texts(words: &Words) -> impl Iterator<Item = &str> {
    [Some(&words.text), words.hint.as_ref(), words.why.as_ref()]
        .into_iter()
        .flatten()
        .map(String::as_str)
}

fn both_said(plain: &str, easy: &str, place: &str, faults: &mut Faults) {
    for (version, text) in [("plain", plain), ("easy", easy)] {
        if text.trim().is_empty() {
            let what = format!("has no {version} words beside {:?}", format!("{plain}{easy}"));
            faults.add(Rule::SameAnswers, place, what);
        }
    }
}

fn easy_to_read(text: &str, place: &str, faults: &mut Faults) {
    for sentence in text.split(['.', '?', '!', '\n']) {
        let words = word_count(sentence);
        if words > MOST_WORDS {
            let what = format!(
                "the easy sentence {:?} has {words} words; {MOST_WORDS} is the most",
                sentence.trim()
            );
            faults.add(Rule::EasyRead, place, what);
        }
    }
}

fn word_count(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

fn few_pictures(question: &Question, faults: &mut Faults) {
    let at_once = question.split_easy.unwrap_or(question.choices.len());
    if at_once > MOST_PICTURES {
        let what = format!(
            "easy read would show {at_once} pictures on a page; {MOST_PICTURES} is the most, \
             `page_split` shows fewer at a time"
        );
        faults.add(Rule::EasyRead, &question.id, what);
    }
    if at_once == 0 && question.split_easy.is_some() {
        faults.add(Rule::WellFormed, &question.id, "`page_split` shows no choice at a time");
    }
}

/// The `{names}` that can be filled in at a question.
fn names_in(question: &Question, questionnaire: &Questionnaire) -> Vec<&'static str> {
    let mut known = ANYWHERE.to_vec();
    let any = &question.ask_when;
    if !any.is_empty() && any.iter().all(|all| all.contains(&Gate::HasCurrentDestination(true))) {
        known.push("destination");
    }
    let gates = any.iter().flatten();
    let beside = gates.filter_map(|gate| match gate {
        Gate::Answered(asked, _) => questionnaire.question(asked),
        _ => None,
    });
    for repeats in beside.chain([question]).filter_map(|asked| asked.repeats.as_ref()) {
        match repeats.each {
            Each::PromisedProvision => known.extend(["provision", "provision_easy"]),
            Each::CurrentGoal => known.push("goal"),
        }
    }
    known
}

fn can_be_filled(texts: &[&str], known: &[&str], place: &str, faults: &mut Faults) {
    for name in texts.iter().flat_map(|text| names(text)).filter(|name| !known.contains(name)) {
        faults.add(Rule::WellFormed, place, format!("nothing can stand for {{{name}}} here"));
    }
}
