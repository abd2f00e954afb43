//! The questionnaire that the product brings.

use std::collections::BTreeMap;

use super::{FILE, amina, shipped};
use crate::check_in_kind::CheckInKind;
use crate::questionnaire::trigger::shipped_words;
use crate::questionnaire::{Channel, Minutes, Priority, Questionnaire};

#[test]
fn the_shipped_questionnaire_keeps_every_rule() {
    let faults = Questionnaire::from_yaml(FILE).err().unwrap_or_default();
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn it_has_the_questions_triggers_and_check_ins_of_the_catalogue() {
    let questionnaire = shipped();
    assert_eq!(questionnaire.questions().len(), 37);
    assert_eq!(questionnaire.triggers().len(), 34);
    assert_eq!((questionnaire.id(), questionnaire.version()), ("default-check-ins", "0.1.0"));
    assert_eq!(questionnaire.language(), "en-GB");
}

#[test]
fn both_reading_versions_share_their_codes_and_every_choice_has_a_picture() {
    let questionnaire = shipped();
    for kind in CheckInKind::ALL {
        for step in questionnaire.steps(kind, &amina()).steps {
            assert!(!step.picture.is_empty(), "{} has no picture", step.key);
            for option in &step.options {
                let both = !option.plain.is_empty() && !option.easy.is_empty();
                assert!(both && !option.picture.is_empty(), "{} {}", step.key, option.code);
            }
        }
    }
}

#[test]
fn the_two_years_have_their_check_ins() {
    use CheckInKind::{Anniversary, Core, Leaving, Pulse, Welcome};
    let cadence: Vec<(u8, CheckInKind)> =
        shipped().cadence().iter().map(|(month, kind)| (*month, *kind)).collect();
    #[rustfmt::skip]
    assert_eq!(cadence, [
        (0, Welcome), (1, Pulse), (2, Pulse), (3, Core), (4, Pulse), (5, Pulse), (6, Core),
        (8, Pulse), (9, Core), (10, Pulse), (12, Anniversary), (14, Pulse), (15, Core),
        (16, Pulse), (18, Core), (20, Pulse), (21, Core), (22, Pulse), (24, Leaving),
    ]);
}

#[test]
fn a_check_in_says_how_long_it_takes_and_stays_open() {
    let questionnaire = shipped();
    let expires = CheckInKind::ALL.map(|kind| questionnaire.expires_days(kind));
    assert_eq!(expires, [Some(28), Some(10), Some(21), Some(28), Some(28), None]);
    let pulse = Minutes { plain: 1, easy: 2 };
    assert_eq!(questionnaire.minutes(CheckInKind::Pulse), pulse);
    // The last one adds a question to the anniversary's.
    let longest = Minutes { plain: 8, easy: 12 };
    assert_eq!(questionnaire.minutes(CheckInKind::Leaving), longest);
}

#[test]
fn one_check_in_falls_in_october_and_one_in_spring() {
    let questionnaire = shipped();
    let windows: Vec<String> = questionnaire
        .anchors()
        .iter()
        .map(|anchor| format!("{} {} to {}", anchor.name, anchor.window.from, anchor.window.to))
        .collect();
    let wanted = ["autumn_start 10-01 to 10-31", "spring_sustained 03-10 to 04-05"];
    assert_eq!(windows, wanted);
}

#[test]
fn reminders_are_few_and_end_with_a_person() {
    let questionnaire = shipped();
    let reminders = questionnaire.reminders();
    let caps = reminders.caps;
    assert_eq!((caps.automatic_per_check_in, caps.per_24_hours, caps.per_30_days), (3, 1, 6));
    assert_eq!(reminders.slot_default.weekday, chrono::Weekday::Wed);
    assert_eq!(reminders.slot_default.time.to_string(), "16:30:00");
    assert_eq!(reminders.slot_choices.times.len(), 4);

    let steps_for = |kind| -> Vec<(u16, Channel)> {
        let ladder = reminders.ladder.iter().filter(|step| step.is_for(kind));
        ladder.map(|step| (step.day, step.channel)).collect()
    };
    use Channel::{Email, FirstAvailable, Push, Sms, WorkerTask};
    let core = [(0, FirstAvailable), (2, Push), (4, Sms), (8, Email), (10, WorkerTask)];
    assert_eq!(steps_for(CheckInKind::Core), core);
    let pulse = [(0, FirstAvailable), (2, Push), (4, Sms), (10, WorkerTask)];
    assert_eq!(steps_for(CheckInKind::Pulse), pulse);
    assert!(
        reminders.ladder[1].at_other_part_of_day() && !reminders.ladder[2].at_other_part_of_day()
    );
}

#[test]
fn help_is_listed_with_emergencies_first() {
    let questionnaire = shipped();
    let items = &questionnaire.signposts().items;
    assert_eq!((items[0].id.as_str(), items[0].contact.as_str()), ("emergency", "999"));
    let shout = items.iter().find(|item| item.id == "shout").unwrap();
    assert_eq!(shout.opening_word.as_deref(), Some("SHOUT"));
    let local: Vec<&str> =
        items.iter().filter(|item| item.is_local()).map(|item| item.id.as_str()).collect();
    assert_eq!(local, ["local_edt", "local_iass"]);
}

#[test]
fn every_trigger_has_words_for_staff_and_every_word_a_trigger() {
    let questionnaire = shipped();
    let words = shipped_words();
    for trigger in questionnaire.triggers() {
        assert_eq!(words.get(&trigger.id), Some(&trigger.what), "{}", trigger.id);
    }
    assert_eq!(words.len(), questionnaire.triggers().len());
    assert_eq!(questionnaire.trigger("unsafe").unwrap().what, "Does not feel safe");
}

#[test]
fn staff_call_the_priorities_what_the_file_calls_them() {
    #[derive(serde::Deserialize)]
    struct Names {
        priorities: BTreeMap<Priority, Name>,
    }
    #[derive(serde::Deserialize)]
    struct Name {
        name: String,
    }
    let names: Names = serde_yaml::from_str(FILE).unwrap();
    for priority in Priority::ALL {
        assert_eq!(names.priorities[&priority].name, priority.name());
    }
}

#[test]
fn staff_read_a_question_without_what_only_the_phone_fills_in() {
    let questionnaire = shipped();
    let read = |id: &str, item| questionnaire.question(id).unwrap().text_for_staff(item);
    let support = "You should be getting: Travel training. Did you get it this month?";
    assert_eq!(read("support_got", Some("Travel training")), support);
    assert_eq!(read("want_contact", None), "Would you like their worker to get in touch?");
    assert_eq!(read("same_as_before", None), "Last time you were at …. Is that still right?");
    let choice = questionnaire.question("support_got").unwrap().choice("some").unwrap();
    assert_eq!(choice.plain, "Some of it");
}
