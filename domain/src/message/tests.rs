use super::*;
use crate::questionnaire::Questionnaire;

const GOOD: [(TemplateKind, &str); 4] = [
    (TemplateKind::Text, "{service_name}: time for your check-in. {short_url} Reply STOP to stop"),
    (TemplateKind::TextOneWay, "{service_name}: about {minutes} min. {short_url} Stop texts there"),
    (TemplateKind::EmailSubject, "{service_name}: something new to look at"),
    (
        TemplateKind::EmailText,
        "Hello,\n\n{service_name}: {short_url}\n\nYou can stop e-mails there.",
    ),
];

const NAME: &str = "Next Step 1";

fn rules(kind: TemplateKind, text: &str) -> Vec<MessageRule> {
    match Template::parse(kind, text) {
        Ok(_) => vec![],
        Err(faults) => faults.into_iter().map(|fault| fault.rule).collect(),
    }
}

#[test]
fn words_that_keep_every_rule_are_taken_and_come_back_as_written() {
    for (kind, text) in GOOD {
        let template = Template::parse(kind, text).unwrap();
        assert_eq!((template.kind(), template.to_string()), (kind, text.to_owned()));
    }
}

#[test]
fn what_the_product_brings_keeps_every_rule() {
    let shipped = Questionnaire::shipped();
    let text = &shipped.reminders().text;
    for (kind, text) in [
        (TemplateKind::Text, &text.sms),
        (TemplateKind::TextOneWay, &text.sms_one_way),
        (TemplateKind::EmailSubject, &text.email_subject),
    ] {
        assert_eq!(rules(kind, text), [], "{text}");
    }
    assert_eq!(Template::shipped_email().to_string(), SHIPPED_EMAIL.trim());
}

#[test]
fn the_shipped_text_is_no_longer_than_the_requirement_measured() {
    let shipped = Questionnaire::shipped();
    let text = Template::parse(TemplateKind::Text, &shipped.reminders().text.sms).unwrap();
    assert_eq!(USUAL_URL.len(), 22);
    let filled = text.fill("Next Step 1", 12, USUAL_URL).unwrap();
    assert!(gsm::length(&filled).unwrap() <= 133, "{filled}");
}

#[test]
fn the_fewest_words_fit_the_longest_name_and_a_long_address() {
    let url = format!("https://{}/phone/", "a".repeat(60));
    for (kind, _) in TemplateKind::ALL {
        Template::fewest(*kind).fits(&longest_name(), &url).unwrap();
    }
}

#[test]
fn a_text_is_filled_with_letters_that_phones_can_show() {
    let text = Template::parse(TemplateKind::Text, GOOD[0].1).unwrap();
    assert_eq!(
        text.fill("Camau’r Ŵyl", 3, "https://next.example/phone/").unwrap(),
        "Camau'r Wyl: time for your check-in. https://next.example/phone/ Reply STOP to stop"
    );
    assert_eq!(text.fill("下一步", 3, "https://next.example/phone/"), Err(TooLong::Strange('下')));
}

#[test]
fn what_is_filled_in_is_never_filled_again_and_breaks_no_line() {
    let subject = Template::parse(TemplateKind::EmailSubject, GOOD[2].1).unwrap();
    assert_eq!(
        subject.fill("Next\nBcc: {minutes}", 3, "x").unwrap(),
        "Next Bcc: {minutes}: something new to look at"
    );
}

#[test]
fn a_text_too_long_for_a_partnership_is_told_of_with_how_much_to_take_out() {
    let shipped = Questionnaire::shipped();
    let text = Template::parse(TemplateKind::Text, &shipped.reminders().text.sms).unwrap();
    let fault =
        text.fits(&longest_name(), &format!("https://{}/phone/", "d".repeat(60))).unwrap_err();
    assert_eq!(fault.rule, MessageRule::Length);
    assert!(
        fault.what.ends_with("this takes 185 characters, and 160 fit. Take out 25 of your own."),
        "{fault}"
    );
    let fault = text.fits("Next \u{20bf}", "https://x.example/phone/").unwrap_err();
    assert_eq!(fault.rule, MessageRule::Alphabet);
}

