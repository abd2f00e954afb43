//! What is told of versions that partnerships upload for themselves, and of which line.

use super::FILE;
use crate::questionnaire::{Finding, Questionnaire, Rule, lint, lint_own, translated_by};

/// One way to break a file: what to change, the rule, and what the line of the finding holds.
type Broken = (&'static str, &'static str, Rule, &'static str);

const ADDED: &str = "  - id: own_bus_pass
    domain: friends_community
    kind: single
    symbol: travel
    plain: {text: \"Do you have your bus pass?\"}
    easy:  {text: \"Do you have your bus pass?\"}
    answers: yes_unsure_no

  - id: easy_to_answer
";

/// The shipped questionnaire as Derbyshire's own, with one question hidden and one added.
fn own() -> String {
    let named = replace(FILE, "\nid: default-check-ins\n", "\nid: derbyshire.check-ins\n");
    let numbered = replace(&named, "\nversion: 0.1.0\n", "\nversion: 1.0.0\n");
    let hidden =
        replace(&numbered, "feel_week, good_thing, had_say", "feel_week, had_say, own_bus_pass");
    let added = replace(&hidden, "  - id: easy_to_answer\n", ADDED);
    let trigger = "  - {id: own_no_pass, when: {own_bus_pass: [\"no\"]}, priority: p4}\n";
    replace(&added, "  - {id: any_free_text, ", &format!("{trigger}  - {{id: any_free_text, "))
}

/// The same in Welsh, so far as it matters here.
fn welsh() -> String {
    let named = replace(&own(), "\nid: derbyshire.check-ins\n", "\nid: derbyshire.check-ins-cy\n");
    let said = "\nlanguage: cy\ntranslates: {id: derbyshire.check-ins, version: 1.0.0}\n\
                safety_words_checked_by: Ffion Rees, interpreter\n";
    let language = replace(&named, "\nlanguage: en-GB\n", said);
    replace(
        &language,
        "plain: {text: \"How have you felt this week?\"}",
        "plain: {text: \"Sut wyt ti wedi teimlo?\"}",
    )
}

fn replace(text: &str, piece: &str, change: &str) -> String {
    assert_eq!(text.matches(piece).count(), 1, "the file should hold {piece:?} once");
    text.replace(piece, change)
}

fn told(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(ToString::to_string).collect()
}

/// Each breaks one rule, and nothing else is told of it.
fn each_is_told(good: &str, broken: &[Broken], look: impl Fn(&str) -> Vec<Finding>) {
    for (piece, change, rule, line) in broken {
        let file = replace(good, piece, change);
        let findings = look(&file);
        let found: Vec<(usize, Rule)> =
            findings.iter().map(|told| (told.line, told.rule)).collect();
        let holding = (1..).zip(file.lines()).filter(|(_, text)| text.contains(line));
        let holding: Vec<(usize, Rule)> = holding.map(|(number, _)| (number, *rule)).collect();
        assert_eq!(holding.len(), 1, "one line should hold {line:?}");
        assert_eq!(found, holding, "{change:?}: {:#?}", told(&findings));
    }
}

fn of_derbyshire(file: &str) -> Vec<Finding> {
    lint_own(file, "derbyshire", None)
}

fn of_derbyshire_in_welsh(file: &str) -> Vec<Finding> {
    lint_own(file, "derbyshire", Some(&own()))
}

#[test]
fn a_partnership_may_hide_a_question_add_one_and_find_other_words() {
    assert_eq!(told(&of_derbyshire(&own())), Vec::<String>::new());

    // The module takes its turn without it, and what staff were told of it goes with it.
    let fewer = replace(&own(), "b: [had_say, future_direction]", "b: [future_direction]");
    let reworded =
        replace(&fewer, "text: \"How is it going there?\"", "text: \"How is it going?\"");
    let minutes = replace(
        &reworded,
        "    minutes: {plain: 1, easy: 2}\n    expires_days: 10",
        "    minutes: {plain: 2, easy: 3}\n    expires_days: 10",
    );
    assert_eq!(told(&of_derbyshire(&minutes)), Vec::<String>::new());

    let questionnaire = Questionnaire::from_yaml(&own()).ok().unwrap();
    assert!(questionnaire.question("own_bus_pass").is_some());
    assert_eq!(questionnaire.trigger("own_no_pass").unwrap().what, "Do you have your bus pass? No");
}

#[test]
fn the_shipped_file_itself_is_nobodys_own() {
    let findings = of_derbyshire(FILE);
    assert_eq!(findings.iter().map(|one| one.rule).collect::<Vec<_>>(), [Rule::OwnName]);
    assert_eq!(findings[0].line, 6);
}

#[rustfmt::skip]
const NAMES: &[Broken] = &[
    ("id: derbyshire.check-ins", "id: derby.check-ins", Rule::OwnName, "id: derby.check-ins"),
    ("id: derbyshire.check-ins", "id: derbyshire-check-ins", Rule::OwnName, "id: derbyshire-check-ins"),
    ("id: derbyshire.check-ins", "id: derbyshire.", Rule::OwnName, "id: derbyshire."),
    ("id: derbyshire.check-ins", "id: derbyshire.Check/Ins", Rule::OwnName, "id: derbyshire.Check/Ins"),
    ("  - {id: own_no_pass, ", "  - {id: no_pass, ", Rule::OwnName, "id: no_pass"),
    ("  - {id: own_no_pass, ", "  - {id: own_, ", Rule::OwnName, "{id: own_, "),
];

#[test]
fn what_is_added_has_names_of_its_own() {
    each_is_told(&own(), NAMES, of_derbyshire);

    let unnamed = own().replace("own_bus_pass", "bus_pass");
    let told = told(&of_derbyshire(&unnamed));
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(
        told[0].contains("own-name: bus_pass: is not of the shipped questionnaire"),
        "{told:?}"
    );
}

#[rustfmt::skip]
const HIDDEN: &[Broken] = &[
    ("worry_level, worry_topics, feel_safe, want_contact, contact_how, safe_to_message, anything_else]\n    rotating", "worry_level, worry_topics, want_contact, contact_how, safe_to_message, anything_else]\n    rotating", Rule::NeverRemoved, "goal_progress, worry_level, worry_topics, want_contact"),
    ("feel_week, want_contact, contact_how, safe_to_message]\n  core", "want_contact, contact_how, safe_to_message]\n  core", Rule::NeverRemoved, "support_why_not, want_contact, contact_how, safe_to_message]"),
    ("activity_going, support_got, support_why_not, feel_week, want_contact, contact_how, safe_to_message]", "activity_going, feel_week, want_contact, contact_how, safe_to_message]", Rule::NeverRemoved, "activity_going, feel_week, want_contact, contact_how, safe_to_message]"),
    ("days_each_week, feel_week, next_wish, next_wish_text", "feel_week, next_wish, next_wish_text", Rule::NeverRemoved, "not_doing_reason, feel_week, next_wish"),
    ("want_contact, contact_how, safe_to_message]\n  core", "want_contact, contact_how]\n  core", Rule::NeverRemoved, "support_why_not, feel_week, want_contact, contact_how]"),
    ("    items: [practice, who_answering, helper_is, ", "    items: [practice, who_answering, ", Rule::NeverRemoved, "items: [practice, who_answering, activity_group"),
    ("  - {id: low_three_times,    when: {feel_week: [not_good]}, consecutive: 3,  priority: p2}\n", "", Rule::NeverRemoved, "triggers:"),
    ("  - {id: any_free_text,      when: {free_text: present},                     priority: p4, effect: read_by_human_within_1_working_day}\n", "", Rule::NeverRemoved, "triggers:"),
    ("  - {id: no_reply_twice,     when: {expired: check_in}, consecutive: 2,      priority: p3}\n", "", Rule::NeverRemoved, "triggers:"),
    ("    - {id: samaritans,  name: \"Samaritans\", contact: \"116 123\", how: [call], ages: all, hours: always, verified: \"2026-11-22\"}\n", "", Rule::NeverRemoved, "  items:"),
];

#[test]
fn what_alerts_destinations_and_help_hang_on_is_never_hidden() {
    // The first item list of signposts is found by its own line.
    let own = own().replace("  recheck_days: 90\n  items:\n", "  recheck_days: 90\n  \"items\":\n");
    let broken = HIDDEN.iter().map(|(piece, change, rule, line)| {
        (*piece, *change, *rule, if *line == "  items:" { "  \"items\":" } else { *line })
    });
    each_is_told(&own, &broken.collect::<Vec<_>>(), of_derbyshire);
}

#[test]
fn a_question_that_is_taken_out_altogether_is_missed_with_the_reason() {
    let start = own().find("  - id: feel_safe\n").unwrap();
    let end = own().find("  # --- contact").unwrap();
    let mut file = own();
    file.replace_range(start..end, "");
    let file = file.replace("worry_topics, feel_safe, ", "worry_topics, ");
    let file: String = file
        .lines()
        .filter(|line| !line.contains("{feel_safe: ["))
        .map(|line| format!("{line}\n"))
        .collect();
    let told = told(&of_derbyshire(&file));
    for wanted in [
        "CI-04: questions: there is no feel_safe, and an urgent alert hangs on it. Put it back.",
        "CI-04: triggers: there is no unsafe, and it cannot wait: Does not feel safe. Put it back.",
        "CI-04: triggers: there is no sometimes_unsafe, and it cannot wait: Does not always feel safe. Put it back.",
    ] {
        assert!(told.iter().any(|told| told.ends_with(wanted)), "{wanted}: {told:#?}");
    }
    assert_eq!(told.len(), 3, "{told:#?}");
}

#[rustfmt::skip]
const AS_SHIPPED: &[Broken] = &[
    ("core: [3, 6, 9, 15, 18, 21]", "core: [3, 9, 15, 21]", Rule::AsShipped, "cadence:"),
    ("  slot_default: {weekday: wednesday,", "  slot_default: {weekday: friday,", Rule::AsShipped, "slot_default: {weekday: friday"),
    ("caps: {automatic_per_check_in: 3,", "caps: {automatic_per_check_in: 5,", Rule::AsShipped, "automatic_per_check_in: 5"),
    ("time_zone: Europe/London\nplaceholders", "time_zone: Europe/Dublin\nplaceholders", Rule::AsShipped, "time_zone: Europe/Dublin"),
    ("try_contact: same_working_day,", "try_contact: next_working_day,", Rule::AsShipped, "priorities:"),
    ("    expires_days: 10\n", "    expires_days: 30\n", Rule::AsShipped, "    expires_days: 30"),
    ("{worry_topics: [sad]},                    priority: p2, page: concern_received}", "{worry_topics: [sad]}, priority: p3, page: concern_received}", Rule::AsShipped, "{worry_topics: [sad]}"),
    ("when: {feel_week: [not_good]}, consecutive: 3, ", "when: {feel_week: [not_good]}, consecutive: 9, ", Rule::AsShipped, "consecutive: 9"),
    ("{goal_progress: [stuck]}", "{goal_progress: [going]}", Rule::AsShipped, "{goal_progress: [going]}"),
    ("contact: \"85258\"", "contact: \"85259\"", Rule::AsShipped, "contact: \"85259\""),
    ("They work {hours}. They do not read them straight away.", "They work {hours}. They never read them straight away.", Rule::AsShipped, "They never read them"),
    ("\\nAt other times, nobody is watching this app.", "", Rule::AsShipped, "The team works {hours}.\\nIn danger?"),
    ("plain: {text: \"Do you feel safe?\"}", "plain: {text: \"Are you in danger?\"}", Rule::AsShipped, "plain: {text: \"Are you in danger?\"}"),
    ("{code: a_lot,    plain: \"A lot\", ", "{code: a_lot,    plain: \"Not much\", ", Rule::AsShipped, "plain: \"Not much\""),
    ("plain: {text: \"What do you do in the week now?\",", "plain: {text: \"What did you do last year?\",", Rule::AsShipped, "What did you do last year?"),
    ("plain: \"Me, on my own\",  ", "plain: \"The one I help\",  ", Rule::AsShipped, "The one I help"),
    ("    answers: yes_unsure_no\n\n  - id: easy_to_answer", "    answers: yes_unsure_no\n    outcome: {measure: mood_week}\n\n  - id: easy_to_answer", Rule::AsShipped, "    outcome: {measure: mood_week}\n"),
    ("when: {own_bus_pass: [\"no\"]}, priority: p4}", "when: {free_text: present}, priority: p4}", Rule::AsShipped, "own_no_pass"),
];

#[test]
fn when_people_are_asked_and_what_follows_stays_as_it_is() {
    let (measure, others): (Vec<Broken>, Vec<Broken>) =
        AS_SHIPPED.iter().partition(|(_, _, _, line)| line.ends_with('\n'));
    each_is_told(&own(), &others, of_derbyshire);
    let (piece, change, rule, _) = measure[0];
    let findings = of_derbyshire(&replace(&own(), piece, change));
    assert_eq!(findings.iter().map(|one| one.rule).collect::<Vec<_>>(), [rule], "{findings:#?}");
}

#[rustfmt::skip]
const COMPARABLE: &[Broken] = &[
    ("{code: far,       plain: ", "{code: far, value: 3,       plain: ", Rule::Comparable, "{code: far, value: 3"),
    ("    max_chars: 300\n", "    max_chars: 200\n", Rule::Comparable, "max_chars: 200"),
    ("    max_choices: 3\n", "    max_choices: 2\n", Rule::Comparable, "max_choices: 2"),
    ("      - {code: later, plain: \"Yes, some time this week\", ", "      - {code: never, plain: \"Never\", easy: \"Never\", symbol: stop}\n      - {code: later, plain: \"Yes, some time this week\", ", Rule::Comparable, "{code: never"),
];

/// A change, and what alone is told of it.
const TOLD: &[(&str, &str, &str)] = &[
    (
        "      - {code: cancelled,    plain: \"It was cancelled or stopped\", easy: \"It stopped\",      symbol: stop}\n",
        "",
        "support_why_not: has no answer \"cancelled\" any more",
    ),
    (
        "    show_if: {in_activity: true}\n    plain: {text: \"How is it going there?\"}",
        "    plain: {text: \"How is it going there?\"}",
        "activity_going: `show_if` is not as it was",
    ),
    (
        "    kind: single\n    proxy: factual\n    symbol: health_check",
        "    kind: single\n    symbol: health_check",
        "health_check: `proxy` is not as it was",
    ),
];

#[test]
fn a_kept_question_keeps_its_answers_and_to_whom_it_is_asked() {
    each_is_told(&own(), COMPARABLE, of_derbyshire);
    for (piece, change, wanted) in TOLD {
        let told = told(&of_derbyshire(&replace(&own(), piece, change)));
        assert!(
            told.len() == 1 && told[0].contains(wanted.split(": ").nth(1).unwrap()),
            "{wanted}: {told:#?}"
        );
    }

    // Renaming a code is two findings, and whatever names the old one is a third.
    let renamed = replace(&own(), "{code: caring,    plain: ", "{code: carer,    plain: ");
    let rules: Vec<Rule> = of_derbyshire(&renamed).iter().map(|one| one.rule).collect();
    assert_eq!(rules, [Rule::Comparable, Rule::Comparable, Rule::Reference]);

    let one =
        "      - {code: call,  plain: \"Phone call\",   easy: \"Phone call\", symbol: call}\n";
    let two =
        "      - {code: video, plain: \"Video call\",   easy: \"Video call\", symbol: video}\n";
    let turned = replace(&own(), &format!("{one}{two}"), &format!("{two}{one}"));
    let told = told(&of_derbyshire(&turned));
    assert!(
        told.len() == 1 && told[0].contains("contact_how: has its answers in another order"),
        "{told:#?}"
    );
}

#[test]
fn nobody_is_asked_what_may_mean_harm_before_somebody_is_ready() {
    let file = replace(
        &own(),
        "{own_bus_pass: [\"no\"]}, priority: p4}",
        "{own_bus_pass: [\"no\"]}, priority: p2}",
    );
    let told = told(&of_derbyshire(&file));
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].contains("SAFE-07: own_bus_pass: an urgent alert hangs on it"), "{told:?}");
}

#[test]
fn all_of_it_is_told_at_once_with_what_else_is_wrong() {
    let file = own()
        .replace("id: derbyshire.check-ins", "id: kent.check-ins")
        .replace("{money_enough: [\"no\"]}", "{money: [\"no\"]}")
        .replace("contact: \"999\"", "contact: \"998\"");
    let rules: Vec<Rule> = of_derbyshire(&file).iter().map(|one| one.rule).collect();
    // The trigger is told twice: its question does not exist, and it is not as it was.
    assert_eq!(rules, [Rule::OwnName, Rule::Reference, Rule::AsShipped, Rule::AsShipped]);
    assert_eq!(of_derbyshire("questions: [").len(), 1);
    assert_eq!(lint_own(&own(), "derby", None).len(), 1);
}

#[test]
fn a_translation_has_the_same_questions_and_codes_in_another_language() {
    assert_eq!(told(&of_derbyshire_in_welsh(&welsh())), Vec::<String>::new());
    let translated = translated_by(&welsh()).unwrap();
    assert_eq!(
        (translated.id.as_str(), translated.version.as_str()),
        ("derbyshire.check-ins", "1.0.0")
    );
    assert_eq!(translated_by(&own()), None);
    assert_eq!(translated_by("no: [yaml"), None);
    // By itself it keeps the rules for every file.
    assert_eq!(told(&lint(&welsh())), Vec::<String>::new());
}

#[rustfmt::skip]
const TRANSLATION: &[Broken] = &[
    ("feel_week, had_say, own_bus_pass, goal_progress", "feel_week, own_bus_pass, had_say, goal_progress", Rule::Translation, "feel_week, own_bus_pass, had_say, goal_progress"),
    ("    expires_days: 10\n", "    expires_days: 30\n", Rule::Translation, "    expires_days: 30"),
    ("{own_bus_pass: [\"no\"]}, priority: p4}", "{own_bus_pass: [\"no\"]}, priority: p3}", Rule::Translation, "own_no_pass"),
    ("    max_chars: 300\n", "    max_chars: 200\n", Rule::Translation, "max_chars: 200"),
    ("core: [3, 6, 9, 15, 18, 21]", "core: [3, 9, 15, 21]", Rule::Translation, "cadence:"),
    ("plain: {text: \"You should be getting: {provision}. Did", "plain: {text: \"Did", Rule::Translation, "plain: {text: \"Did you get it this month?\""),
    ("If you are in danger, call 999. You can also talk to someone now.", "You can also talk to someone now.", Rule::Translation, "nobody is watching this app. You can also"),
    ("contact: \"85258\"", "contact: \"85259\"", Rule::Translation, "contact: \"85259\""),
];

#[test]
fn in_a_translation_only_the_words_differ() {
    each_is_told(&welsh(), TRANSLATION, of_derbyshire_in_welsh);

    for (piece, change, wanted) in [
        ("\nlanguage: cy\n", "\nlanguage: en-GB\n", "CI-04: language: is the language of both"),
        ("\nlanguage: cy\n", "\nlanguage: en-IE\n", "CI-04: language: is the language of both"),
        (
            "safety_words_checked_by: Ffion Rees, interpreter\n",
            "",
            "YP-41: safety_words_checked_by: names nobody",
        ),
        (
            "  - {id: own_no_pass, ",
            "  - {id: own_other, ",
            "CI-04: triggers: there is no own_no_pass.",
        ),
        (
            "  - id: own_bus_pass\n",
            "  - id: own_tram\n",
            "CI-04: questions: there is no own_bus_pass.",
        ),
    ] {
        let told = told(&of_derbyshire_in_welsh(&replace(&welsh(), piece, change)));
        assert!(told.iter().any(|told| told.contains(wanted)), "{wanted}: {told:#?}");
    }
}

#[test]
fn a_translation_is_of_a_version_that_is_here() {
    let only = |findings: Vec<Finding>, wanted: &str| {
        let told = told(&findings);
        assert!(told.len() == 1 && told[0].contains(wanted), "{wanted}: {told:#?}");
    };
    only(lint_own(&welsh(), "derbyshire", None), "translates: names no version that is here");
    let of_welsh = replace(&welsh(), "\nlanguage: cy\n", "\nlanguage: pl\n");
    only(lint_own(&of_welsh, "derbyshire", Some(&welsh())), "translates: names a translation");
    let on_its_own =
        replace(&welsh(), "translates: {id: derbyshire.check-ins, version: 1.0.0}\n", "");
    only(
        of_derbyshire(&on_its_own),
        "language: is another language, so say which version this translates",
    );
    let asked_for_nothing = replace(&welsh(), "version: 1.0.0}", "version: 1.0.0, of: 3}");
    assert_eq!(lint(&asked_for_nothing)[0].rule, Rule::Shape);
}
