//! The words of the questionnaire, said to one young person.

use uuid::Uuid;

use super::facts::{Facts, GoalFact, PromiseFact};
use super::fill::fill;
use super::plan::Minutes;
use super::question::Words;

/// Whose name stands in the texts for a young person without a named worker.
const NO_WORKER: &str = "the team";

/// The names that stand in texts about anything.
pub(super) const ANYWHERE: [&str; 5] =
    ["first_name", "worker_first_name", "service_name", "hours", "minutes"];

/// One of the two reading versions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    Plain,
    Easy,
}

/// What a repeated question is about.
pub(super) struct Item {
    pub id: Uuid,
    name: String,
    easy_name: String,
}

impl From<&PromiseFact> for Item {
    fn from(promise: &PromiseFact) -> Self {
        let easy_name = promise.easy_name.as_ref().unwrap_or(&promise.name);
        Self {
            id: promise.id.0,
            name: without_full_stop(&promise.name),
            easy_name: without_full_stop(easy_name),
        }
    }
}

impl From<&GoalFact> for Item {
    fn from(goal: &GoalFact) -> Self {
        // One's own words stay as they are.
        Self { id: goal.id, name: goal.words.clone(), easy_name: goal.words.clone() }
    }
}

/// Fills in texts for one young person.
pub(super) struct Voice<'a> {
    facts: &'a Facts,
    minutes: Minutes,
}

impl<'a> Voice<'a> {
    pub fn new(facts: &'a Facts, minutes: Minutes) -> Self {
        Self { facts, minutes }
    }

    /// All the words of one version of a question.
    pub fn words(&self, words: &Words, reading: Reading, item: Option<&Item>) -> Words {
        let said = |text: &String| self.text(text, reading, item);
        Words {
            text: said(&words.text),
            hint: words.hint.as_ref().map(said),
            why: words.why.as_ref().map(said),
        }
    }

    /// One text.
    pub fn text(&self, text: &str, reading: Reading, item: Option<&Item>) -> String {
        // Without a worker, "the team and the team" would read it.
        let text = match self.facts.worker_first_name {
            Some(_) => text.to_owned(),
            None => text.replace("{worker_first_name} and the team", "{worker_first_name}"),
        };
        fill(&text, |name| self.value(name, reading, item))
    }

    fn value(&self, name: &str, reading: Reading, item: Option<&Item>) -> String {
        let facts = self.facts;
        match name {
            "first_name" => facts.first_name.clone(),
            "worker_first_name" => {
                facts.worker_first_name.clone().unwrap_or_else(|| NO_WORKER.to_owned())
            }
            "service_name" => facts.service_name.clone(),
            "hours" => facts.hours.clone(),
            "minutes" => match reading {
                Reading::Plain => self.minutes.plain.to_string(),
                Reading::Easy => self.minutes.easy.to_string(),
            },
            "destination" => {
                without_full_stop(facts.current_destination.as_deref().unwrap_or_default())
            }
            "provision" | "goal" => item.map(|item| item.name.clone()).unwrap_or_default(),
            "provision_easy" => item.map(|item| item.easy_name.clone()).unwrap_or_default(),
            // A file with any other name in a text is refused.
            _ => String::new(),
        }
    }
}

/// The texts bring their own full stops.
fn without_full_stop(name: &str) -> String {
    name.trim().trim_end_matches('.').to_owned()
}
