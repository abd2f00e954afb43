//! Break-glass: somebody of the staff opens the record of a young person who is not theirs, because it cannot wait. It is open
//! to them for an hour; who leads is told at once, the young person can read it, and somebody else looks at whether it was
//! right (SEC-18).

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    code::codes,
    id::{GlassId, PersonId, StaffId},
    text::{Note, TextError},
};

/// For how long it is open.
pub const OPEN_FOR: TimeDelta = TimeDelta::minutes(60);
/// How many working days somebody has to look at whether it was right.
pub const REVIEW_WITHIN: u32 = 5;
/// The fewest characters of why.
pub const WORDS_MIN_CHARS: usize = 10;
/// The most characters of why, and of what is said of it later.
pub const WORDS_MAX_CHARS: usize = 500;

codes! {
    /// Why somebody opened a record that is not theirs.
    GlassReason {
        /// They may come to harm.
        RiskOfHarm = "risk-of-harm",
        /// Whoever works with them is away, and it cannot wait.
        ColleagueAway = "colleague-away",
        /// A court or the police asks.
        CourtOrPolice = "court-or-police",
        /// Something else that cannot wait.
        Other = "other",
    }
}

impl GlassReason {
    /// What the young person reads.
    pub fn plain(self) -> &'static str {
        match self {
            Self::RiskOfHarm => {
                "They do not usually work with you. They looked because they were worried that you might not be safe."
            }
            Self::ColleagueAway => {
                "They do not usually work with you. They looked because your worker was away and something could not wait."
            }
            Self::CourtOrPolice => {
                "They do not usually work with you. They looked because a court or the police asked."
            }
            Self::Other => {
                "They do not usually work with you. They looked because something could not wait."
            }
        }
    }

    /// The same in easy words, one idea a line.
    pub fn easy(self) -> &'static str {
        match self {
            Self::RiskOfHarm => {
                "They do not usually work with you.\nThey were worried that you were not safe."
            }
            Self::ColleagueAway => {
                "They do not usually work with you.\nYour worker was away.\nIt could not wait."
            }
            Self::CourtOrPolice => {
                "They do not usually work with you.\nA court or the police asked."
            }
            Self::Other => "They do not usually work with you.\nIt could not wait.",
        }
    }
}

/// That somebody opened a record which is not theirs.
#[derive(Clone, Debug, PartialEq)]
pub struct Glass {
    /// Which.
    pub id: GlassId,
    /// Whose record.
    pub person: PersonId,
    /// Who opened it.
    pub by: StaffId,
    /// Why.
    pub reason: GlassReason,
    /// Why, in their own words.
    pub words: Note,
    /// When.
    pub opened_at: DateTime<Utc>,
    /// When it closes by itself.
    pub ends_at: DateTime<Utc>,
    /// What somebody else said of it.
    pub review: Option<GlassReview>,
}

/// What somebody else said of it.
#[derive(Clone, Debug, PartialEq)]
pub struct GlassReview {
    /// Who.
    pub by: StaffId,
    /// When.
    pub at: DateTime<Utc>,
    /// It was right.
    pub justified: bool,
    /// Why, or what follows.
    pub words: Note,
}

/// Why it cannot be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GlassError {
    /// Too little to review.
    #[error("say why in ten characters or more")]
    TooShort,
    /// Nobody says of themselves that they were right.
    #[error("somebody else than whoever opened it says whether it was right")]
    SamePerson,
    /// Somebody has.
    #[error("somebody has reviewed this in the meantime")]
    Reviewed,
}

/// Words of the length that is asked for here.
pub fn words(text: &str) -> Result<Note, TextError> {
    let words = Note::new(text)?;
    match words.as_str().chars().count() > WORDS_MAX_CHARS {
        true => Err(TextError::TooLong(WORDS_MAX_CHARS)),
        false => Ok(words),
    }
}

impl Glass {
    /// Opens it, for an hour.
    pub fn open(
        id: GlassId,
        person: PersonId,
        by: StaffId,
        reason: GlassReason,
        words: Note,
        now: DateTime<Utc>,
    ) -> Result<Self, GlassError> {
        if words.as_str().chars().count() < WORDS_MIN_CHARS {
            return Err(GlassError::TooShort);
        }
        let ends_at = now + OPEN_FOR;
        Ok(Self { id, person, by, reason, words, opened_at: now, ends_at, review: None })
    }

    /// Whether whatever happened at that moment happened while it was open.
    pub fn covers(&self, by: StaffId, at: DateTime<Utc>) -> bool {
        self.by == by && self.opened_at <= at && at < self.ends_at
    }

    /// The same, with what somebody else says of it. Said again, it changes nothing.
    pub fn reviewed(self, review: GlassReview) -> Result<Self, GlassError> {
        if review.by == self.by {
            return Err(GlassError::SamePerson);
        }
        let same = |known: &GlassReview| {
            (known.by, known.justified, &known.words)
                == (review.by, review.justified, &review.words)
        };
        match &self.review {
            None => Ok(Self { review: Some(review), ..self }),
            Some(known) if same(known) => Ok(self),
            Some(_) => Err(GlassError::Reviewed),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn staff(id: u128) -> StaffId {
        StaffId(Uuid::from_u128(id))
    }

    fn opened(why: &str) -> Result<Glass, GlassError> {
        let (id, person) = (GlassId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
        let why = words(why).unwrap();
        Glass::open(id, person, staff(3), GlassReason::RiskOfHarm, why, DateTime::UNIX_EPOCH)
    }

    fn review(by: u128, justified: bool) -> GlassReview {
        let words = words("A call from the police.").unwrap();
        GlassReview { by: staff(by), at: DateTime::UNIX_EPOCH, justified, words }
    }

    #[test]
    fn it_is_open_for_an_hour_to_whoever_opened_it() {
        let glass = opened("A neighbour rang.").unwrap();
        let minutes = |minutes| DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes);
        assert!(glass.covers(staff(3), minutes(0)) && glass.covers(staff(3), minutes(59)));
        assert!(!glass.covers(staff(3), minutes(60)) && !glass.covers(staff(3), minutes(-1)));
        assert!(!glass.covers(staff(4), minutes(0)));
    }

    #[test]
    fn it_takes_a_reason_that_can_be_reviewed() {
        assert_eq!(opened("urgent"), Err(GlassError::TooShort));
        assert_eq!(words(&"x".repeat(501)), Err(TextError::TooLong(500)));
    }

    #[test]
    fn somebody_else_says_once_whether_it_was_right() {
        let glass = opened("A neighbour rang.").unwrap();
        assert_eq!(glass.clone().reviewed(review(3, true)), Err(GlassError::SamePerson));
        let done = glass.reviewed(review(4, true)).unwrap();
        assert_eq!(done.clone().reviewed(review(4, true)), Ok(done.clone()), "sent again");
        assert_eq!(done.clone().reviewed(review(4, false)), Err(GlassError::Reviewed));
        assert_eq!(done.reviewed(review(5, true)), Err(GlassError::Reviewed));
    }

    #[test]
    fn the_young_person_reads_it_in_plain_and_in_easy_words() {
        for (reason, _) in GlassReason::ALL {
            assert!(reason.plain().len() < 200);
            for line in reason.easy().lines() {
                assert!(line.split_whitespace().count() <= 12, "{line}");
            }
        }
    }
}
