//! What answers say about where a young person is.

use super::{chose, shipped, skipped};
use crate::questionnaire::{AnswerGiven, DestinationSaid};

fn read(answers: &[AnswerGiven]) -> Option<DestinationSaid> {
    shipped().destination(answers)
}

fn changed(destination: &str, days_per_week: Option<u8>) -> Option<DestinationSaid> {
    Some(DestinationSaid::Changed { destination: destination.into(), days_per_week })
}

#[test]
fn somebody_is_still_there_or_not_sure() {
    let said = |code| read(&[chose("same_as_before", &[code])]);
    assert_eq!(said("same"), Some(DestinationSaid::StillThere));
    assert_eq!(said("not_sure"), Some(DestinationSaid::Unsure));
}

#[test]
fn a_change_is_followed_to_its_code() {
    let mut answers = vec![
        chose("same_as_before", &["changed"]),
        chose("activity_group", &["learning"]),
        chose("learning_type", &["college"]),
    ];
    assert_eq!(read(&answers), changed("education_fe_college", None));
    answers.push(chose("days_each_week", &["d3"]));
    assert_eq!(read(&answers), changed("education_fe_college", Some(3)));
    answers[3] = chose("days_each_week", &["varies"]);
    assert_eq!(read(&answers), changed("education_fe_college", None));
}

#[test]
fn some_groups_are_a_destination_by_themselves() {
    assert_eq!(read(&[chose("activity_group", &["helping_out"])]), changed("volunteering", None));
    let waiting = changed("place_agreed_not_started", None);
    assert_eq!(read(&[chose("activity_group", &["waiting"])]), waiting);
}

#[test]
fn doing_nothing_now_is_made_more_exact_by_the_reason() {
    let nothing = chose("activity_group", &["nothing_now"]);
    let unsaid = changed("not_in_education_or_work", None);
    assert_eq!(read(std::slice::from_ref(&nothing)), unsaid);
    assert_eq!(read(&[nothing.clone(), skipped("not_doing_reason")]), unsaid);
    let looking = [nothing, chose("not_doing_reason", &["looking"])];
    assert_eq!(read(&looking), changed("available_looking", None));
}

#[test]
fn half_said_is_not_yet_said_and_a_skip_is_for_a_worker_to_ask() {
    let half = [chose("same_as_before", &["changed"])];
    assert_eq!(read(&half), None);
    let half = [half[0].clone(), chose("activity_group", &["work"])];
    assert_eq!(read(&half), None);
    let skips = [half[0].clone(), half[1].clone(), skipped("work_type")];
    assert_eq!(read(&skips), Some(DestinationSaid::Unsure));
    let skips = [half[0].clone(), skipped("activity_group")];
    assert_eq!(read(&skips), Some(DestinationSaid::Unsure));
}

#[test]
fn a_skipped_question_says_nothing() {
    assert_eq!(read(&[skipped("same_as_before"), chose("feel_week", &["ok"])]), None);
    assert_eq!(read(&[]), None);
}
