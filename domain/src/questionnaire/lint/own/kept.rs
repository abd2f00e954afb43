//! What nobody may hide: what urgent alerts, destinations and promised support hang on, the alerts themselves, and who
//! can help.

use std::collections::BTreeMap;

use crate::questionnaire::check::WANT_CONTACT;
use crate::questionnaire::fault::{Faults, Rule};
use crate::questionnaire::model::Questionnaire;
use crate::questionnaire::outcome::{DAYS_PER_WEEK, Outcome};
use crate::questionnaire::place::Place;
use crate::questionnaire::plan::Plan;
use crate::questionnaire::priority::Priority;
use crate::questionnaire::question::Question;
use crate::questionnaire::steps::{HELPER_IS, WHO_ANSWERING};
use crate::questionnaire::trigger::{Trigger, When};
use crate::questionnaire::{ask_when::Gate, signposts::Signpost};

/// The measures that the product reads today. A question that feeds another may be hidden; whoever makes the product
/// read one more, adds it here.
const READ: [&str; 2] = [DAYS_PER_WEEK, "provision_received"];

/// Those that `check::kept` looks after in every file.
const ALWAYS_THERE: [&str; 2] = [WHO_ANSWERING, WANT_CONTACT];

pub(super) fn check(now: &Questionnaire, before: &Questionnaire, faults: &mut Faults) {
    for (id, why) in needed(before) {
        if now.question(id).is_some() {
            asked_where_it_was(id, why, now, before, faults);
        } else if !faults.misread.contains(&Place::question(id)) && !ALWAYS_THERE.contains(&id) {
            let what = format!("there is no {id}, and {why}");
            faults.add(Rule::NeverRemoved, &Place::top("questions"), what);
        }
    }
    triggers(now, before, faults);
    signposts(now, before, faults);
    for (kind, plan) in &before.plans {
        let kept = now.plans.get(kind).map(|now| now.expires_days);
        if kept.is_some_and(|days| days != plan.expires_days) {
            let place = Place::check_in(*kind).at("expires_days");
            faults.add(Rule::AsShipped, &place, "stays open for another time than it did");
        }
    }
}

/// True of a question that an alert which cannot wait hangs on.
pub(super) fn is_urgent(question: &str, questionnaire: &Questionnaire) -> bool {
    questionnaire.triggers.iter().filter(|trigger| cannot_wait(trigger.priority)).any(
        |trigger| matches!(&trigger.when, When::Answered { question: asked, .. } if asked == question),
    )
}

pub(super) fn cannot_wait(priority: Priority) -> bool {
    matches!(priority, Priority::P1 | Priority::P2)
}

/// The questions that cannot be hidden, each with why.
fn needed(before: &Questionnaire) -> BTreeMap<&str, &'static str> {
    let mut needed = BTreeMap::new();
    for question in &before.questions {
        if let Some(why) = reason(question, before) {
            needed.insert(question.id.as_str(), why);
        }
    }
    // And what decides whether they are asked.
    loop {
        let asked = |(id, why): (&&str, &&'static str)| Some((before.question(id)?, *why));
        let more: Vec<(&str, &'static str)> = needed
            .iter()
            .filter_map(asked)
            .flat_map(|(question, why)| {
                let gates = question.ask_when.iter().flatten();
                gates.flat_map(|gate| gate.looks_at(|_| vec![])).map(move |id| (id, why))
            })
            .filter(|(id, _)| !needed.contains_key(id))
            .collect();
        if more.is_empty() {
            return needed;
        }
        needed.extend(more);
    }
}

fn reason(question: &Question, before: &Questionnaire) -> Option<&'static str> {
    let after_an_alert = |gate: &Gate| matches!(gate, Gate::AlertRaised(priorities) if priorities.iter().any(|p| cannot_wait(*p)));
    match &question.outcome {
        _ if [WHO_ANSWERING, HELPER_IS].contains(&question.id.as_str()) => {
            Some("it tells whose words the answers are")
        }
        _ if is_urgent(&question.id, before) => Some("an urgent alert hangs on it"),
        _ if question.ask_when.iter().flatten().any(after_an_alert) => {
            Some("it is asked because of an urgent alert")
        }
        Outcome::ByCode(_) => Some("it tells where somebody is now"),
        Outcome::Measure(measured) if READ.contains(&measured.measure.as_str()) => {
            Some("a measure is read from it")
        }
        _ => None,
    }
}

fn asked_where_it_was(
    id: &str,
    why: &str,
    now: &Questionnaire,
    before: &Questionnaire,
    faults: &mut Faults,
) {
    let lacks = |kind, plan: &Plan| {
        before.plans.get(&kind).is_some_and(|was| asks(was, id)) && !asks(plan, id)
    };
    for (kind, plan) in &now.plans {
        // What another sort brings along is told of that one.
        let of_base = plan.extends.and_then(|base| Some((base, now.plans.get(&base)?)));
        let told = of_base.is_some_and(|(base, plan)| lacks(base, plan));
        if lacks(*kind, plan) && !told && !ALWAYS_THERE.contains(&id) {
            let place = Place::check_in(*kind).at("items");
            faults.add(Rule::NeverRemoved, &place, format!("does not ask {id}, and {why}"));
        }
    }
}

/// Asked each time, and not only when its turn has come.
fn asks(plan: &Plan, id: &str) -> bool {
    plan.items.iter().any(|item| item == id)
}

fn triggers(now: &Questionnaire, before: &Questionnaire, faults: &mut Faults) {
    for trigger in &before.triggers {
        let id = &trigger.id;
        match now.trigger(id) {
            Some(now) if !same(now, trigger) => {
                faults.add(Rule::AsShipped, &Place::trigger(id), "is not as it was");
            }
            Some(_) => {}
            None if faults.misread.contains(&Place::trigger(id)) => {}
            None if cannot_wait(trigger.priority) => {
                let what = format!("there is no {id}, and it cannot wait: {}", trigger.what);
                faults.add(Rule::NeverRemoved, &Place::top("triggers"), what);
            }
            None if !matches!(trigger.when, When::Answered { .. }) => {
                let what =
                    format!("there is no {id}, and no answer stands for it: {}", trigger.what);
                faults.add(Rule::NeverRemoved, &Place::top("triggers"), what);
            }
            None => {}
        }
    }
}

/// The same rule, whatever staff read about it.
pub(super) fn same(now: &Trigger, before: &Trigger) -> bool {
    now.when == before.when
        && now.consecutive == before.consecutive
        && now.priority == before.priority
        && now.page == before.page
        && now.effect == before.effect
}

fn signposts(now: &Questionnaire, before: &Questionnaire, faults: &mut Faults) {
    let list = Place::top("signposts").at("items");
    for signpost in before.signposts.items.iter().filter(|signpost| !signpost.is_local()) {
        let id = &signpost.id;
        match now.signposts.items.iter().find(|now| now.id == *id) {
            None => faults.add(Rule::NeverRemoved, &list, format!("there is no {id}")),
            Some(now) if !reached_alike(now, signpost) => {
                faults.add(
                    Rule::AsShipped,
                    &list.at(id),
                    format!("{id} is reached in another way"),
                );
            }
            Some(_) => {}
        }
    }
}

/// By the same number, in the same way.
pub(super) fn reached_alike(now: &Signpost, before: &Signpost) -> bool {
    now.contact == before.contact
        && now.how == before.how
        && now.opening_word == before.opening_word
        && now.ages == before.ages
        && now.hours == before.hours
}
