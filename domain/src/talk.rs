//! A young person asks to talk to their worker (YP-58): one to one, and never a chat.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::{
    code::codes,
    day::{add_working_days, london_day},
    id::{PersonId, TalkId},
    text::Note,
};

/// How far back staff are shown what was asked for.
pub const RECENT: TimeDelta = TimeDelta::days(90);

codes! {
    /// How they would like to talk.
    Way {
        /// A phone call.
        Call = "call",
        /// A text message.
        Text = "text",
        /// Face to face.
        Meeting = "meeting",
    }

    /// When it is safe to be in touch.
    SafeTime {
        /// At any time.
        Any = "any",
        /// Before noon.
        Morning = "morning",
        /// After noon.
        Afternoon = "afternoon",
        /// After five.
        Evening = "evening",
    }
}

impl Way {
    /// What staff read.
    pub fn words(self) -> &'static str {
        match self {
            Self::Call => "A call",
            Self::Text => "A text",
            Self::Meeting => "Meeting",
        }
    }
}

impl SafeTime {
    /// What staff read.
    pub fn words(self) -> &'static str {
        match self {
            Self::Any => "at any time",
            Self::Morning => "in the morning",
            Self::Afternoon => "in the afternoon",
            Self::Evening => "in the evening",
        }
    }
}

/// What a young person asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Talk {
    /// Chosen by the phone, so that sending it twice asks once.
    pub id: TalkId,
    /// Who asks.
    pub person: PersonId,
    /// How.
    pub way: Way,
    /// When it is safe.
    pub safe_time: SafeTime,
    /// Whether a message may be left where others could find it.
    pub message_ok: bool,
    /// What it is about.
    pub words: Option<Note>,
    /// When they asked.
    pub asked_at: DateTime<Utc>,
}

/// By when somebody gets in touch: the next working day but one at the latest, as for every concern (SAFE-04).
pub fn reply_by(asked_at: DateTime<Utc>) -> NaiveDate {
    add_working_days(london_day(asked_at), 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_comes_within_two_working_days() {
        let by = |at: &str| reply_by(at.parse().unwrap()).to_string();
        assert_eq!(by("2026-09-07T09:00:00Z"), "2026-09-09");
        assert_eq!(by("2026-09-11T22:00:00Z"), "2026-09-15", "over a weekend");
        assert_eq!(by("2026-12-24T10:00:00Z"), "2026-12-30", "over Christmas");
    }
}
