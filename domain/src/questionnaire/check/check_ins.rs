//! Every sort of check-in has what it cannot do without.

use crate::check_in_kind::CheckInKind;
use crate::questionnaire::answer::AnswerSource;
use crate::questionnaire::ask_when::Gate;
use crate::questionnaire::fault::{Faults, Rule};
use crate::questionnaire::model::Questionnaire;
use crate::questionnaire::plan::{Plan, ROTATING_MODULE};
use crate::questionnaire::steps::WHO_ANSWERING;

use super::unique;

/// The question that asks for a person.
const WANT_CONTACT: &str = "want_contact";

pub(super) fn check(questionnaire: &Questionnaire, faults: &mut Faults) {
    who_answering(questionnaire, faults);
    for (kind, plan) in &questionnaire.plans {
        let place = kind.code();
        for must in [WHO_ANSWERING, WANT_CONTACT] {
            if !plan.items.iter().any(|item| item == must) {
                faults.add(Rule::NeverRemoved, place, format!("does not ask {must}"));
            }
        }
        for turn in 0..plan.modules.len().max(1) {
            unique(plan.questions(turn), place, faults);
        }
        let module_places = plan.items.iter().filter(|item| *item == ROTATING_MODULE).count();
        if (module_places > 0) == plan.modules.is_empty() {
            let what = format!("has {ROTATING_MODULE} without modules, or modules without it");
            faults.add(Rule::WellFormed, place, what);
        }
        if plan.minutes.plain == 0 || plan.minutes.easy == 0 {
            faults.add(Rule::WellFormed, place, "takes no time at all");
        }
        if plan.expires_days.is_none() && *kind != CheckInKind::SomethingChanged {
            faults.add(Rule::WellFormed, place, "never expires");
        }
        repeated(*kind, plan, questionnaire, faults);
    }
}

/// It must always be asked, and always tell whose words the answers are.
fn who_answering(questionnaire: &Questionnaire, faults: &mut Faults) {
    let Some(who) = questionnaire.question(WHO_ANSWERING) else {
        faults.add(Rule::NeverRemoved, "questions", format!("there is no {WHO_ANSWERING}"));
        return;
    };
    let told = |source| who.sources.values().any(|said| *said == source);
    if who.choices.iter().any(|choice| !who.sources.contains_key(&choice.code))
        || !AnswerSource::ALL.into_iter().all(told)
    {
        let what = "needs an `effect` for each choice, and each of the three effects";
        faults.add(Rule::WellFormed, WHO_ANSWERING, what);
    }
    if !who.ask_when.is_empty() {
        faults.add(Rule::NeverRemoved, WHO_ANSWERING, "is not always asked");
    }
}

fn repeated(kind: CheckInKind, plan: &Plan, questionnaire: &Questionnaire, faults: &mut Faults) {
    let listed = plan.items.iter().chain(plan.modules.iter().flatten());
    for question in listed.filter_map(|item| questionnaire.question(item)) {
        let Some(repeats) = &question.repeats else {
            continue;
        };
        if repeats.most(kind, plan.extends).is_none() {
            let what = format!("does not say how often at most in {kind}");
            faults.add(Rule::Rotation, &question.id, what);
        }
        let gates = question.ask_when.iter().flatten();
        let beside_another = gates.into_iter().any(|gate| match gate {
            Gate::Answered(asked, _) => {
                questionnaire.question(asked).is_some_and(|asked| asked.repeats())
            }
            _ => false,
        });
        if beside_another {
            faults.add(Rule::WellFormed, &question.id, "repeats beside one that repeats");
        }
    }
}
