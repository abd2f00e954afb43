use uuid::Uuid;

use super::*;
use crate::{person::Unwanted, questionnaire::Questionnaire};

/// Wednesday 7 October 2026, at half past eight in the morning.
const NOW: &str = "2026-10-07T07:30:00Z";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn check_in() -> CheckInId {
    CheckInId(Uuid::from_u128(1))
}

/// Amina, whose first short check-in has opened.
fn amina() -> Subject {
    let day = |text: &str| text.parse().unwrap();
    Subject {
        asked: AskedWhen::default(),
        journey: Journey {
            transition_on: day("2026-09-07"),
            ends_on: day("2028-09-07"),
            paused_until: None,
            left_on: None,
        },
        silent: 0,
        ways: vec![
            (Channel::Push, WayState::Ready),
            (Channel::Sms, WayState::Ready),
            (Channel::Email, WayState::Nowhere),
        ],
        had: Vec::new(),
        waiting: vec![Waiting {
            check_in: check_in(),
            kind: CheckInKind::Pulse,
            state: State::Open,
            step: "open".to_owned(),
            meant_at: at("2026-10-07T15:30:00Z"),
            due_at: at("2026-10-07T15:30:00Z"),
            expires_at: at("2026-10-07T19:00:00Z"),
        }],
    }
}

fn lines_at(who: &Subject, now: &str) -> Vec<String> {
    let questions = Questionnaire::shipped();
    explain(who, questions.reminders(), questions.cadence(), at(now))
}

/// What is said of the prompt that waits.
#[track_caller]
fn said(who: &Subject) -> String {
    let lines = lines_at(who, "2026-10-07T09:00:00Z");
    let line = lines.iter().find(|line| line.starts_with("Waiting")).expect("one waits");
    let rest = line.strip_prefix(
        "Waiting: \"open\" about the pulse check-in, meant for 16:30 on Wednesday 7 October 2026. ",
    );
    rest.expect("it says what waits").to_owned()
}

#[test]
fn what_will_be_sent_and_what_comes_next() {
    assert_eq!(
        lines_at(&amina(), "2026-10-07T09:00:00Z"),
        [
            "By message on the phone: can be used.",
            "By text: can be used.",
            "By e-mail: not possible: no address is known.",
            "Waiting: \"open\" about the pulse check-in, meant for 16:30 on Wednesday 7 October 2026. It will go by message on \
             the phone at 16:30 on Wednesday 7 October 2026.",
            "Next by the schedule: the pulse check-in of Saturday 7 November 2026.",
            "  \"open\" at 16:30 on Wednesday 11 November 2026, by message on the phone, else by text, else by e-mail, if it is \
             not answered by then.",
            "  \"nudge_1\" at 09:30 on Friday 13 November 2026, by message on the phone, if it is not answered by then.",
            "  \"nudge_2\" at 16:30 on Sunday 15 November 2026, by text, if it is not answered by then.",
        ]
    );
}

#[test]
fn at_night_it_says_so() {
    let quiet = "It is night or a holiday now: nothing is sent before that is over.";
    assert!(lines_at(&amina(), NOW).iter().any(|line| line == quiet));
    assert!(!lines_at(&amina(), "2026-10-07T09:00:00Z").iter().any(|line| line == quiet));
}

