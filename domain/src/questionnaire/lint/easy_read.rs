//! Easy read has one idea to a line, common words, and never a picture alone (YP-37); both versions tell the same
//! answers apart (YP-38). Long sentences and many pictures refuse a file: they are in `check`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::questionnaire::check::{MOST_WORDS, word_count};
use crate::questionnaire::fault::{Faults, Rule};
use crate::questionnaire::fill::fill;
use crate::questionnaire::model::Questionnaire;
use crate::questionnaire::place::Place;
use crate::questionnaire::question::Question;
use crate::questionnaire::voice::Reading;

use super::texts::{english_texts, texts};

const HARD_WORDS: &str = include_str!("../../../data/hard_words.csv");

/// What a word may end in and still be the same word.
const ENDINGS: [&str; 4] = ["s", "d", "ed", "ing"];

/// What is shown as it stands, though it was meant to slant or embolden.
const MARKUP: [char; 4] = ['*', '_', '<', '>'];

pub(super) fn check(questionnaire: &Questionnaire, faults: &mut Faults) {
    for text in texts(questionnaire).into_iter().filter(|text| text.reading == Reading::Easy) {
        one_idea_to_a_line(text.words, &text.place, faults);
        no_markup(text.words, &text.place, faults);
    }
    let hard = hard_words();
    for text in english_texts(questionnaire) {
        if text.reading == Reading::Easy {
            common_words(text.words, &hard, &text.place, faults);
        }
    }
    for question in &questionnaire.questions {
        never_a_picture_alone(question, faults);
        answers_differ(question, faults);
    }
}

/// Each line is a sentence. Only a short question may have its answer beside it: "In danger? Call 999."
fn one_idea_to_a_line(text: &str, place: &Place, faults: &mut Faults) {
    for line in text.lines() {
        let sentences = sentences(line);
        let one_idea = match sentences.as_slice() {
            [] | [_] => true,
            [asked, _] => asked.ends_with('?') && word_count(line) <= MOST_WORDS,
            _ => false,
        };
        if !one_idea {
            let what = format!("{:?} is more than one idea; give each a line", line.trim());
            faults.add(Rule::EasyRead, place, what);
        }
    }
}

fn sentences(line: &str) -> Vec<&str> {
    let mut sentences = vec![];
    let mut start = 0;
    for (space, _) in line.match_indices(' ') {
        if line[..space].ends_with(['.', '?', '!']) {
            sentences.push(&line[start..space]);
            start = space + 1;
        }
    }
    sentences.push(&line[start..]);
    sentences.retain(|sentence| word_count(sentence) > 0);
    sentences
}

fn no_markup(text: &str, place: &Place, faults: &mut Faults) {
    let shown = fill(text, |_| String::new());
    if let Some(mark) = shown.chars().find(|c| MARKUP.contains(c)) {
        let what = format!("{mark:?} would be shown as it stands; write plain words without it");
        faults.add(Rule::EasyRead, place, what);
    }
}

fn common_words(text: &str, hard: &BTreeMap<String, String>, place: &Place, faults: &mut Faults) {
    let shown = fill(text, |_| String::new()).to_lowercase();
    for word in shown.split(|c: char| !c.is_alphanumeric()) {
        let stem = [""].into_iter().chain(ENDINGS).filter_map(|ending| word.strip_suffix(ending));
        for instead in stem.filter_map(|stem| hard.get(stem)).take(1) {
            let what = format!("{word:?} is a hard word; say {instead:?}, or something like it");
            faults.add(Rule::EasyRead, place, what);
        }
    }
}

fn never_a_picture_alone(question: &Question, faults: &mut Faults) {
    for choice in &question.choices {
        // Where there is nothing at all, `check` says so.
        if !choice.easy.trim().is_empty() && word_count(&choice.easy) == 0 {
            let place = Place::choice(question, choice).at("easy");
            let what = format!("{:?} leaves the picture alone; say it in words", choice.easy);
            faults.add(Rule::EasyRead, &place, what);
        }
    }
}

/// Two answers with the same words in one version cannot be compared with the other.
fn answers_differ(question: &Question, faults: &mut Faults) {
    let (mut plain, mut easy) = (BTreeSet::new(), BTreeSet::new());
    for choice in &question.choices {
        let place = Place::choice(question, choice);
        for (key, words, seen) in
            [("plain", &choice.plain, &mut plain), ("easy", &choice.easy, &mut easy)]
        {
            if !words.trim().is_empty() && !seen.insert(words.trim().to_lowercase()) {
                let what = format!("another answer says {words:?} too; give it words of its own");
                faults.add(Rule::SameAnswers, &place.at(key), what);
            }
        }
    }
}

/// Hard words, each with one to say instead.
fn hard_words() -> BTreeMap<String, String> {
    csv::Reader::from_reader(HARD_WORDS.as_bytes())
        .into_deserialize::<Row>()
        .map(|row| row.expect("the list of hard words is read by a test"))
        .map(|row| (row.word, row.instead))
        .collect()
}

#[derive(Deserialize)]
struct Row {
    word: String,
    instead: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hard_word_has_an_easier_one_that_is_not_hard_itself() {
        let hard = hard_words();
        assert!(hard.len() > 40);
        for (word, instead) in &hard {
            let hard = instead.split(' ').any(|word| hard.contains_key(word));
            assert!(!instead.is_empty() && !hard, "{word}");
        }
    }
}
