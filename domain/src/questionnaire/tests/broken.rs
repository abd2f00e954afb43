//! Questionnaire files with one thing wrong in them.

use super::FILE;
use crate::questionnaire::{Fault, Questionnaire, Rule};

/// One way to break the file: what to change, and the rule and place that a fault then names.
type Broken = (&'static str, &'static str, Rule, &'static str);

#[rustfmt::skip]
const SHAPE: &[Broken] = &[
    ("schema_version: 1", "schema_version: 2", Rule::Shape, "schema_version"),
    ("language: en-GB", "language: en-GB\nlangauge: cy", Rule::Shape, "file"),
    ("  what_is_this: question-mark", "  skip: question-mark", Rule::Shape, "file"),
    ("from: \"20:00\"", "from: \"25:00\"", Rule::Shape, "file"),
    ("window: \"10-01/10-31\"", "window: \"October\"", Rule::Shape, "file"),
    ("ages: \"under 35\"", "ages: young", Rule::Shape, "file"),
    ("id: feel_week\n    domain: wellbeing", "id: feel_week\n    domain: feelings", Rule::Shape, "feel_week"),
    ("    max_chars: 1000\n", "    max_chars: 1000\n    max_words: 9\n", Rule::Shape, "anything_else"),
    ("    repeat_for: {each: current_goal, ", "    proxy: nobody\n    repeat_for: {each: current_goal, ", Rule::Shape, "goal_progress"),
    ("order: oldest_first", "order: as_it_comes", Rule::Shape, "goal_progress"),
    ("{measure: home_satisfaction}", "{measures: home_satisfaction}", Rule::Shape, "home_feel"),
    ("{health_check: [\"no\"]},                   priority: p4", "{health_check: [\"no\"]}, priority: p9", Rule::Shape, "no_health_check"),
];

#[rustfmt::skip]
const NAMES: &[Broken] = &[
    ("  - id: getting_about", "  - id: friends_feel", Rule::Unique, "friends_feel"),
    ("  - id: saved_on_phone", "  - id: thank_you", Rule::Unique, "thank_you"),
    ("{id: goal_stuck, ", "{id: may_leave, ", Rule::Unique, "may_leave"),
    ("{id: samaritans, ", "{id: shout, ", Rule::Unique, "signposts.items.shout"),
    ("{code: far,  ", "{code: people,  ", Rule::Unique, "home_why"),
    ("items: [practice, who", "items: [practice, practice, who", Rule::Unique, "welcome"),
    ("nowhere: tent", "nowhere: circus-tent", Rule::Reference, "nowhere"),
    ("symbol: no_place}", "symbol: no_entry}", Rule::Reference, "not_doing_reason"),
    ("answers: good_ok_not\n    outcome: {measure: home_s", "answers: good_bad\n    outcome: {measure: home_s", Rule::Reference, "home_feel"),
    ("before: who_reads_this\n    symbol: worried", "before: who_read_it\n    symbol: worried", Rule::Reference, "worry_level"),
    ("show_if: {home_feel: [not_good]}", "show_if: {house_feel: [not_good]}", Rule::Reference, "home_why"),
    ("show_if: {home_feel: [not_good]}", "show_if: {home_feel: [bad]}", Rule::Reference, "home_why"),
    ("ask: next_wish_text}", "ask: own_words}", Rule::Reference, "next_wish"),
    ("when: {money_enough: [\"no\"]}", "when: {money: [\"no\"]}", Rule::Reference, "money_short"),
    ("when: {money_enough: [\"no\"]}", "when: {money_enough: [never]}", Rule::Reference, "money_short"),
    ("{worry_topics: [sad]},                    priority: p2, page: concern_received", "{worry_topics: [sad]}, priority: p2, page: concern", Rule::Reference, "very_sad"),
    ("{destination: education_higher}", "{destination: university}", Rule::Reference, "learning_type"),
    ("{destination: education_higher}", "{destination: custody}", Rule::Reference, "learning_type"),
    ("{status: not_known_reason}", "{status: lost}", Rule::Reference, "not_doing_reason"),
    ("work: {ask: work_type}", "work: {ask: job_type}", Rule::Reference, "activity_group"),
    ("work: {ask: work_type}", "job: {ask: work_type}", Rule::Reference, "activity_group"),
    ("{measure: feels_safe,", "{measure: safety,", Rule::Reference, "feel_safe"),
    ("a: [getting_about, money_enough]", "a: [getting_about, money]", Rule::Reference, "core"),
    ("{code: day_activity, ", "{code: day_service, ", Rule::Reference, "activity_going"),
    ("  - id: helper_here", "  - id: helper", Rule::Reference, "pages"),
    ("  leaving:\n    extends: anniversary\n    add: [ready_to_go_on]\n", "", Rule::Reference, "leaving"),
    ("  p4: {name: \"For next contact\", act_working_days: 10, escalate_working_minutes: [{at: 0, to: [worker]}]}\n", "", Rule::Reference, "priorities"),
];

#[rustfmt::skip]
const WELL_FORMED: &[Broken] = &[
    ("  - id: good_thing", "  - id: \"good:thing\"", Rule::WellFormed, "good:thing"),
    ("max_chars: 500", "max_chars: 5000", Rule::WellFormed, "good_thing"),
    ("max_chars: 500", "max_choices: 2", Rule::WellFormed, "good_thing"),
    ("max_choices: 3", "max_choices: 7", Rule::WellFormed, "next_wish"),
    ("kind: text\n    max_chars: 300", "kind: single", Rule::WellFormed, "next_wish_text"),
    ("max_chars: 300", "answers: yes_some_no", Rule::WellFormed, "next_wish_text"),
    ("{code: email, plain: \"Email\", ", "{code: email, exclusive: true, plain: \"Email\", ", Rule::WellFormed, "contact_how"),
    ("page_split: {easy: 5}", "page_split: {easy: 0}", Rule::WellFormed, "worry_topics"),
    ("symbol: feelings\n", "symbol: feelings\n    options: []\n", Rule::WellFormed, "feel_week"),
    ("order: oldest_first", "order: longest_since_asked", Rule::WellFormed, "goal_progress"),
    ("show_if: {home_feel: [not_good]}", "show_if: {home_feel: [not_good]}\n    show_if_any: [{home_feel: [ok]}]", Rule::WellFormed, "home_why"),
    ("show_if: {home_feel: [not_good]}", "show_if_any: []", Rule::WellFormed, "home_why"),
    ("show_if: {home_feel: [not_good]}", "show_if: {home_feel: []}", Rule::WellFormed, "home_why"),
    ("show_if: {home_feel: [not_good]}", "show_if: {has_a_cat: true}", Rule::WellFormed, "home_why"),
    ("{in_activity: true, destination_is_new: true}", "{in_activity: false}", Rule::WellFormed, "days_each_week"),
    ("{alert_raised: [p1, p2]}", "{alert_raised: [p1, urgent]}", Rule::WellFormed, "safe_to_message"),
    ("text: \"How have you felt this week?\"}\n    easy:", "text: \"How is {provision}?\"}\n    easy:", Rule::WellFormed, "feel_week"),
    ("plain: {text: \"How is it going there?\"}", "plain: {text: \"How is {destination}?\"}", Rule::WellFormed, "activity_going"),
    ("{code: people,    plain: \"The people I live with\"", "{code: people,    plain: \"{first_name} is alone\"", Rule::WellFormed, "home_why"),
    ("{free_text: present}", "{free_text: absent}", Rule::WellFormed, "any_free_text"),
    ("{who_answering: [someone_else]}, consecutive: 3", "{who_answering: [someone_else]}, consecutive: 0", Rule::WellFormed, "always_by_proxy"),
    ("{free_text: present},", "{free_text: present}, consecutive: 2,", Rule::WellFormed, "any_free_text"),
    ("{expired: check_in}", "{expired: check_in, help_page: tell_my_worker}", Rule::WellFormed, "no_reply_twice"),
    ("per: provision_item, priority", "per: week, priority", Rule::WellFormed, "support_missing_2"),
    (", someone_else: hide_self_only_questions}", "}", Rule::WellFormed, "who_answering"),
    ("extends: anniversary", "extends: leaving", Rule::WellFormed, "leaving"),
    (" \"@rotating_module\",", "", Rule::WellFormed, "core"),
    ("minutes: {plain: 1, easy: 2}\n    expires_days: 10", "minutes: {plain: 0, easy: 2}\n    expires_days: 10", Rule::WellFormed, "pulse"),
    ("    expires_days: 10\n", "", Rule::WellFormed, "pulse"),
    ("{weekday: wednesday, time: \"16:30\"}", "{weekday: wednesday, time: \"21:30\"}", Rule::WellFormed, "reminders.slot_default.time.21:30"),
    ("items: [who_answering, helper_is, same_as_before, activity_group, learning_type, work_type, not_doing_reason, activity_going", "items: [helper_is, who_answering, same_as_before, activity_group, learning_type, work_type, not_doing_reason, activity_going", Rule::Order, "pulse"),
    ("answers: good_ok_not\n    outcome: {measure: home_s", "show_if: {home_why: [far]}\n    answers: good_ok_not\n    outcome: {measure: home_s", Rule::NoCycle, "home_feel"),
];

#[rustfmt::skip]
const CATALOGUE: &[Broken] = &[
    ("before: who_reads_this\n    symbol: worried", "symbol: worried", Rule::WhoReadsFirst, "worry_level"),
    // Only asked after worry_level, so it hangs on the page there.
    ("before: who_reads_this\n    symbol: worried", "symbol: worried", Rule::WhoReadsFirst, "worry_topics"),
    ("before: who_reads_this\n    symbol: safe", "before: start\n    symbol: safe", Rule::WhoReadsFirst, "feel_safe"),
    ("{feel_safe: [\"no\"]},                      priority: p1, page: concern_received", "{feel_safe: [\"no\"]}, priority: p1", Rule::ConcernPage, "unsafe"),
    ("proxy: self_only\n    symbol: feelings", "symbol: feelings", Rule::SelfOnly, "feel_week"),
    ("proxy: self_only\n    sensitive: true\n    symbol: home", "proxy: factual\n    sensitive: true\n    symbol: home", Rule::SelfOnly, "home_why"),
    ("  can_skip: true ", "  can_skip: false ", Rule::Skippable, "defaults.can_skip"),
    ("    symbol: money\n", "    can_skip: false\n    symbol: money\n", Rule::Skippable, "money_enough"),
    ("How is your health?\\nThink about body", "How is your health?\\nThink about all the parts of your body and about what you feel in body", Rule::EasyRead, "health_feel"),
    ("\\nYou can type or talk.\"", "\\nYou can type what you like or you can talk to us if you like that more.\"", Rule::EasyRead, "good_thing"),
    ("\\nThese numbers work without the internet.", "\\nThese are numbers that you can call or text when there is no internet.", Rule::EasyRead, "concern_not_sent"),
    ("    page_split: {easy: 5} ", "    ", Rule::EasyRead, "worry_topics"),
    ("page_split: {easy: 5}", "page_split: {easy: 7}", Rule::EasyRead, "worry_topics"),
    ("    easy:  {text: \"Where do you learn?\"}\n", "", Rule::SameAnswers, "learning_type"),
    ("easy: \"Not paid\", ", "easy: \"\", ", Rule::SameAnswers, "work_type"),
    ("  good_ok_not:\n", "  good_ok_not:\n    - {code: great, plain: Great, easy: Great, symbol: good}\n", Rule::ThreePoints, "good_ok_not"),
    ("easy: \"Not good\", symbol: not_good, score: 0}", "easy: \"Not very good\", symbol: not_good, score: 0}", Rule::ThreePoints, "good_ok_not"),
    ("support_why_not, feel_week, want_contact, contact_how, safe_to_message]", "support_why_not, feel_week]", Rule::NeverRemoved, "pulse"),
    ("  - id: who_answering\n", "  - id: who_answering\n    show_if: {learning_disability_register: true}\n", Rule::NeverRemoved, "who_answering"),
    ("  - id: want_contact\n", "  - id: want_contact\n    show_if: {feel_week: [ok]}\n", Rule::NeverRemoved, "want_contact"),
    ("  - id: who_reads_this", "  - id: who_reads", Rule::NeverRemoved, "pages"),
    ("{help_page: tell_my_worker}", "{expired: check_in}", Rule::NeverRemoved, "triggers"),
    ("before: who_reads_this\n    symbol: write", "before: start\n    symbol: write", Rule::WhoReadsFirst, "anything_else"),
    ("leaving: [24]", "leaving: [25]", Rule::Cadence, "cadence.months.leaving.25"),
    ("leaving: [24]", "leaving: [22]", Rule::Cadence, "cadence.months.leaving.22"),
    ("max: {pulse: 1, core: 2, anniversary: 3}", "max: {pulse: 1, anniversary: 3}", Rule::Rotation, "support_got"),
    ("body: \"You have something new to look at.\"", "body: \"{first_name}, you have something new.\"", Rule::NeutralPrompt, "reminders.text.push.body"),
    ("sms_one_way: \"{service_name}:", "sms_one_way: \"{destination}:", Rule::NeutralPrompt, "reminders.text.sms_one_way"),
    ("To stop texts reply STOP\"", "To stop all the texts that we send to this number, please reply to this one with STOP\"", Rule::OneTextMessage, "reminders.text.sms"),
    ("You can stop texts there\"", "You can stop texts there…\"", Rule::OneTextMessage, "reminders.text.sms_one_way"),
];

fn each_is_refused(broken: &[Broken]) {
    for (piece, change, rule, place) in broken {
        assert_eq!(FILE.matches(piece).count(), 1, "the file should hold {piece:?} once");
        let told = faults(&FILE.replace(piece, change));
        let named = |fault: &Fault| fault.rule == *rule && fault.place.to_string() == *place;
        let wanted = rule.code();
        assert!(told.iter().any(named), "{change:?} breaks {wanted} at {place}, but {told:#?}");
    }
}

fn faults(file: &str) -> Vec<Fault> {
    Questionnaire::from_yaml(file).err().unwrap_or_default()
}

#[test]
fn a_file_of_the_wrong_shape_is_refused() {
    each_is_refused(SHAPE);
}

#[test]
fn a_file_that_names_what_is_not_there_or_there_twice_is_refused() {
    each_is_refused(NAMES);
}

#[test]
fn a_file_whose_parts_do_not_go_together_is_refused() {
    each_is_refused(WELL_FORMED);
}

#[test]
fn a_file_that_breaks_a_rule_of_the_catalogue_is_refused() {
    each_is_refused(CATALOGUE);
}

#[test]
fn all_that_is_wrong_is_told_at_once_in_sentences() {
    let twice = FILE.replace("symbol: no_place}", "symbol: no_entry}").replace(": tent", ": tnet");
    let told: Vec<String> = faults(&twice).iter().map(ToString::to_string).collect();
    let wanted = [
        "nowhere: no emoji is called \"tnet\" (reference)",
        "not_doing_reason: there is no symbol \"no_entry\" (reference)",
    ];
    assert_eq!(told, wanted);
}

#[test]
fn nonsense_is_refused() {
    for text in ["", "42", "[]", "id: [", "\u{0}"] {
        assert_eq!(faults(text).len(), 1, "{text:?}");
    }
}

#[test]
fn a_trigger_that_the_product_does_not_know_is_told_in_the_words_of_its_question() {
    let file = FILE.replace("{id: goal_stuck, ", "{id: no_progress, ");
    let questionnaire = Questionnaire::from_yaml(&file).map_err(|faults| faults.len()).ok();
    let questionnaire = questionnaire.expect("a trigger may have any name");
    let what = &questionnaire.trigger("no_progress").unwrap().what;
    assert_eq!(what, "Your goal: \"…\". How is it going? I'm stuck");
}
