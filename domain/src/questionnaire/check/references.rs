//! Whatever is named exists, and once.

use crate::questionnaire::ask_when::{Gate, IN_ACTIVITY};
use crate::questionnaire::fault::{Faults, Rule};
use crate::questionnaire::file::Outcomes;
use crate::questionnaire::lay_out::WHO_READS_THIS;
use crate::questionnaire::model::Questionnaire;
use crate::questionnaire::outcome::{CARRY_FORWARD, CodeOutcome, Outcome};
use crate::questionnaire::place::Place;
use crate::questionnaire::plan::ROTATING_MODULE;
use crate::questionnaire::question::Question;
use crate::questionnaire::trigger::When;

use super::unique;

/// The pages that the phone shows by name.
const PAGES: [&str; 7] = [
    "start",
    "who_reads_this",
    "helper_here",
    "thank_you",
    "saved_on_phone",
    "concern_received",
    "concern_not_sent",
];

pub(super) fn check(questionnaire: &Questionnaire, known: &Outcomes, faults: &mut Faults) {
    let names = Names { questionnaire, known };
    let questions = &questionnaire.questions;
    unique(questions.iter().map(|question| question.id.as_str()), &Place::top("questions"), faults);
    unique(questionnaire.pages.iter().map(|page| page.id.as_str()), &Place::top("pages"), faults);
    unique(
        questionnaire.triggers.iter().map(|trigger| trigger.id.as_str()),
        &Place::top("triggers"),
        faults,
    );
    let signposts = questionnaire.signposts.items.iter();
    unique(
        signposts.map(|signpost| signpost.id.as_str()),
        &Place::top("signposts").at("items"),
        faults,
    );

    for page in PAGES {
        names.page(page, &Place::top("pages"), faults);
    }
    for question in questions {
        names.of_question(question, faults);
        names.of_outcome(question, faults);
    }
    for trigger in &questionnaire.triggers {
        let place = Place::trigger(&trigger.id);
        if let When::Answered { question, any_of } = &trigger.when {
            names.codes(question, any_of, &place.at("when"), faults);
        }
        if let Some(page) = &trigger.page {
            names.page(page, &place.at("page"), faults);
        }
    }
    for (kind, plan) in &questionnaire.plans {
        let place = Place::check_in(*kind);
        // What it takes from another sort is told of that one.
        let base = plan.extends.and_then(|base| questionnaire.plans.get(&base));
        let own = |item: &&String| !base.is_some_and(|base| base.items.contains(*item));
        for item in plan.items.iter().filter(|item| *item != ROTATING_MODULE).filter(own) {
            names.question(item, &place.at("items").at(item), faults);
        }
        for item in plan.modules.iter().flatten() {
            names.question(item, &place.at("rotating_modules").at(item), faults);
        }
    }
}

struct Names<'a> {
    questionnaire: &'a Questionnaire,
    known: &'a Outcomes,
}

impl Names<'_> {
    fn of_question(&self, question: &Question, faults: &mut Faults) {
        let place = &Place::question(&question.id);
        let choices = match &question.answer_set {
            Some(set) => Place::answer_set(set),
            None => place.at("options"),
        };
        unique(question.choices.iter().map(|choice| choice.code.as_str()), &choices, faults);
        if let Some(page) = &question.before {
            self.page(page, &place.at("before"), faults);
        }
        for code in question.sources.keys() {
            self.codes(&question.id, std::slice::from_ref(code), &place.at("effect"), faults);
        }
        for choice in &question.choices {
            if let Some(next) = &choice.ask {
                self.question(next, &Place::choice(question, choice), faults);
            }
        }
        let place = &place.at("show_if");
        for gate in question.ask_when.iter().flatten() {
            match gate {
                Gate::Answered(asked, codes) => self.codes(asked, codes, place, faults),
                Gate::InActivity | Gate::DestinationIsNew => {
                    let codes: Vec<String> = IN_ACTIVITY.1.iter().map(|c| c.to_string()).collect();
                    self.codes(IN_ACTIVITY.0, &codes, place, faults);
                }
                Gate::HasCurrentDestination(_)
                | Gate::LearningDisabilityRegister(_)
                | Gate::AlertRaised(_) => {}
            }
        }
    }

    fn of_outcome(&self, question: &Question, faults: &mut Faults) {
        let place = &Place::question(&question.id).at("outcome");
        match &question.outcome {
            Outcome::Measure(measured) => {
                if !self.known.measures.contains(&measured.measure) {
                    let what = format!("there is no measure {:?}", measured.measure);
                    faults.add(Rule::Reference, place, what);
                }
                if measured
                    .per
                    .as_deref()
                    .is_some_and(|per| per != "provision_item" && per != "goal")
                {
                    faults.add(Rule::Reference, place, "is measured per something unknown");
                }
            }
            Outcome::ByCode(codes) => {
                for (code, outcome) in codes {
                    let place = &place.at(code);
                    self.codes(&question.id, std::slice::from_ref(code), place, faults);
                    self.of_code(place, outcome, faults);
                }
            }
            Outcome::Creates(_) | Outcome::None => {}
        }
    }

    fn of_code(&self, place: &Place, outcome: &CodeOutcome, faults: &mut Faults) {
        if let Some(destination) = &outcome.destination {
            if self.known.worker_only_destinations.contains(destination) {
                let what = format!("only a worker can say {destination:?}");
                faults.add(Rule::Reference, place, what);
            } else if destination != CARRY_FORWARD && !self.known.destinations.contains(destination)
            {
                let what = format!("there is no destination {destination:?}");
                faults.add(Rule::Reference, place, what);
            }
        }
        if let Some(status) = outcome.status.as_ref().filter(|s| !self.known.statuses.contains(s)) {
            faults.add(Rule::Reference, place, format!("there is no status {status:?}"));
        }
        if let Some(next) = &outcome.ask {
            self.question(next, place, faults);
        }
    }

    fn question(&self, id: &str, place: &Place, faults: &mut Faults) -> Option<&Question> {
        let question = self.questionnaire.question(id);
        if question.is_none() && !faults.misread.contains(&Place::question(id)) {
            faults.add(Rule::Reference, place, format!("there is no question {id:?}"));
        }
        question
    }

    fn codes(&self, question: &str, codes: &[String], place: &Place, faults: &mut Faults) {
        let Some(asked) = self.question(question, place, faults) else {
            return;
        };
        if faults.misread.contains(&Place::question(question)) {
            return;
        }
        for code in codes.iter().filter(|code| asked.choice(code).is_none()) {
            faults.add(Rule::Reference, place, format!("{question} has no answer {code:?}"));
        }
    }

    fn page(&self, id: &str, place: &Place, faults: &mut Faults) {
        if !self.questionnaire.pages.iter().any(|page| page.id == id) {
            let rule = match (id, place.names.as_slice()) {
                (WHO_READS_THIS, [_]) => Rule::NeverRemoved,
                // Told once, not of every question before which it comes.
                (WHO_READS_THIS, _) => return,
                _ => Rule::Reference,
            };
            faults.add(rule, place, format!("there is no page {id:?}"));
        }
    }
}
