//! What staff did to reach a young person, and how it went.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

use crate::{
    code::codes,
    day::london_day,
    id::{ContactId, PersonId, StaffId},
    text::{Line, Note},
    versioned::{Field, Recorded, Thing},
};

codes! {
    /// By which means.
    ContactKind {
        /// A phone call.
        Call = "call",
        /// A text message.
        Text = "text",
        /// A video call.
        Video = "video",
        /// Face to face, away from home.
        Meeting = "meeting",
        /// E-mail.
        Email = "email",
        /// A letter.
        Letter = "letter",
        /// A visit at home.
        HomeVisit = "home-visit",
    }

    /// Who began it.
    Direction {
        /// Staff did.
        Out = "out",
        /// The young person, or somebody for them, did.
        In = "in",
    }

    /// How it went.
    ContactOutcome {
        /// They spoke.
        Spoke = "spoke",
        /// A message was left.
        LeftMessage = "left-message",
        /// Nobody answered.
        NoAnswer = "no-answer",
        /// The number or address is not theirs.
        WrongNumber = "wrong-number",
        /// Something was sent and needs no answer.
        Sent = "sent",
        /// Something else; the note says what.
        Other = "other",
    }
}

codes! {
    /// Who was there beside the young person.
    Present {
        /// Nobody.
        Alone = "alone",
        /// Somebody whom they have asked to help.
        Supporter = "supporter",
        /// A parent, or who cares for them.
        ParentOrCarer = "parent-or-carer",
        /// Somebody who works with them elsewhere.
        Professional = "professional",
        /// An interpreter.
        Interpreter = "interpreter",
        /// Somebody else.
        SomebodyElse = "somebody-else",
    }
}

/// A contact with a young person, as staff recorded it.
#[derive(Clone, Debug, PartialEq)]
pub struct Contact {
    /// Chosen by whoever records it, so that sending it twice records it once.
    pub id: ContactId,
    /// With whom.
    pub person: PersonId,
    /// By whom.
    pub by: StaffId,
    /// By which means.
    pub kind: ContactKind,
    /// Who began it.
    pub direction: Direction,
    /// How it went.
    pub outcome: ContactOutcome,
    /// What should be remembered.
    pub note: Option<Note>,
    /// When it happened.
    pub happened_at: DateTime<Utc>,
    /// When to come back to it.
    pub follow_up_on: Option<NaiveDate>,
    /// What is to be done then.
    pub follow_up_words: Option<Line>,
    /// Who was there. None: nobody has said.
    pub present: BTreeSet<Present>,
    /// It kept to what they said is safe. None: nothing was known of that, or they began it.
    pub safe_way: Option<bool>,
}

/// Why a contact cannot be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContactError {
    /// It has not happened yet.
    #[error("this contact is in the future; record it when it has happened")]
    InTheFuture,
    /// It is too long ago to belong to the two years.
    #[error("this contact is more than three years old; check the date")]
    TooLongAgo,
    /// It is to be followed up before it happened.
    #[error("the day to follow this up is before the contact; check both dates")]
    FollowUpBefore,
    /// What is to be done has no day.
    #[error("say on which day this is to be followed up")]
    NoDay,
    /// Somebody who was alone was with nobody.
    #[error("they were either on their own or with somebody")]
    NotAlone,
}

impl Recorded for Contact {
    const THING: Thing = Thing::Contact;
    const FOLLOWS: &[&'static str] = &["safe_way"];

    fn fields(&self) -> Vec<Field> {
        // As moments travel: in whole seconds, or to the millisecond.
        let format = match self.happened_at.timestamp_subsec_millis() {
            0 => SecondsFormat::Secs,
            _ => SecondsFormat::Millis,
        };
        vec![
            ("kind", Some(self.kind.code().to_owned())),
            ("direction", Some(self.direction.code().to_owned())),
            ("outcome", Some(self.outcome.code().to_owned())),
            ("note", self.note.as_ref().map(|note| note.as_str().to_owned())),
            ("happened_at", Some(self.happened_at.to_rfc3339_opts(format, true))),
            ("follow_up_on", self.follow_up_on.map(|day| day.to_string())),
            ("follow_up_words", self.follow_up_words.as_ref().map(|it| it.as_str().to_owned())),
            ("present", (!self.present.is_empty()).then(|| self.present_codes())),
            ("safe_way", self.safe_way.map(|safe| if safe { "yes" } else { "no" }.to_owned())),
        ]
    }
}

impl Contact {
    /// Refuses what cannot have happened.
    pub fn check(self, now: DateTime<Utc>) -> Result<Self, ContactError> {
        // A phone's clock may run a few minutes fast.
        if self.happened_at > now + chrono::TimeDelta::minutes(10) {
            return Err(ContactError::InTheFuture);
        }
        if self.happened_at < now - chrono::TimeDelta::days(3 * 366) {
            return Err(ContactError::TooLongAgo);
        }
        if self.follow_up_on.is_some_and(|day| day < london_day(self.happened_at)) {
            return Err(ContactError::FollowUpBefore);
        }
        if self.follow_up_words.is_some() && self.follow_up_on.is_none() {
            return Err(ContactError::NoDay);
        }
        if self.present.contains(&Present::Alone) && self.present.len() > 1 {
            return Err(ContactError::NotAlone);
        }
        Ok(self)
    }

    /// Who was there, as codes with commas between them.
    pub fn present_codes(&self) -> String {
        self.present.iter().map(|who| who.code()).collect::<Vec<_>>().join(",")
    }

    /// Whether the two of them really spoke. A letter or a message that comes in is read, and nobody has spoken.
    pub fn reached(&self) -> bool {
        self.outcome == ContactOutcome::Spoke && self.kind != ContactKind::Letter
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_letter_is_no_conversation_and_neither_is_a_message_that_came_in() {
        let contact = |kind, direction, outcome| Contact {
            id: ContactId(Uuid::from_u128(1)),
            person: PersonId(Uuid::from_u128(2)),
            by: StaffId(Uuid::from_u128(3)),
            kind,
            direction,
            outcome,
            note: None,
            happened_at: DateTime::UNIX_EPOCH,
            follow_up_on: None,
            follow_up_words: None,
            present: BTreeSet::new(),
            safe_way: None,
        };
        for (kind, _) in ContactKind::ALL {
            for (direction, _) in Direction::ALL {
                for (outcome, _) in ContactOutcome::ALL {
                    let spoke = *outcome == ContactOutcome::Spoke && *kind != ContactKind::Letter;
                    let contact = contact(*kind, *direction, *outcome);
                    assert_eq!(contact.reached(), spoke, "{contact:?}");
                }
            }
        }
    }
}
