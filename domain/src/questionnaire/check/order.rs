//! Questions wait only for questions before them.

use std::collections::BTreeSet;

use crate::check_in_kind::CheckInKind;
use crate::questionnaire::ask_when::Gate;
use crate::questionnaire::fault::{Faults, Rule};
use crate::questionnaire::model::Questionnaire;
use crate::questionnaire::place::Place;
use crate::questionnaire::plan::Plan;
use crate::questionnaire::question::Question;
use crate::questionnaire::trigger::When;

pub(super) fn check(questionnaire: &Questionnaire, faults: &mut Faults) {
    check_cycles(questionnaire, faults);
    for (kind, plan) in &questionnaire.plans {
        for turn in 0..plan.modules.len().max(1) {
            let listed = plan.questions(turn);
            for (place, id) in listed.iter().enumerate() {
                let Some(question) = questionnaire.question(id) else {
                    continue;
                };
                for later in answered_at(question).filter(|gate| listed[place..].contains(gate)) {
                    let what = format!("{id} is asked before {later}, which decides whether it is");
                    faults.add(Rule::Order, &listed_at(*kind, plan, id), what);
                }
            }
        }
    }
}

/// Where a sort of check-in lists a question: among its own, or in one of its modules.
fn listed_at(kind: CheckInKind, plan: &Plan, id: &str) -> Place {
    let place = Place::check_in(kind);
    if plan.items.iter().any(|item| item == id) {
        return place.at("items").at(id);
    }
    place.at("rotating_modules").at(id)
}

/// The questions whose answers decide directly whether this one is asked.
fn answered_at(question: &Question) -> impl Iterator<Item = &str> {
    question.ask_when.iter().flatten().filter_map(|gate| match gate {
        Gate::Answered(asked, _) => Some(asked.as_str()),
        _ => None,
    })
}

fn check_cycles(questionnaire: &Questionnaire, faults: &mut Faults) {
    let mut settled = BTreeSet::new();
    for question in &questionnaire.questions {
        let mut path = vec![];
        if let Some(cycle) = find_cycle(questionnaire, &question.id, &mut path, &mut settled) {
            faults.add(
                Rule::NoCycle,
                &Place::question(&question.id),
                format!("waits for itself: {cycle}"),
            );
            return;
        }
    }
}

/// A way from a question back to itself, in words.
fn find_cycle<'a>(
    questionnaire: &'a Questionnaire,
    id: &'a str,
    path: &mut Vec<&'a str>,
    settled: &mut BTreeSet<&'a str>,
) -> Option<String> {
    if settled.contains(id) {
        return None;
    }
    if let Some(start) = path.iter().position(|passed| *passed == id) {
        return Some(format!("{} → {id}", path[start..].join(" → ")));
    }
    path.push(id);
    let question = questionnaire.question(id);
    let gates = question.iter().flat_map(|question| question.ask_when.iter().flatten());
    let waits_for = gates.flat_map(|gate| {
        gate.looks_at(|priority| {
            let triggers = questionnaire.triggers.iter().filter(move |t| t.priority == priority);
            triggers
                .filter_map(|trigger| match &trigger.when {
                    When::Answered { question, .. } => Some(question.as_str()),
                    _ => None,
                })
                .collect()
        })
    });
    let waits_for: Vec<&str> = waits_for.chain(asked_by(questionnaire, id)).collect();
    for next in waits_for {
        if let Some(cycle) = find_cycle(questionnaire, next, path, settled) {
            return Some(cycle);
        }
    }
    path.pop();
    settled.insert(id);
    None
}

/// The questions of which an answer asks for this one.
fn asked_by<'a>(questionnaire: &'a Questionnaire, id: &'a str) -> impl Iterator<Item = &'a str> {
    let questions = questionnaire.questions.iter().filter(move |question| {
        let outcomes = question.outcome.by_code().into_iter().flat_map(|codes| codes.values());
        let by_outcome = outcomes.filter_map(|outcome| outcome.ask.as_deref());
        let by_choice = question.choices.iter().filter_map(|choice| choice.ask.as_deref());
        by_outcome.chain(by_choice).any(|next| next == id)
    });
    questions.map(|question| question.id.as_str())
}
