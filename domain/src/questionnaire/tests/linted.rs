//! What is told of questionnaire files with one thing wrong in them, and of which line.

use super::FILE;
use crate::questionnaire::{Finding, Rule, lint, lint_change};

/// One way to break the file: what to change, the rule, and what the line of the finding holds.
type Broken = (&'static str, &'static str, Rule, &'static str);

#[rustfmt::skip]
const SHAPE: &[Broken] = &[
    ("schema_version: 1", "schema_version: 2", Rule::Shape, "schema_version: 2"),
    ("language: en-GB", "language: en-GB\nlangauge: cy", Rule::Shape, "langauge: cy"),
    ("time_zone: Europe/London\n", "", Rule::Shape, "# Default check-in questionnaire"),
    ("  what_is_this: question-mark", "  skip: question-mark", Rule::Shape, "  skip: question-mark"),
    ("from: \"20:00\"", "from: \"25:00\"", Rule::Shape, "from: \"25:00\""),
    ("  can_skip: true ", "  can_skip: perhaps ", Rule::Shape, "can_skip: perhaps"),
    ("  add: [ready_to_go_on]", "  plus: [ready_to_go_on]", Rule::Shape, "plus: [ready"),
    ("    max_chars: 1000\n", "    max_chars: 1000\n    max_words: 9\n", Rule::Shape, "max_words: 9"),
    ("id: feel_week\n    domain: wellbeing", "id: feel_week\n    domain: feelings", Rule::Shape, "domain: feelings"),
    ("{health_check: [\"no\"]},                   priority: p4", "{health_check: [\"no\"]}, priority: p9", Rule::Shape, "priority: p9"),
    ("    symbol: money\n", "    symbol: [money\n", Rule::Shape, "    plain: {text: \"Do you have enough money"),
    ("  - {code: \"yes\", plain: \"Yes\",       easy", "  - {code: yes, plain: \"Yes\",       easy", Rule::Shape, "{code: yes, "),
    ("feel_safe: [\"no\"]}", "feel_safe: [no]}", Rule::Shape, "feel_safe: [no]"),
];

#[rustfmt::skip]
const PARTS: &[Broken] = &[
    ("{id: goal_stuck, ", "{id: may_leave, ", Rule::Unique, "when: {goal_progress: [stuck]}"),
    ("{id: samaritans, ", "{id: shout, ", Rule::Unique, "name: \"Samaritans\""),
    ("{code: far,  ", "{code: people,  ", Rule::Unique, "It is too far from things"),
    ("nowhere: tent", "nowhere: circus-tent", Rule::Reference, "circus-tent"),
    ("symbol: no_place}", "symbol: no_entry}", Rule::Reference, "symbol: no_entry"),
    ("show_if: {home_feel: [not_good]}", "show_if: {home_feel: [bad]}", Rule::Reference, "home_feel: [bad]"),
    ("{same_as_before: [changed]}]", "{same_as_before: [moved]}]", Rule::Reference, "same_as_before: [moved]"),
    ("answers: good_ok_not\n    outcome: {measure: home_s", "answers: good_bad\n    outcome: {measure: home_s", Rule::Reference, "answers: good_bad"),
    ("{destination: education_higher}", "{destination: university}", Rule::Reference, "destination: university}"),
    ("work: {ask: work_type}", "work: {ask: job_type}", Rule::Reference, "ask: job_type"),
    ("a: [getting_about, money_enough]", "a: [getting_about, money]", Rule::Reference, "a: [getting_about, money]"),
    ("add: [ready_to_go_on]", "add: [ready]", Rule::Reference, "add: [ready]"),
    ("anything_else, easy_to_answer]", "anything_else, easy]", Rule::Reference, "anything_else, easy]"),
    ("c: [health_help, health_check]\n", "c:\n        - health_help\n        - doctor\n", Rule::Reference, "        - doctor"),
    ("when: {money_enough: [\"no\"]}", "when: {money: [\"no\"]}", Rule::Reference, "{money: [\"no\"]}"),
    ("leaving: [24]", "leaving: [25]", Rule::Cadence, "leaving: [25]"),
    ("{weekday: wednesday, time: \"16:30\"}", "{weekday: wednesday, time: \"21:30\"}", Rule::WellFormed, "21:30"),
];

#[rustfmt::skip]
const VERSIONS: &[Broken] = &[
    ("\nversion: 0.1.0", "\nversion: latest", Rule::Versioned, "version: latest"),
    ("\nversion: 0.1.0", "\nversion: 0.1", Rule::Versioned, "version: 0.1"),
    ("language: en-GB", "language: English", Rule::Versioned, "language: English"),
    ("\nid: default-check-ins", "\nid: \"\"", Rule::Versioned, "id: \"\""),
];

#[rustfmt::skip]
const NEVER_REMOVED: &[Broken] = &[
    ("  can_skip: true ", "  can_skip: false ", Rule::Skippable, "can_skip: false"),
    ("    symbol: money\n", "    symbol: money\n    can_skip: false\n", Rule::Skippable, "can_skip: false"),
    ("  - id: who_answering\n", "  - id: who_answering\n    show_if: {learning_disability_register: true}\n", Rule::NeverRemoved, "    show_if: {learning@who_answering"),
    ("  - id: want_contact\n", "  - id: want_contact\n    show_if: {feel_week: [ok]}\n", Rule::NeverRemoved, "    show_if: {feel_week: [ok]}"),
    ("support_why_not, feel_week, want_contact, contact_how, safe_to_message]", "support_why_not, feel_week]", Rule::NeverRemoved, "support_why_not, feel_week]"),
    ("  - id: who_reads_this", "  - id: who_reads", Rule::NeverRemoved, "pages:   "),
    ("{help_page: tell_my_worker}", "{expired: check_in}", Rule::NeverRemoved, "triggers:"),
];

#[rustfmt::skip]
const SCALES: &[Broken] = &[
    ("  yes_unsure_no:\n", "  yes_unsure_no:\n    - {code: never, plain: Never, easy: Never, symbol: stop}\n", Rule::ThreePoints, "yes_unsure_no:"),
    ("easy: \"Not good\", symbol: not_good, score: 0}", "easy: \"Not that good\", symbol: not_good, score: 0}", Rule::ThreePoints, "easy: \"Not that good\""),
    ("easy: \"OK\",       symbol: ok,", "easy: \"OK\",       symbol: good,", Rule::ThreePoints, "{code: ok,"),
    ("symbol: some, score: 1}\n      - {code: none,", "symbol: some, score: 3}\n      - {code: none,", Rule::ThreePoints, "    options:@support_got"),
    ("easy: \"Some\",       symbol: some, score: 1}\n      - {code: \"no\"", "easy: \"Some of it\", symbol: some, score: 1}\n      - {code: \"no\"", Rule::ThreePoints, "easy: \"Some of it\""),
    ("{code: going,   plain: \"Going well\",           easy: \"Going well\",      symbol: good}", "{code: going, plain: \"Going well\", easy: \"Going well\", symbol: good}\n      - {code: great, plain: \"Going really well\", easy: \"Going really well\", symbol: good}", Rule::ThreePoints, "{code: great,"),
];

#[rustfmt::skip]
const WAY_OUT: &[Broken] = &[
    ("      - {code: private,   plain: \"I don't want to say\",         easy: \"Don't want to say\",  symbol: private, exclusive: true}\n", "", Rule::Skippable, "    options:@home_why"),
    ("answers: yes_some_no\n    outcome: {measure: questionnaire_usability}", "options:\n      - {code: \"yes\", plain: \"Yes\", easy: \"Yes\", symbol: \"yes\"}\n      - {code: \"no\", plain: \"No\", easy: \"No\", symbol: \"no\"}", Rule::Skippable, "    options:@easy_to_answer"),
    ("{code: other,          plain: \"Someone else\",   ", "{code: skip,           plain: \"Someone else\",   ", Rule::Skippable, "{code: skip,"),
    ("    show_if: {activity_group: [learning]}\n", "", Rule::Skippable, "  - id: learning_type"),
];

#[rustfmt::skip]
const EASY_READ: &[Broken] = &[
    ("How is your health?\\nThink about body", "How is your health?\\nThink about all the parts of your body and about what you feel in body", Rule::EasyRead, "Think about all"),
    ("\\nYou can type or talk.\"", " You can type or talk.\"", Rule::EasyRead, "thing. You can type"),
    ("\\nYou can look at them or change them.", "\\nYou can ensure that they are right.", Rule::EasyRead, "ensure"),
    ("easy: \"Learning\", ", "easy: \"*Learning*\", ", Rule::EasyRead, "*Learning*"),
    ("easy: \"Home\",              ", "easy: \"...\",              ", Rule::EasyRead, "Where I live"),
    ("    page_split: {easy: 5} ", "    ", Rule::EasyRead, "    options:@worry_topics"),
    ("page_split: {easy: 5}", "page_split: {easy: 7}", Rule::EasyRead, "page_split: {easy: 7}"),
];

#[rustfmt::skip]
const SAME_ANSWERS: &[Broken] = &[
    ("    easy:  {text: \"Where do you learn?\"}\n", "", Rule::SameAnswers, "  - id: learning_type"),
    ("easy: \"Not paid\", ", "easy: \"\", ", Rule::SameAnswers, "Unpaid work or a trial"),
    ("easy: \"Not sure\", symbol: not_sure}\n    - {code: \"no\"", "easy: \"Yes\", symbol: not_sure}\n    - {code: \"no\"", Rule::SameAnswers, "- {code: not_sure, plain: \"Not sure\", easy: \"Yes\""),
    ("easy: \"Job with a coach\",", "easy: \"Paid job, some days\",", Rule::SameAnswers, "Paid job with a job coach"),
];

#[rustfmt::skip]
const WHO_READS: &[Broken] = &[
    ("before: who_reads_this\n    symbol: safe", "symbol: safe", Rule::WhoReadsFirst, "  - id: feel_safe"),
    ("before: who_reads_this\n    symbol: write", "before: start\n    symbol: write", Rule::WhoReadsFirst, "    before: start"),
    ("easy: \"{worker_first_name} and the team read your answers.", "easy: \"We read your answers.", Rule::WhoReadsFirst, "We read your answers"),
    ("\\nThey work {hours}.\\n", "\\n", Rule::WhoReadsFirst, "answers.\\nThey do not read"),
    ("\\nThey do not read them straight away.", "", Rule::WhoReadsFirst, "{hours}.\\nNeed help"),
    ("\\nIf someone could get hurt, we must tell people who can help.", "", Rule::WhoReadsFirst, "private.\\nWe will try"),
    ("hint: \"You do not have to\"}", "hint: \"Nobody else will read it\"}", Rule::WhoReadsFirst, "Nobody else will"),
    ("Thank you. We have got your answers.", "Thank you. Your answers are secret.", Rule::WhoReadsFirst, "secret"),
];

/// Each breaks one rule, and nothing else is told of it.
fn each_is_told(broken: &[Broken]) {
    for (piece, change, rule, line) in broken {
        assert_eq!(FILE.matches(piece).count(), 1, "the file should hold {piece:?} once");
        let file = FILE.replace(piece, change);
        let findings = lint(&file);
        let told: Vec<(usize, Rule)> = findings.iter().map(|told| (told.line, told.rule)).collect();
        assert_eq!(told, [(line_with(line, &file), *rule)], "{change:?}: {findings:#?}");
    }
}

/// The number of the only line that holds these words, or of the first in the question after `@`.
fn line_with(words: &str, file: &str) -> usize {
    let (words, question) = words.split_once('@').unwrap_or((words, ""));
    let holding = |(_, line): &(usize, &str)| line.contains(words);
    let mut lines = (1..).zip(file.lines());
    if question.is_empty() {
        let lines: Vec<usize> = lines.filter(holding).map(|(number, _)| number).collect();
        assert_eq!(lines.len(), 1, "one line should hold {words:?}");
        return lines[0];
    }
    let start = format!("  - id: {question}");
    lines.find(|(_, line)| *line == start).unwrap();
    lines.find(holding).unwrap().0
}

fn told(file: &str) -> Vec<String> {
    lint(file).iter().map(Finding::to_string).collect()
}

#[test]
fn the_shipped_questionnaire_has_nothing_to_find() {
    assert_eq!(lint(FILE), []);
    assert_eq!(lint_change(FILE, FILE), []);
}

#[test]
fn what_cannot_be_read_is_told_with_its_line() {
    each_is_told(SHAPE);
}

#[test]
fn parts_that_do_not_go_together_are_told_with_their_line() {
    each_is_told(PARTS);
}

#[test]
fn a_file_says_which_version_it_is() {
    each_is_told(VERSIONS);
}

#[test]
fn some_things_are_never_taken_out() {
    each_is_told(NEVER_REMOVED);
}

#[test]
fn a_scale_has_three_points_and_three_pictures() {
    each_is_told(SCALES);
}

#[test]
fn nobody_is_cornered() {
    each_is_told(WAY_OUT);
}

#[test]
fn easy_read_is_easy() {
    each_is_told(EASY_READ);
}

#[test]
fn both_versions_tell_the_same_answers_apart() {
    each_is_told(SAME_ANSWERS);
}

#[test]
fn people_know_who_reads_their_answers() {
    each_is_told(WHO_READS);
}

#[test]
fn all_that_is_wrong_is_told_at_once_from_top_to_bottom_and_with_what_to_do() {
    let broken = FILE
        .replace("{money_enough: [\"no\"]}", "{money: [\"no\"]}")
        .replace("easy: \"OK\", ", "easy: \"OK for me now\", ")
        .replace("    max_chars: 1000\n", "    max_words: 9\n")
        .replace(": tent", ": tnet");
    let told = told(&broken);
    assert_eq!(told.len(), 4, "{told:#?}");
    assert_eq!(
        told[0],
        "line 98, reference: nowhere: no emoji is called \"tnet\". Correct the name, or add what it names."
    );
    assert_eq!(
        told[1],
        "line 121, CI-06: good_ok_not: \"OK for me now\" has more than 2 words; say it shorter."
    );
    assert!(told[2].starts_with("line 658, shape: questions[34]: unknown field `max_words`"));
    assert_eq!(
        told[3],
        "line 793, reference: money_short: there is no question \"money\". \
         Correct the name, or add what it names."
    );
}

#[test]
fn parts_that_cannot_be_read_are_told_one_by_one_even_if_the_whole_cannot() {
    let broken = FILE
        .replace("language: en-GB", "langauge: en-GB")
        .replace("  can_skip: true ", "  can_skip: 1 ")
        .replace("    kind: multi\n    max_choices: 3", "    kind: many\n    max_choices: 3")
        .replace("id: may_leave, ", "name: may_leave, ");
    let lines: Vec<usize> = lint(&broken).iter().map(|finding| finding.line).collect();
    let wanted = ["# Default", "langauge", "can_skip: 1", "kind: many", "name: may_leave"];
    assert_eq!(lines, wanted.map(|words| line_with(words, &broken)));
}

#[test]
fn a_question_that_cannot_be_read_is_not_missed_elsewhere() {
    let broken = FILE
        .replace("id: want_contact\n    domain: contact", "id: want_contact\n    domain: talking");
    let told = told(&broken);
    assert!(matches!(told.as_slice(), [one] if one.contains("talking")), "{told:#?}");
}

#[test]
fn every_key_that_is_there_twice_is_told() {
    let broken = FILE
        .replace("  what_is_this: question-mark", "  skip: question-mark")
        .replace("    symbol: money\n", "    symbol: money\n    domain: money\n");
    let lines: Vec<usize> = lint(&broken).iter().map(|finding| finding.line).collect();
    let second = line_with("    symbol: money@money_enough", &broken) + 1;
    assert_eq!(lines, [line_with("  skip: question-mark", &broken), second]);
}

#[test]
fn nonsense_is_told_as_such() {
    for text in ["", "42", "[]", "id: [", "\u{0}", "a: &a [*a]", "? [x]\n: y", "a: 1\n---\nb: 2"] {
        let findings = lint(text);
        assert!(!findings.is_empty(), "{text:?}");
        let last = text.lines().count().max(1) + 1;
        assert!(findings.iter().all(|told| (1..=last).contains(&told.line)), "{findings:#?}");
    }
}

#[test]
fn lines_are_right_in_whatever_style_a_file_is_written() {
    let file = FILE.replace("easy: \"Wait", "easy: \"Utilise, wait");
    let value: serde_yaml::Value = serde_yaml::from_str(&file).unwrap();
    let block = serde_yaml::to_string(&value).unwrap();
    let line = line_with("easy: Utilise, wait", &block);
    for text in [block.replace('\n', "\r\n"), block] {
        // Yes and no have lost their quotes.
        let found = lint(&text).into_iter().find(|finding| finding.rule != Rule::Shape);
        assert_eq!(found.map(|finding| finding.line), Some(line));
    }
}

#[test]
fn the_words_of_another_language_are_left_to_those_who_speak_it() {
    let welsh = FILE
        .replace("language: en-GB", "language: cy")
        .replace("Thank you.\\n", "Utilise the secret.\\n");
    assert_eq!(told(&welsh), Vec::<String>::new());
}

#[test]
fn other_words_are_another_version() {
    let reworded = FILE
        .replace("How is it where you live?", "How is your home?")
        .replace("Thank you. We have", "Thanks. We have");
    let told: Vec<String> = lint_change(&reworded, FILE).iter().map(Finding::to_string).collect();
    let wanted = "line 7, CI-03: version 0.1.0 has other words at home_feel, thank_you. Answers are \
                  kept with the version that was read: give the new words a new one.";
    assert_eq!(told, [wanted]);

    let next = reworded.replace("version: 0.1.0", "version: 0.2.0");
    assert_eq!(lint_change(&next, FILE), []);
    let welsh = reworded.replace("language: en-GB", "language: cy");
    assert_eq!(lint_change(&welsh, FILE), []);
    // What is not worded may change: when to ask, whom, and how.
    let earlier = FILE.replace("expires_days: 10", "expires_days: 12");
    assert_eq!(lint_change(FILE, &earlier), []);
}
