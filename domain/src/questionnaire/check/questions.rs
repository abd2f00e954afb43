//! The parts of a question go together.

use crate::questionnaire::fault::{Faults, Rule};
use crate::questionnaire::free_text::FreeText;
use crate::questionnaire::model::Questionnaire;
use crate::questionnaire::question::{Question, QuestionKind};

pub(super) fn check(questionnaire: &Questionnaire, faults: &mut Faults) {
    for question in &questionnaire.questions {
        for what in wrong_with(question) {
            faults.add(Rule::WellFormed, &question.id, what);
        }
    }
}

/// What does not go together in a question.
fn wrong_with(question: &Question) -> Vec<&'static str> {
    let (kind, choices) = (question.kind, &question.choices);
    let text = kind == QuestionKind::Text;
    let wrong = [
        // A key is the id, perhaps with a colon and an item.
        (!is_plain_name(&question.id), "an id is small letters, digits and underscores"),
        (text && !choices.is_empty(), "a text has no choices"),
        (!text && choices.len() < 2, "needs two choices at least"),
        (!text && question.max_chars.is_some(), "only a text has `max_chars`"),
        (question.max_chars.is_some_and(|most| most == 0), "nobody can write 0 characters"),
        (
            question.max_chars.is_some_and(|most| most > FreeText::MAX_CHARS),
            "takes too long a text",
        ),
        (
            question.max_choices.is_some() && kind != QuestionKind::Multi,
            "only a multi question has `max_choices`",
        ),
        (
            question.max_choices.is_some_and(|most| most == 0 || most > choices.len()),
            "`max_choices` is between 1 and the number of choices",
        ),
        (
            kind != QuestionKind::Multi && choices.iter().any(|choice| choice.exclusive),
            "only a multi question has an exclusive choice",
        ),
        (
            question.repeats.as_ref().is_some_and(|repeats| !repeats.in_known_order()),
            "promised support is asked `longest_since_asked` first, goals `oldest_first`",
        ),
        (
            kind != QuestionKind::Single && question.outcome.by_code().is_some(),
            "only a single question has an outcome for each code",
        ),
    ];
    wrong.into_iter().filter(|(wrong, _)| *wrong).map(|(_, what)| what).collect()
}

fn is_plain_name(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
