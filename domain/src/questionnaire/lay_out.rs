//! Lays a check-in out for one young person: which questions, about what, in which words, and when
//! each is shown.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::check_in_kind::CheckInKind;

use super::ask_when::{CARRIED_FORWARD, Gate, IN_ACTIVITY};
use super::conditions::{AnyOf, Condition};
use super::facts::{Facts, GoalFact, PromiseFact};
use super::model::{Page, Questionnaire};
use super::plan::{Each, Plan};
use super::priority::Priority;
use super::question::{Domain, Proxy, Question, QuestionKind};
use super::steps::{Step, StepOption, Steps, WHO_ANSWERING};
use super::trigger::When;
use super::voice::{Item, Reading, Voice};

/// The page that says who reads the answers, and when.
pub(super) const WHO_READS_THIS: &str = "who_reads_this";

impl Questionnaire {
    /// The pages and questions of one check-in for one young person.
    ///
    /// Questions about worries and safety, and free text, are left out until a partnership is ready
    /// for them (SAFE-07). Whatever can be known beforehand is settled here; what is left of
    /// `show_if` looks at answers of this same check-in only.
    pub fn steps(&self, kind: CheckInKind, facts: &Facts) -> Steps {
        let plan = self.plan(kind);
        let voice = Voice::new(facts, plan.minutes);
        let mut layout = LayOut {
            questionnaire: self,
            kind,
            plan,
            facts,
            listed: plan.questions(facts.core_turn),
            steps: vec![],
            shown: BTreeMap::new(),
            voice,
        };
        layout.place_all();
        let who = self.question(WHO_ANSWERING);

        Steps {
            kind,
            pages: self.pages.iter().map(|page| layout.page(page)).collect(),
            steps: layout.steps,
            sources: who.map(|who| who.sources.clone()).unwrap_or_default(),
        }
    }
}

struct LayOut<'a> {
    questionnaire: &'a Questionnaire,
    kind: CheckInKind,
    plan: &'a Plan,
    facts: &'a Facts,
    /// The questions of this check-in, asked or not.
    listed: Vec<&'a str>,
    steps: Vec<Step>,
    /// When each step so far is shown, by its key.
    shown: BTreeMap<String, AnyOf>,
    voice: Voice<'a>,
}

