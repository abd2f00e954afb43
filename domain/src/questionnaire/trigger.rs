//! Answers that somebody must act on.

use std::collections::BTreeMap;

use serde::Deserialize;
use uuid::Uuid;

use super::answer::{AnswerGiven, latest};
use super::history::History;
use super::model::Questionnaire;
use super::priority::Priority;

const WORDS: &str = include_str!("../../data/trigger_words.csv");

/// A rule that turns an answer into an alert.
#[derive(Clone, Debug)]
pub struct Trigger {
    /// Its name in the file.
    pub id: String,
    /// What has happened, in words for staff: "Does not feel safe".
    pub what: String,
    /// How soon somebody must act.
    pub priority: Priority,
    /// The page that the young person sees at once.
    pub page: Option<String>,
    /// What else follows, by the file's own name for it.
    pub effect: Option<String>,
    pub(super) when: When,
    /// How many times in a row it must have been said.
    pub(super) consecutive: usize,
}

/// What sets a trigger off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum When {
    Answered { question: String, any_of: Vec<String> },
    AnyFreeText,
    WordInFreeText,
    NoReply,
    AskedOnHelpPage,
}

/// An alert to be raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised {
    /// The trigger.
    pub trigger: String,
    /// What has happened, in words for staff.
    pub what: String,
    /// The promise or goal that it is about.
    pub item: Option<Uuid>,
    /// How soon somebody must act.
    pub priority: Priority,
    /// The page that the young person sees at once.
    pub page: Option<String>,
    /// The answer that raised it; none when it was not an answer.
    pub answer_key: Option<String>,
}

impl Trigger {
    /// True if it takes the same answer several times in a row. Such an alert comes back each further time, so it is not
    /// raised again while one is open.
    pub fn wants_several(&self) -> bool {
        self.consecutive > 1
    }

    fn raised_by(&self, answer: Option<&AnswerGiven>) -> Raised {
        Raised {
            trigger: self.id.clone(),
            what: self.what.clone(),
            item: answer.and_then(AnswerGiven::item),
            priority: self.priority,
            page: self.page.clone(),
            answer_key: answer.map(|answer| answer.key.clone()),
        }
    }

    fn set_off_by(&self, answer: &AnswerGiven, history: &History) -> bool {
        match &self.when {
            When::Answered { question, any_of } => {
                answer.question() == question
                    && answer.chose_any(any_of)
                    // This answer is one of them.
                    && history.in_a_row(&answer.key, any_of) + 1 >= self.consecutive
            }
            When::AnyFreeText => answer.text().is_some(),
            When::WordInFreeText | When::NoReply | When::AskedOnHelpPage => false,
        }
    }
}

impl Questionnaire {
    /// The alerts that the answers of one check-in raise, the most urgent first.
    ///
    /// A trigger that wants several times in a row is raised again by the next time: whoever
    /// stores alerts leaves out those that are still open. The same answers always raise the same
    /// alerts, so answers may be sent twice. Only answers to steps that are shown belong in here.
    pub fn raised(&self, answers: &[AnswerGiven], history: &History) -> Vec<Raised> {
        self.alerts(answers, |trigger, answer| trigger.set_off_by(answer, history))
    }

    /// The alerts that free text raises by a word or phrase of the local list. It puts the text
    /// first in the queue and does nothing else: every text is read by a person (SAFE-13).
    pub fn raised_by_words(&self, answers: &[AnswerGiven], list: &[String]) -> Vec<Raised> {
        let list: Vec<Vec<String>> = list.iter().map(|term| words_of(term)).collect();
        self.alerts(answers, |trigger, answer| {
            trigger.when == When::WordInFreeText
                && answer.text().is_some_and(|text| holds_any(&words_of(text.as_str()), &list))
        })
    }

    /// The alerts that silence raises, once this many check-ins in a row went by unanswered.
    pub fn raised_by_silence(&self, expired_in_a_row: usize) -> Vec<Raised> {
        self.alerts_without_answer(|trigger| {
            trigger.when == When::NoReply && expired_in_a_row >= trigger.consecutive
        })
    }

    /// The alerts that asking for one's worker on the help page raises. Opening it raises none.
    pub fn raised_by_help_page(&self) -> Vec<Raised> {
        self.alerts_without_answer(|trigger| trigger.when == When::AskedOnHelpPage)
    }

    /// The alerts that own words outside a check-in raise, such as a goal: a person reads every text.
    pub fn raised_by_own_words(&self) -> Vec<Raised> {
        self.alerts_without_answer(|trigger| trigger.when == When::AnyFreeText)
    }

    fn alerts(
        &self,
        answers: &[AnswerGiven],
        set_off: impl Fn(&Trigger, &AnswerGiven) -> bool,
    ) -> Vec<Raised> {
        let counting: Vec<&AnswerGiven> = answers
            .iter()
            .filter(|answer| latest(answers, &answer.key).is_some_and(|l| std::ptr::eq(l, *answer)))
            .collect();
        let mut raised = vec![];
        for trigger in self.triggers() {
            let set_off_by = counting.iter().filter(|answer| set_off(trigger, answer));
            raised.extend(set_off_by.map(|answer| trigger.raised_by(Some(answer))));
        }
        raised.sort_by_key(|alert| alert.priority);
        raised
    }

    fn alerts_without_answer(&self, set_off: impl Fn(&Trigger) -> bool) -> Vec<Raised> {
        let triggers = self.triggers().iter().filter(|trigger| set_off(trigger));
        triggers.map(|trigger| trigger.raised_by(None)).collect()
    }
}

/// What the product calls the triggers of the shipped questionnaire.
pub(super) fn shipped_words() -> BTreeMap<String, String> {
    csv::Reader::from_reader(WORDS.as_bytes())
        .into_deserialize::<Row>()
        .map(|row| row.expect("the shipped words are read by a test"))
        .map(|row| (row.trigger, row.what))
        .collect()
}

#[derive(Deserialize)]
struct Row {
    trigger: String,
    what: String,
}

fn words_of(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn holds_any(words: &[String], list: &[Vec<String>]) -> bool {
    list.iter().any(|term| !term.is_empty() && words.windows(term.len()).any(|run| run == term))
}
