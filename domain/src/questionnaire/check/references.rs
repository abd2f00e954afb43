//! Whatever is named exists, and once.

use crate::questionnaire::ask_when::{Gate, IN_ACTIVITY};
use crate::questionnaire::fault::{Faults, Rule};
use crate::questionnaire::file::Outcomes;
use crate::questionnaire::model::Questionnaire;
use crate::questionnaire::outcome::{CARRY_FORWARD, CodeOutcome, Outcome};
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
    unique(questions.iter().map(|question| question.id.as_str()), "questions", faults);
    unique(questionnaire.pages.iter().map(|page| page.id.as_str()), "pages", faults);
    unique(questionnaire.triggers.iter().map(|trigger| trigger.id.as_str()), "triggers", faults);
    let signposts = questionnaire.signposts.items.iter();
    unique(signposts.map(|signpost| signpost.id.as_str()), "signposts", faults);

    for page in PAGES {
        names.page(page, "pages", faults);
    }
    for question in questions {
        names.of_question(question, faults);
        names.of_outcome(question, faults);
    }
    for trigger in &questionnaire.triggers {
        if let When::Answered { question, any_of } = &trigger.when {
            names.codes(question, any_of, &trigger.id, faults);
        }
        if let Some(page) = &trigger.page {
            names.page(page, &trigger.id, faults);
        }
    }
    for (kind, plan) in &questionnaire.plans {
        let listed = plan.items.iter().chain(plan.modules.iter().flatten());
        for item in listed.filter(|item| *item != ROTATING_MODULE) {
            names.question(item, kind.code(), faults);
        }
    }
}

struct Names<'a> {
    questionnaire: &'a Questionnaire,
    known: &'a Outcomes,
}

impl Names<'_> {
    fn of_question(&self, question: &Question, faults: &mut Faults) {
        let place = question.id.as_str();
        unique(question.choices.iter().map(|choice| choice.code.as_str()), place, faults);
        if let Some(page) = &question.before {
            self.page(page, place, faults);
        }
        for code in question.sources.keys() {
            self.codes(place, std::slice::from_ref(code), place, faults);
        }
        for next in question.choices.iter().filter_map(|choice| choice.ask.as_ref()) {
            self.question(next, place, faults);
        }
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
        let place = question.id.as_str();
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
                    self.codes(place, std::slice::from_ref(code), place, faults);
                    self.of_code(place, outcome, faults);
                }
            }
            Outcome::Creates(_) | Outcome::None => {}
        }
    }

    fn of_code(&self, place: &str, outcome: &CodeOutcome, faults: &mut Faults) {
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

    fn question(&self, id: &str, place: &str, faults: &mut Faults) -> Option<&Question> {
        let question = self.questionnaire.question(id);
        if question.is_none() {
            faults.add(Rule::Reference, place, format!("there is no question {id:?}"));
        }
        question
    }

    fn codes(&self, question: &str, codes: &[String], place: &str, faults: &mut Faults) {
        let Some(asked) = self.question(question, place, faults) else {
            return;
        };
        for code in codes.iter().filter(|code| asked.choice(code).is_none()) {
            faults.add(Rule::Reference, place, format!("{question} has no answer {code:?}"));
        }
    }

    fn page(&self, id: &str, place: &str, faults: &mut Faults) {
        if !self.questionnaire.pages.iter().any(|page| page.id == id) {
            faults.add(Rule::Reference, place, format!("there is no page {id:?}"));
        }
    }
}
