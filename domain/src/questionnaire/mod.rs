//! What young people are asked: loaded from a file, checked against the rules, laid out for one
//! check-in at a time, and read again from the answers.
//!
//! A file that passes [`Questionnaire::from_yaml`] keeps every rule in `check`; whatever is made
//! from it afterwards cannot fail.

mod answer;
mod ask_when;
mod build;
mod check;
mod conditions;
mod facts;
mod fault;
mod file;
mod fill;
mod free_text;
mod history;
mod lay_out;
mod lint;
mod model;
mod outcome;
mod place;
mod plan;
mod priority;
mod question;
mod reminders;
mod signposts;
mod steps;
mod supported;
mod symbols;
mod trigger;
mod voice;
mod year_window;

#[cfg(test)]
mod tests;

pub use answer::{AnswerFault, AnswerGiven, AnswerSource, Said, latest};
pub use conditions::Condition;
pub use facts::{Facts, GoalFact, PromiseFact};
pub use fault::{Fault, Rule};
pub use free_text::{FreeText, FreeTextFault};
pub use history::History;
pub use lint::{Finding, lint, lint_change, lint_own, translated_by};
pub use model::{Page, Questionnaire, Translated};
pub use outcome::DestinationSaid;
pub use place::Place;
pub use plan::Minutes;
pub use priority::Priority;
pub use question::{Choice, Domain, Proxy, Question, QuestionKind, Words};
pub use reminders::{
    Caps, Channel, DefaultSlot, LadderStep, NoSend, OnlyIf, PushText, QuietHours, ReminderText,
    Reminders, SkipIf, SlotChoices,
};
pub use signposts::{Ages, Hours, Signpost, Signposts, Way};
pub use steps::{HELPER_IS, Step, StepOption, Steps, WHO_ANSWERING};
pub use symbols::Symbols;
pub use trigger::{Raised, Trigger};
pub use year_window::{Anchor, MonthDay, YearWindow};
