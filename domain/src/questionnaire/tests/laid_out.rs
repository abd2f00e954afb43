//! How a check-in is laid out for one young person.

use super::{about, amina, shipped};
use crate::check_in_kind::CheckInKind;
use crate::questionnaire::{Condition, Facts, Steps};

fn lay_out(kind: CheckInKind, facts: &Facts) -> Steps {
    shipped().steps(kind, facts)
}

fn keys(steps: &Steps) -> Vec<&str> {
    steps.steps.iter().map(|step| step.key.as_str()).collect()
}

/// When a step is shown, on one line: `a=x|y & b=z or c=x`.
fn shown(steps: &Steps, key: &str) -> String {
    let step = steps.step(key).unwrap_or_else(|| panic!("{key} is not in the check-in"));
    let one = |condition: &Condition| format!("{}={}", condition.key, condition.any_of.join("|"));
    let all = |all: &Vec<Condition>| all.iter().map(one).collect::<Vec<_>>().join(" & ");
    step.show_if.iter().map(all).collect::<Vec<_>>().join(" or ")
}

#[test]
fn a_pulse_has_its_steps_in_order() {
    let pulse = lay_out(CheckInKind::Pulse, &amina());
    let (got, why_not) = (about("support_got", 2), about("support_why_not", 2));
    #[rustfmt::skip]
    assert_eq!(keys(&pulse), [
        "who_answering", "helper_is", "same_as_before", "activity_group", "learning_type",
        "work_type", "not_doing_reason", "activity_going", got.as_str(), why_not.as_str(),
        "feel_week", "want_contact", "contact_how", "safe_to_message",
    ]);
}

#[test]
fn promises_take_turns_with_the_longest_unasked_first() {
    let asked = |kind| -> Vec<String> {
        let steps = lay_out(kind, &amina()).steps;
        let about_support = steps.into_iter().filter(|step| step.question.starts_with("support_"));
        about_support.map(|step| step.key).collect()
    };
    let both = |item| [about("support_got", item), about("support_why_not", item)];
    assert_eq!(asked(CheckInKind::Pulse), both(2));
    assert_eq!(asked(CheckInKind::Core), [both(2), both(3)].concat());
    assert_eq!(asked(CheckInKind::Anniversary), [both(2), both(3), both(1)].concat());
    assert_eq!(asked(CheckInKind::Leaving), asked(CheckInKind::Anniversary));
    assert!(asked(CheckInKind::Welcome).is_empty());
}

#[test]
fn each_why_not_follows_its_own_promise() {
    let core = lay_out(CheckInKind::Core, &amina());
    let wanted = format!("{}=some|none", about("support_got", 3));
    assert_eq!(shown(&core, &about("support_why_not", 3)), wanted);
}

#[test]
fn without_promises_or_goals_nothing_is_asked_about_them() {
    let facts = Facts { promises: vec![], goals: vec![], ..amina() };
    let core = lay_out(CheckInKind::Core, &facts);
    let questions: Vec<&str> = core.steps.iter().map(|step| step.question.as_str()).collect();
    assert!(!questions.contains(&"support_got") && !questions.contains(&"support_why_not"));
    assert!(!questions.contains(&"goal_progress"));
}

#[test]
fn the_oldest_goal_is_asked_about_first_in_the_young_persons_words() {
    let core = lay_out(CheckInKind::Core, &amina());
    let goal = core.step(&about("goal_progress", 9)).unwrap();
    assert_eq!(goal.plain.text, "Your goal: \"Get a job\". How is it going?");
    assert!(core.step(&about("goal_progress", 8)).is_none());
    let anniversary = lay_out(CheckInKind::Anniversary, &amina());
    assert!(anniversary.step(&about("goal_progress", 8)).is_some());
}

#[test]
fn core_check_ins_take_the_modules_in_turn() {
    let module = |core_turn| {
        let core = lay_out(CheckInKind::Core, &Facts { core_turn, ..amina() });
        let extra = ["getting_about", "money_enough", "had_say", "health_help", "health_check"];
        let asked = core.steps.into_iter().map(|step| step.key);
        asked.filter(|key| extra.contains(&key.as_str())).collect::<Vec<_>>()
    };
    assert_eq!(module(0), ["getting_about", "money_enough"]);
    assert_eq!(module(1), ["had_say"]);
    assert_eq!(module(2), ["health_help", "health_check"]);
    assert_eq!(module(3), module(0));
    let core = lay_out(CheckInKind::Core, &Facts { core_turn: 1, ..amina() });
    assert!(core.step("future_direction").is_some());
}

#[test]
fn the_last_check_in_adds_to_the_anniversary() {
    let anniversary = lay_out(CheckInKind::Anniversary, &amina());
    let leaving = lay_out(CheckInKind::Leaving, &amina());
    let mut expected = keys(&anniversary);
    expected.push("ready_to_go_on");
    assert_eq!(keys(&leaving), expected);
}

#[test]
fn what_is_known_beforehand_is_settled() {
    let known = lay_out(CheckInKind::Core, &amina());
    assert_eq!(shown(&known, "same_as_before"), "");
    assert_eq!(shown(&known, "activity_group"), "same_as_before=changed");
    let doing = "activity_group=learning|work|helping_out|day_activity";
    assert_eq!(
        shown(&known, "activity_going"),
        format!("same_as_before=same|not_sure or {doing} & same_as_before=changed")
    );
    assert_eq!(shown(&known, "days_each_week"), format!("{doing} & same_as_before=changed"));

    let unknown = lay_out(CheckInKind::Core, &Facts { current_destination: None, ..amina() });
    assert!(unknown.step("same_as_before").is_none());
    assert_eq!(shown(&unknown, "activity_group"), "");
    assert_eq!(shown(&unknown, "activity_going"), doing);
    assert_eq!(shown(&unknown, "days_each_week"), doing);
}

