//! An answer as it travels to a young person's phone.

use domain::{answer::Answer, questionnaire::Said};
use poem_openapi::Object;

use crate::http::wire::Instant;

/// An answer as it is kept.
#[derive(Clone, Object)]
#[oai(rename = "Answer", skip_serializing_if_is_none)]
pub struct AnswerOut {
    /// Which question.
    pub key: String,
    /// What was chosen.
    pub codes: Vec<String>,
    /// What was written.
    pub text: Option<String>,
    /// It was skipped.
    pub skipped: bool,
    /// When it was answered.
    pub answered_at: Instant,
    /// Somebody who helps sent it from a phone of their own. Left out where it was answered here.
    pub by_supporter: Option<bool>,
}

impl From<Answer> for AnswerOut {
    fn from(answer: Answer) -> Self {
        let (codes, text, skipped) = match answer.said {
            Said::Skipped => (Vec::new(), None, true),
            Said::Codes(codes) => (codes, None, false),
            Said::Text(text) => (Vec::new(), Some(text.as_str().to_owned()), false),
        };
        let by_supporter = answer.supporter.map(|_| true);
        let answered_at = answer.answered_at.into();
        Self { key: answer.key, codes, text, skipped, answered_at, by_supporter }
    }
}
