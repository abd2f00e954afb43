//! A kept question is the same question, in other words perhaps.

use crate::questionnaire::fault::{Faults, Rule};
use crate::questionnaire::place::Place;
use crate::questionnaire::question::{Choice, Question};

/// Tells whatever differs but words and pictures.
pub(super) fn check(now: &Question, before: &Question, rule: Rule, faults: &mut Faults) {
    let place = Place::question(&now.id);
    let same = [
        ("domain", now.domain == before.domain),
        ("kind", now.kind == before.kind),
        ("store", now.stored == before.stored),
        ("can_skip", now.can_skip == before.can_skip),
        ("proxy", now.proxy == before.proxy),
        ("sensitive", now.sensitive == before.sensitive),
        ("before", now.before == before.before),
        ("show_if", now.ask_when == before.ask_when),
        ("repeat_for", now.repeats == before.repeats),
        ("max_chars", now.max_chars == before.max_chars),
        ("max_choices", now.max_choices == before.max_choices),
        ("effect", now.sources == before.sources),
        ("outcome", now.outcome == before.outcome),
    ];
    for (key, _) in same.iter().filter(|(_, same)| !same) {
        faults.add(rule, &place.at(key), format!("`{key}` is not as it was"));
    }
    // What could not be read is told already.
    if !faults.misread.contains(&place) {
        answers(now, before, rule, faults);
    }
}

fn answers(now: &Question, before: &Question, rule: Rule, faults: &mut Faults) {
    let list = match &now.answer_set {
        Some(set) => Place::answer_set(set),
        None => Place::question(&now.id).at("options"),
    };
    for choice in before.choices.iter().filter(|choice| now.choice(&choice.code).is_none()) {
        let what = format!("has no answer {:?} any more", choice.code);
        faults.add(rule, &list, what);
    }
    for choice in &now.choices {
        let place = Place::choice(now, choice);
        match before.choice(&choice.code) {
            None => {
                let what = format!("{:?} is a new answer to a question that is kept", choice.code);
                faults.add(rule, &place, what);
            }
            Some(before) if !means_the_same(choice, before) => {
                let what = format!("{:?} does not mean what it did", choice.code);
                faults.add(rule, &place, what);
            }
            Some(_) => {}
        }
    }
    let codes = |question: &Question, other: &Question| -> Vec<String> {
        let codes = question.choices.iter().map(|choice| &choice.code);
        codes.filter(|code| other.choice(code).is_some()).cloned().collect()
    };
    if codes(now, before) != codes(before, now) {
        faults.add(rule, &list, "has its answers in another order");
    }
}

fn means_the_same(now: &Choice, before: &Choice) -> bool {
    now.score == before.score
        && now.value == before.value
        && now.exclusive == before.exclusive
        && now.needs_sign_off == before.needs_sign_off
        && now.ask == before.ask
}
