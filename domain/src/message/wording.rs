//! Words that have no place in a message: those that give away what the service is, and those that press.
//!
//! A phone lies on a table and is read over shoulders (YP-20, YP-29); and nobody is hurried or made to feel guilty
//! (YP-32).

use std::sync::LazyLock;

use serde::Deserialize;

const WORDS: &str = include_str!("../../data/message_words.csv");

/// What is wrong with a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Why {
    GivesAway,
    Pressure,
}

/// A word, or several in a row, that no message says.
pub(super) struct Avoided {
    /// As the list has it.
    pub word: String,
    pub why: Why,
    as_is: bool,
    words: Vec<String>,
}

#[derive(Deserialize)]
struct Row {
    word: String,
    why: Why,
    written: Written,
    #[serde(rename = "source")]
    _source: String,
}

#[derive(PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Written {
    /// However it is written.
    Any,
    /// Only as the list has it, capitals included.
    AsIs,
}

static AVOIDED: LazyLock<Vec<Avoided>> = LazyLock::new(|| {
    csv::Reader::from_reader(WORDS.as_bytes())
        .into_deserialize::<Row>()
        .map(|row| row.expect("the list of words is read by a test"))
        .map(|row| {
            let as_is = row.written == Written::AsIs;
            let words = words(&row.word, as_is);
            Avoided { word: row.word, why: row.why, as_is, words }
        })
        .collect()
});

/// What a text says that no message says, each word once.
pub(super) fn avoided_in(text: &str) -> Vec<&'static Avoided> {
    let (any, as_is) = (words(text, false), words(text, true));
    let said = |avoided: &&Avoided| {
        let text = if avoided.as_is { &as_is } else { &any };
        text.windows(avoided.words.len()).any(|part| part == avoided.words)
    };
    AVOIDED.iter().filter(said).collect()
}

/// The words of a text, without what stands between them. Apostrophes are part of a word and left out: "don't" and
/// "don’t" are "dont".
pub(super) fn words(text: &str, as_is: bool) -> Vec<String> {
    let text: String = text.chars().filter(|c| !['\'', '’', '\u{ad}'].contains(c)).collect();
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| if as_is { word.to_owned() } else { word.to_lowercase() })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_list_can_be_read_and_names_nothing_twice() {
        let once: BTreeSet<String> = AVOIDED.iter().map(|row| row.word.to_lowercase()).collect();
        assert_eq!(once.len(), AVOIDED.len());
        assert!(AVOIDED.iter().all(|row| !row.words.is_empty()));
        for why in [Why::GivesAway, Why::Pressure] {
            assert!(AVOIDED.iter().filter(|row| row.why == why).count() > 20);
        }
    }

    #[test]
    fn words_are_found_whole_however_they_are_written() {
        let found = |text| avoided_in(text).into_iter().map(|row| &*row.word).collect::<Vec<_>>();
        assert_eq!(found("Your ehc-PLAN is here"), ["EHC", "plan"]);
        assert_eq!(found("Social\nCare says hello"), ["social care"]);
        assert_eq!(found("Don’t miss it"), ["don't miss"]);
        assert_eq!(found("The SEND team"), ["SEND"]);
        assert_eq!(found("We send a planet, sensibly"), Vec::<&str>::new());
    }
}
