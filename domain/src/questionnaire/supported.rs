//! What a supporter sees of a check-in: the questions that are not for the young person alone, and nothing that is known
//! already (YP-24).

use std::collections::BTreeSet;

use super::answer::{AnswerGiven, AnswerSource, Said};
use super::facts::Facts;
use super::model::Questionnaire;
use super::question::Proxy;
use super::steps::{HELPER_IS, Step, Steps, WHO_ANSWERING};
use chrono::{DateTime, Utc};

impl Facts {
    /// The same without where they were last: so they are asked what they do now, and not whether they still do it.
    pub fn without_destination(mut self) -> Self {
        self.current_destination = None;
        self
    }

    /// What may stand in the questions that a supporter reads: not where somebody was last, not who works with them, and
    /// what they want only if the supporter `sees_goals`.
    pub fn for_supporter(self, sees_goals: bool) -> Self {
        let mut facts = self.without_destination();
        facts.worker_first_name = None;
        if !sees_goals {
            facts.goals.clear();
        }
        facts
    }
}

impl Steps {
    /// The same without what only the young person may answer, what is only tried out, and who is answering: that is
    /// known. A question that is shown only because of one of those goes too, and so do pages that nothing leads to.
    pub fn for_supporter(mut self) -> Self {
        let mut there = BTreeSet::new();
        self.steps = self.steps.into_iter().filter_map(|step| kept(step, &mut there)).collect();
        let before: BTreeSet<&str> =
            self.steps.iter().filter_map(|step| step.before.as_deref()).collect();
        self.pages.retain(|page| before.contains(page.id.as_str()));
        self
    }

    /// Whether anything is left, given these answers, that only the young person may answer.
    pub fn left_to_themself(&self, answers: &[AnswerGiven]) -> bool {
        let answered = |key: &str| answers.iter().any(|answer| answer.key == key);
        let visible = self.visible(answers);
        visible.iter().any(|step| step.proxy == Proxy::SelfOnly && !answered(&step.key))
    }
}

impl Questionnaire {
    /// Who is answering, as an answer to the question that asks it, where it was not asked.
    pub fn answering(&self, source: AnswerSource, at: DateTime<Utc>) -> Option<AnswerGiven> {
        let asks = self.question(WHO_ANSWERING)?;
        let (code, _) = asks.sources.iter().find(|(_, means)| **means == source)?;
        let said = Said::Codes(vec![code.clone()]);
        Some(AnswerGiven { key: WHO_ANSWERING.to_owned(), said, answered_at: at })
    }
}

/// The step if a supporter is asked it, shown whenever answers to other such steps show it.
fn kept(mut step: Step, there: &mut BTreeSet<String>) -> Option<Step> {
    let about_answering = [WHO_ANSWERING, HELPER_IS].contains(&step.question.as_str());
    if about_answering || step.proxy == Proxy::SelfOnly || !step.stored {
        return None;
    }
    let always = step.show_if.is_empty();
    step.show_if.retain(|all| all.iter().all(|condition| there.contains(&condition.key)));
    if !always && step.show_if.is_empty() {
        return None;
    }
    there.insert(step.key.clone());
    Some(step)
}
