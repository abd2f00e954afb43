//! Prompts are neutral, short, and never come at night.

use crate::questionnaire::fault::{Faults, Rule};
use crate::questionnaire::fill::{fill, names};
use crate::questionnaire::reminders::Reminders;

/// The characters of one text message.
const ONE_MESSAGE: usize = 160;

/// The letters beyond ASCII in the alphabet of text messages, GSM 03.38. With any other letter a
/// message holds 70 characters only.
const BEYOND_ASCII: &str = "£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà";

/// The letters of ASCII that are not in that alphabet, or count for two.
const TWO_PLACES_OR_NONE: &str = "`^{}[]~|\\";

/// Stand-ins as long as what a text message usually carries.
const USUAL: [(&str, &str); 3] =
    [("service_name", "Next Chapter"), ("minutes", "12"), ("short_url", "https://go.example/abcd")];

pub(super) fn check(reminders: &Reminders, faults: &mut Faults) {
    let text = &reminders.text;
    neutral(&text.push.title, &["service_name"], "push", faults);
    neutral(&text.push.body, &[], "push", faults);
    neutral(&text.email_subject, &["service_name"], "email_subject", faults);
    for (place, sms) in [("sms", &text.sms), ("sms_one_way", &text.sms_one_way)] {
        neutral(sms, &USUAL.map(|(name, _)| name), place, faults);
        one_message(sms, place, faults);
    }
    let slots = reminders.slot_choices.times.iter().chain([&reminders.slot_default.time]);
    for time in slots.filter(|time| reminders.quiet_hours.cover(**time)) {
        let what = format!("{} is in the quiet hours", time.format("%H:%M"));
        faults.add(Rule::WellFormed, "reminders", what);
    }
}

fn neutral(text: &str, known: &[&str], place: &str, faults: &mut Faults) {
    for name in names(text).into_iter().filter(|name| !known.contains(name)) {
        faults.add(Rule::NeutralPrompt, place, format!("{{{name}}} has no place in a prompt"));
    }
}

fn one_message(text: &str, place: &str, faults: &mut Faults) {
    let sent = fill(text, |name| {
        let usual = USUAL.iter().find(|(known, _)| *known == name);
        usual.map(|(_, value)| (*value).to_owned()).unwrap_or_default()
    });
    let length = sent.chars().count();
    if length > ONE_MESSAGE {
        let what = format!("is {length} characters long; {ONE_MESSAGE} fit one text message");
        faults.add(Rule::OneTextMessage, place, what);
    }
    let takes_one_place =
        |c: char| BEYOND_ASCII.contains(c) || (c.is_ascii() && !TWO_PLACES_OR_NONE.contains(c));
    if !sent.chars().all(takes_one_place) {
        faults.add(Rule::OneTextMessage, place, "has a letter that makes the message longer");
    }
}
