//! A scale has three pictures with labels of one or two words, and is never 0 to 10 or of five points (CI-06).
//! The sets that questions share are counted in `check`; here are the choices of one question.

use std::collections::BTreeSet;

use crate::questionnaire::check::{MOST_WORDS_ON_SCALE, word_count};
use crate::questionnaire::fault::{Faults, Rule};
use crate::questionnaire::model::Questionnaire;
use crate::questionnaire::place::Place;
use crate::questionnaire::question::{Choice, Question};

/// The points of a scale.
const POINTS: [u8; 3] = [0, 1, 2];

/// Words that make two points out of one.
const DEGREES: [&str; 8] =
    ["very", "really", "quite", "fairly", "rather", "extremely", "strongly", "completely"];

pub(super) fn check(questionnaire: &Questionnaire, faults: &mut Faults) {
    for question in &questionnaire.questions {
        no_bare_numbers(question, faults);
        no_degrees(question, faults);
        three_points(question, faults);
        three_pictures(question, faults);
    }
}

/// The choices that are points of a scale: all of a set that questions share, or those with a score.
fn scale(question: &Question) -> Vec<&Choice> {
    let shared = question.answer_set.is_some();
    question.choices.iter().filter(|choice| shared || choice.score.is_some()).collect()
}

fn three_points(question: &Question, faults: &mut Faults) {
    if question.answer_set.is_some() {
        return;
    }
    let points = scale(question);
    let mut scores: Vec<u8> = points.iter().filter_map(|choice| choice.score).collect();
    scores.sort_unstable();
    if !scores.is_empty() && scores != POINTS {
        let what = format!("is a scale with the scores {scores:?}; give three answers 2, 1 and 0");
        faults.add(Rule::ThreePoints, &own_choices(question), what);
    }
    for choice in points.iter().filter(|choice| word_count(&choice.easy) > MOST_WORDS_ON_SCALE) {
        let place = Place::choice(question, choice).at("easy");
        let what = format!("{:?} is too long beside a picture; say one or two words", choice.easy);
        faults.add(Rule::ThreePoints, &place, what);
    }
}

fn three_pictures(question: &Question, faults: &mut Faults) {
    let mut seen = BTreeSet::new();
    for choice in scale(question) {
        if !choice.picture.is_empty() && !seen.insert(&choice.picture) {
            let what = "has the picture of another point; give each its own";
            faults.add(Rule::ThreePoints, &Place::choice(question, choice).at("symbol"), what);
        }
    }
}

/// Numbers of something, such as days, say of what: "1 day".
fn no_bare_numbers(question: &Question, faults: &mut Faults) {
    let is_number = |words: &str| words.trim().parse::<u32>().is_ok();
    let bare = question.choices.iter().filter(|c| is_number(&c.plain) && is_number(&c.easy));
    if bare.count() > POINTS.len() {
        let what = "is a scale of numbers; ask with three answers in words";
        faults.add(Rule::ThreePoints, &own_choices(question), what);
    }
}

/// "Good" and "very good" are two points where there is one.
fn no_degrees(question: &Question, faults: &mut Faults) {
    for choice in &question.choices {
        let words = words(&choice.easy);
        let graded = words.iter().any(|word| DEGREES.contains(&word.as_str()));
        if graded && question.choices.iter().any(|other| is_point(other, &words)) {
            let what = format!("{:?} makes the scale finer than three points", choice.easy);
            let place = Place::choice(question, choice).at("easy");
            faults.add(Rule::ThreePoints, &place, format!("{what}; leave it out"));
        }
    }
}

/// True if this is what the words say without a degree.
fn is_point(choice: &Choice, graded: &[String]) -> bool {
    let mut point = graded.to_vec();
    point.retain(|word| !DEGREES.contains(&word.as_str()));
    !point.is_empty() && words(&choice.easy) == point
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_lowercase).collect()
}

fn own_choices(question: &Question) -> Place {
    Place::question(&question.id).at("options")
}
