//! Every text of a questionnaire that a young person may read.

use crate::questionnaire::model::Questionnaire;
use crate::questionnaire::place::Place;
use crate::questionnaire::voice::Reading;

/// One text.
pub(super) struct Text<'a> {
    pub place: Place,
    pub reading: Reading,
    pub words: &'a str,
}

/// Both versions of every page, question and choice.
pub(super) fn texts(questionnaire: &Questionnaire) -> Vec<Text<'_>> {
    let mut texts = vec![];
    for page in &questionnaire.pages {
        texts.extend(both(&Place::page(&page.id), &page.plain, &page.easy));
    }
    for question in &questionnaire.questions {
        let place = Place::question(&question.id);
        for (reading, said) in [(Reading::Plain, &question.plain), (Reading::Easy, &question.easy)]
        {
            texts.extend(said.each().map(|(key, words)| {
                let place = place.at(key_of(reading)).at(key);
                Text { place, reading, words }
            }));
        }
        for choice in &question.choices {
            texts.extend(both(&Place::choice(question, choice), &choice.plain, &choice.easy));
        }
    }
    texts
}

/// The same in the language for which there are lists of words, or nothing.
pub(super) fn english_texts(questionnaire: &Questionnaire) -> Vec<Text<'_>> {
    if is_english(questionnaire) { texts(questionnaire) } else { vec![] }
}

/// True of a questionnaire in English, wherever it is spoken.
pub(super) fn is_english(questionnaire: &Questionnaire) -> bool {
    questionnaire.language.split('-').next() == Some("en")
}

fn both<'a>(place: &Place, plain: &'a str, easy: &'a str) -> [Text<'a>; 2] {
    [(Reading::Plain, plain), (Reading::Easy, easy)].map(|(reading, words)| Text {
        place: place.at(key_of(reading)),
        reading,
        words,
    })
}

fn key_of(reading: Reading) -> &'static str {
    match reading {
        Reading::Plain => "plain",
        Reading::Easy => "easy",
    }
}
