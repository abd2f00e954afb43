//! Both reading versions say the same, and easy read is easy.

use std::collections::BTreeMap;

use crate::questionnaire::ask_when::Gate;
use crate::questionnaire::fault::{Faults, Rule};
use crate::questionnaire::file::ChoiceInFile;
use crate::questionnaire::fill::names;
use crate::questionnaire::model::Questionnaire;
use crate::questionnaire::place::Place;
use crate::questionnaire::plan::Each;
use crate::questionnaire::question::Question;
use crate::questionnaire::voice::ANYWHERE;

/// The most words in a sentence of easy read.
pub(in crate::questionnaire) const MOST_WORDS: usize = 12;

/// The most pictures to choose from on a page of easy read.
const MOST_PICTURES: usize = 6;

/// The most words beside a picture of a scale.
pub(in crate::questionnaire) const MOST_WORDS_ON_SCALE: usize = 2;

/// Scales have three points, and short labels.
pub(super) fn answer_sets(sets: &BTreeMap<String, Vec<ChoiceInFile>>, faults: &mut Faults) {
    for (set, choices) in sets {
        let place = Place::answer_set(set);
        if choices.len() != 3 {
            faults.add(
                Rule::ThreePoints,
                &place,
                format!("has {} answers; a scale has three", choices.len()),
            );
        }
        for choice in choices.iter().filter(|c| word_count(&c.easy) > MOST_WORDS_ON_SCALE) {
            let what = format!(
                "{:?} has more than {MOST_WORDS_ON_SCALE} words; say it shorter",
                choice.easy
            );
            faults.add(Rule::ThreePoints, &place.at(&choice.code).at("easy"), what);
        }
    }
}

pub(super) fn check(questionnaire: &Questionnaire, faults: &mut Faults) {
    for page in &questionnaire.pages {
        let place = &Place::page(&page.id);
        both_said(&page.plain, &page.easy, place, faults);
        easy_to_read(&page.easy, &place.at("easy"), faults);
        can_be_filled(&page.plain, &ANYWHERE, &place.at("plain"), faults);
        can_be_filled(&page.easy, &ANYWHERE, &place.at("easy"), faults);
    }
    for question in &questionnaire.questions {
        let place = &Place::question(&question.id);
        both_said(&question.plain.text, &question.easy.text, place, faults);
        for (key, text) in question.easy.each() {
            easy_to_read(text, &place.at("easy").at(key), faults);
        }
        let known = names_in(question, questionnaire);
        for (version, words) in [("plain", &question.plain), ("easy", &question.easy)] {
            for (key, text) in words.each() {
                can_be_filled(text, &known, &place.at(version).at(key), faults);
            }
        }
        for choice in &question.choices {
            let place = &Place::choice(question, choice);
            both_said(&choice.plain, &choice.easy, place, faults);
            easy_to_read(&choice.easy, &place.at("easy"), faults);
            can_be_filled(&choice.plain, &[], &place.at("plain"), faults);
            can_be_filled(&choice.easy, &[], &place.at("easy"), faults);
        }
        few_pictures(question, faults);
    }
}

fn both_said(plain: &str, easy: &str, place: &Place, faults: &mut Faults) {
    for (version, text) in [("plain", plain), ("easy", easy)] {
        if text.trim().is_empty() {
            let what =
                format!("has no {version} words beside {:?}; add them", format!("{plain}{easy}"));
            faults.add(Rule::SameAnswers, &place.at(version), what);
        }
    }
}

fn easy_to_read(text: &str, place: &Place, faults: &mut Faults) {
    for sentence in text.split(['.', '?', '!', '\n']) {
        let words = word_count(sentence);
        if words > MOST_WORDS {
            let what = format!(
                "the easy sentence {:?} has {words} words; {MOST_WORDS} is the most, make two of it",
                sentence.trim()
            );
            faults.add(Rule::EasyRead, place, what);
        }
    }
}

pub(in crate::questionnaire) fn word_count(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

fn few_pictures(question: &Question, faults: &mut Faults) {
    let place =
        &Place::question(&question.id).at(match (question.split_easy, &question.answer_set) {
            (Some(_), _) => "page_split",
            (None, Some(_)) => "answers",
            (None, None) => "options",
        });
    let at_once = question.split_easy.unwrap_or(question.choices.len());
    if at_once > MOST_PICTURES {
        let what = format!(
            "easy read would show {at_once} pictures on a page; {MOST_PICTURES} is the most, \
             `page_split` shows fewer at a time"
        );
        faults.add(Rule::EasyRead, place, what);
    }
    if at_once == 0 && question.split_easy.is_some() {
        faults.add(Rule::WellFormed, place, "`page_split` shows no choice at a time");
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

fn can_be_filled(text: &str, known: &[&str], place: &Place, faults: &mut Faults) {
    for name in names(text).into_iter().filter(|name| !known.contains(name)) {
        faults.add(Rule::WellFormed, place, format!("nothing can stand for {{{name}}} here"));
    }
}
