//! From the file as written to the questionnaire as used: names become what they stand for.
//!
//! Where a part is missing there is a fault, and something harmless in its place, so that the rest
//! can be checked too and a file is told all its faults at once.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_yaml::Value;

use crate::check_in_kind::CheckInKind;

use super::answer::AnswerSource;
use super::ask_when;
use super::fault::{Faults, Rule};
use super::file::{
    CheckInFile, ChoiceInFile, Defaults, Effect, File, PageInFile, QuestionInFile, TriggerInFile,
    TriggerWanted,
};
use super::model::{Page, Questionnaire};
use super::place::Place;
use super::plan::{Minutes, Plan};
use super::question::{Choice, Question};
use super::symbols::Symbols;
use super::trigger::{Trigger, When, shipped_words};

/// Puts the parts of a file together.
pub(super) fn build(file: File, faults: &mut Faults) -> Questionnaire {
    let pictures = Pictures::of(&file.symbols, faults);
    let questions = each(&file.questions, "questions", faults);
    let mut parts = Parts { pictures, sets: file.answer_sets, defaults: file.defaults, faults };
    let pages = file.pages.into_iter().map(|page| parts.page(page)).collect();
    let questions: Vec<Question> =
        questions.into_iter().map(|question| parts.question(question)).collect();
    let triggers = each(&file.triggers, "triggers", faults);
    let triggers = build_triggers(triggers, &questions, faults);

    Questionnaire {
        id: file.id,
        version: file.version,
        language: file.language,
        translates: file.translates,
        safety_words_checked_by: file.safety_words_checked_by,
        pages,
        questions,
        plans: build_plans(&file.check_ins, faults),
        cadence: build_cadence(&file.cadence.months, faults),
        anchors: file.cadence.anchors,
        reminders: file.reminders,
        triggers,
        signposts: file.signposts,
    }
}

/// Reads every part of a list, with a fault for each that has not the right shape.
fn each<T: DeserializeOwned>(list: &[Value], section: &str, faults: &mut Faults) -> Vec<T> {
    let mut parts = vec![];
    for (index, part) in list.iter().enumerate() {
        match serde_yaml::from_value(part.clone()) {
            Ok(part) => parts.push(part),
            Err(error) => {
                let id = part.get("id").and_then(Value::as_str).map(str::to_owned);
                let name = id.unwrap_or_else(|| format!("#{}", index + 1));
                let place = Place::top(section).at(&name);
                faults.add(Rule::Shape, &place, error.to_string());
                faults.misread.insert(place);
            }
        }
    }
    parts
}

/// The picture of every concept.
struct Pictures(BTreeMap<String, String>);

impl Pictures {
    fn of(concepts: &BTreeMap<String, String>, faults: &mut Faults) -> Self {
        let symbols = Symbols::shipped();
        let mut pictures = BTreeMap::new();
        for (concept, name) in concepts {
            let picture = symbols.picture(name).unwrap_or_else(|| {
                let what = format!("no emoji is called {name:?}");
                faults.add(Rule::Reference, &Place::symbol(concept), what);
                ""
            });
            pictures.insert(concept.clone(), picture.to_owned());
        }
        Self(pictures)
    }

    fn of_concept(&self, concept: &str, place: &Place, faults: &mut Faults) -> String {
        self.0.get(concept).cloned().unwrap_or_else(|| {
            let what = format!("there is no symbol {concept:?}");
            faults.add(Rule::Reference, &place.at("symbol"), what);
            String::new()
        })
    }
}

/// What pages and questions are made from.
struct Parts<'a> {
    pictures: Pictures,
    sets: BTreeMap<String, Vec<ChoiceInFile>>,
    defaults: Defaults,
    faults: &'a mut Faults,
}

