//! What keeps young people safe while they answer.

use crate::questionnaire::ask_when::Gate;
use crate::questionnaire::fault::{Faults, Rule};
use crate::questionnaire::lay_out::WHO_READS_THIS;
use crate::questionnaire::model::Questionnaire;
use crate::questionnaire::place::Place;
use crate::questionnaire::priority::Priority;
use crate::questionnaire::question::{Domain, Proxy, Question, QuestionKind};

/// The page that says what happens now.
const CONCERN_RECEIVED: &str = "concern_received";

pub(super) fn check(questionnaire: &Questionnaire, faults: &mut Faults) {
    for question in &questionnaire.questions {
        let place = &Place::question(&question.id);
        // Other sensitive questions, and free text, are given the page when a check-in is laid out.
        if question.domain == Domain::WorriesSafety && !says_who_reads(question, questionnaire) {
            let what = "is not preceded by the page who_reads_this; add `before: who_reads_this`";
            faults.add(Rule::WhoReadsFirst, place, what);
        }
        let must_know = question.sensitive || question.kind == QuestionKind::Text;
        if let Some(page) = question.before.as_ref().filter(|page| *page != WHO_READS_THIS)
            && must_know
        {
            let what = format!("shows the page {page} where who_reads_this belongs; name that one");
            faults.add(Rule::WhoReadsFirst, &place.at("before"), what);
        }
        let private = question.sensitive
            || matches!(question.domain, Domain::Wellbeing | Domain::WorriesSafety);
        if private && question.proxy != Proxy::SelfOnly {
            faults.add(
                Rule::SelfOnly,
                &place.at("proxy"),
                "is for the young person alone: `proxy: self_only`",
            );
        }
        // Whose words they are must be known (YP-22); all else can be left out.
        if !question.can_skip && question.domain != Domain::AboutAnswering {
            faults.add(
                Rule::Skippable,
                &place.at("can_skip"),
                "cannot be skipped; take `can_skip: false` out",
            );
        }
    }
    for trigger in &questionnaire.triggers {
        let shows_page = trigger.page.as_deref() == Some(CONCERN_RECEIVED);
        if trigger.priority == Priority::P1 && !shows_page {
            let what = "does not show the page concern_received, though it may mean harm";
            faults.add(Rule::ConcernPage, &Place::trigger(&trigger.id).at("page"), what);
        }
    }
}

/// True if the page comes before this question, or before one without which it is never asked.
fn says_who_reads(question: &Question, questionnaire: &Questionnaire) -> bool {
    let says = |question: &Question| question.before.as_deref() == Some(WHO_READS_THIS);
    let after_one_that_says = |gate: &Gate| match gate {
        Gate::Answered(asked, _) => questionnaire.question(asked).is_some_and(says),
        _ => false,
    };
    let any = &question.ask_when;
    says(question) || (!any.is_empty() && any.iter().all(|all| all.iter().any(after_one_that_says)))
}
