//! By when each step of an alert is due. The times run while somebody is there, and at no other (SAFE-04).

use chrono::{DateTime, Utc};

use super::Alert;
use crate::{code::codes, day::Hours, questionnaire::Priority};

codes! {
    /// What somebody does about an alert, in the order in which it is done.
    Step {
        /// Read what they wrote.
        Read = "read",
        /// Say that they are looking into it.
        Take = "take",
        /// Try to reach the young person.
        Contact = "contact",
        /// Say what came of it.
        Decide = "decide",
        /// Look at what a colleague says came of it.
        SecondLook = "second-look",
        /// Do what was asked for.
        Act = "act",
    }
}

/// One step, and by when it is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// What is to be done.
    pub step: Step,
    /// By when.
    pub by: DateTime<Utc>,
    /// When it was done.
    pub done_at: Option<DateTime<Utc>>,
}

/// Two working hours, in minutes: how long possible harm may wait for somebody to take it.
const TAKE_HARM: u32 = 120;

/// The steps of an alert with their times, in the order in which they are done. `own_words` says whether the young person
/// wrote something that is to be read, and `tried_at` when somebody first tried to reach them after it was raised.
///
/// Possible harm is taken within two working hours, contact is tried on the working day on which it is taken, what came of
/// it is said within a working day, and a second person looks within another. A concern is taken within a working day, and
/// contact tried within two. Help that is wanted has five, the rest ten. Own words are read within one.
pub fn clocks(
    alert: &Alert,
    own_words: bool,
    tried_at: Option<DateTime<Utc>>,
    hours: &Hours,
) -> Vec<Clock> {
    let raised = alert.raised_at;
    let closed = alert.closed.as_ref().map(|closed| closed.at);
    let taken = alert.acknowledged.map(|(_, at)| at).or(closed);
    let tried = tried_at.or(closed);
    let within = |days| hours.days_after(raised, days);
    let mut all = Vec::new();
    let mut due = |step, by, done_at| all.push(Clock { step, by, done_at });
    if own_words {
        due(Step::Read, within(1), alert.read.map(|(_, at)| at));
    }
    match alert.priority {
        Priority::P1 => {
            let take_by = hours.after(raised, TAKE_HARM);
            due(Step::Take, take_by, taken);
            due(Step::Contact, hours.end_of_day(taken.unwrap_or(take_by)), tried);
            let decided = alert.proposal.as_ref().map(|proposal| proposal.at);
            due(Step::Decide, within(1), decided);
            if let Some(decided) = decided {
                due(Step::SecondLook, hours.days_after(decided, 1), closed);
            }
        }
        Priority::P2 => {
            due(Step::Take, within(1), taken);
            due(Step::Contact, within(2), tried);
        }
        Priority::P3 => due(Step::Act, within(5), tried),
        Priority::P4 => due(Step::Act, within(10), tried),
    }
    all
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

    fn told(alert: &Alert, own_words: bool, tried: Option<&str>) -> Vec<(Step, String, bool)> {
        clocks(alert, own_words, tried.map(utc), &Hours::default())
            .into_iter()
            .map(|c| (c.step, c.by.format("%m-%d %H:%M").to_string(), c.done_at.is_some()))
            .collect()
    }

    #[test]
    fn each_priority_has_the_times_that_the_requirements_give_it() {
        let due = |priority| told(&alert(priority), false, None);
        let at = |step, by: &str| (step, by.to_owned(), false);
        assert_eq!(
            due(Priority::P1),
            [
                at(Step::Take, "09-07 09:50"),
                at(Step::Contact, "09-07 16:00"),
                at(Step::Decide, "09-07 15:50"),
            ]
        );
        assert_eq!(
            due(Priority::P2),
            [at(Step::Take, "09-07 15:50"), at(Step::Contact, "09-08 15:50")]
        );
        assert_eq!(due(Priority::P3), [at(Step::Act, "09-11 15:50")]);
        assert_eq!(due(Priority::P4), [at(Step::Act, "09-18 15:50")]);
    }

    #[test]
    fn own_words_are_read_within_a_working_day_whatever_the_priority() {
        for priority in Priority::ALL {
            let first = told(&alert(priority), true, None).remove(0);
            assert_eq!(first, (Step::Read, "09-07 15:50".to_owned(), false), "{priority}");
        }
        let read = Some((WANDA, utc("2026-09-07T08:00:00Z")));
        assert!(told(&Alert { read, ..alert(Priority::P4) }, true, None)[0].2);
    }

    #[test]
    fn a_step_that_was_done_stops_its_clock_and_no_other() {
        let acknowledged = Some((WANDA, utc("2026-09-07T08:10:00Z")));
        let taken = Alert { acknowledged, ..alert(Priority::P1) };
        let done = |steps: &[(Step, String, bool)]| steps.iter().map(|s| s.2).collect::<Vec<_>>();
        assert_eq!(done(&told(&taken, false, None)), [true, false, false]);
        let tried = told(&taken, false, Some("2026-09-07T08:20:00Z"));
        assert_eq!(done(&tried), [true, true, false]);

        let note = Note::new("With an aunt.").unwrap();
        let closing = Closing::new(Outcome::SpokenSafe, note, true, None, None).unwrap();
        let proposal = Some(Proposal { closing, by: WANDA, at: utc("2026-09-07T10:00:00Z") });
        let waits = told(&Alert { proposal, ..taken }, false, Some("2026-09-07T08:20:00Z"));
        assert_eq!(done(&waits), [true, true, true, false]);
        assert_eq!(waits[3], (Step::SecondLook, "09-08 10:00".to_owned(), false));
    }

    #[test]
    fn contact_is_tried_on_the_day_on_which_possible_harm_is_taken() {
        let acknowledged = Some((WANDA, utc("2026-09-04T15:55:00Z")));
        let taken = Alert { acknowledged, ..alert(Priority::P1) };
        assert_eq!(told(&taken, false, None)[1].1, "09-04 16:00");
    }
}
