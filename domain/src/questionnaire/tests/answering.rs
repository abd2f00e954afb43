//! Which answers can be taken.

use super::{about, amina, chose, shipped, skipped, wrote};
use crate::check_in_kind::CheckInKind;
use crate::questionnaire::{AnswerFault, AnswerGiven, AnswerSource, Proxy, Questionnaire, Steps};

fn anniversary() -> Steps {
    shipped().steps(CheckInKind::Anniversary, &amina())
}

fn own(answer: AnswerGiven) -> Result<(), AnswerFault> {
    anniversary().check(&answer, AnswerSource::Self_)
}

#[test]
fn a_proper_answer_is_taken() {
    assert_eq!(own(chose("feel_week", &["ok"])), Ok(()));
    assert_eq!(own(chose("next_wish", &["job", "learn", "friends"])), Ok(()));
    assert_eq!(own(chose("home_why", &["private"])), Ok(()));
    assert_eq!(own(chose(&about("support_got", 2), &["some"])), Ok(()));
    assert_eq!(own(wrote("good_thing", "I got a cat")), Ok(()));
    assert_eq!(own(skipped("worry_level")), Ok(()));
}

#[test]
fn an_answer_that_cannot_be_is_refused_with_the_reason() {
    let refused = |answer, fault| assert_eq!(own(answer), Err(fault));
    refused(chose("shoe_size", &["42"]), AnswerFault::UnknownQuestion);
    refused(chose("support_got", &["some"]), AnswerFault::UnknownQuestion);
    refused(chose(&about("support_got", 77), &["some"]), AnswerFault::UnknownQuestion);
    refused(chose("feel_week", &["great"]), AnswerFault::UnknownCode("great".into()));
    refused(chose("feel_week", &[]), AnswerFault::NothingChosen);
    refused(chose("feel_week", &["ok", "good"]), AnswerFault::TooManyChoices { most: 1 });
    let four = ["job", "learn", "friends", "healthy"];
    refused(chose("next_wish", &four), AnswerFault::TooManyChoices { most: 3 });
    refused(chose("next_wish", &["job", "job"]), AnswerFault::ChosenTwice("job".into()));
    refused(chose("home_why", &["far", "private"]), AnswerFault::NotOnItsOwn("private".into()));
    refused(wrote("good_thing", &"x".repeat(501)), AnswerFault::TextTooLong { most: 500 });
    refused(wrote("feel_week", "fine"), AnswerFault::WrongKind("one of its choices"));
    refused(chose("good_thing", &["cat"]), AnswerFault::WrongKind("words"));
}

#[test]
fn a_helper_cannot_answer_what_is_only_for_the_young_person() {
    let steps = anniversary();
    for source in [AnswerSource::WithHelp, AnswerSource::Proxy] {
        for step in &steps.steps {
            let answer = match step.options.first() {
                Some(first) => chose(&step.key, &[&first.code]),
                None => wrote(&step.key, "words"),
            };
            let taken = steps.check(&answer, source);
            match step.proxy {
                Proxy::SelfOnly => assert_eq!(taken, Err(AnswerFault::SelfOnly), "{}", step.key),
                Proxy::Full | Proxy::Factual => assert_eq!(taken, Ok(()), "{}", step.key),
            }
        }
        assert_eq!(steps.check(&skipped("feel_safe"), source), Err(AnswerFault::SelfOnly));
    }
}

#[test]
fn an_option_that_is_not_offered_cannot_be_chosen() {
    let mut facts = amina();
    facts.safety_questions = false;
    let steps = shipped().steps(CheckInKind::Anniversary, &facts);
    let answer = chose("worry_topics", &["hurt_myself"]);
    assert_eq!(steps.check(&answer, AnswerSource::Self_), Err(AnswerFault::UnknownQuestion));
}

#[test]
fn a_file_may_insist_on_knowing_who_answers() {
    let file = super::FILE.replacen(
        "  - id: who_answering\n",
        "  - id: who_answering\n    can_skip: false\n",
        1,
    );
    let steps = Questionnaire::from_yaml(&file).unwrap().steps(CheckInKind::Pulse, &amina());
    let taken = steps.check(&skipped("who_answering"), AnswerSource::Self_);
    assert_eq!(taken, Err(AnswerFault::NotSkippable));
}

#[test]
fn who_answers_and_who_helps_is_read_from_the_answers() {
    let steps = anniversary();
    let alone = [chose("who_answering", &["me"]), chose("helper_is", &["family"])];
    assert_eq!(steps.source_said(&alone), Some(AnswerSource::Self_));
    assert_eq!(steps.helper_said(&alone), None);

    let helped = [chose("who_answering", &["me_with_help"]), chose("helper_is", &["family"])];
    assert_eq!(steps.source_said(&helped), Some(AnswerSource::WithHelp));
    assert_eq!(steps.helper_said(&helped), Some("family"));

    let by_proxy = [chose("who_answering", &["someone_else"])];
    assert_eq!(steps.source_said(&by_proxy), Some(AnswerSource::Proxy));
    assert_eq!(steps.source_said(&[skipped("who_answering")]), None);
}
