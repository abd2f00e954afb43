//! What came of promised support, as it travels.

use chrono::NaiveDate;
use domain::{
    concern::{Concern, ConcernOutcome, RaisedBy},
    received::{Claim, ClaimSource, Given},
    text::Line,
    versioned::Versioned,
};
use poem_openapi::{Enum, Object};
use uuid::Uuid;

/// How much of it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "Given", rename_all = "kebab-case", remote = "Given")]
pub enum GivenCode {
    /// All of it.
    All,
    /// Some of it.
    Some,
    /// Nothing.
    None,
}

/// Who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "ClaimSource", rename_all = "kebab-case", remote = "ClaimSource")]
pub enum ClaimSourceCode {
    /// Whoever should give it.
    Provider,
    /// A worker, from what they have seen.
    Worker,
}

/// Who raised a concern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "ConcernRaisedBy", rename_all = "kebab-case", remote = "RaisedBy")]
pub enum RaisedByCode {
    /// The young person.
    YoungPerson,
    /// Somebody who helps them.
    Supporter,
    /// A worker.
    Worker,
    /// The service. Nobody sends this: where somebody does, it stays what it was, or is a worker's.
    Rule,
}

/// What came of a concern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "ConcernOutcome", rename_all = "kebab-case", remote = "ConcernOutcome")]
pub enum ConcernOutcomeCode {
    /// It comes again.
    Restored,
    /// Something else comes in its place.
    Replaced,
    /// The promise was changed, with them.
    Changed,
    /// It is over, with them.
    Ended,
    /// Whoever promised it does not give it.
    Refused,
}

/// What somebody says was given.
#[derive(Object)]
#[oai(rename = "ClaimToRecord", deny_unknown_fields)]
pub struct ClaimIn {
    pub source: ClaimSourceCode,
    /// The first day that it speaks of.
    pub from_on: NaiveDate,
    /// The last.
    pub until_on: NaiveDate,
    pub given: GivenCode,
    /// What they say about it.
    #[oai(validator(min_length = 1, max_length = 200))]
    pub words: Option<String>,
    /// The `version` that this was made from. Left out for something new.
    #[oai(validator(minimum(value = "1")))]
    pub based_on: Option<u32>,
}

/// What somebody says was given.
#[derive(Clone, Object)]
#[oai(rename = "Claim", skip_serializing_if_is_none)]
pub struct ClaimOut {
    /// Which claim.
    id: Uuid,
    /// Send it as `based_on` to change this.
    version: u32,
    source: ClaimSourceCode,
    /// The first day that it speaks of.
    from_on: NaiveDate,
    /// The last.
    until_on: NaiveDate,
    given: GivenCode,
    /// What they say about it.
    words: Option<String>,
}

/// That promised support may not be coming.
#[derive(Object)]
#[oai(rename = "ConcernToRecord", deny_unknown_fields)]
pub struct ConcernIn {
    pub raised_by: RaisedByCode,
    /// When it was raised.
    pub raised_on: NaiveDate,
    /// What is the matter. The young person may read it.
    #[oai(validator(min_length = 1, max_length = 200))]
    pub words: Option<String>,
    /// Who owes the answer.
    #[oai(validator(min_length = 1, max_length = 200))]
    pub to_whom: Option<String>,
    /// The `version` that this was made from. Left out for something new.
    #[oai(validator(minimum(value = "1")))]
    pub based_on: Option<u32>,
}

/// What came of a concern.
#[derive(Object)]
#[oai(rename = "ConcernAnswerToRecord", deny_unknown_fields)]
pub struct ConcernAnswerIn {
    pub outcome: ConcernOutcomeCode,
    /// In words that the young person reads.
    #[oai(validator(min_length = 1, max_length = 4000))]
    pub words: String,
    /// The `version` that this was made from.
    #[oai(validator(minimum(value = "1")))]
    pub based_on: u32,
}

/// That promised support may not be coming, and what came of that.
#[derive(Clone, Object)]
#[oai(rename = "Concern", skip_serializing_if_is_none)]
pub struct ConcernOut {
    /// Which concern.
    id: Uuid,
    /// Send it as `based_on` to change or answer this.
    version: u32,
    raised_by: RaisedByCode,
    /// When it was raised.
    raised_on: NaiveDate,
    /// What is the matter.
    words: Option<String>,
    /// Who owes the answer.
    to_whom: Option<String>,
    /// By when it is owed.
    due_on: NaiveDate,
    /// When it was answered.
    answered_on: Option<NaiveDate>,
    outcome: Option<ConcernOutcomeCode>,
    /// The answer, in words.
    answer: Option<String>,
}

/// What the young person said, and others say, of one month.
#[derive(Clone, Object)]
#[oai(rename = "PromiseMonth")]
pub struct MonthOut {
    /// Its first day.
    pub month: NaiveDate,
    /// What the young person said, the earliest first.
    pub said: Vec<SaidOut>,
    /// Which of the claims speak of it.
    pub claims: Vec<Uuid>,
    /// Somebody says that all of it was given, and the young person that it was not.
    pub differs: bool,
}

/// What a young person said of a promise.
#[derive(Clone, Object)]
#[oai(rename = "PromiseAnswer", skip_serializing_if_is_none)]
pub struct SaidOut {
    /// When.
    pub on: NaiveDate,
    /// The code. Missing: it was skipped.
    pub code: Option<String>,
    /// In words.
    pub label: String,
}

impl ClaimOut {
    /// As it is shown.
    pub fn new(known: &Versioned<Claim>) -> Self {
        let claim = &known.value;
        Self {
            id: claim.id.0,
            version: known.version,
            source: claim.source.into(),
            from_on: claim.from_on,
            until_on: claim.until_on,
            given: claim.given.into(),
            words: claim.words.as_ref().map(|line| line.as_str().to_owned()),
        }
    }
}

impl ConcernOut {
    /// As it is shown.
    pub fn new(known: &Versioned<Concern>) -> Self {
        let concern = &known.value;
        let line = |line: &Option<Line>| line.as_ref().map(|line| line.as_str().to_owned());
        let answer = concern.answer.as_ref();
        Self {
            id: concern.id.0,
            version: known.version,
            raised_by: concern.raised_by.into(),
            raised_on: concern.raised_on,
            words: line(&concern.words),
            to_whom: line(&concern.to_whom),
            due_on: concern.due_on,
            answered_on: answer.map(|answer| answer.on),
            outcome: answer.map(|answer| answer.outcome.into()),
            answer: answer.map(|answer| answer.words.as_str().to_owned()),
        }
    }
}
