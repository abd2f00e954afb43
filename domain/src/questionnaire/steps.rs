//! A check-in laid out for one young person.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::check_in_kind::CheckInKind;

use super::answer::{AnswerFault, AnswerGiven, AnswerSource, latest};
use super::conditions::Condition;
use super::model::Page;
use super::question::{Proxy, QuestionKind, Words};

/// The question of who is answering; a file cannot do without it.
pub const WHO_ANSWERING: &str = "who_answering";

/// The question of who is helping.
pub const HELPER_IS: &str = "helper_is";

/// The pages and questions of one check-in, with all their texts filled in.
///
/// Nothing in it needs to be looked up any more: whether a step is shown hangs only on the answers
/// of this same check-in, so a phone can work it out offline.
#[derive(Clone)]
pub struct Steps {
    /// The sort of check-in.
    pub kind: CheckInKind,
    /// The pages that are not questions, in the order of the file.
    pub pages: Vec<Page>,
    /// The questions, in the order in which they are asked.
    pub steps: Vec<Step>,
    pub(super) sources: BTreeMap<String, AnswerSource>,
}

/// One question of a check-in.
#[derive(Clone, Debug)]
pub struct Step {
    /// What its answer is sent and stored under: the question, and `:` and the item where it is
    /// about one.
    pub key: String,
    /// The question.
    pub question: String,
    /// The promise or goal that it is about.
    pub item: Option<Uuid>,
    /// How it is answered.
    pub kind: QuestionKind,
    /// The concept that its picture shows.
    pub symbol: String,
    /// The picture: the characters of an emoji.
    pub picture: String,
    /// False if the answer is never kept.
    pub stored: bool,
    /// True if it may be skipped.
    pub can_skip: bool,
    /// True if the answer is hidden until somebody asks to see it.
    pub sensitive: bool,
    /// Who may answer it.
    pub proxy: Proxy,
    /// The page to show first. Who has seen it in this check-in already need not see it again.
    pub before: Option<String>,
    /// The most characters of a text.
    pub max_chars: Option<usize>,
    /// The most choices.
    pub max_choices: Option<usize>,
    /// How many choices easy read shows at a time.
    pub split_easy: Option<usize>,
    /// When it is shown: any of these, each of which wants all its conditions met. Empty: always.
    ///
    /// Each alternative also says what the steps it looks at need to be shown themselves, so an
    /// answer left over from before somebody changed their mind opens nothing.
    pub show_if: Vec<Vec<Condition>>,
    /// The plain words.
    pub plain: Words,
    /// The easy-read words.
    pub easy: Words,
    /// The answers to choose from; none where the answer is text.
    pub options: Vec<StepOption>,
}

/// One answer that can be chosen at a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepOption {
    /// The code that is stored and sent.
    pub code: String,
    /// Its plain words.
    pub plain: String,
    /// Its easy-read words.
    pub easy: String,
    /// The concept that its picture shows.
    pub symbol: String,
    /// The picture: the characters of an emoji.
    pub picture: String,
    /// True if nothing else can be chosen with it.
    pub exclusive: bool,
}

impl Steps {
    /// The step with this key.
    pub fn step(&self, key: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.key == key)
    }

    /// Who can help or answer: the codes of the question that asks.
    pub fn helpers(&self) -> impl Iterator<Item = &str> {
        let asks = self.step(HELPER_IS);
        asks.into_iter().flat_map(|step| &step.options).map(|option| option.code.as_str())
    }

    /// Whether this check-in can take the answer from this source. Whether the step is shown at all
    /// is another matter: see [`Steps::visible`].
    pub fn check(&self, answer: &AnswerGiven, source: AnswerSource) -> Result<(), AnswerFault> {
        self.step(&answer.key).ok_or(AnswerFault::UnknownQuestion)?.check(&answer.said, source)
    }

    /// The steps that are shown, given the answers so far. An answer to any other step is left over
    /// from a change of mind: it is ignored, not stored.
    ///
    /// Steps that a helper may not answer are among them: [`Steps::check`] keeps helpers out.
    pub fn visible(&self, answers: &[AnswerGiven]) -> Vec<&Step> {
        self.steps.iter().filter(|step| step.applies(answers)).collect()
    }

    /// Who is answering, as they said themselves.
    pub fn source_said(&self, answers: &[AnswerGiven]) -> Option<AnswerSource> {
        let code = latest(answers, WHO_ANSWERING)?.codes().first()?;
        self.sources.get(code).copied()
    }

    /// Who is helping, as they said themselves: a code of the question that asks it.
    pub fn helper_said<'a>(&self, answers: &'a [AnswerGiven]) -> Option<&'a str> {
        if !self.step(HELPER_IS)?.applies(answers) {
            return None;
        }
        latest(answers, HELPER_IS)?.codes().first().map(String::as_str)
    }
}

impl Step {
    /// True if it is shown, given the answers so far.
    pub fn applies(&self, answers: &[AnswerGiven]) -> bool {
        self.show_if.is_empty()
            || self.show_if.iter().any(|all| all.iter().all(|condition| condition.met(answers)))
    }

    /// The option with this code.
    pub fn option(&self, code: &str) -> Option<&StepOption> {
        self.options.iter().find(|option| option.code == code)
    }
}
