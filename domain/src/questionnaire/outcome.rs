//! What answers say about where a young person is now.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::answer::{AnswerGiven, latest};
use super::model::Questionnaire;
use super::question::Question;

/// What the word in the file for "as before" is.
pub(super) const CARRY_FORWARD: &str = "carry_forward";

/// The measure that counts days in the week.
pub(super) const DAYS_PER_WEEK: &str = "days_per_week";

/// Where somebody says they are now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DestinationSaid {
    /// Where they were before.
    StillThere,
    /// Somewhere else, or nowhere.
    Changed {
        /// A neutral code of the questionnaire: a destination such as `education_fe_college`, or
        /// for somebody without one a status such as `available_looking`.
        destination: String,
        /// How many days a week, where they said and it does not change from week to week.
        days_per_week: Option<u8>,
    },
    /// They do not know, or would not say what has changed: a worker should ask.
    Unsure,
}

/// What comes of the answers to a question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(super) enum Outcome {
    Measure(Measure),
    Creates(Creates),
    ByCode(BTreeMap<String, CodeOutcome>),
    #[default]
    None,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Measure {
    pub measure: String,
    pub per: Option<String>,
    #[serde(rename = "note")]
    _note: Option<String>,
    #[serde(rename = "report")]
    _report: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Creates {
    #[serde(rename = "creates")]
    _creates: Created,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Created {
    Goal,
}

/// What comes of one code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CodeOutcome {
    pub destination: Option<String>,
    pub status: Option<String>,
    /// The question that asks for more.
    pub ask: Option<String>,
    /// What a worker has to clear up.
    pub flag: Option<String>,
    #[serde(rename = "source")]
    _source: Option<String>,
}

impl Outcome {
    pub fn by_code(&self) -> Option<&BTreeMap<String, CodeOutcome>> {
        match self {
            Self::ByCode(codes) => Some(codes),
            _ => None,
        }
    }
}

impl Questionnaire {
    /// Where the answers of one check-in say that the young person is now, as far as they go;
    /// `None` while nothing is said of it, or while the question that would tell is still to come.
    ///
    /// Only answers to steps that are shown belong in here.
    pub fn destination(&self, answers: &[AnswerGiven]) -> Option<DestinationSaid> {
        let asked = |question: &&Question| question.outcome.by_code().is_some();
        let said = |question: &&Question| code_said(answers, &question.id).is_some();
        let first = self.questions().iter().filter(asked).find(said)?;

        match self.follow(first, answers)? {
            DestinationSaid::Changed { destination, .. } => Some(DestinationSaid::Changed {
                destination,
                days_per_week: self.days_per_week(answers),
            }),
            said => Some(said),
        }
    }

    /// Follows the answers from one question to the next that it asks for.
    fn follow(&self, question: &Question, answers: &[AnswerGiven]) -> Option<DestinationSaid> {
        let answer = latest(answers, &question.id)?;
        let Some(outcome) =
            answer.codes().first().and_then(|code| question.outcome.by_code()?.get(code))
        else {
            return Some(DestinationSaid::Unsure);
        };
        let more = outcome.ask.as_deref().and_then(|next| self.question(next));
        let more = more.and_then(|next| self.follow(next, answers));
        match outcome.destination.as_ref().or(outcome.status.as_ref()) {
            Some(code) if code == CARRY_FORWARD => Some(DestinationSaid::StillThere),
            // "None of these" is an answer by itself; the reason only makes it more exact.
            Some(code) => match more {
                Some(DestinationSaid::Changed { .. }) => more,
                _ => Some(DestinationSaid::Changed {
                    destination: code.clone(),
                    days_per_week: None,
                }),
            },
            None if outcome.flag.is_some() => Some(DestinationSaid::Unsure),
            None => more,
        }
    }

    fn days_per_week(&self, answers: &[AnswerGiven]) -> Option<u8> {
        let question = self.questions().iter().find(|question| match &question.outcome {
            Outcome::Measure(measured) => measured.measure == DAYS_PER_WEEK,
            _ => false,
        })?;
        question.choice(code_said(answers, &question.id)?)?.value
    }
}

fn code_said<'a>(answers: &'a [AnswerGiven], question: &str) -> Option<&'a str> {
    latest(answers, question)?.codes().first().map(String::as_str)
}
