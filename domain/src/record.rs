//! Everything that is known of one young person when a check-in is laid out for them. What is asked depends on what was
//! known when the check-in opened, and on the answers given in it, so it stays the same while they answer.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    activity::Activities,
    answer::{Answer, who_answered},
    check_in::CheckIn,
    check_in_kind::CheckInKind,
    day::london_day,
    id::{CheckInId, PromiseId},
    partnership::Partnership,
    person::{Person, SenProvision},
    promise::Promise,
    questionnaire::{AnswerGiven, Facts, History, PromiseFact, Questionnaire},
    report::Category,
    spell::{self, Spell},
};

/// A spell with where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownSpell {
    /// What they did, and when.
    pub spell: Spell,
    /// The check-in it was said in.
    pub said_in: Option<CheckInId>,
    /// When we learnt of it.
    pub recorded_at: DateTime<Utc>,
    /// How often it has changed: 1 when it is new.
    pub version: u32,
}

/// A young person, and who is there for them.
#[derive(Clone, Debug)]
pub struct Around {
    /// Who they are.
    pub person: Person,
    /// Who follows them.
    pub partnership: Partnership,
    /// What their worker is called.
    pub worker_first_name: Option<String>,
}

/// What is known of one young person.
#[derive(Clone, Debug)]
pub struct Record {
    /// Who they are, and who is there for them.
    pub around: Around,
    /// Their check-ins.
    pub check_ins: Vec<CheckIn>,
    /// Their answers that count.
    pub answers: Vec<(CheckInId, Answer)>,
    /// What was promised, with when we learnt of it.
    pub promises: Vec<(Promise, DateTime<Utc>)>,
    /// What they did.
    pub spells: Vec<KnownSpell>,
}

/// The question that is asked about each promise.
const ABOUT_PROMISE: &str = "support_got";

/// The spell among these that a check-in asks about: what was last known when it opened.
pub fn asked_about(
    spells: &[KnownSpell],
    check_in: &CheckIn,
    activities: &Activities,
) -> Option<Spell> {
    let before = known_before(spells, check_in);
    let last = spell::latest(&before, activities, london_day(check_in.opened_at))?;
    words(activities.get(last.code)?.category?)?;
    Some(last.clone())
}

fn known_before(spells: &[KnownSpell], check_in: &CheckIn) -> Vec<Spell> {
    let before =
        |s: &&KnownSpell| s.said_in != Some(check_in.id) && s.recorded_at <= check_in.opened_at;
    spells.iter().filter(before).map(|known| known.spell.clone()).collect()
}

impl Record {
    /// Whether a check-in opened after this one.
    pub fn newer_opened(&self, check_in: &CheckIn) -> bool {
        self.check_ins.iter().any(|other| other.opened_at > check_in.opened_at)
    }

    /// The answers that count, of one check-in.
    pub fn answers_in(&self, check_in: CheckInId) -> Vec<Answer> {
        let of = |(id, answer): &(CheckInId, Answer)| (*id == check_in).then(|| answer.clone());
        self.answers.iter().filter_map(of).collect()
    }

    /// What was said before this check-in, the latest check-in first.
    pub fn history(&self, check_in: &CheckIn, questions: &Questionnaire) -> History {
        let mut earlier: Vec<&CheckIn> = self.earlier(check_in).collect();
        earlier.sort_by_key(|other| std::cmp::Reverse(other.opened_at));
        let said = |other: &&CheckIn| {
            let answers = self.answers_in(other.id);
            let who = answering(questions, &answers);
            answers.into_iter().map(given).chain(who).collect()
        };
        History(earlier.iter().map(said).collect())
    }