#[test]
fn each_rule_refuses_what_it_is_there_to_refuse() {
    use MessageRule as R;
    use TemplateKind as K;
    let long = format!("{} {{service_name}} {{short_url}} STOP", "word ".repeat(25));
    for (kind, text, rule) in [
        (K::Text, " \n", R::Written),
        (K::Text, &*long, R::Length),
        (K::Text, "{service_name} {short_url} STOP 👍", R::Alphabet),
        (K::EmailSubject, "{service_name}:\nready", R::Alphabet),
        (K::EmailText, "{service_name} {short_url} st\u{200b}op stop", R::Alphabet),
        (K::Text, "{name} {service_name} {short_url} STOP", R::Placeholder),
        (K::Text, "{service_name} {short_url} STOP {", R::Placeholder),
        (K::Text, "{service_name} {short_url} STOP }", R::Placeholder),
        (K::Text, "{short_url} STOP", R::Complete),
        (K::Text, "{service_name} STOP", R::Complete),
        (K::EmailSubject, "{service_name} {short_url}", R::Complete),
        (K::EmailSubject, "Your check-in is ready", R::Complete),
        (K::Text, "{service_name} {short_url}", R::Stops),
        (K::Text, "{service_name} {short_url} You can stop texts there", R::Stops),
        (K::TextOneWay, "{service_name} {short_url} To stop reply STOP", R::Stops),
        (K::TextOneWay, "{service_name} {short_url} Reply to stop", R::Stops),
        (K::TextOneWay, "{service_name} {short_url} Text us to stop", R::Stops),
        (K::TextOneWay, "{service_name} {short_url}", R::Stops),
        (K::EmailText, "{service_name} {short_url}", R::Stops),
        (K::Text, "{service_name}: your EHC news. {short_url} STOP", R::GivesNothingAway),
        (K::EmailSubject, "{service_name} social care", R::GivesNothingAway),
        (K::Text, "{service_name}: SEND news {short_url} STOP", R::GivesNothingAway),
        (K::Text, "{service_name}: last chance! {short_url} STOP", R::NoPressure),
        (K::EmailSubject, "{service_name}: 2 days left", R::NoPressure),
        (K::Text, "{service_name} {short_url} bit.ly/abc STOP", R::NoOtherWay),
        (K::Text, "{service_name} {short_url} a@b STOP", R::NoOtherWay),
        (K::Text, "{service_name} {short_url} ring 0115 496 0000 STOP", R::NoOtherWay),
        (K::Text, "{service_name} {short_url} text STOP to 60066", R::NoOtherWay),
    ] {
        assert_eq!(rules(kind, text), [rule], "{text}");
    }
}

#[test]
fn every_fault_is_told_at_once_and_says_what_to_do() {
    let faults = Template::parse(TemplateKind::Text, "{name}: hurry, the SEND team waits at x.org");
    let faults = faults.unwrap_err();
    assert_eq!(faults.len(), 7, "{faults:?}");
    assert!(faults.iter().all(|fault| fault.what.ends_with(['.', 'P'])), "{faults:?}");
    assert!(faults[0].to_string().ends_with("(YP-29)"), "{}", faults[0]);
}

#[test]
fn ordinary_words_numbers_and_full_stops_are_taken() {
    let text = "{service_name}: 3 questions, 2.5 minutes, 100 words. We send one a month, e.g. today. {short_url} \
                STOP stops texts";
    assert_eq!(rules(TemplateKind::Text, text), []);
}

/// Whatever is written, what is taken is as short as it has to be and says what it has to.
#[test]
fn whatever_is_taken_fits() {
    const BITS: [&str; 16] = [
        "{service_name}",
        "{minutes}",
        "{short_url}",
        "{",
        "}",
        "STOP",
        "stop",
        " ",
        "€",
        "ready ",
        "\n",
        "{service_name",
        "hello there, ",
        "ŵ",
        "0",
        "reply",
    ];
    let (mut state, mut taken) = (1_u64, 0);
    for round in 0..4_000 {
        let mut text = String::new();
        for _ in 0..round % 40 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            text += BITS[(state >> 60) as usize];
        }
        for (kind, _) in TemplateKind::ALL {
            let Ok(template) = Template::parse(*kind, &text) else { continue };
            taken += 1;
            let filled = template.fill(NAME, 9, USUAL_URL).unwrap();
            assert!(filled.contains(NAME) && kind.measure(&filled).unwrap() <= kind.most());
            assert_eq!(*kind == TemplateKind::EmailSubject, !filled.contains(USUAL_URL));
            assert_eq!(Template::parse(*kind, &template.to_string()).as_ref(), Ok(&template));
            if let Ok(longest) = template.fill(&longest_name(), u8::MAX, USUAL_URL) {
                assert!(kind.measure(&longest).unwrap() <= kind.most());
            }
        }
    }
    assert!(taken > 100, "{taken} are enough to tell");
}

#[test]
fn own_words_come_before_the_shipped_ones_and_the_fewest_after_both() {
    let messages = Messages::shipped(&Questionnaire::shipped().reminders().text);
    let short = "https://x.example/phone/";
    let shipped = messages.fill(TemplateKind::Text, NAME, 5, short).unwrap();
    assert!(shipped.starts_with("Next Step 1: your check-in is ready."), "{shipped}");

    let own = messages.clone().with(Template::parse(TemplateKind::Text, GOOD[0].1).unwrap());
    let said = own.fill(TemplateKind::Text, NAME, 5, short).unwrap();
    assert!(said.starts_with("Next Step 1: time for your check-in."), "{said}");
    assert_eq!(own.own(TemplateKind::Text).map(ToString::to_string).as_deref(), Some(GOOD[0].1));
    assert_eq!(own.own(TemplateKind::EmailText), None);

    let long = format!("https://{}/phone/", "a".repeat(75));
    let fewest = own.fill(TemplateKind::Text, &longest_name(), 5, &long).unwrap();
    assert_eq!(fewest, format!("{} {long} To stop reply STOP", longest_name()));
    let nothing = own.fill(TemplateKind::Text, "\u{4e0b}", 5, short);
    assert_eq!(nothing, Err(TooLong::Strange('\u{4e0b}')));
}

#[test]
fn what_is_said_about_long_words_stays_short() {
    for long in ["0".repeat(3000), "a@b".repeat(1000), format!("{{{}}}", "x".repeat(3000))] {
        let faults = Template::parse(TemplateKind::Text, &long).unwrap_err();
        let longest = faults.iter().map(|fault| fault.what.chars().count()).max();
        assert!(longest < Some(300), "{longest:?}");
    }
}
