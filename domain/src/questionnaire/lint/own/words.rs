//! What is said about safety. In the same language the words stay; in another, whatever is filled in and every number
//! to call is still there, and a person has checked the rest.

use std::collections::BTreeSet;

use crate::questionnaire::check::WANT_CONTACT;
use crate::questionnaire::fault::{Faults, Rule};
use crate::questionnaire::fill::names;
use crate::questionnaire::lay_out::WHO_READS_THIS;
use crate::questionnaire::model::{Page, Questionnaire};
use crate::questionnaire::place::Place;
use crate::questionnaire::question::Question;
use crate::questionnaire::steps::WHO_ANSWERING;

use super::{kept::is_urgent, same_language};

/// The pages that say who reads answers, what happens now, and what only oneself can answer.
const SAFETY_PAGES: [&str; 4] =
    [WHO_READS_THIS, "helper_here", "concern_received", "concern_not_sent"];

pub(super) fn check(now: &Questionnaire, before: &Questionnaire, faults: &mut Faults) {
    let same_language = same_language(now, before);
    let find = |questionnaire: &Questionnaire, id: &str| {
        questionnaire.pages.iter().find(|page| page.id == id).cloned()
    };
    for id in SAFETY_PAGES {
        // That a page is there at all is a rule for every file.
        let (Some(now), Some(before)) = (find(now, id), find(before, id)) else { continue };
        if same_language {
            page_stays(&now, &before, faults)
        } else {
            says_it_too(&now, &before, faults)
        }
    }
    if same_language {
        for question in &now.questions {
            if let Some(before) = before.question(&question.id).filter(|asked| stays(asked, before))
            {
                question_stays(question, before, faults);
            }
        }
    }
}

/// True of questions whose words decide what a code means for somebody's safety, for whose words the answers are, or for
/// where somebody is counted.
fn stays(question: &Question, before: &Questionnaire) -> bool {
    [WHO_ANSWERING, WANT_CONTACT].contains(&question.id.as_str())
        || is_urgent(&question.id, before)
        || question.outcome.by_code().is_some()
}

fn page_stays(now: &Page, before: &Page, faults: &mut Faults) {
    for (key, same) in [("plain", now.plain == before.plain), ("easy", now.easy == before.easy)] {
        if !same {
            let what = "says something about safety in other words";
            faults.add(Rule::AsShipped, &Place::page(&now.id).at(key), what);
        }
    }
}

fn question_stays(now: &Question, before: &Question, faults: &mut Faults) {
    let place = Place::question(&now.id);
    for (key, same) in [("plain", now.plain == before.plain), ("easy", now.easy == before.easy)] {
        if !same {
            let what = "asks in other words; an urgent alert, whose words these are or where somebody is counted hangs on them";
            faults.add(Rule::AsShipped, &place.at(key), what);
        }
    }
    for choice in &now.choices {
        let Some(before) = before.choice(&choice.code) else { continue };
        for (key, same) in
            [("plain", choice.plain == before.plain), ("easy", choice.easy == before.easy)]
        {
            if !same {
                let what = "is in other words; what follows from it hangs on them";
                faults.add(Rule::AsShipped, &Place::choice(now, choice).at(key), what);
            }
        }
    }
}

fn says_it_too(now: &Page, before: &Page, faults: &mut Faults) {
    for (key, now_words, before_words) in
        [("plain", &now.plain, &before.plain), ("easy", &now.easy, &before.easy)]
    {
        for mark in marks(before_words).difference(&marks(now_words)) {
            let what = format!("does not say {mark}, and it is about safety");
            faults.add(Rule::Translation, &Place::page(&now.id).at(key), what);
        }
    }
}

/// What is filled in, and the numbers to call.
fn marks(text: &str) -> BTreeSet<String> {
    let filled = names(text).into_iter().map(|name| format!("{{{name}}}"));
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|number| number.len() >= 3);
    filled.chain(numbers.map(str::to_owned)).collect()
}
