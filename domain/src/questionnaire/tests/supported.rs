//! What a supporter is asked, and what not.

use super::{amina, chose, shipped};
use crate::{
    check_in_kind::CheckInKind,
    questionnaire::{AnswerSource, Proxy},
};

#[test]
fn a_supporter_is_asked_nothing_that_is_for_the_young_person_alone() {
    for kind in CheckInKind::ALL {
        let all = shipped().steps(kind, &amina());
        let theirs = shipped().steps(kind, &amina().for_supporter(true)).for_supporter();
        assert!(!theirs.steps.is_empty(), "{kind:?}");
        for step in &theirs.steps {
            assert!(step.proxy != Proxy::SelfOnly && step.stored, "{}", step.key);
            assert!(
                !["who_answering", "helper_is", "same_as_before"].contains(&step.question.as_str())
            );
            let known = all.step(&step.key).expect("it is one of the check-in's questions");
            assert_eq!(known.options, step.options, "{}", step.key);
            for condition in step.show_if.iter().flatten() {
                let about = theirs.step(&condition.key);
                assert!(about.is_some(), "{} looks at {}", step.key, condition.key);
            }
        }
        for page in &theirs.pages {
            let leads = |step: &crate::questionnaire::Step| step.before.as_ref() == Some(&page.id);
            assert!(theirs.steps.iter().any(leads), "nothing leads to {}", page.id);
        }
    }
}

#[test]
fn what_is_known_already_stands_in_no_question_of_a_supporters() {
    for sees_goals in [false, true] {
        let facts = amina().for_supporter(sees_goals);
        let theirs = shipped().steps(CheckInKind::Anniversary, &facts).for_supporter();
        let words = format!("{:?} {:?}", theirs.steps, theirs.pages);
        for private in ["Northside", "Priya"] {
            assert!(!words.contains(private), "{private}");
        }
        assert_eq!(words.contains("Learn to drive"), sees_goals);
        assert!(theirs.step("activity_group").is_some_and(|step| step.show_if.is_empty()));
    }
}

#[test]
fn something_is_left_to_the_young_person_until_they_answer_it() {
    let steps = shipped().steps(CheckInKind::Pulse, &amina());
    let answers = [chose("want_contact", &["no"])];
    assert!(steps.left_to_themself(&answers));
    let answers = [chose("want_contact", &["no"]), chose("feel_week", &["good"])];
    assert!(!steps.left_to_themself(&answers));
}

#[test]
fn whoever_answers_can_be_said_in_the_questions_own_code() {
    let at = chrono::DateTime::UNIX_EPOCH;
    for (source, code) in [
        (AnswerSource::Self_, "me"),
        (AnswerSource::WithHelp, "me_with_help"),
        (AnswerSource::Proxy, "someone_else"),
    ] {
        let said = shipped().answering(source, at).unwrap();
        assert_eq!((said.key.as_str(), said.codes()), ("who_answering", &[code.to_owned()][..]));
    }
}
