//! Every sort of check-in has what it cannot do without.

use crate::check_in_kind::CheckInKind;
use crate::questionnaire::ask_when::Gate;
use crate::questionnaire::fault::{Faults, Rule};
use crate::questionnaire::model::Questionnaire;
use crate::questionnaire::place::Place;
use crate::questionnaire::plan::{Plan, ROTATING_MODULE};

use super::unique;

pub(super) fn check(questionnaire: &Questionnaire, faults: &mut Faults) {
    for (kind, plan) in &questionnaire.plans {
        let place = &Place::check_in(*kind);
        for turn in 0..plan.modules.len().max(1) {
            unique(plan.questions(turn), &place.at("items"), faults);
        }
        let module_places = plan.items.iter().filter(|item| *item == ROTATING_MODULE).count();
        if (module_places > 0) == plan.modules.is_empty() {
            let what = format!("has {ROTATING_MODULE} without modules, or modules without it");
            faults.add(Rule::WellFormed, &place.at("items"), what);
        }
        if plan.minutes.plain == 0 || plan.minutes.easy == 0 {
            faults.add(Rule::WellFormed, &place.at("minutes"), "takes no time at all");
        }
        if plan.expires_days.is_none() && *kind != CheckInKind::SomethingChanged {
            faults.add(Rule::WellFormed, place, "never expires");
        }
        repeated(*kind, plan, questionnaire, faults);
    }
}

fn repeated(kind: CheckInKind, plan: &Plan, questionnaire: &Questionnaire, faults: &mut Faults) {
    let listed = plan.items.iter().chain(plan.modules.iter().flatten());
    for question in listed.filter_map(|item| questionnaire.question(item)) {
        let Some(repeats) = &question.repeats else {
            continue;
        };
        let place = &Place::question(&question.id).at("repeat_for");
        if repeats.most(kind, plan.extends).is_none() {
            let what = format!("does not say how often at most in {kind}");
            faults.add(Rule::Rotation, place, what);
        }
        let gates = question.ask_when.iter().flatten();
        let beside_another = gates.into_iter().any(|gate| match gate {
            Gate::Answered(asked, _) => {
                questionnaire.question(asked).is_some_and(|asked| asked.repeats())
            }
            _ => false,
        });
        if beside_another {
            faults.add(Rule::WellFormed, place, "repeats beside one that repeats");
        }
    }
}
