//! Tests of the questionnaire as a whole.

mod answering;
mod broken;
mod destinations;
mod laid_out;
mod linted;
mod owned;
mod raising;
mod shipped;
mod supported;
mod walk;

use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate};
use uuid::Uuid;

use super::{AnswerGiven, Facts, FreeText, GoalFact, PromiseFact, Questionnaire, Said};

/// The file that the product brings.
const FILE: &str = include_str!("../../../data/default_questionnaire.yaml");

/// A young person at college with three promises and two goals, in a partnership that is ready for
/// every question.
fn amina() -> Facts {
    Facts {
        first_name: "Amina".into(),
        worker_first_name: Some("Priya".into()),
        service_name: "Next Steps".into(),
        hours: "9 to 5, Monday to Friday".into(),
        current_destination: Some("Northside College".into()),
        promises: vec![
            promise(1, "Speech and language therapy", Some("2026-06-01")),
            promise(2, "Travel training", None),
            promise(3, "A job coach", Some("2026-03-01")),
        ],
        goals: vec![goal(8, "Learn to drive", "2026-05-01"), goal(9, "Get a job", "2026-02-01")],
        core_turn: 0,
        safety_questions: true,
        learning_disability_register: true,
    }
}

fn promise(id: u128, name: &str, last_asked_on: Option<&str>) -> PromiseFact {
    PromiseFact {
        id: Uuid::from_u128(id).into(),
        name: name.into(),
        easy_name: None,
        last_asked_on: last_asked_on.map(day),
    }
}

fn goal(id: u128, words: &str, set_on: &str) -> GoalFact {
    GoalFact { id: Uuid::from_u128(id), words: words.into(), set_on: day(set_on) }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The key of a question about one item.
fn about(question: &str, item: u128) -> String {
    format!("{question}:{}", Uuid::from_u128(item))
}

fn chose(key: &str, codes: &[&str]) -> AnswerGiven {
    said(key, Said::Codes(codes.iter().map(|code| (*code).to_owned()).collect()))
}

fn skipped(key: &str) -> AnswerGiven {
    said(key, Said::Skipped)
}

fn wrote(key: &str, words: &str) -> AnswerGiven {
    said(key, Said::Text(FreeText::new(words).unwrap()))
}

fn said(key: &str, said: Said) -> AnswerGiven {
    AnswerGiven { key: key.to_owned(), said, answered_at: DateTime::UNIX_EPOCH }
}

/// The questionnaire that the product brings, read once for all tests.
fn shipped() -> &'static Questionnaire {
    static SHIPPED: LazyLock<Questionnaire> = LazyLock::new(Questionnaire::shipped);
    &SHIPPED
}
