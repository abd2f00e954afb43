//! Who hears of an alert, and when, until it is closed (SAFE-05). What stops it from climbing is somebody who has it in
//! hand, and never that a message was delivered.

use chrono::{DateTime, Utc};

use super::{Alert, OWN_WORDS};
use crate::{code::codes, day::Hours, questionnaire::Priority};

codes! {
    /// Why somebody of the staff is written to.
    NoticeKind {
        /// Possible harm, or a concern, that nobody has in hand.
        Alert = "alert",
        /// Something else that waits, or is late.
        Waiting = "waiting",
        /// What a colleague says came of possible harm waits for a second person.
        SecondLook = "second-look",
        /// A colleague asks them to take an alert over.
        PassedOn = "passed-on",
        /// A second person has sent back what they said.
        SentBack = "sent-back",
        /// Somebody has more open alerts than one person can look after (WK-10).
        Load = "load",
        /// A young person is to be handed over.
        Handover = "handover",
        /// Somebody opened a record that is not theirs.
        Glass = "glass",
    }
}

impl NoticeKind {
    /// What is told. Nobody and nothing in particular stands in it: it is read over shoulders, and by whoever carries it
    /// (SAFE-09).
    pub fn words(self) -> &'static str {
        match self {
            Self::Alert => "A priority alert is waiting.",
            Self::Waiting => "Something on your list is waiting.",
            Self::SecondLook => "An alert is waiting for a second person.",
            Self::PassedOn => "A colleague asks you to take over an alert.",
            Self::SentBack => "A colleague has sent an alert back to you.",
            Self::Load => "Somebody in your team has many open alerts.",
            Self::Handover => "A handover is waiting for you.",
            Self::Glass => "A record opened in an emergency is waiting for a review.",
        }
    }
}

/// Somebody who hears of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hears {
    /// Whoever works with the young person and whoever covers for them; if nobody does, whoever is on duty.
    Worker,
    /// Whoever is on duty, if nobody works with the young person.
    Pool,
    /// Whoever is on duty.
    Duty,
    /// Those who lead workers.
    Managers,
    /// Those who lead on safeguarding.
    Leads,
    /// Whoever has it in hand.
    Owner,
}

/// The rung from which on everybody is told, once a working day.
pub const LAST_RUNG: u16 = 3;
/// When managers are told, in minutes of working time.
const MANAGERS_AFTER: u32 = 60;
/// When safeguarding leads are told, in minutes of working time.
const LEADS_AFTER: u32 = 120;

/// By when all of it is done.
pub fn deadline(alert: &Alert, hours: &Hours) -> DateTime<Utc> {
    let unread = alert.trigger == OWN_WORDS && alert.read.is_none();
    let days = match alert.priority {
        _ if unread => 1,
        Priority::P1 => 1,
        Priority::P2 => 2,
        Priority::P3 => 5,
        Priority::P4 => 10,
    };
    hours.days_after(alert.raised_at, days)
}

/// When somebody is told of it next, where it has been told of `rung` times. It may be in the past: then they are told now.
/// Whoever has it in hand is left alone until it is late. What a second person is to look at is told at once, and so is
/// possible harm and a concern that nobody has.
pub fn time_to_tell(alert: &Alert, rung: u16, hours: &Hours) -> DateTime<Utc> {
    let raised = alert.raised_at;
    if let Some(proposal) = &alert.proposal {
        return proposal.at;
    }
    match (alert.priority, alert.acknowledged, rung) {
        (Priority::P1 | Priority::P2, None, 1) => hours.after(raised, MANAGERS_AFTER),
        (Priority::P1 | Priority::P2, None, 2) => hours.after(raised, LEADS_AFTER),
        (Priority::P1 | Priority::P2, None, _) | (_, None, 0) => raised,
        _ => deadline(alert, hours),
    }
}

/// When it is looked at next, after it was told of at this rung at `now`. What nobody has climbs on, and whatever else is late
/// comes back every working day.
pub fn next_after(alert: &Alert, rung: u16, now: DateTime<Utc>, hours: &Hours) -> DateTime<Utc> {
    let at = time_to_tell(alert, rung.saturating_add(1), hours);
    let nobodys = alert.acknowledged.is_none() && alert.proposal.is_none();
    let climbs = matches!(alert.priority, Priority::P1 | Priority::P2)
        && nobodys
        && rung.saturating_add(1) < LAST_RUNG;
    if climbs || at > now { at } else { hours.days_after(now, 1) }
}

