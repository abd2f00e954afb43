//! A translation asks the same, in the same order, of the same people, and the same follows from it.

use std::collections::BTreeSet;

use crate::questionnaire::fault::{Faults, Rule};
use crate::questionnaire::fill::names;
use crate::questionnaire::model::Questionnaire;
use crate::questionnaire::place::Place;
use crate::questionnaire::plan::Plan;
use crate::questionnaire::question::{Question, Words};

use super::{kept, same};

const RULE: Rule = Rule::Translation;

pub(super) fn check(now: &Questionnaire, before: &Questionnaire, faults: &mut Faults) {
    questions(now, before, faults);
    check_ins(now, before, faults);
    triggers(now, before, faults);
    let pages = |q: &Questionnaire| q.pages.iter().map(|page| page.id.clone()).collect();
    alike("pages", pages(now), pages(before), faults);
    let signposts =
        |q: &Questionnaire| q.signposts.items.iter().map(|one| one.id.clone()).collect();
    alike("signposts", signposts(now), signposts(before), faults);
    for one in &now.signposts.items {
        let before = before.signposts.items.iter().find(|other| other.id == one.id);
        if before.is_some_and(|before| !kept::reached_alike(one, before)) {
            let place = Place::top("signposts").at("items").at(&one.id);
            faults.add(RULE, &place, format!("{} is reached in another way", one.id));
        }
    }
}

fn questions(now: &Questionnaire, before: &Questionnaire, faults: &mut Faults) {
    for question in &before.questions {
        let misread = faults.misread.contains(&Place::question(&question.id));
        if now.question(&question.id).is_none() && !misread {
            let what = format!("there is no {}", question.id);
            faults.add(RULE, &Place::top("questions"), what);
        }
    }
    for question in &now.questions {
        let Some(before) = before.question(&question.id) else {
            let what = "is not in what this translates";
            faults.add(RULE, &Place::question(&question.id), what);
            continue;
        };
        same::check(question, before, RULE, faults);
        filled_alike(question, before, faults);
    }
}

/// What is filled in belongs to the question: without the name of a promise it asks about nothing.
fn filled_alike(now: &Question, before: &Question, faults: &mut Faults) {
    for (key, now_words, before_words) in
        [("plain", &now.plain, &before.plain), ("easy", &now.easy, &before.easy)]
    {
        let place = Place::question(&now.id).at(key);
        for name in filled(before_words).difference(&filled(now_words)) {
            faults.add(RULE, &place, format!("does not say {{{name}}}"));
        }
    }
}

fn filled(words: &Words) -> BTreeSet<&str> {
    words.each().flat_map(|(_, text)| names(text)).collect()
}

fn check_ins(now: &Questionnaire, before: &Questionnaire, faults: &mut Faults) {
    let differs =
        |now: &Plan, before: &Plan| now.items != before.items || now.modules != before.modules;
    for (kind, plan) in &now.plans {
        let Some(was) = before.plans.get(kind) else { continue };
        let place = Place::check_in(*kind);
        // What another sort brings along is told of that one.
        let base = plan.extends.filter(|_| plan.extends == was.extends);
        let base = base.and_then(|base| Some((now.plans.get(&base)?, before.plans.get(&base)?)));
        let told = base.is_some_and(|(now, was)| differs(now, was));
        if differs(plan, was) && !told {
            faults.add(RULE, &place.at("items"), "does not ask the same in the same order");
        }
        if plan.expires_days != was.expires_days {
            let what = "stays open for another time";
            faults.add(RULE, &place.at("expires_days"), what);
        }
    }
}

fn triggers(now: &Questionnaire, before: &Questionnaire, faults: &mut Faults) {
    let ids = |q: &Questionnaire| q.triggers.iter().map(|trigger| trigger.id.clone()).collect();
    alike("triggers", ids(now), ids(before), faults);
    for trigger in &now.triggers {
        if before.trigger(&trigger.id).is_some_and(|before| !kept::same(trigger, before)) {
            faults.add(RULE, &Place::trigger(&trigger.id), "is not as it was");
        }
    }
}

/// The same names on both lists, in whatever order.
fn alike(section: &str, now: BTreeSet<String>, before: BTreeSet<String>, faults: &mut Faults) {
    let list = match section {
        "signposts" => Place::top(section).at("items"),
        _ => Place::top(section),
    };
    for id in before
        .difference(&now)
        .filter(|id| !faults.misread.contains(&list.at(id)))
        .collect::<Vec<_>>()
    {
        faults.add(RULE, &list, format!("there is no {id}"));
    }
    for id in now.difference(&before) {
        faults.add(RULE, &list.at(id), format!("{id} is not in what this translates"));
    }
}