    fn earlier<'a>(&'a self, check_in: &CheckIn) -> impl Iterator<Item = &'a CheckIn> {
        let opened = check_in.opened_at;
        self.check_ins.iter().filter(move |other| other.opened_at < opened)
    }

    /// The spells as they stood when the check-in opened: what it says itself is left out.
    pub fn spells_before(&self, check_in: &CheckIn) -> Vec<Spell> {
        known_before(&self.spells, check_in)
    }

    /// What the questions of this check-in depend on.
    pub fn facts(&self, check_in: &CheckIn, activities: &Activities) -> Facts {
        let opened = london_day(check_in.opened_at);
        let core_turn =
            self.earlier(check_in).filter(|other| other.kind == CheckInKind::Core).count();
        Facts {
            first_name: self.around.person.first_name().to_owned(),
            worker_first_name: self.around.worker_first_name.clone(),
            service_name: self.around.partnership.service_name.as_str().to_owned(),
            hours: self.around.partnership.staffed_hours.as_str().to_owned(),
            current_destination: self.destination_words(check_in, activities),
            promises: self.promise_facts(check_in, opened),
            core_turn,
            safety_questions: self.around.partnership.safety_questions,
            ..Facts::default()
        }
    }

    /// The spell that a check-in asks about: what was last known when it opened.
    pub fn asked_about(&self, check_in: &CheckIn, activities: &Activities) -> Option<Spell> {
        asked_about(&self.spells, check_in, activities)
    }

    /// "Last time you were at …": the place if it has a name, else what kind of thing it is. Nobody is asked whether they
    /// are still out of work.
    fn destination_words(&self, check_in: &CheckIn, activities: &Activities) -> Option<String> {
        let last = self.asked_about(check_in, activities)?;
        let named = last.provider.map(|provider| provider.as_str().to_owned());
        named.or_else(|| Some(words(activities.get(last.code)?.category?)?.to_owned()))
    }

    fn promise_facts(&self, check_in: &CheckIn, opened: NaiveDate) -> Vec<PromiseFact> {
        let asked = self.last_asked(check_in);
        self.promises
            .iter()
            .filter(|(promise, recorded)| promise.stands(opened) && *recorded <= check_in.opened_at)
            .map(|(promise, _)| PromiseFact {
                id: promise.id,
                name: promise.name.as_str().to_owned(),
                easy_name: Some(promise.easy_name.as_str().to_owned()),
                last_asked_on: asked.get(&promise.id).copied(),
            })
            .collect()
    }

    /// When each promise was last asked about before this check-in.
    fn last_asked(&self, check_in: &CheckIn) -> HashMap<PromiseId, NaiveDate> {
        let mut asked = HashMap::new();
        for earlier in self.earlier(check_in) {
            let opened = london_day(earlier.opened_at);
            for (_, answer) in self.answers.iter().filter(|(id, _)| *id == earlier.id) {
                if let (ABOUT_PROMISE, Some(item)) = (answer.question.as_str(), answer.item) {
                    let last = asked.entry(PromiseId(item)).or_insert(opened);
                    *last = opened.max(*last);
                }
            }
        }
        asked
    }

    /// Whether they hold a current education, health and care plan.
    pub fn has_plan(&self) -> bool {
        self.around.person.sen_provision == SenProvision::EhcPlan
    }
}

/// How a young person would name what they do, where no place is known. The words of the national list are not theirs.
pub fn words(category: Category) -> Option<&'static str> {
    match category {
        Category::Apprenticeship => Some("your apprenticeship"),
        Category::SupportedInternship => Some("your supported internship"),
        Category::HigherEducation => Some("university"),
        Category::FurtherEducation => Some("college"),
        Category::OtherTraining => Some("your training"),
        Category::Employment => Some("your job"),
        Category::Voluntary => Some("your volunteering"),
        _ => None,
    }
}

/// Who is answering, where supporters answered and it was not asked. Somebody for whom others always answer is found by
/// this (YP-25).
pub fn answering(questions: &Questionnaire, answers: &[Answer]) -> Option<AnswerGiven> {
    let at = answers.iter().map(|answer| answer.answered_at).max()?;
    questions.answering(who_answered(answers)?, at)
}

/// An answer as the questionnaire reads it.
pub fn given(answer: Answer) -> AnswerGiven {
    AnswerGiven { key: answer.key, said: answer.said, answered_at: answer.answered_at }
}
