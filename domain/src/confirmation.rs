//! A provider confirms one thing: whether a young person is there. They are asked by a link that works once, and are shown
//! nothing but what they are to confirm.

use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::{
    code::codes,
    day::london_day,
    id::{ConfirmationId, PersonId, SpellId, StaffId},
    spell::{Source, Spell},
    text::{Line, Name},
};

/// How many days a link works. A college's office answers within its term's fortnight, or not at all.
pub const LASTS_DAYS: u64 = 14;

codes! {
    /// Why a provider may be asked.
    Basis {
        /// The young person agreed that this provider is asked.
        Agreed = "agreed",
        /// The council and the provider have an agreement to share this.
        Agreement = "agreement",
    }
}

codes! {
    /// What a provider says.
    ProviderSays {
        /// They are there now.
        Yes = "yes",
        /// They were, and have left.
        Ended = "ended",
        /// They never came.
        Never = "never",
        /// It cannot tell.
        CannotSay = "cannot-say",
    }
}

/// A question to a provider about one spell.
#[derive(Clone, Debug, PartialEq)]
pub struct Confirmation {
    /// Which.
    pub id: ConfirmationId,
    /// About whom.
    pub person: PersonId,
    /// About what they do there.
    pub spell: SpellId,
    /// The name by which the provider knows them: all that it is told of who they are.
    pub known_as: Name,
    /// Why it may be asked.
    pub basis: Basis,
    /// Who asked.
    pub asked_by: StaffId,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// When the link stops working.
    pub expires_at: DateTime<Utc>,
    /// When it was opened first.
    pub opened_at: Option<DateTime<Utc>>,
    /// What was said.
    pub answered: Option<Answered>,
    /// When it was taken back.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// What a provider said, once.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// What.
    pub says: ProviderSays,
    /// The last day, of somebody who has left.
    pub ended_on: Option<NaiveDate>,
    /// Who says so, as they signed it.
    pub by: Line,
    /// When.
    pub at: DateTime<Utc>,
}

/// Why an answer cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// Somebody has left, and nothing says when; or has not, and something does.
    #[error("say the last day if they have left, and only then")]
    LastDay,
    /// They left before they came.
    #[error("they cannot have left before they started")]
    BeforeStart,
    /// What is to come is not known yet.
    #[error("the last day cannot be after today")]
    Later,
}

/// What becomes of a spell by a provider's word.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// It stands as the provider says.
    Stands(Spell),
    /// Nothing is changed: somebody has to look at it.
    Look,
    /// Nothing is changed, and there is nothing to look at.
    Nothing,
}

impl Confirmation {
    /// When a link that is made now stops working.
    pub fn expiry(now: DateTime<Utc>) -> DateTime<Utc> {
        now + Days::new(LASTS_DAYS)
    }

    /// True while it can be answered.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.answered.is_none() && self.withdrawn_at.is_none() && now < self.expires_at
    }
}

impl Answered {
    /// What was said about a spell, if it can be so.
    pub fn new(
        says: ProviderSays,
        ended_on: Option<NaiveDate>,
        by: Line,
        about: &Spell,
        now: DateTime<Utc>,
    ) -> Result<Self, AnswerError> {
        if (says == ProviderSays::Ended) != ended_on.is_some() {
            return Err(AnswerError::LastDay);
        }
        if ended_on.is_some_and(|on| on < about.started_on) {
            return Err(AnswerError::BeforeStart);
        }
        if ended_on.is_some_and(|on| on > london_day(now)) {
            return Err(AnswerError::Later);
        }
        Ok(Self { says, ended_on, by, at: now })
    }

