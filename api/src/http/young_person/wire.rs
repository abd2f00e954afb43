//! Check-ins as they travel to a phone.

mod answer;

use chrono::NaiveDate;
use domain::{
    check_in::CheckIn,
    person::Reading,
    questionnaire::{self, Questionnaire, Steps},
    record::Record,
};
use poem_openapi::{Enum, Object};
use uuid::Uuid;

pub use self::answer::AnswerOut;
use crate::http::wire::Instant;

/// How a young person reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "Reading", rename_all = "kebab-case", remote = "Reading")]
pub enum ReadingCode {
    /// Plain English.
    Plain,
    /// Easy read: one idea a line, with pictures.
    Easy,
}

/// Which set of questions a check-in asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(
    rename = "CheckInKind",
    rename_all = "kebab-case",
    remote = "domain::check_in_kind::CheckInKind"
)]
pub enum KindCode {
    /// The first, done together with a worker.
    Welcome,
    /// A minute, most months.
    Pulse,
    /// The longer one, every few months.
    Core,
    /// The longest, after a year.
    Anniversary,
    /// The last, after two years.
    Leaving,
    /// The one that a young person starts themself.
    SomethingChanged,
}

/// How far a check-in has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "CheckInState", rename_all = "kebab-case", remote = "domain::check_in::State")]
pub enum StateCode {
    /// Waiting for answers.
    Open,
    /// Finished.
    Answered,
    /// Over without being finished. Answers are still taken until the next one opens.
    Closed,
}

/// A check-in in a list.
#[derive(Clone, Object)]
#[oai(rename = "CheckInSummary", skip_serializing_if_is_none)]
pub struct CheckInSummaryOut {
    /// Which check-in.
    pub id: Uuid,
    /// Which set of questions.
    pub kind: KindCode,
    /// How far it has come.
    pub state: StateCode,
    /// The day it fell due.
    pub due_on: NaiveDate,
    /// When it opened.
    pub opened_at: Instant,
    /// Answers given later than this are late. They are still taken until the next check-in opens.
    pub closes_at: Instant,
    /// About how long it takes.
    pub minutes: MinutesOut,
    /// When it was finished.
    pub answered_at: Option<Instant>,
}

/// About how many minutes a check-in takes.
#[derive(Clone, Object)]
#[oai(rename = "Minutes")]
pub struct MinutesOut {
    /// In plain words.
    pub plain: u16,
    /// In easy read.
    pub easy: u16,
}

/// A check-in with everything needed to answer it without a signal.
#[derive(Clone, Object)]
#[oai(rename = "CheckIn", skip_serializing_if_is_none)]
pub struct CheckInOut {
    /// Which check-in.
    pub id: Uuid,
    /// Which set of questions.
    pub kind: KindCode,
    /// How far it has come.
    pub state: StateCode,
    /// The day it fell due.
    pub due_on: NaiveDate,
    /// When it opened.
    pub opened_at: Instant,
    /// Answers given later than this are late. They are still taken until the next check-in opens.
    pub closes_at: Instant,
    /// About how long it takes.
    pub minutes: MinutesOut,
    /// When it was finished.
    pub answered_at: Option<Instant>,
    /// The version of the questions.
    pub questionnaire: VersionOut,
    /// Pages that are not questions. Show one by its id where a step or an answer asks for it.
    pub pages: Vec<PageOut>,
    /// The questions, in order. Show one a page, and only those whose `show_if` holds.
    pub steps: Vec<StepOut>,
    /// What has been answered so far.
    pub answers: Vec<AnswerOut>,
}

/// A version of the questions.
#[derive(Clone, Object)]
#[oai(rename = "QuestionnaireVersion")]
pub struct VersionOut {
    /// The questionnaire.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The language its words are in.
    pub language: String,
}

/// A page that is not a question.
#[derive(Clone, Object)]
#[oai(rename = "Page")]
pub struct PageOut {
    /// Its name, such as `thank_you`.
    pub id: String,
    /// A picture to show beside the words: characters of an emoji. Decoration, never instead of words.
    pub picture: String,
    /// In plain words.
    pub plain: String,
    /// In easy read, one idea a line.
    pub easy: String,
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "StepKind", rename_all = "kebab-case", remote = "questionnaire::QuestionKind")]
pub enum StepKindCode {
    /// One of the options.
    Single,
    /// One or more of the options.
    Multi,
    /// Words of their own.
    Text,
}

/// Who may answer a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "WhoMayAnswer", rename_all = "snake_case", remote = "questionnaire::Proxy")]
pub enum ProxyCode {
    /// Anybody.
    Full,
    /// A helper too: it asks for facts.
    Factual,
    /// Only the young person, on their own.
    SelfOnly,
}

