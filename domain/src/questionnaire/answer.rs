//! One answer, and whether it can be taken.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use super::free_text::FreeText;
use super::question::{Proxy, QuestionKind};
use super::steps::Step;

/// An answer to one step of a check-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerGiven {
    /// The key of the step: the question, and the item after a colon where there is one.
    pub key: String,
    /// What was said.
    pub said: Said,
    /// When, by the phone that it was said on.
    pub answered_at: DateTime<Utc>,
}

/// What was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// The question was skipped, which is never a "no".
    Skipped,
    /// These codes were chosen.
    Codes(Vec<String>),
    /// This was written.
    Text(FreeText),
}

impl AnswerGiven {
    /// The question that it answers.
    pub fn question(&self) -> &str {
        self.key.split_once(':').map_or(&self.key, |(question, _)| question)
    }

    /// The promise or goal that it is about.
    pub fn item(&self) -> Option<Uuid> {
        self.key.split_once(':').and_then(|(_, item)| item.parse().ok())
    }

    /// The codes that were chosen; none for a skip or a text.
    pub fn codes(&self) -> &[String] {
        match &self.said {
            Said::Codes(codes) => codes,
            Said::Skipped | Said::Text(_) => &[],
        }
    }

    /// What was written, if anything was.
    pub fn text(&self) -> Option<&FreeText> {
        match &self.said {
            Said::Text(text) => Some(text),
            Said::Skipped | Said::Codes(_) => None,
        }
    }

    pub(super) fn chose_any(&self, codes: &[String]) -> bool {
        self.codes().iter().any(|code| codes.contains(code))
    }

    pub(super) fn was_skipped(&self) -> bool {
        self.said == Said::Skipped
    }
}

/// The answer that counts for a step: the one given last. Of two given at the same moment, the one
/// further on in the list.
pub fn latest<'a>(answers: &'a [AnswerGiven], key: &str) -> Option<&'a AnswerGiven> {
    answers.iter().filter(|answer| answer.key == key).max_by_key(|answer| answer.answered_at)
}

/// Whose words an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerSource {
    /// The young person's own.
    #[serde(rename = "self")]
    Self_,
    /// The young person's, with somebody helping.
    WithHelp,
    /// Somebody else's, for them.
    Proxy,
}

impl AnswerSource {
    /// Every source.
    pub const ALL: [Self; 3] = [Self::Self_, Self::WithHelp, Self::Proxy];

    /// The code that is stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Self::Self_ => "self",
            Self::WithHelp => "with-help",
            Self::Proxy => "proxy",
        }
    }

    /// The source with this stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.code() == code)
    }
}

impl fmt::Display for AnswerSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Why an answer cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AnswerFault {
    /// No step of this check-in has that key.
    #[error("this check-in does not ask that question")]
    UnknownQuestion,
    /// The question does not offer that code.
    // Whatever was sent is not repeated.
    #[error("this question has no such answer")]
    UnknownCode(String),
    /// Codes were expected and a text came, or the other way round.
    #[error("this question is answered with {0}")]
    WrongKind(&'static str),
    /// An answer without anything in it. To leave a question out is to skip it.
    #[error("nothing was chosen; send a skip instead")]
    NothingChosen,
    /// The same code twice.
    #[error("{0:?} was chosen twice")]
    ChosenTwice(String),
    /// More codes than the question takes.
    #[error("choose {most} at most")]
    TooManyChoices {
        /// How many it takes.
        most: usize,
    },
    /// Something chosen together with an answer that stands alone.
    #[error("{0:?} cannot be chosen with anything else")]
    NotOnItsOwn(String),
    /// More characters than the question takes.
    #[error("write {most} characters at most")]
    TextTooLong {
        /// How many it takes.
        most: usize,
    },
    /// Only the young person may answer it, on their own (YP-23).
    #[error("only the young person can answer this, on their own")]
    SelfOnly,
    /// It may not be skipped.
    #[error("this question cannot be skipped")]
    NotSkippable,
}

impl Step {
    /// Whether this step can take the answer from this source.
    pub fn check(&self, said: &Said, source: AnswerSource) -> Result<(), AnswerFault> {
        // Not even a skip: it would stand for the young person's own.
        if self.proxy == Proxy::SelfOnly && source != AnswerSource::Self_ {
            return Err(AnswerFault::SelfOnly);
        }
        match (said, self.kind) {
            (Said::Skipped, _) if self.can_skip => Ok(()),
            (Said::Skipped, _) => Err(AnswerFault::NotSkippable),
            (Said::Text(text), QuestionKind::Text) => self.check_text(text),
            (Said::Codes(codes), QuestionKind::Single | QuestionKind::Multi) => {
                self.check_codes(codes)
            }
            (Said::Text(_), _) => Err(AnswerFault::WrongKind("one of its choices")),
            (Said::Codes(_), _) => Err(AnswerFault::WrongKind("words")),
        }
    }

    fn check_text(&self, text: &FreeText) -> Result<(), AnswerFault> {
        let most = self.max_chars.unwrap_or(FreeText::MAX_CHARS);
        if text.chars() > most { Err(AnswerFault::TextTooLong { most }) } else { Ok(()) }
    }

    fn check_codes(&self, codes: &[String]) -> Result<(), AnswerFault> {
        if codes.is_empty() {
            return Err(AnswerFault::NothingChosen);
        }
        for (place, code) in codes.iter().enumerate() {
            let Some(option) = self.option(code) else {
                return Err(AnswerFault::UnknownCode(code.clone()));
            };
            if codes[..place].contains(code) {
                return Err(AnswerFault::ChosenTwice(code.clone()));
            }
            if option.exclusive && codes.len() > 1 {
                return Err(AnswerFault::NotOnItsOwn(code.clone()));
            }
        }
        let most = match self.kind {
            QuestionKind::Single => 1,
            _ => self.max_choices.unwrap_or(self.options.len()),
        };
        if codes.len() > most { Err(AnswerFault::TooManyChoices { most }) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_names_the_question_and_perhaps_the_item() {
        let item = Uuid::from_u128(7);
        let mut answer = AnswerGiven {
            key: format!("support_got:{item}"),
            said: Said::Skipped,
            answered_at: DateTime::UNIX_EPOCH,
        };
        assert_eq!((answer.question(), answer.item()), ("support_got", Some(item)));

        answer.key = "feel_week".to_owned();
        assert_eq!((answer.question(), answer.item()), ("feel_week", None));
    }

    #[test]
    fn a_source_keeps_its_code() {
        for source in AnswerSource::ALL {
            assert_eq!(AnswerSource::from_code(source.code()), Some(source));
            assert_eq!(serde_json::to_value(source).unwrap(), source.code());
        }
    }

    #[test]
    fn the_latest_answer_counts_and_of_two_at_once_the_second() {
        let at = |seconds, code: &str| AnswerGiven {
            key: "q".to_owned(),
            said: Said::Codes(vec![code.to_owned()]),
            answered_at: DateTime::from_timestamp(seconds, 0).unwrap(),
        };
        let answers = [at(5, "late"), at(1, "early"), at(5, "later")];
        assert_eq!(latest(&answers, "q").unwrap().codes(), ["later"]);
        assert_eq!(latest(&answers, "other"), None);
    }
}
