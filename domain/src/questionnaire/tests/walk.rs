//! Walks through whole check-ins, as a phone takes them.

use std::collections::BTreeSet;

use super::{amina, chose, shipped, skipped};
use crate::check_in_kind::CheckInKind;
use crate::questionnaire::{AnswerGiven, AnswerSource, Proxy, QuestionKind, Step, Steps};

/// Answers every step that is shown, in turn.
fn walk(steps: &Steps, mut answer: impl FnMut(&Step) -> AnswerGiven) -> Vec<AnswerGiven> {
    let mut answers = vec![];
    for step in &steps.steps {
        if step.applies(&answers) {
            answers.push(answer(step));
        }
    }
    answers
}

/// The quiet answer: every list of choices begins with it.
fn nothing_new(step: &Step) -> AnswerGiven {
    match step.options.first() {
        Some(first) => chose(&step.key, &[&first.code]),
        None => skipped(&step.key),
    }
}

fn screens_when_nothing_changed(kind: CheckInKind, core_turn: usize, register: bool) -> usize {
    let mut facts = amina();
    facts.core_turn = core_turn;
    facts.learning_disability_register = register;
    let steps = shipped().steps(kind, &facts);
    let answers = walk(&steps, nothing_new);
    assert_eq!(answers.len(), steps.visible(&answers).len());
    answers.len()
}

#[test]
fn a_check_in_is_short_when_nothing_has_changed() {
    assert_eq!(screens_when_nothing_changed(CheckInKind::Pulse, 0, true), 6);
    for core_turn in 0..3 {
        assert!(screens_when_nothing_changed(CheckInKind::Core, core_turn, true) <= 17);
    }
    assert!(screens_when_nothing_changed(CheckInKind::Anniversary, 0, false) <= 25);
}

/// Many walks with answers drawn from a fixed series, as a young person and as a helper.
fn many_walks(mut each: impl FnMut(&Steps, AnswerSource, &[AnswerGiven])) {
    let questionnaire = shipped();
    let mut series = 1_u64;
    let mut draw = move |below: usize| {
        series = series.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        usize::try_from(series >> 33).unwrap() % below
    };
    for turn in 0..600 {
        let mut facts = amina();
        facts.core_turn = turn;
        facts.safety_questions = turn % 5 != 0;
        if turn % 3 == 0 {
            facts.current_destination = None;
        }
        let steps = questionnaire.steps(CheckInKind::ALL[turn % 6], &facts);
        let source = AnswerSource::ALL[turn % 3];
        let mut answers: Vec<AnswerGiven> = vec![];
        for step in &steps.steps {
            let theirs = step.proxy != Proxy::SelfOnly || source == AnswerSource::Self_;
            if !theirs || !step.applies(&answers) {
                continue;
            }
            answers.push(match draw(step.options.len() + 1) {
                0 => skipped(&step.key),
                drawn => chose(&step.key, &[&step.options[drawn - 1].code]),
            });
        }
        each(&steps, source, &answers);
    }
}

#[test]
fn nobody_meets_a_sensitive_question_before_reading_who_reads_it() {
    let mut met = BTreeSet::new();
    many_walks(|steps, source, answers| {
        let mut told = false;
        for answer in answers {
            let step = steps.step(&answer.key).unwrap();
            told |= step.before.as_deref() == Some("who_reads_this");
            if step.sensitive || step.kind == QuestionKind::Text {
                assert!(told, "{} in {} by {source}", step.key, steps.kind);
                met.insert(step.question.clone());
            }
        }
    });
    assert_eq!(met.len(), 8, "the walks met {met:?}");
}

#[test]
fn what_is_shown_on_the_way_is_what_counts_at_the_end() {
    many_walks(|steps, _, answers| {
        for answer in answers {
            assert!(steps.step(&answer.key).unwrap().applies(answers), "{}", answer.key);
        }
    });
}

#[test]
fn an_answer_left_over_from_a_change_of_mind_opens_nothing() {
    let steps = shipped().steps(CheckInKind::Core, &amina());
    let before = [
        chose("same_as_before", &["changed"]),
        chose("activity_group", &["learning"]),
        chose("worry_level", &["a_lot"]),
        chose("worry_topics", &["being_hurt"]),
    ];
    let shown = |answers: &[AnswerGiven], key: &str| steps.step(key).unwrap().applies(answers);
    assert!(shown(&before, "learning_type") && shown(&before, "days_each_week"));
    assert!(shown(&before, "safe_to_message"));

    // They go back and say that nothing changed and nothing worries them; the rest stays behind.
    let mut after = before.to_vec();
    after[0] = chose("same_as_before", &["same"]);
    after[2] = chose("worry_level", &["none"]);
    assert!(!shown(&after, "learning_type") && !shown(&after, "days_each_week"));
    assert!(!shown(&after, "safe_to_message"));
    assert!(shown(&after, "activity_going"));
}
