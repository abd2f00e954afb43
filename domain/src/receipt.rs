//! What comes back after a text or an e-mail: what a provider says became of it, and what somebody texts in reply.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::{
    code::codes, day::at_london, ladder::AGAIN, prompt::no_send_day, questionnaire::Reminders,
};

codes! {
    /// What a provider says became of a message (CI-13).
    Receipt {
        /// It arrived.
        Delivered = "delivered",
        /// It did not arrive this time: the phone was off, or the mailbox full.
        TemporaryFailure = "temporary-failure",
        /// It can never arrive: the number or address is wrong.
        PermanentFailure = "permanent-failure",
    }

    /// What somebody texts in reply to a prompt.
    Reply {
        /// No more texts.
        Stop = "stop",
        /// Texts again, after they ended them by text.
        Start = "start",
        /// Nothing has changed since last time.
        Same = "same",
        /// Something has changed.
        Changed = "changed",
        /// They would like to talk to their worker.
        Talk = "talk",
    }
}

/// The words by which people stop texts everywhere.
const STOP: [&str; 6] = ["stop", "stopall", "end", "quit", "cancel", "unsubscribe"];
/// The words by which they have them again.
const START: [&str; 2] = ["start", "unstop"];

impl Receipt {
    /// Whether this is news after what is known. Receipts come twice and out of order: that a message did not arrive at
    /// first is the one thing that another receipt can change.
    pub fn is_news(self, known: Option<Self>) -> bool {
        match known {
            None => true,
            Some(Self::TemporaryFailure) => self != Self::TemporaryFailure,
            Some(Self::Delivered | Self::PermanentFailure) => false,
        }
    }
}

/// The step on which the message of this one is sent once more. None of one that was sent again already: it ends there.
pub fn again(step: &str) -> Option<String> {
    (!step.ends_with(AGAIN)).then(|| format!("{step}{AGAIN}"))
}

/// When to send a message again that was meant for this day and time: at the same time by the clock on the next day that
/// is still to come and on which messages are sent.
pub fn again_at(
    day: NaiveDate,
    time: NaiveTime,
    now: DateTime<Utc>,
    reminders: &Reminders,
) -> DateTime<Utc> {
    let mut day = day + TimeDelta::days(1);
    while at_london(day, time) <= now || no_send_day(day, reminders) {
        day += TimeDelta::days(1);
    }
    at_london(day, time)
}

impl Reply {
    /// Reads a text. Whatever is not one of a few words is nothing: people write all sorts of things.
    pub fn read(text: &str) -> Option<Self> {
        let word = text.trim_matches(|c: char| c.is_whitespace() || ".,!'\"()".contains(c));
        match word {
            "1" => Some(Self::Same),
            "2" => Some(Self::Changed),
            "3" => Some(Self::Talk),
            word => {
                let is_one_of =
                    |words: &[&str]| words.iter().any(|known| word.eq_ignore_ascii_case(known));
                if is_one_of(&STOP) {
                    Some(Self::Stop)
                } else {
                    is_one_of(&START).then_some(Self::Start)
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::Questionnaire;

    #[test]
    fn receipts_may_come_twice_and_out_of_order() {
        use Receipt::{Delivered, PermanentFailure, TemporaryFailure};
        for (known, receipt, news) in [
            (None, Delivered, true),
            (None, TemporaryFailure, true),
            (Some(TemporaryFailure), Delivered, true),
            (Some(TemporaryFailure), PermanentFailure, true),
            (Some(TemporaryFailure), TemporaryFailure, false),
            (Some(Delivered), TemporaryFailure, false),
            (Some(Delivered), PermanentFailure, false),
            (Some(PermanentFailure), Delivered, false),
            (Some(PermanentFailure), PermanentFailure, false),
        ] {
            assert_eq!(receipt.is_news(known), news, "{receipt:?} after {known:?}");
        }
    }

    #[test]
    fn a_message_is_sent_again_once() {
        assert_eq!(again("sms").as_deref(), Some("sms-again"));
        assert_eq!(again("sms-again"), None);
    }

    #[test]
    fn it_is_sent_again_at_the_same_time_of_a_day_that_is_still_to_come() {
        let questions = Questionnaire::shipped();
        let at = |day: &str, time: &str, now: &str| {
            let (day, time, now) = (day.parse(), time.parse(), now.parse());
            again_at(day.unwrap(), time.unwrap(), now.unwrap(), questions.reminders()).to_rfc3339()
        };
        let same_day = at("2026-10-07", "16:30:00", "2026-10-07T15:31:00Z");
        assert_eq!(same_day, "2026-10-08T15:30:00+00:00");
        let three_days_on = at("2026-10-07", "16:30:00", "2026-10-10T16:00:00Z");
        assert_eq!(three_days_on, "2026-10-11T15:30:00+00:00");
        let clocks = at("2026-10-24", "16:30:00", "2026-10-24T15:40:00Z");
        assert_eq!(clocks, "2026-10-25T16:30:00+00:00", "the same hour by the clock on the wall");
        let christmas = at("2026-12-23", "16:30:00", "2026-12-23T17:00:00Z");
        assert_eq!(christmas, "2026-12-27T16:30:00+00:00", "Christmas is left alone");
        let night = at("2026-10-07", "19:00:00", "2026-10-07T23:30:00Z");
        assert_eq!(night, "2026-10-08T18:00:00+00:00", "past midnight in London");
    }

    #[test]
    fn a_few_words_are_understood_and_nothing_else() {
        for text in
            ["STOP", " stop\n", "Stop.", "stopall", "END", "quit", "\"Cancel\"", "Unsubscribe!"]
        {
            assert_eq!(Reply::read(text), Some(Reply::Stop), "{text}");
        }
        for text in ["START", " start. ", "Unstop"] {
            assert_eq!(Reply::read(text), Some(Reply::Start), "{text}");
        }
        for (text, reply) in [("1", Reply::Same), (" 2 ", Reply::Changed), ("3.", Reply::Talk)] {
            assert_eq!(Reply::read(text), Some(reply), "{text}");
        }
        for text in [
            "",
            "12",
            "1 2",
            "4",
            "please stop it",
            "stop me",
            "start me",
            "yes",
            "I am at 3 Mill Lane",
            "１",
        ] {
            assert_eq!(Reply::read(text), None, "{text}");
        }
    }
}
