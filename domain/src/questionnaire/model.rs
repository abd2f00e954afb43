//! A questionnaire that keeps the rules.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::check_in_kind::CheckInKind;

use super::build::build;
use super::check;
use super::fault::{Fault, Faults, Rule};
use super::file::File;
use super::place::Place;
use super::plan::{Minutes, Plan, ROTATING_MODULE};
use super::question::Question;
use super::reminders::Reminders;
use super::signposts::Signposts;
use super::trigger::Trigger;
use super::year_window::Anchor;

const SHIPPED: &str = include_str!("../../data/default_questionnaire.yaml");

/// The questionnaire: what is asked, when, and what follows from the answers.
///
/// There is no other way to one than from a file that keeps every rule.
pub struct Questionnaire {
    pub(super) id: String,
    pub(super) version: String,
    pub(super) language: String,
    pub(super) translates: Option<Translated>,
    pub(super) safety_words_checked_by: Option<String>,
    pub(super) pages: Vec<Page>,
    pub(super) questions: Vec<Question>,
    pub(super) plans: BTreeMap<CheckInKind, Plan>,
    pub(super) cadence: BTreeMap<u8, CheckInKind>,
    pub(super) anchors: Vec<Anchor>,
    pub(super) reminders: Reminders,
    pub(super) triggers: Vec<Trigger>,
    pub(super) signposts: Signposts,
}

/// The version that a translation says in another language.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Translated {
    /// The questionnaire.
    pub id: String,
    /// Its version.
    pub version: String,
}

/// A page that is not a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its name in the file.
    pub id: String,
    /// The concept that its picture shows.
    pub symbol: String,
    /// The picture: the characters of an emoji.
    pub picture: String,
    /// Its plain words.
    pub plain: String,
    /// Its easy-read words, one idea to a line.
    pub easy: String,
}

impl Questionnaire {
    /// Reads a questionnaire file, or tells everything that is wrong with it.
    pub fn from_yaml(text: &str) -> Result<Self, Vec<Fault>> {
        let mut faults = Faults::default();
        match Self::read(text, &mut faults) {
            Some(questionnaire) if faults.found.is_empty() => Ok(questionnaire),
            _ => Err(faults.found),
        }
    }

    /// Reads a file as far as it goes. With faults it is good for looking for more of them only;
    /// `None` if it is not even of the known shape.
    pub(super) fn read(text: &str, faults: &mut Faults) -> Option<Self> {
        let file = read(text, faults)?;
        check::file(&file, faults);
        let known = file.outcomes.clone();
        let questionnaire = build(file, faults);
        check::questionnaire(&questionnaire, &known, faults);
        Some(questionnaire)
    }

    /// The text of the shipped questionnaire.
    pub fn shipped_text() -> &'static str {
        SHIPPED
    }

    /// The questionnaire that the product brings.
    pub fn shipped() -> Self {
        Self::from_yaml(SHIPPED).expect("the shipped questionnaire is checked by a test")
    }

    /// Its name in the file.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its version: another wording is another version (CI-03).
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The language of its texts, such as `en-GB`.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The version whose questions it asks in another language, if it is a translation.
    pub fn translates(&self) -> Option<&Translated> {
        self.translates.as_ref()
    }

    /// Every question, in the order of the file.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// The question with this name.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }

    /// The names of the questions that some sort of check-in asks.
    pub fn asked(&self) -> BTreeSet<&str> {
        let plans = self.plans.values();
        let listed = plans.flat_map(|plan| plan.items.iter().chain(plan.modules.iter().flatten()));
        listed.filter(|item| *item != ROTATING_MODULE).map(String::as_str).collect()
    }

    /// Every page that is not a question, with its `{names}` not filled in.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// Every trigger, in the order of the file.
    pub fn triggers(&self) -> &[Trigger] {
        &self.triggers
    }

    /// The trigger with this name.
    pub fn trigger(&self, id: &str) -> Option<&Trigger> {
        self.triggers.iter().find(|trigger| trigger.id == id)
    }

    /// Which check-in is due how many months after the start.
    pub fn cadence(&self) -> &BTreeMap<u8, CheckInKind> {
        &self.cadence
    }

    /// The stretches of the year in which one check-in should fall.
    pub fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    /// How long a check-in takes.
    pub fn minutes(&self, kind: CheckInKind) -> Minutes {
        self.plan(kind).minutes
    }

    /// Days after which a check-in closes unanswered; `None` for one that stays open.
    pub fn expires_days(&self, kind: CheckInKind) -> Option<u16> {
        self.plan(kind).expires_days
    }

    /// How young people are reminded.
    pub fn reminders(&self) -> &Reminders {
        &self.reminders
    }

    /// Who else can help.
    pub fn signposts(&self) -> &Signposts {
        &self.signposts
    }

    pub(super) fn plan(&self, kind: CheckInKind) -> &Plan {
        self.plans.get(&kind).expect("a file without one of the kinds is refused")
    }
}

fn read(text: &str, faults: &mut Faults) -> Option<File> {
    // Read twice: only as a plain value does the library notice a name written twice in a map.
    let file = serde_yaml::from_str::<serde_yaml::Value>(text)
        .and_then(|_| serde_yaml::from_str::<File>(text));
    match file {
        Ok(file) if file.schema_version == 1 => Some(file),
        Ok(file) => {
            let what = format!("schema version {} is not known, only 1 is", file.schema_version);
            faults.add(Rule::Shape, &Place::top("schema_version"), what);
            None
        }
        Err(error) => {
            faults.add(Rule::Shape, &Place::top("file"), error.to_string());
            None
        }
    }
}