    /// What becomes of the spell. A provider knows its register: "yes" and "left" stand as its word, the strongest there
    /// is. Where it contradicts what was recorded meanwhile, nothing is written over, and somebody looks at it.
    pub fn effect(&self, spell: &Spell) -> Effect {
        let today = london_day(self.at);
        let word = |ended_on: Option<NaiveDate>| Spell {
            source: Source::Provider,
            verified_on: spell.verified_on.max(Some(ended_on.unwrap_or(today))),
            ended_on,
            ..spell.clone()
        };
        match (self.says, spell.ended_on) {
            (ProviderSays::Yes, None) => Effect::Stands(word(None)),
            (ProviderSays::Ended, None) => Effect::Stands(word(self.ended_on)),
            (ProviderSays::Ended, known) if known == self.ended_on => Effect::Stands(word(known)),
            (ProviderSays::CannotSay, _) => Effect::Nothing,
            _ => Effect::Look,
        }
    }

    /// True if staff have to do something now: where they are is not known any more, or two say different things.
    pub fn wants_a_look(&self, effect: &Effect) -> bool {
        *effect == Effect::Look || self.says == ProviderSays::Ended
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activity::ActivityCode;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn now() -> DateTime<Utc> {
        "2026-11-20T10:00:00Z".parse().unwrap()
    }

    fn spell(ended_on: Option<&str>) -> Spell {
        Spell {
            id: SpellId(Uuid::from_u128(1)),
            code: ActivityCode::new(220),
            source: Source::YoungPerson,
            started_on: day("2026-09-02"),
            ended_on: ended_on.map(day),
            verified_on: Some(day("2026-10-01")),
            review_on: None,
            predicted_end_on: None,
            provider: None,
            ukprn: None,
            establishment: None,
            days_per_week: None,
            weekly_hours: None,
        }
    }

    fn says(says: ProviderSays, on: Option<&str>) -> Result<Answered, AnswerError> {
        let by = Line::new("Registry, Northfield College").unwrap();
        Answered::new(says, on.map(day), by, &spell(None), now())
    }

    #[test]
    fn yes_is_the_strongest_word_for_what_is_going_on() {
        let answer = says(ProviderSays::Yes, None).unwrap();
        let Effect::Stands(now) = answer.effect(&spell(None)) else { panic!() };
        assert_eq!((now.source, now.verified_on), (Source::Provider, Some(day("2026-11-20"))));
        assert_eq!(now.ended_on, None);
        assert!(!answer.wants_a_look(&Effect::Stands(now)));
    }

    #[test]
    fn whoever_has_left_is_somewhere_else_now_and_somebody_asks_where() {
        let answer = says(ProviderSays::Ended, Some("2026-11-06")).unwrap();
        let effect = answer.effect(&spell(None));
        let Effect::Stands(after) = &effect else { panic!() };
        assert_eq!(after.ended_on, Some(day("2026-11-06")));
        assert_eq!(after.verified_on, Some(day("2026-11-06")));
        assert!(answer.wants_a_look(&effect));
        // Recorded with the same day meanwhile: it stands. With another: somebody looks.
        assert!(matches!(answer.effect(&spell(Some("2026-11-06"))), Effect::Stands(_)));
        assert_eq!(answer.effect(&spell(Some("2026-11-07"))), Effect::Look);
    }

    #[test]
    fn what_contradicts_the_record_changes_nothing() {
        assert_eq!(says(ProviderSays::Never, None).unwrap().effect(&spell(None)), Effect::Look);
        let yes = says(ProviderSays::Yes, None).unwrap();
        assert_eq!(yes.effect(&spell(Some("2026-11-01"))), Effect::Look);
        let unsure = says(ProviderSays::CannotSay, None).unwrap();
        assert_eq!(unsure.effect(&spell(None)), Effect::Nothing);
        assert!(!unsure.wants_a_look(&Effect::Nothing));
    }

    #[test]
    fn a_last_day_is_said_by_whoever_says_that_they_left_and_can_be_so() {
        assert_eq!(says(ProviderSays::Ended, None), Err(AnswerError::LastDay));
        assert_eq!(says(ProviderSays::Yes, Some("2026-11-01")), Err(AnswerError::LastDay));
        assert_eq!(says(ProviderSays::Ended, Some("2026-09-01")), Err(AnswerError::BeforeStart));
        assert_eq!(says(ProviderSays::Ended, Some("2026-11-21")), Err(AnswerError::Later));
    }
}