impl Parts<'_> {
    fn page(&mut self, page: PageInFile) -> Page {
        let place = Place::page(&page.id);
        Page {
            picture: self.pictures.of_concept(&page.symbol, &place, self.faults),
            id: page.id,
            symbol: page.symbol,
            plain: page.plain,
            easy: page.easy,
        }
    }

    fn question(&mut self, question: QuestionInFile) -> Question {
        let id = question.id;
        let place = Place::question(&id);
        let ask_when = ask_when::read(question.show_if.as_ref(), question.show_if_any.as_ref())
            .unwrap_or_else(|what| {
                self.faults.add(Rule::WellFormed, &place.at("show_if"), what);
                vec![]
            });
        let choices = self.choices(&place, question.answers.as_deref(), question.options);
        let within = match &question.answers {
            Some(set) => Place::answer_set(set),
            None => place.at("options"),
        };

        Question {
            domain: question.domain,
            kind: question.kind,
            stored: question.store,
            // A file with another default is refused for that already.
            can_skip: question.can_skip.unwrap_or(true),
            sensitive: question.sensitive,
            proxy: question.proxy.unwrap_or(self.defaults.proxy),
            picture: self.pictures.of_concept(&question.symbol, &place, self.faults),
            symbol: question.symbol,
            before: question.before,
            max_chars: question.max_chars,
            max_choices: question.max_choices,
            split_easy: question.page_split.map(|split| split.easy),
            plain: question.plain,
            easy: question.easy,
            choices: choices.into_iter().map(|choice| self.choice(choice, &within)).collect(),
            answer_set: question.answers,
            ask_when,
            repeats: question.repeat_for,
            outcome: question.outcome,
            sources: question.effect.into_iter().map(|(code, does)| (code, source(does))).collect(),
            id,
        }
    }

    fn choices(
        &mut self,
        place: &Place,
        set: Option<&str>,
        options: Option<Vec<ChoiceInFile>>,
    ) -> Vec<ChoiceInFile> {
        match (set, options) {
            (Some(set), None) => self.sets.get(set).cloned().unwrap_or_else(|| {
                let what = format!("there is no answer set {set:?}");
                self.faults.add(Rule::Reference, &place.at("answers"), what);
                self.faults.misread.insert(place.clone());
                vec![]
            }),
            (Some(_), Some(_)) => {
                let what = "has both `answers` and `options`";
                self.faults.add(Rule::WellFormed, &place.at("options"), what);
                self.faults.misread.insert(place.clone());
                vec![]
            }
            (None, options) => options.unwrap_or_default(),
        }
    }

    fn choice(&mut self, choice: ChoiceInFile, within: &Place) -> Choice {
        let place = within.at(&choice.code);
        Choice {
            picture: self.pictures.of_concept(&choice.symbol, &place, self.faults),
            code: choice.code,
            plain: choice.plain,
            easy: choice.easy,
            symbol: choice.symbol,
            exclusive: choice.exclusive,
            value: choice.value,
            needs_sign_off: choice.enabled.is_some(),
            ask: choice.ask,
            score: choice.score,
        }
    }
}

fn source(effect: Effect) -> AnswerSource {
    match effect {
        Effect::PrivateModeOff => AnswerSource::Self_,
        Effect::HoldSelfOnlyQuestions => AnswerSource::WithHelp,
        Effect::HideSelfOnlyQuestions => AnswerSource::Proxy,
    }
}

fn build_triggers(
    triggers: Vec<TriggerInFile>,
    questions: &[Question],
    faults: &mut Faults,
) -> Vec<Trigger> {
    let words = shipped_words();
    let mut built = vec![];
    for trigger in triggers {
        let when = match set_off_by(&trigger) {
            Ok(when) => when,
            Err(what) => {
                faults.add(Rule::WellFormed, &Place::trigger(&trigger.id), what);
                continue;
            }
        };
        built.push(Trigger {
            what: words.get(&trigger.id).cloned().unwrap_or_else(|| describe(&when, questions)),
            id: trigger.id,
            priority: trigger.priority,
            page: trigger.page,
            effect: trigger.effect,
            when,
            consecutive: trigger.consecutive,
        });
    }
    built
}

