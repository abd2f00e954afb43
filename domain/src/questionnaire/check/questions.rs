//! The parts of a question go together.

use crate::questionnaire::fault::{Faults, Rule};
use crate::questionnaire::free_text::FreeText;
use crate::questionnaire::model::Questionnaire;
use crate::questionnaire::place::Place;
use crate::questionnaire::question::{Question, QuestionKind};

pub(super) fn check(questionnaire: &Questionnaire, faults: &mut Faults) {
    for question in &questionnaire.questions {
        let misread = faults.misread.contains(&Place::question(&question.id));
        for (key, what) in wrong_with(question, misread) {
            faults.add(Rule::WellFormed, &Place::question(&question.id).at(key), what);
        }
    }
}

/// What does not go together in a question, and at which of its keys.
fn wrong_with(question: &Question, misread: bool) -> Vec<(&'static str, &'static str)> {
    let (kind, choices) = (question.kind, &question.choices);
    let text = kind == QuestionKind::Text;
    let answers = if question.answer_set.is_some() { "answers" } else { "options" };
    let wrong = [
        // A key is the id, perhaps with a colon and an item.
        (!is_plain_name(&question.id), "id", "an id is small letters, digits and underscores"),
        (text && !choices.is_empty(), answers, "a text has no choices"),
        (!text && choices.len() < 2 && !misread, answers, "needs two choices at least"),
        (!text && question.max_chars.is_some(), "max_chars", "only a text has `max_chars`"),
        (
            question.max_chars.is_some_and(|most| most == 0),
            "max_chars",
            "nobody can write 0 characters",
        ),
        (
            question.max_chars.is_some_and(|most| most > FreeText::MAX_CHARS),
            "max_chars",
            "takes too long a text",
        ),
        (
            question.max_choices.is_some() && kind != QuestionKind::Multi,
            "max_choices",
            "only a multi question has `max_choices`",
        ),
        (
            question.max_choices.is_some_and(|most| most == 0 || most > choices.len()),
            "max_choices",
            "`max_choices` is between 1 and the number of choices",
        ),
        (
            kind != QuestionKind::Multi && choices.iter().any(|choice| choice.exclusive),
            answers,
            "only a multi question has an exclusive choice",
        ),
        (
            question.repeats.as_ref().is_some_and(|repeats| !repeats.in_known_order()),
            "repeat_for",
            "promised support is asked `longest_since_asked` first, goals `oldest_first`",
        ),
        (
            kind != QuestionKind::Single && question.outcome.by_code().is_some(),
            "outcome",
            "only a single question has an outcome for each code",
        ),
    ];
    let wrong = wrong.into_iter().filter(|(wrong, ..)| *wrong);
    wrong.map(|(_, key, what)| (key, what)).collect()
}

fn is_plain_name(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