#[test]
fn whoever_says_that_something_changed_is_asked_what() {
    let steps = lay_out(CheckInKind::SomethingChanged, &amina());
    assert!(steps.step("same_as_before").is_none());
    assert_eq!(shown(&steps, "activity_group"), "");
    let doing = "activity_group=learning|work|helping_out|day_activity";
    assert_eq!(shown(&steps, "activity_going"), doing);
}

#[test]
fn only_those_on_the_register_are_asked_about_the_health_check() {
    let anniversary = |learning_disability_register| {
        lay_out(CheckInKind::Anniversary, &Facts { learning_disability_register, ..amina() })
    };
    assert!(anniversary(true).step("health_check").is_some());
    assert!(anniversary(false).step("health_check").is_none());
}

#[test]
fn an_answer_that_raises_an_alert_leads_to_whether_a_message_is_safe() {
    let core = lay_out(CheckInKind::Core, &amina());
    let home = "home_why=not_safe|nowhere & home_feel=not_good";
    let topics = "worry_topics=unkind|sad|being_hurt|hurt_myself|talk_instead";
    let shown = shown(&core, "safe_to_message");
    for way in ["want_contact=soon", "feel_safe=not_always|no", home, "worry_level=a_lot"] {
        assert!(shown.split(" or ").any(|alternative| alternative == way), "{way} in {shown}");
    }
    let sorted = |line: &str| {
        let mut codes: Vec<String> =
            line.trim_start_matches("worry_topics=").split('|').map(String::from).collect();
        codes.sort();
        codes
    };
    let found = shown.split(" or ").find(|way| way.starts_with("worry_topics")).unwrap();
    assert_eq!(sorted(found.split(" & ").next().unwrap()), sorted(topics));
    assert!(found.ends_with("worry_level=a_little|a_lot"));

    // A pulse asks none of those.
    let pulse = lay_out(CheckInKind::Pulse, &amina());
    assert_eq!(self::shown(&pulse, "safe_to_message"), "want_contact=soon");
}

#[test]
fn worries_safety_and_free_text_wait_until_the_partnership_is_ready() {
    let facts = Facts { safety_questions: false, ..amina() };
    for kind in CheckInKind::ALL {
        let steps = lay_out(kind, &facts);
        for left_out in ["worry_level", "worry_topics", "feel_safe", "good_thing", "anything_else"]
        {
            assert!(steps.step(left_out).is_none(), "{left_out} in {kind}");
        }
    }
    let core = lay_out(CheckInKind::Core, &facts);
    let home = "home_why=not_safe|nowhere & home_feel=not_good";
    assert_eq!(shown(&core, "safe_to_message"), format!("want_contact=soon or {home}"));
}

#[test]
fn texts_are_filled_in_for_both_readers() {
    let core = lay_out(CheckInKind::Core, &amina());
    let page = |id: &str| core.pages.iter().find(|page| page.id == id).unwrap();
    assert!(page("start").plain.starts_with("This takes about 5 minutes."));
    assert!(page("start").easy.starts_with("This takes about 7 minutes."));
    assert!(page("who_reads_this").plain.starts_with("Priya and the team read your answers."));
    assert!(page("concern_received").plain.contains("(9 to 5, Monday to Friday)"));
    let same = core.step("same_as_before").unwrap();
    let plain = "Last time you were at Northside College. Is that still right?";
    assert_eq!(same.plain.text, plain);
    assert_eq!(same.plain.why.as_deref(), Some("So you do not have to tell us twice."));
    let everything = core.pages.iter().map(|page| format!("{}{}", page.plain, page.easy));
    let texts = core.steps.iter().map(|step| format!("{:?}{:?}", step.plain.text, step.easy.text));
    assert!(everything.chain(texts).all(|text| !text.contains('{')));
}

#[test]
fn a_promise_has_its_easy_name_in_easy_read() {
    let mut facts = amina();
    facts.promises[1].easy_name = Some("Help with the bus.".into());
    let pulse = lay_out(CheckInKind::Pulse, &facts);
    let step = pulse.step(&about("support_got", 2)).unwrap();
    assert!(step.plain.text.starts_with("You should be getting: Travel training. Did"));
    assert!(step.easy.text.starts_with("You should get: Help with the bus.\nDid"));
}

#[test]
fn without_a_named_worker_the_texts_speak_of_the_team() {
    let core = lay_out(CheckInKind::Core, &Facts { worker_first_name: None, ..amina() });
    let page = core.pages.iter().find(|page| page.id == "who_reads_this").unwrap();
    assert!(page.plain.starts_with("The team read your answers."));
    let contact = core.step("want_contact").unwrap();
    assert_eq!(contact.plain.text, "Would you like the team to get in touch?");
}

#[test]
fn who_reads_this_comes_before_the_first_question_that_needs_it() {
    let anniversary = lay_out(CheckInKind::Anniversary, &amina());
    let before = |key: &str| anniversary.step(key).unwrap().before.as_deref();
    // The file asks for the page at worries; these come earlier.
    assert_eq!(before("home_why"), Some("who_reads_this"));
    assert_eq!(before("good_thing"), Some("who_reads_this"));
    // A helper sees this one, and saw neither of those.
    assert_eq!(before("next_wish_text"), Some("who_reads_this"));
    // Nobody gets here without having seen it.
    assert_eq!(before("worry_topics"), None);
    assert_eq!(before("safe_to_message"), None);
    assert_eq!(before("home_feel"), None);
}
