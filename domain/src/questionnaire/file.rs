//! The shape of the questionnaire file. What it means is worked out in `build`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_yaml::Value;

use crate::check_in_kind::CheckInKind;

use super::ask_when::Alternative;
use super::model::Translated;
use super::outcome::Outcome;
use super::plan::{Minutes, Repeats};
use super::priority::Priority;
use super::question::{Domain, Proxy, QuestionKind, Words};
use super::reminders::Reminders;
use super::signposts::Signposts;
use super::year_window::Anchor;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub schema_version: u32,
    pub id: String,
    pub version: String,
    #[serde(rename = "status")]
    _status: String,
    pub language: String,
    /// Of a translation: the version whose questions it asks.
    pub translates: Option<Translated>,
    /// Of a translation: who has checked what it says about safety.
    pub safety_words_checked_by: Option<String>,
    #[serde(rename = "time_zone")]
    _time_zone: String,
    #[serde(rename = "placeholders")]
    _placeholders: IgnoredAny,
    pub symbols: BTreeMap<String, String>,
    pub answer_sets: BTreeMap<String, Vec<ChoiceInFile>>,
    pub defaults: Defaults,
    pub pages: Vec<PageInFile>,
    /// Read one by one, so that a fault can be told with the name of the question.
    pub questions: Vec<Value>,
    #[serde(default, rename = "optional_modules")]
    _optional_modules: IgnoredAny,
    pub check_ins: BTreeMap<CheckInKind, CheckInFile>,
    pub cadence: Cadence,
    pub reminders: Reminders,
    pub priorities: BTreeMap<Priority, PriorityInFile>,
    #[serde(default, rename = "out_of_hours")]
    _out_of_hours: IgnoredAny,
    /// Read one by one, like the questions.
    pub triggers: Vec<Value>,
    pub signposts: Signposts,
    pub outcomes: Outcomes,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Defaults {
    pub can_skip: bool,
    #[serde(rename = "say_aloud")]
    _say_aloud: IgnoredAny,
    pub proxy: Proxy,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PageInFile {
    pub id: String,
    pub plain: String,
    pub easy: String,
    pub symbol: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuestionInFile {
    pub id: String,
    pub domain: Domain,
    #[serde(rename = "pfa")]
    _preparing_for_adulthood: Option<String>,
    pub kind: QuestionKind,
    #[serde(default = "yes")]
    pub store: bool,
    pub can_skip: Option<bool>,
    pub proxy: Option<Proxy>,
    #[serde(default)]
    pub sensitive: bool,
    pub before: Option<String>,
    pub symbol: String,
    pub show_if: Option<Alternative>,
    pub show_if_any: Option<Vec<Alternative>>,
    pub repeat_for: Option<Repeats>,
    pub max_chars: Option<usize>,
    pub max_choices: Option<usize>,
    pub page_split: Option<PageSplit>,
    #[serde(default)]
    pub plain: Words,
    #[serde(default)]
    pub easy: Words,
    pub answers: Option<String>,
    pub options: Option<Vec<ChoiceInFile>>,
    #[serde(default)]
    pub effect: BTreeMap<String, Effect>,
    #[serde(default)]
    pub outcome: Outcome,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PageSplit {
    pub easy: usize,
}

/// What saying who is answering does to the questions that are only for the young person.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Effect {
    PrivateModeOff,
    HoldSelfOnlyQuestions,
    HideSelfOnlyQuestions,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChoiceInFile {
    pub code: String,
    #[serde(default)]
    pub plain: String,
    #[serde(default)]
    pub easy: String,
    pub symbol: String,
    pub score: Option<u8>,
    pub value: Option<u8>,
    #[serde(default)]
    pub exclusive: bool,
    pub enabled: Option<Enabled>,
    pub ask: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Enabled {
    NeedsLocalSafeguardingSignoff,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckInFile {
    pub minutes: Option<Minutes>,
    #[serde(default, rename = "with_worker")]
    _with_worker: bool,
    #[serde(default, rename = "offer_in_two_parts")]
    _offer_in_two_parts: bool,
    pub expires_days: Option<u16>,
    #[serde(default)]
    pub items: Vec<String>,
    #[serde(default)]
    pub rotating_modules: BTreeMap<String, Vec<String>>,
    pub extends: Option<CheckInKind>,
    #[serde(default)]
    pub add: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cadence {
    pub months: BTreeMap<CheckInKind, Vec<u8>>,
    #[serde(default)]
    pub anchors: Vec<Anchor>,
    #[serde(default, rename = "young_person_choice")]
    _young_person_choice: IgnoredAny,
    #[serde(default, rename = "adaptive")]
    _adaptive: IgnoredAny,
    #[serde(default, rename = "never")]
    _never: IgnoredAny,
}

// How soon each must be dealt with stays in the file until something reads it.
#[derive(Deserialize)]
pub(super) struct PriorityInFile {
    #[serde(rename = "name")]
    _name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TriggerInFile {
    pub id: String,
    pub when: BTreeMap<String, TriggerWanted>,
    #[serde(default = "once")]
    pub consecutive: usize,
    pub per: Option<String>,
    pub priority: Priority,
    pub page: Option<String>,
    pub effect: Option<String>,
    #[serde(rename = "note")]
    _note: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum TriggerWanted {
    Codes(Vec<String>),
    Event(String),
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Outcomes {
    pub destinations: Vec<String>,
    pub worker_only_destinations: Vec<String>,
    pub statuses: Vec<String>,
    pub measures: Vec<String>,
    #[serde(rename = "sources")]
    _sources: Vec<String>,
}

fn yes() -> bool {
    true
}

fn once() -> usize {
    1
}