/// A question.
#[derive(Clone, Object)]
#[oai(rename = "Step", skip_serializing_if_is_none)]
pub struct StepOut {
    /// What the answer is sent under.
    pub key: String,
    /// The question, which is the same for every item it is asked about.
    pub question: String,
    /// What it is about, where it is asked about several things.
    pub item: Option<Uuid>,
    /// How it is answered.
    pub kind: StepKindCode,
    /// What the picture means, for a symbol pack.
    pub symbol: String,
    /// The picture: characters of an emoji.
    pub picture: String,
    /// False for a try-out. Never send its answer.
    pub stored: bool,
    /// It may be skipped; a skip is an answer.
    pub can_skip: bool,
    /// Hide the answer until somebody asks to see it.
    pub sensitive: bool,
    /// Who may answer it.
    pub proxy: ProxyCode,
    /// A page to show first.
    pub before: Option<String>,
    /// The most characters of a text.
    pub max_chars: Option<u32>,
    /// The most options that can be chosen.
    pub max_choices: Option<u32>,
    /// How many options easy read shows at a time.
    pub split_easy: Option<u32>,
    /// When to show it: any one of these lists, in which every condition holds. Empty: always.
    pub show_if: Vec<Vec<ConditionOut>>,
    /// In plain words.
    pub plain: WordsOut,
    /// In easy read.
    pub easy: WordsOut,
    /// The answers to choose from. None where the answer is text.
    pub options: Vec<OptionOut>,
}

/// Something that must be true of an answer given in this check-in.
#[derive(Clone, Object)]
#[oai(rename = "Condition")]
pub struct ConditionOut {
    /// Whose answer.
    pub key: String,
    /// It has one of these codes.
    pub any_of: Vec<String>,
}

/// A question in words.
#[derive(Clone, Object)]
#[oai(rename = "Words", skip_serializing_if_is_none)]
pub struct WordsOut {
    /// The question.
    pub text: String,
    /// How to answer it.
    pub hint: Option<String>,
    /// Why we ask.
    pub why: Option<String>,
}

/// An answer to choose.
#[derive(Clone, Object)]
#[oai(rename = "Option")]
pub struct OptionOut {
    /// What is sent.
    pub code: String,
    /// In plain words.
    pub plain: String,
    /// In easy read.
    pub easy: String,
    /// What the picture means.
    pub symbol: String,
    /// The picture.
    pub picture: String,
    /// Nothing else can be chosen with it.
    pub exclusive: bool,
}

impl CheckInSummaryOut {
    /// A check-in as these questions describe it.
    pub fn new(check_in: &CheckIn, questions: &Questionnaire) -> Self {
        let minutes = questions.minutes(check_in.kind);
        Self {
            id: check_in.id.0,
            kind: check_in.kind.into(),
            state: check_in.state().into(),
            due_on: check_in.due_on,
            opened_at: check_in.opened_at.into(),
            closes_at: check_in.closes_at.into(),
            minutes: MinutesOut { plain: minutes.plain.into(), easy: minutes.easy.into() },
            answered_at: check_in.finished_at.map(Instant::from),
        }
    }
}

impl CheckInOut {
    /// A check-in laid out for one young person.
    pub fn new(
        check_in: &CheckIn,
        record: &Record,
        questions: &Questionnaire,
        steps: Steps,
    ) -> Self {
        let summary = CheckInSummaryOut::new(check_in, questions);
        Self {
            id: summary.id,
            kind: summary.kind,
            state: summary.state,
            due_on: summary.due_on,
            opened_at: summary.opened_at,
            closes_at: summary.closes_at,
            minutes: summary.minutes,
            answered_at: summary.answered_at,
            questionnaire: VersionOut::of(questions),
            pages: steps.pages.iter().map(PageOut::from).collect(),
            steps: steps.steps.into_iter().map(StepOut::from).collect(),
            answers: record.answers_in(check_in.id).into_iter().map(AnswerOut::from).collect(),
        }
    }
}

impl VersionOut {
    /// The version of these questions.
    pub fn of(questions: &Questionnaire) -> Self {
        Self {
            id: questions.id().to_owned(),
            version: questions.version().to_owned(),
            language: questions.language().to_owned(),
        }
    }
}

impl From<&questionnaire::Page> for PageOut {
    fn from(page: &questionnaire::Page) -> Self {
        Self {
            id: page.id.clone(),
            picture: page.picture.clone(),
            plain: page.plain.clone(),
            easy: page.easy.clone(),
        }
    }
}

impl From<questionnaire::Step> for StepOut {
    fn from(step: questionnaire::Step) -> Self {
        let count = |n: Option<usize>| n.map(|n| n as u32);
        Self {
            key: step.key,
            question: step.question,
            item: step.item,
            kind: step.kind.into(),
            symbol: step.symbol,
            picture: step.picture,
            stored: step.stored,
            can_skip: step.can_skip,
            sensitive: step.sensitive,
            proxy: step.proxy.into(),
            before: step.before,
            max_chars: count(step.max_chars),
            max_choices: count(step.max_choices),
            split_easy: count(step.split_easy),
            show_if: step
                .show_if
                .into_iter()
                .map(|all| all.into_iter().map(ConditionOut::from).collect())
                .collect(),
            plain: step.plain.into(),
            easy: step.easy.into(),
            options: step.options.into_iter().map(OptionOut::from).collect(),
        }
    }
}

impl From<questionnaire::Condition> for ConditionOut {
    fn from(condition: questionnaire::Condition) -> Self {
        Self { key: condition.key, any_of: condition.any_of }
    }
}

impl From<questionnaire::Words> for WordsOut {
    fn from(words: questionnaire::Words) -> Self {
        Self { text: words.text, hint: words.hint, why: words.why }
    }
}

impl From<questionnaire::StepOption> for OptionOut {
    fn from(option: questionnaire::StepOption) -> Self {
        Self {
            code: option.code,
            plain: option.plain,
            easy: option.easy,
            symbol: option.symbol,
            picture: option.picture,
            exclusive: option.exclusive,
        }
    }
}
