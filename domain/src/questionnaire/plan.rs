//! What makes up one sort of check-in.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::check_in_kind::CheckInKind;

/// How long a check-in takes, in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Minutes {
    /// In plain words.
    pub plain: u8,
    /// In easy read.
    pub easy: u8,
}

/// The line in a list of questions where the module stands whose turn it is.
pub(super) const ROTATING_MODULE: &str = "@rotating_module";

/// One sort of check-in: its questions in order, and how long it stays open.
pub(super) struct Plan {
    pub minutes: Minutes,
    /// Days after which it closes unanswered; `None` stays open.
    pub expires_days: Option<u16>,
    /// Question ids, and at most one [`ROTATING_MODULE`].
    pub items: Vec<String>,
    /// The modules that take turns.
    pub modules: Vec<Vec<String>>,
    /// The sort that it adds to.
    pub extends: Option<CheckInKind>,
}

impl Plan {
    /// The questions on this turn, in order.
    pub fn questions(&self, turn: usize) -> Vec<&str> {
        let module: &[String] = match self.modules.len() {
            0 => &[],
            modules => &self.modules[turn % modules],
        };
        self.items
            .iter()
            .flat_map(|item| match item.as_str() {
                ROTATING_MODULE => module,
                _ => std::slice::from_ref(item),
            })
            .map(String::as_str)
            .collect()
    }
}

/// A question that is asked about each of something.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Repeats {
    pub each: Each,
    order: RepeatOrder,
    /// How many times at most in each sort of check-in.
    pub max: BTreeMap<CheckInKind, usize>,
}

impl Repeats {
    /// How often at most in a check-in of this sort: what an extended sort allows, unless the file
    /// says otherwise.
    pub fn most(&self, kind: CheckInKind, extends: Option<CheckInKind>) -> Option<usize> {
        self.max.get(&kind).or_else(|| self.max.get(&extends?)).copied()
    }

    /// True if the order written in the file is the one this sort of thing is asked in.
    pub fn in_known_order(&self) -> bool {
        match self.each {
            Each::PromisedProvision => self.order == RepeatOrder::LongestSinceAsked,
            Each::CurrentGoal => self.order == RepeatOrder::OldestFirst,
        }
    }
}

/// What a question can be asked about each of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Each {
    PromisedProvision,
    CurrentGoal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RepeatOrder {
    LongestSinceAsked,
    OldestFirst,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_take_turns_and_start_again() {
        let plan = Plan {
            minutes: Minutes { plain: 1, easy: 1 },
            expires_days: None,
            items: ["first", ROTATING_MODULE, "last"].map(String::from).into(),
            modules: vec![vec!["a".into(), "b".into()], vec!["c".into()]],
            extends: None,
        };
        assert_eq!(plan.questions(0), ["first", "a", "b", "last"]);
        assert_eq!(plan.questions(1), ["first", "c", "last"]);
        assert_eq!(plan.questions(2), plan.questions(0));
    }
}
