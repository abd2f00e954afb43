//! Where in a questionnaire file something is.

use std::fmt;

use crate::check_in_kind::CheckInKind;

use super::question::{Choice, Question};

/// Parts of the file that are made of things with names of their own.
const COLLECTIONS: [&str; 6] =
    ["answer_sets", "check_ins", "pages", "questions", "symbols", "triggers"];

/// The way to a part of a questionnaire file, name by name from the top.
///
/// A name is a key of a map; in a list it is the `id`, the `code` or the text of one of its parts,
/// or `#3` for the third.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub(super) names: Vec<String>,
    /// True if the last name is there twice, and the second is meant.
    pub(super) second: bool,
}

impl Place {
    pub(super) fn top(section: &str) -> Self {
        Self { names: vec![section.to_owned()], second: false }
    }

    pub(super) fn symbol(concept: &str) -> Self {
        Self::top("symbols").at(concept)
    }

    pub(super) fn answer_set(set: &str) -> Self {
        Self::top("answer_sets").at(set)
    }

    pub(super) fn page(id: &str) -> Self {
        Self::top("pages").at(id)
    }

    pub(super) fn question(id: &str) -> Self {
        Self::top("questions").at(id)
    }

    /// One choice of a question, wherever the file says what it is.
    pub(super) fn choice(question: &Question, choice: &Choice) -> Self {
        match &question.answer_set {
            Some(set) => Self::answer_set(set).at(&choice.code),
            None => Self::question(&question.id).at("options").at(&choice.code),
        }
    }

    pub(super) fn check_in(kind: CheckInKind) -> Self {
        Self::top("check_ins").at(kind.code())
    }

    pub(super) fn trigger(id: &str) -> Self {
        Self::top("triggers").at(id)
    }

    /// A part of this one.
    pub(super) fn at(&self, name: &str) -> Self {
        let mut names = self.names.clone();
        names.push(name.to_owned());
        Self { names, second: false }
    }

    /// The second of this name.
    pub(super) fn second(mut self) -> Self {
        self.second = true;
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.names.as_slice() {
            [section, name, ..] if COLLECTIONS.contains(&section.as_str()) => f.write_str(name),
            names => f.write_str(&names.join(".")),
        }
    }
}
