//! Which answers raise which alerts.

use uuid::Uuid;

use super::{about, chose, shipped, skipped, wrote};
use crate::questionnaire::{AnswerGiven, History, Priority, Raised};

/// Every trigger with the answer that sets it off, alone or after the same answer before.
#[rustfmt::skip]
const TRIGGERS: [(&str, &str, &str); 30] = [
    ("unsafe", "feel_safe", "no"), ("being_hurt", "worry_topics", "being_hurt"),
    ("hurt_myself", "worry_topics", "hurt_myself"), ("home_unsafe", "home_why", "not_safe"),
    ("nowhere_to_stay", "home_why", "nowhere"), ("sometimes_unsafe", "feel_safe", "not_always"),
    ("worried_a_lot", "worry_level", "a_lot"), ("very_sad", "worry_topics", "sad"),
    ("wants_to_talk", "worry_topics", "talk_instead"), ("unkind_people", "worry_topics", "unkind"),
    ("low_three_times", "feel_week", "not_good"), ("contact_soon", "want_contact", "soon"),
    ("contact_later", "want_contact", "later"), ("destination_lost", "activity_group", "nothing_now"),
    ("waiting_too_long", "activity_group", "waiting"), ("may_leave", "staying_on", "no"),
    ("unsure_of_place", "same_as_before", "not_sure"), ("not_going_well", "activity_going", "not_good"),
    ("support_missing", "support_got", "none"), ("support_missing_2", "support_got", "some"),
    ("support_unknown", "support_got", "unknown"), ("support_not_wanted", "support_got", "not_wanted"),
    ("home_not_good", "home_feel", "not_good"), ("health_unmet", "health_help", "no"),
    ("no_health_check", "health_check", "no"), ("money_short", "money_enough", "no"),
    ("not_listened_to", "had_say", "no"), ("goal_stuck", "goal_progress", "stuck"),
    ("not_ready_to_leave", "ready_to_go_on", "some"), ("always_by_proxy", "who_answering", "someone_else"),
];

fn raised(answers: &[AnswerGiven], earlier: &[&[AnswerGiven]]) -> Vec<Raised> {
    let history = History(earlier.iter().map(|answers| answers.to_vec()).collect());
    shipped().raised(answers, &history)
}

fn names(raised: &[Raised]) -> Vec<&str> {
    raised.iter().map(|alert| alert.trigger.as_str()).collect()
}

#[test]
fn every_trigger_fires_on_its_answer_and_stays_silent_on_a_skip() {
    for (trigger, question, code) in TRIGGERS {
        let answers = [chose(question, &[code])];
        let alerts = raised(&answers, &[&answers, &answers]);
        assert!(names(&alerts).contains(&trigger), "{trigger} did not fire: {alerts:?}");
        let skip = [skipped(question)];
        assert!(raised(&skip, &[&answers, &answers]).is_empty(), "{trigger} fired on a skip");
    }
    let by_other_means = ["any_free_text", "free_text_term", "no_reply_twice", "help_page_tell"];
    let questionnaire = shipped();
    let known = |id: &str| {
        by_other_means.contains(&id) || TRIGGERS.iter().any(|(trigger, _, _)| *trigger == id)
    };
    assert!(questionnaire.triggers().iter().all(|trigger| known(&trigger.id)));
}

#[test]
fn the_most_urgent_alert_comes_first_with_its_page() {
    let alerts = raised(
        &[
            chose("want_contact", &["later"]),
            chose("feel_safe", &["no"]),
            chose("worry_level", &["a_lot"]),
        ],
        &[],
    );
    assert_eq!(names(&alerts), ["unsafe", "worried_a_lot", "contact_later"]);
    let expected = Raised {
        trigger: "unsafe".into(),
        what: "Does not feel safe".into(),
        item: None,
        priority: Priority::P1,
        page: Some("concern_received".into()),
        answer_key: Some("feel_safe".into()),
    };
    assert_eq!(alerts[0], expected);
}

#[test]
fn three_low_weeks_in_a_row_raise_a_concern_and_two_do_not() {
    let low = [chose("feel_week", &["not_good"])];
    let good = [chose("feel_week", &["ok"])];
    let (skip, not_asked) = ([skipped("feel_week")], [chose("want_contact", &["no"])]);

    assert_eq!(names(&raised(&low, &[&low, &low])), ["low_three_times"]);
    assert!(raised(&low, &[&low]).is_empty());
    assert!(raised(&low, &[&low, &good, &low]).is_empty());
    assert!(raised(&good, &[&low, &low]).is_empty());
    // Neither a skip nor a check-in that did not ask makes a low week better, or another one.
    assert_eq!(names(&raised(&low, &[&skip, &low, &not_asked, &low])), ["low_three_times"]);
    assert!(raised(&low, &[&skip, &low]).is_empty());
}

#[test]
fn support_that_stays_away_counts_for_each_promise_by_itself() {
    let none = |item| [chose(&about("support_got", item), &["none"])];
    let alerts = raised(&none(1), &[&none(2), &none(1)]);
    assert_eq!(names(&alerts), ["support_missing_2", "support_missing"]);
    assert!(alerts.iter().all(|alert| alert.item == Some(Uuid::from_u128(1))));

    assert_eq!(names(&raised(&none(1), &[&none(2), &none(2)])), ["support_missing"]);
    let both = [none(1)[0].clone(), none(2)[0].clone()];
    assert_eq!(raised(&both, &[]).len(), 2);
}

#[test]
fn only_the_latest_answer_to_a_step_raises_anything() {
    let mut first = chose("feel_safe", &["no"]);
    first.answered_at -= chrono::TimeDelta::minutes(1);
    assert!(raised(&[first, chose("feel_safe", &["yes"])], &[]).is_empty());
}

#[test]
fn every_text_is_put_before_a_person() {
    let alerts = raised(&[wrote("anything_else", "Thanks"), wrote("good_thing", "My cat")], &[]);
    assert_eq!(names(&alerts), ["any_free_text", "any_free_text"]);
    assert_eq!(alerts[0].answer_key.as_deref(), Some("anything_else"));
}

#[test]
fn the_local_word_list_matches_whole_words_and_phrases() {
    let read_first = |text: &str| {
        let list = ["run away".to_owned(), "scared".to_owned(), "...".to_owned()];
        let alerts = shipped().raised_by_words(&[wrote("anything_else", text)], &list);
        alerts.iter().any(|alert| alert.trigger == "free_text_term")
    };
    assert!(read_first("I am SCARED."));
    assert!(read_first("I might run\naway"));
    assert!(!read_first("I ran away") && !read_first("unscared") && !read_first("run, then away?"));
}

#[test]
fn silence_and_the_help_page_raise_theirs() {
    let questionnaire = shipped();
    assert!(questionnaire.raised_by_silence(1).is_empty());
    let silent = questionnaire.raised_by_silence(2);
    assert_eq!(names(&silent), ["no_reply_twice"]);
    assert_eq!(silent[0].answer_key, None);
    assert_eq!(names(&questionnaire.raised_by_silence(3)), ["no_reply_twice"]);
    assert_eq!(names(&questionnaire.raised_by_help_page()), ["help_page_tell"]);
    assert_eq!(names(&questionnaire.raised_by_own_words()), ["any_free_text"]);
}