#[test]
fn each_reason_why_nothing_goes() {
    let with = |change: &dyn Fn(&mut Subject)| {
        let mut who = amina();
        change(&mut who);
        said(&who)
    };
    for (why, said) in [
        (
            "It will not go: They stopped all reminders at 10:00 on Monday 5 October 2026: nothing is sent.",
            with(&|who| who.asked.stopped_at = Some(at("2026-10-05T09:00:00Z"))),
        ),
        (
            "It will not go: They take a break until Friday 9 October 2026: nothing is sent before.",
            with(&|who| who.journey.paused_until = "2026-10-09".parse().ok()),
        ),
        (
            "It will not go: They have left: nothing is sent.",
            with(&|who| who.journey.left_on = "2026-10-01".parse().ok()),
        ),
        (
            "It will not go: the check-in is answered.",
            with(&|who| who.waiting[0].state = State::Answered),
        ),
        (
            "It will not go: the check-in is closed.",
            with(&|who| who.waiting[0].state = State::Closed),
        ),
        (
            "It will not go: its moment passed at 09:30 on Wednesday 7 October 2026.",
            with(&|who| who.waiting[0].expires_at = at("2026-10-07T08:30:00Z")),
        ),
        (
            "It will not go: there were 3 messages about this check-in.",
            with(&|who| {
                who.had = ["01", "03", "05"]
                    .map(|day| (check_in(), at(&format!("2026-10-{day}T09:00:00Z"))))
                    .to_vec();
            }),
        ),
        (
            "It will not go: no more than 1 in 24 hours, which holds until 17:00 on Wednesday 7 October 2026.",
            with(&|who| who.had = vec![(CheckInId(Uuid::nil()), at("2026-10-06T16:00:00Z"))]),
        ),
        (
            "It will not go: no more than 6 in 30 days, which holds until 10:00 on Saturday 10 October 2026.",
            with(&|who| {
                who.had = ["10", "12", "14", "16", "18", "20"]
                    .map(|day| (CheckInId(Uuid::nil()), at(&format!("2026-09-{day}T09:00:00Z"))))
                    .to_vec();
            }),
        ),
        (
            "It will not go: none of their phones takes reminders; they do not want to be reminded by text; there is nothing to \
             reach them by e-mail.",
            with(&|who| {
                who.asked.unwanted = Unwanted { texts: Some(at(NOW)), ..Unwanted::default() };
                who.ways[0].1 = WayState::Nowhere;
                who.ways[1].1 = WayState::Unwanted;
            }),
        ),
        (
            "It will go by e-mail at 16:30 on Wednesday 7 October 2026 (none of their phones takes reminders; what there is to \
             reach them by text does not exist).",
            with(&|who| {
                who.ways[0].1 = WayState::Nowhere;
                who.ways[1].1 = WayState::DoesNotExist;
                who.ways[2].1 = WayState::Ready;
            }),
        ),
        (
            "It waits for the way by message on the phone, which is left alone until 16:40 on Wednesday 7 October 2026.",
            with(&|who| who.ways[0].1 = WayState::ClosedUntil(at("2026-10-07T15:40:00Z"))),
        ),
        (
            "It will go by text at 16:30 on Wednesday 7 October 2026 (by message on the phone only when it is too late).",
            with(&|who| who.ways[0].1 = WayState::ClosedUntil(at("2026-10-07T19:40:00Z"))),
        ),
        (
            "It will not go: none of their phones takes reminders; not by text after 19:00; there is nothing to reach them by \
             e-mail.",
            with(&|who| {
                who.ways[0].1 = WayState::Nowhere;
                who.waiting[0].due_at = at("2026-10-07T18:15:00Z");
            }),
        ),
        (
            "It will not go: there is no way by message on the phone; there is no way by text; there is no way by e-mail.",
            with(&|who| who.ways.clear()),
        ),
    ] {
        assert_eq!(said, why);
    }
}

#[test]
fn whoever_is_silent_is_asked_less_and_a_reminder_they_asked_for_is_not_counted() {
    let mut who = amina();
    who.silent = 4;
    who.had = vec![(CheckInId(Uuid::nil()), at("2026-10-07T08:30:00Z"))];
    who.waiting[0].step = "snoozed-1".to_owned();
    let lines = lines_at(&who, "2026-10-07T09:00:00Z");
    assert!(lines.iter().any(|line| line.contains("not replied to 4 in a row")), "{lines:?}");
    assert!(lines.iter().any(|line| line.contains("\"snoozed-1\"") && line.contains("will go")));
}

#[test]
fn when_the_two_years_are_over_nothing_is_to_come() {
    let mut who = amina();
    who.waiting.clear();
    let lines = lines_at(&who, "2028-09-08T09:00:00Z");
    assert!(lines.contains(&"Nothing waits to be sent.".to_owned()), "{lines:?}");
    assert!(lines.contains(&"No check-in is to come.".to_owned()), "{lines:?}");
}
