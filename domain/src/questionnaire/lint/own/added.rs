//! What a partnership adds has names of its own, feeds no measure, and asks nothing that may mean harm before somebody
//! is ready for it.

use crate::questionnaire::fault::{Faults, Rule};
use crate::questionnaire::model::Questionnaire;
use crate::questionnaire::outcome::Outcome;
use crate::questionnaire::place::Place;
use crate::questionnaire::question::{Domain, Question};
use crate::questionnaire::trigger::{Trigger, When};

use super::kept::is_urgent;

/// How the names of added questions and triggers begin. Nothing that the product brings is ever called so.
const OWN: &str = "own_";

/// How long such a name may be: an answer's key has room for it and for what it is about.
const LONGEST: usize = 60;

pub(super) fn check(now: &Questionnaire, before: &Questionnaire, faults: &mut Faults) {
    for question in now.questions.iter().filter(|added| before.question(&added.id).is_none()) {
        of_question(question, now, faults);
    }
    for trigger in now.triggers.iter().filter(|added| before.trigger(&added.id).is_none()) {
        of_trigger(trigger, faults);
    }
}

fn of_question(question: &Question, now: &Questionnaire, faults: &mut Faults) {
    let place = Place::question(&question.id);
    own_name(&question.id, &place, faults);
    if !matches!(question.outcome, Outcome::None) {
        let what = "feeds a measure or a destination, and only questions of the product do; take `outcome` out";
        faults.add(Rule::AsShipped, &place.at("outcome"), what);
    }
    if is_urgent(&question.id, now) && question.domain != Domain::WorriesSafety {
        let what = "an urgent alert hangs on it, so it is asked only where somebody is ready for that: write \
                    `domain: worries_safety`";
        faults.add(Rule::Ready, &place.at("domain"), what);
    }
}

fn of_trigger(trigger: &Trigger, faults: &mut Faults) {
    let place = Place::trigger(&trigger.id);
    own_name(&trigger.id, &place, faults);
    if !matches!(trigger.when, When::Answered { .. }) {
        let what = "waits for something else than an answer; only the product's triggers do";
        faults.add(Rule::AsShipped, &place.at("when"), what);
    }
}

fn own_name(id: &str, place: &Place, faults: &mut Faults) {
    let letter = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_';
    let fits = id.len() > OWN.len() && id.len() <= LONGEST && id.bytes().all(letter);
    if !id.starts_with(OWN) || !fits {
        let what = format!(
            "is not of the shipped questionnaire, so its name begins with `{OWN}` and goes on in small letters, digits \
             and `_`, such as {OWN}bus_pass"
        );
        faults.add(Rule::OwnName, place, what);
    }
}