fn set_off_by(trigger: &TriggerInFile) -> Result<When, String> {
    let mut wanted = trigger.when.iter();
    let (Some((name, wanted)), None) = (wanted.next(), wanted.next()) else {
        return Err("a trigger waits for exactly one thing".to_owned());
    };
    let when = match (name.as_str(), wanted) {
        ("free_text", TriggerWanted::Event(event)) if event == "present" => When::AnyFreeText,
        ("free_text", TriggerWanted::Event(event)) if event == "local_word_list_match" => {
            When::WordInFreeText
        }
        ("expired", TriggerWanted::Event(event)) if event == "check_in" => When::NoReply,
        ("help_page", TriggerWanted::Event(event)) if event == "tell_my_worker" => {
            When::AskedOnHelpPage
        }
        (_, TriggerWanted::Event(event)) => {
            return Err(format!("nothing is known of {name}: {event}"));
        }
        (question, TriggerWanted::Codes(any_of)) => {
            When::Answered { question: question.to_owned(), any_of: any_of.clone() }
        }
    };
    let counts = matches!(when, When::Answered { .. } | When::NoReply);
    match (trigger.consecutive, trigger.per.as_deref()) {
        (0, _) => Err("`consecutive` counts from 1".to_owned()),
        (2.., _) if !counts => Err("only answers and silence can come several in a row".to_owned()),
        (_, Some(per)) if per != "provision_item" && per != "goal" => {
            Err(format!("nothing is counted per {per}"))
        }
        _ => Ok(when),
    }
}

/// The words for a trigger that the product does not know: the question and the answers.
fn describe(when: &When, questions: &[Question]) -> String {
    let When::Answered { question, any_of } = when else {
        return "Needs a look".to_owned();
    };
    let Some(question) = questions.iter().find(|asked| asked.id == *question) else {
        return "Needs a look".to_owned();
    };
    let labels: Vec<&str> = any_of
        .iter()
        .filter_map(|code| question.choice(code))
        .map(|choice| choice.plain.as_str())
        .collect();
    format!("{} {}", question.text_for_staff(None), labels.join(" / "))
}

fn build_plans(
    check_ins: &BTreeMap<CheckInKind, CheckInFile>,
    faults: &mut Faults,
) -> BTreeMap<CheckInKind, Plan> {
    let mut plans = BTreeMap::new();
    for kind in CheckInKind::ALL {
        let place = Place::check_in(kind);
        let Some(own) = check_ins.get(&kind) else {
            faults.add(Rule::Reference, &place, "there is no such check-in in the file");
            continue;
        };
        let base = own.extends.map(|base| check_ins.get(&base));
        if base.is_some_and(|base| base.is_none_or(|base| base.extends.is_some())) {
            faults.add(
                Rule::WellFormed,
                &place.at("extends"),
                "can only extend one that extends no other",
            );
        }
        let base = base.flatten();
        let minutes = own.minutes.or(base.and_then(|base| base.minutes));
        if minutes.is_none() {
            faults.add(Rule::WellFormed, &place, "does not say how many minutes it takes");
        }
        let items = base.iter().flat_map(|base| &base.items).chain(&own.items).chain(&own.add);
        let modules = base.iter().flat_map(|base| base.rotating_modules.values());
        let plan = Plan {
            minutes: minutes.unwrap_or(Minutes { plain: 1, easy: 1 }),
            expires_days: own.expires_days.or(base.and_then(|base| base.expires_days)),
            items: items.cloned().collect(),
            modules: modules.chain(own.rotating_modules.values()).cloned().collect(),
            extends: own.extends,
        };
        plans.insert(kind, plan);
    }
    plans
}

fn build_cadence(
    months: &BTreeMap<CheckInKind, Vec<u8>>,
    faults: &mut Faults,
) -> BTreeMap<u8, CheckInKind> {
    let mut cadence = BTreeMap::new();
    for (kind, months) in months {
        let place = Place::top("cadence").at("months").at(kind.code());
        for month in months {
            if *month > 24 {
                let what = format!("month {month} is after the two years");
                faults.add(Rule::Cadence, &place.at(&month.to_string()), what);
            }
            if let Some(other) = cadence.insert(*month, *kind) {
                let what = format!("month {month} already has a check-in, {other}");
                faults.add(Rule::Cadence, &place.at(&month.to_string()), what);
            }
        }
    }
    cadence
}