impl LayOut<'_> {
    fn place_all(&mut self) {
        let listed = self.listed.iter().filter_map(|id| self.questionnaire.question(id));
        let asked: Vec<&Question> = listed.filter(|question| self.is_ready_for(question)).collect();

        for question in &asked {
            if question.repeats.is_none() {
                // A question that follows a repeated one has its place beside each repetition.
                if !asked.iter().any(|other| other.repeats() && follows(question, other)) {
                    self.place(question, None);
                }
                continue;
            }
            for item in self.items(question) {
                self.place(question, Some(&item));
                for follower in asked.iter().filter(|other| follows(other, question)) {
                    self.place(follower, Some(&item));
                }
            }
        }
    }

    fn is_ready_for(&self, question: &Question) -> bool {
        self.facts.safety_questions
            || (question.domain != Domain::WorriesSafety && question.kind != QuestionKind::Text)
    }

    /// What a repeated question is asked about this time.
    fn items(&self, question: &Question) -> Vec<Item> {
        let Some(repeats) = &question.repeats else {
            return vec![];
        };
        let most = repeats.most(self.kind, self.plan.extends).unwrap_or(0);
        let mut items: Vec<Item> = match repeats.each {
            Each::PromisedProvision => {
                let mut promises: Vec<&PromiseFact> = self.facts.promises.iter().collect();
                // One that was never asked about comes before any that was.
                promises.sort_by_key(|promise| promise.last_asked_on);
                promises.into_iter().map(Item::from).collect()
            }
            Each::CurrentGoal => {
                let mut goals: Vec<&GoalFact> = self.facts.goals.iter().collect();
                goals.sort_by_key(|goal| goal.set_on);
                goals.into_iter().map(Item::from).collect()
            }
        };
        items.truncate(most);
        items
    }

    fn place(&mut self, question: &Question, item: Option<&Item>) {
        let about = item.map(|item| item.id);
        let shown = self.shown_when(question, about);
        if shown.is_never() {
            return;
        }
        let key = match about {
            Some(id) => format!("{}:{id}", question.id),
            None => question.id.clone(),
        };
        let step = Step {
            key: key.clone(),
            question: question.id.clone(),
            item: about,
            kind: question.kind,
            symbol: question.symbol.clone(),
            picture: question.picture.clone(),
            stored: question.stored,
            can_skip: question.can_skip,
            sensitive: question.sensitive,
            proxy: question.proxy,
            before: self.before(question, &shown),
            max_chars: question.max_chars,
            max_choices: question.max_choices,
            split_easy: question.split_easy,
            show_if: shown.alternatives(),
            plain: self.voice.words(&question.plain, Reading::Plain, item),
            easy: self.voice.words(&question.easy, Reading::Easy, item),
            options: self.options(question),
        };
        self.steps.push(step);
        self.shown.insert(key, shown);
    }

    fn options(&self, question: &Question) -> Vec<StepOption> {
        let offered =
            question.choices.iter().filter(|c| self.facts.safety_questions || !c.needs_sign_off);
        offered
            .map(|choice| StepOption {
                code: choice.code.clone(),
                plain: choice.plain.clone(),
                easy: choice.easy.clone(),
                symbol: choice.symbol.clone(),
                picture: choice.picture.clone(),
                exclusive: choice.exclusive,
            })
            .collect()
    }

    fn page(&self, page: &Page) -> Page {
        Page {
            plain: self.voice.text(&page.plain, Reading::Plain, None),
            easy: self.voice.text(&page.easy, Reading::Easy, None),
            ..page.clone()
        }
    }

    /// The page to show first. Whoever reaches worries, anything sensitive or free text has seen who reads
    /// it (SAFE-01), whether or not the file says so at that very question.
    fn before(&self, question: &Question, shown: &AnyOf) -> Option<String> {
        let must_know = question.sensitive
            || question.domain == Domain::WorriesSafety
            || question.kind == QuestionKind::Text;
        if question.before.is_some() || !must_know {
            return question.before.clone();
        }
        let seen = self.steps.iter().any(|earlier| {
            earlier.before.as_deref() == Some(WHO_READS_THIS)
                && (earlier.show_if.is_empty() || shown.needs(&earlier.key))
                // A helper who may not see the earlier question has not seen its page.
                && (earlier.proxy != Proxy::SelfOnly || question.proxy == Proxy::SelfOnly)
        });
        (!seen).then(|| WHO_READS_THIS.to_owned())
    }

    fn shown_when(&self, question: &Question, item: Option<Uuid>) -> AnyOf {
        if question.ask_when.is_empty() {
            return AnyOf::always();
        }
        question.ask_when.iter().fold(AnyOf::never(), |any, alternative| {
            let all = alternative.iter().fold(AnyOf::always(), |all, gate| {
                all.and(&self.opened_by(gate, item), |key| self.takes_one_code(key))
            });
            any.or(all)
        })
    }

    fn opened_by(&self, gate: &Gate, item: Option<Uuid>) -> AnyOf {
        match gate {
            Gate::HasCurrentDestination(wanted) => {
                AnyOf::when(self.facts.current_destination.is_some() == *wanted)
            }
            Gate::LearningDisabilityRegister(wanted) => {
                AnyOf::when(self.facts.learning_disability_register == *wanted)
            }
            Gate::InActivity => {
                let before = self.answered(
                    CARRIED_FORWARD.0,
                    |code| CARRIED_FORWARD.1.contains(&code),
                    None,
                );
                before.or(self.answered(IN_ACTIVITY.0, |code| IN_ACTIVITY.1.contains(&code), None))
            }
            Gate::DestinationIsNew => self.answered(IN_ACTIVITY.0, |_| true, None),
            Gate::AlertRaised(priorities) => self.alert_raised(priorities),
            // A question that this sort of check-in never asks bars nothing: whoever says that
            // something changed is not first asked whether it did.
            Gate::Answered(question, _) if !self.listed.contains(&question.as_str()) => {
                AnyOf::always()
            }
            Gate::Answered(question, codes) => {
                self.answered(question, |code| codes.iter().any(|wanted| wanted == code), item)
            }
        }
    }

    /// When a question of this check-in was answered with one of these codes: about the same item,
    /// if it is asked about each, or else about any.
    fn answered(&self, question: &str, wanted: impl Fn(&str) -> bool, item: Option<Uuid>) -> AnyOf {
        let steps = self.steps.iter().filter(|step| step.question == question);
        let same_item = |step: &Step| item.is_none() || step.item.is_none() || step.item == item;
        steps.filter(|step| same_item(step)).fold(AnyOf::never(), |any, step| {
            let codes = step.options.iter().map(|option| &option.code);
            let any_of = codes.filter(|code| wanted(code.as_str())).cloned().collect();
            let chosen = AnyOf::one(Condition { key: step.key.clone(), any_of });
            let asked = self.shown.get(&step.key).cloned().unwrap_or_else(AnyOf::always);
            any.or(chosen.and(&asked, |key| self.takes_one_code(key)))
        })
    }

    /// When an answer of this check-in alone raises an alert. What takes several check-ins in a row
    /// is not for a phone to know.
    fn alert_raised(&self, priorities: &[Priority]) -> AnyOf {
        let at_once =
            self.questionnaire.triggers.iter().filter(|trigger| {
                trigger.consecutive == 1 && priorities.contains(&trigger.priority)
            });
        let mut raising: Vec<(&str, Vec<&str>)> = vec![];
        for trigger in at_once {
            if let When::Answered { question, any_of } = &trigger.when {
                let codes = any_of.iter().map(String::as_str);
                match raising.iter_mut().find(|(other, _)| other == question) {
                    Some((_, known)) => known.extend(codes),
                    None => raising.push((question, codes.collect())),
                }
            }
        }
        raising.iter().fold(AnyOf::never(), |any, (question, codes)| {
            any.or(self.answered(question, |code| codes.contains(&code), None))
        })
    }

    fn takes_one_code(&self, key: &str) -> bool {
        self.steps.iter().any(|step| step.key == key && step.kind == QuestionKind::Single)
    }
}

/// True if the first is asked because of an answer to the second.
fn follows(question: &Question, other: &Question) -> bool {
    let gates = question.ask_when.iter().flatten();
    gates.into_iter().any(|gate| matches!(gate, Gate::Answered(id, _) if *id == other.id))
}