/// Who hears of it at this rung: first whoever works with them and whoever is on duty, then managers, then safeguarding
/// leads, and from then on all of them. Help that is wanted is for the worker, and for managers once it is late; what can
/// wait for the next contact is told only then, unless there is no worker whose list it could be on.
pub fn hears(alert: &Alert, rung: u16) -> &'static [Hears] {
    use Hears::{Duty, Leads, Managers, Owner, Pool, Worker};
    if alert.proposal.is_some() {
        return &[Duty, Managers, Leads];
    }
    match (alert.priority, alert.acknowledged, rung) {
        (_, Some(_), _) => &[Owner, Managers],
        (Priority::P1 | Priority::P2, None, 0) => &[Worker, Duty],
        (Priority::P1 | Priority::P2, None, 1) => &[Managers],
        (Priority::P1 | Priority::P2, None, 2) => &[Leads],
        (Priority::P1 | Priority::P2, None, _) => &[Worker, Duty, Managers, Leads],
        (Priority::P3, None, 0) => &[Worker],
        (Priority::P4, None, 0) => &[Pool],
        _ => &[Worker, Managers],
    }
}

/// What they are told.
pub fn notice(alert: &Alert) -> NoticeKind {
    match (alert.priority, &alert.proposal) {
        (_, Some(_)) => NoticeKind::SecondLook,
        (Priority::P1 | Priority::P2, _) => NoticeKind::Alert,
        _ => NoticeKind::Waiting,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        alert::{Closing, Outcome, Proposal, sample},
        id::StaffId,
        text::Note,
    };

    const WANDA: StaffId = StaffId(Uuid::from_u128(1));

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// Raised at ten to five on a Friday in London.
    fn alert(priority: Priority) -> Alert {
        sample::alert(priority, utc("2026-09-04T15:50:00Z"))
    }

    fn times(alert: &Alert) -> Vec<String> {
        let hours = Hours::default();
        let told = |rung| time_to_tell(alert, rung, &hours).format("%m-%d %H:%M").to_string();
        (0..4).map(told).collect()
    }

    #[test]
    fn harm_climbs_by_working_minutes_over_a_weekend() {
        for priority in [Priority::P1, Priority::P2] {
            let alert = alert(priority);
            let expected = ["09-04 15:50", "09-07 08:50", "09-07 09:50", "09-04 15:50"];
            assert_eq!(times(&alert), expected, "the fourth is a working day after the third");
            assert_eq!(hears(&alert, 0), [Hears::Worker, Hears::Duty]);
            assert_eq!(hears(&alert, 1), [Hears::Managers]);
            assert_eq!(hears(&alert, 2), [Hears::Leads]);
            assert_eq!(hears(&alert, 3).len(), 4);
            assert_eq!(notice(&alert), NoticeKind::Alert);
        }
    }

    #[test]
    fn whoever_has_it_is_left_alone_until_it_is_late() {
        let taken = |priority| Alert {
            acknowledged: Some((WANDA, utc("2026-09-04T15:55:00Z"))),
            ..alert(priority)
        };
        for (priority, late) in [
            (Priority::P1, "09-07 15:50"),
            (Priority::P2, "09-08 15:50"),
            (Priority::P3, "09-11 15:50"),
            (Priority::P4, "09-18 15:50"),
        ] {
            let taken = taken(priority);
            assert_eq!(times(&taken), [late; 4], "{priority}");
            assert_eq!(hears(&taken, 0), [Hears::Owner, Hears::Managers]);
        }
    }

    #[test]
    fn what_can_wait_is_told_of_when_it_is_late_and_own_words_are_late_after_a_day() {
        let wait = alert(Priority::P4);
        assert_eq!(times(&wait), ["09-04 15:50", "09-18 15:50", "09-18 15:50", "09-18 15:50"]);
        assert_eq!(
            (hears(&wait, 0), hears(&wait, 1)),
            (&[Hears::Pool][..], &[Hears::Worker, Hears::Managers][..])
        );
        let words = Alert { trigger: OWN_WORDS.into(), ..wait };
        assert_eq!(times(&words)[1], "09-07 15:50");
        let read = Alert { read: Some((WANDA, utc("2026-09-07T08:00:00Z"))), ..words };
        assert_eq!(times(&read)[1], "09-18 15:50");
    }

    #[test]
    fn a_second_person_is_asked_at_once() {
        let note = Note::new("With an aunt.").unwrap();
        let closing = Closing::new(Outcome::SpokenSafe, note, true, None, None).unwrap();
        let at = utc("2026-09-07T10:00:00Z");
        let proposal = Some(Proposal { closing, by: WANDA, at });
        let waits = Alert { proposal, acknowledged: Some((WANDA, at)), ..alert(Priority::P1) };
        assert_eq!(times(&waits)[0], "09-07 10:00");
        assert!(!hears(&waits, 1).contains(&Hears::Owner), "whoever said so cannot be the second");
        assert_eq!(notice(&waits), NoticeKind::SecondLook);
    }

    #[test]
    fn what_staff_are_told_has_no_place_for_anybody() {
        for (kind, _) in NoticeKind::ALL {
            let words = kind.words();
            assert!(words.ends_with('.') && words.len() < 60, "{words}");
            assert!(!words.contains(['{', '}', '%', '@', ':', '/']), "{words}");
            assert!(!words.chars().any(|c| c.is_ascii_digit()), "{words}");
        }
    }
}
