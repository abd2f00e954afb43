//! What nobody can take out of a questionnaire: who is answering, asking for contact, and help.
//! That everything can be skipped is in `safety`, and the page who_reads_this in `references`.

use crate::questionnaire::answer::AnswerSource;
use crate::questionnaire::fault::{Faults, Rule};
use crate::questionnaire::model::Questionnaire;
use crate::questionnaire::place::Place;
use crate::questionnaire::steps::WHO_ANSWERING;
use crate::questionnaire::trigger::When;

/// The question that asks for a person.
pub(in crate::questionnaire) const WANT_CONTACT: &str = "want_contact";

pub(super) fn check(questionnaire: &Questionnaire, faults: &mut Faults) {
    for must in [WHO_ANSWERING, WANT_CONTACT] {
        always_asked(must, questionnaire, faults);
    }
    tells_whose_words(questionnaire, faults);
    help(questionnaire, faults);
}

fn always_asked(must: &str, questionnaire: &Questionnaire, faults: &mut Faults) {
    match questionnaire.question(must) {
        Some(question) if !question.ask_when.is_empty() => {
            let place = Place::question(must).at("show_if");
            faults.add(Rule::NeverRemoved, &place, "is not always asked");
        }
        None if !faults.misread.contains(&Place::question(must)) => {
            let what = format!("there is no {must}");
            faults.add(Rule::NeverRemoved, &Place::top("questions"), what);
        }
        _ => {}
    }
    // One that adds to another has all that the other has.
    for (kind, plan) in questionnaire.plans.iter().filter(|(_, plan)| plan.extends.is_none()) {
        if !plan.items.iter().any(|item| item == must) {
            let place = Place::check_in(*kind).at("items");
            faults.add(Rule::NeverRemoved, &place, format!("does not ask {must}"));
        }
    }
}

fn tells_whose_words(questionnaire: &Questionnaire, faults: &mut Faults) {
    let Some(who) = questionnaire.question(WHO_ANSWERING) else {
        return;
    };
    let told = |source| who.sources.values().any(|said| *said == source);
    if who.choices.iter().any(|choice| !who.sources.contains_key(&choice.code))
        || !AnswerSource::ALL.into_iter().all(told)
    {
        let what = "needs an `effect` for each choice, and each of the three effects";
        faults.add(Rule::WellFormed, &Place::question(WHO_ANSWERING).at("effect"), what);
    }
}

/// The help page lists somebody to turn to, and asking there for one's worker is heard.
fn help(questionnaire: &Questionnaire, faults: &mut Faults) {
    if questionnaire.signposts.items.is_empty() {
        let what = "lists nobody to turn to on the help page";
        faults.add(Rule::NeverRemoved, &Place::top("signposts").at("items"), what);
    }
    let heard = questionnaire.triggers.iter().any(|t| t.when == When::AskedOnHelpPage);
    let misread = faults.misread.iter().any(|place| place.names[0] == "triggers");
    if !heard && !misread {
        let what = "nothing follows when somebody asks for their worker on the help page: \
                    `when: {help_page: tell_my_worker}`";
        faults.add(Rule::NeverRemoved, &Place::top("triggers"), what);
    }
}
