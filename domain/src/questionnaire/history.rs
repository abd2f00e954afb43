//! What was said in earlier check-ins.

use super::answer::{AnswerGiven, latest};

/// The answers of earlier check-ins, the latest check-in first.
#[derive(Clone, Debug, Default)]
pub struct History(pub Vec<Vec<AnswerGiven>>);

impl History {
    /// How many times in a row, up to the last time, a step was answered with one of these codes.
    ///
    /// Check-ins that did not ask, and skips, are passed over: silence in between neither makes a
    /// low week better nor counts as another.
    pub(super) fn in_a_row(&self, key: &str, codes: &[String]) -> usize {
        self.0
            .iter()
            .filter_map(|check_in| latest(check_in, key))
            .filter(|answer| !answer.was_skipped())
            .take_while(|answer| answer.chose_any(codes))
            .count()
    }
}
