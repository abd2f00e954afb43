//! Prompts are neutral, short, and never come at night.

use crate::message::gsm::{self, ONE_TEXT};
use crate::questionnaire::fault::{Faults, Rule};
use crate::questionnaire::fill::{fill, names};
use crate::questionnaire::place::Place;
use crate::questionnaire::reminders::Reminders;

/// Stand-ins as long as what a text message usually carries.
const USUAL: [(&str, &str); 3] =
    [("service_name", "Next Chapter"), ("minutes", "12"), ("short_url", "https://go.example/abcd")];

pub(super) fn check(reminders: &Reminders, faults: &mut Faults) {
    let place = Place::top("reminders");
    let (text, said) = (&reminders.text, place.at("text"));
    let push = said.at("push");
    neutral(&text.push.title, &["service_name"], &push.at("title"), faults);
    neutral(&text.push.body, &[], &push.at("body"), faults);
    neutral(&text.email_subject, &["service_name"], &said.at("email_subject"), faults);
    for (name, sms) in [("sms", &text.sms), ("sms_one_way", &text.sms_one_way)] {
        neutral(sms, &USUAL.map(|(name, _)| name), &said.at(name), faults);
        one_message(sms, &said.at(name), faults);
    }
    let choices = place.at("slot_choices").at("times");
    let choices = reminders.slot_choices.times.iter().map(|time| (&choices, *time));
    let usual = (&place.at("slot_default").at("time"), reminders.slot_default.time);
    for (list, time) in choices.chain([usual]).filter(|(_, at)| reminders.quiet_hours.cover(*at)) {
        let time = time.format("%H:%M").to_string();
        faults.add(Rule::WellFormed, &list.at(&time), format!("{time} is in the quiet hours"));
    }
}

fn neutral(text: &str, known: &[&str], place: &Place, faults: &mut Faults) {
    for name in names(text).into_iter().filter(|name| !known.contains(name)) {
        faults.add(Rule::NeutralPrompt, place, format!("{{{name}}} has no place in a prompt"));
    }
}

fn one_message(text: &str, place: &Place, faults: &mut Faults) {
    let sent = fill(text, |name| {
        let usual = USUAL.iter().find(|(known, _)| *known == name);
        usual.map(|(_, value)| (*value).to_owned()).unwrap_or_default()
    });
    match gsm::length(&sent) {
        Ok(length) if length <= ONE_TEXT => {}
        Ok(length) => {
            let what = format!("is {length} characters long; {ONE_TEXT} fit one text message");
            faults.add(Rule::OneTextMessage, place, what);
        }
        Err(_) => {
            faults.add(Rule::OneTextMessage, place, "has a letter that makes the message longer");
        }
    }
}
