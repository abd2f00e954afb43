//! Nobody is cornered: where one may not know, or not want to say, there is an answer for that; a skip is no answer; what
//! is known is not asked again (YP-36).

use crate::questionnaire::ask_when::Gate;
use crate::questionnaire::fault::{Faults, Rule};
use crate::questionnaire::model::Questionnaire;
use crate::questionnaire::place::Place;
use crate::questionnaire::question::{Domain, Question, QuestionKind};

/// The codes of "not sure", "I don't want to say" and "I don't know what this is".
const WAYS_OUT: [&str; 3] = ["not_sure", "private", "unknown"];

/// What an answer may not be called: a skip is stored as a skip.
const SKIPS: [&str; 3] = ["skip", "skipped", "skip_this"];

pub(super) fn check(questionnaire: &Questionnaire, faults: &mut Faults) {
    for question in &questionnaire.questions {
        if question.kind != QuestionKind::Text {
            not_cornered(question, questionnaire, faults);
        }
        for choice in question.choices.iter().filter(|c| SKIPS.contains(&c.code.as_str())) {
            let what =
                format!("{:?} is no answer; leave it out, there is a skip button", choice.code);
            faults.add(Rule::Skippable, &Place::choice(question, choice), what);
        }
        if question.domain == Domain::Destination && question.ask_when.is_empty() {
            let what = "asks again what is known; add a `show_if`, such as \
                        `{has_current_destination: false}`";
            faults.add(Rule::Skippable, &Place::question(&question.id), what);
        }
    }
}

fn not_cornered(question: &Question, questionnaire: &Questionnaire, faults: &mut Faults) {
    let place = Place::question(&question.id).at(match question.answer_set {
        Some(_) => "answers",
        None => "options",
    });
    if has_way_out(question) {
        return;
    }
    if question.choices.len() == 2 {
        let what = "has two answers only; add `not_sure`, or `private` for \"I don't want to say\"";
        faults.add(Rule::Skippable, &place, what);
    } else if question.sensitive && !after_way_out(question, questionnaire) {
        let what = "asks something sensitive; add `private`, \"I don't want to say\"";
        faults.add(Rule::Skippable, &place, what);
    }
}

fn has_way_out(question: &Question) -> bool {
    question.choices.iter().any(|choice| WAYS_OUT.contains(&choice.code.as_str()))
}

/// True if it is asked only of those who could have said at a sensitive question before it that they would rather not.
fn after_way_out(question: &Question, questionnaire: &Questionnaire) -> bool {
    let offers = |gate: &Gate| match gate {
        Gate::Answered(asked, _) => {
            let asked = questionnaire.question(asked);
            asked.is_some_and(|asked| asked.sensitive && has_way_out(asked))
        }
        _ => false,
    };
    let any = &question.ask_when;
    !any.is_empty() && any.iter().all(|all| all.iter().any(offers))
}
