//! A referral: another agency sees chosen parts of one young person's record, from a day until a day, once it has said yes. It is
//! never changed: it ends, and another is made.

use chrono::{DateTime, Months, NaiveDate, Utc};

use crate::{
    code::codes,
    id::{PersonId, ReferralId, StaffId},
    text::{Line, Note, TextError},
};

/// For how many months it lasts at most.
pub const MOST_MONTHS: u32 = 12;
/// The most characters of why.
pub const WORDS_MAX_CHARS: usize = 500;

codes! {
    /// What allows it.
    SharingBasis {
        /// The young person agreed.
        Agreed = "agreed",
        /// They cannot decide it, and it is best for them.
        BestInterests = "best-interests",
        /// A law asks for it.
        LegalDuty = "legal-duty",
        /// Somebody's life or health is at stake.
        Vital = "vital",
    }
}

impl SharingBasis {
    /// What the young person reads.
    pub fn plain(self) -> &'static str {
        match self {
            Self::Agreed => "You agreed",
            Self::BestInterests => "We think it is best for you",
            Self::LegalDuty => "The law says we must",
            Self::Vital => "Somebody was in danger",
        }
    }
}

/// What the agency sees. Who it is about, it sees with any of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// How they can be reached.
    pub contact: bool,
    /// Where they are and were.
    pub destination: bool,
    /// What they were promised.
    pub promises: bool,
    /// What they want.
    pub goals: bool,
}

impl Parts {
    /// True where nothing is shared.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }
}

/// Whether the young person was told before.
#[derive(Clone, Debug, PartialEq)]
pub enum ToldThem {
    /// On this day.
    On(NaiveDate),
    /// They were not, for this reason.
    Not(Note),
}

/// That an agency sees parts of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Referral {
    /// Which.
    pub id: ReferralId,
    /// About whom.
    pub person: PersonId,
    /// To which agency, as it is called here.
    pub to: Line,
    /// What it sees.
    pub parts: Parts,
    /// What for.
    pub why: Note,
    /// What allows it.
    pub basis: SharingBasis,
    /// Whether the young person was told.
    pub told: ToldThem,
    /// From which day on.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// Who made it.
    pub made_by: StaffId,
    /// When.
    pub made_at: DateTime<Utc>,
    /// Who said yes for the agency, and when.
    pub accepted: Option<(StaffId, DateTime<Utc>)>,
    /// When it was ended before its time.
    pub ended_at: Option<DateTime<Utc>>,
}

/// Why it cannot be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReferralError {
    /// Nothing is shared.
    #[error("choose at least one part to share")]
    NoPart,
    /// It is over before it begins.
    #[error("the last day cannot be before the first, and not before today")]
    Backwards,
    /// It would last too long.
    #[error("choose a last day within twelve months of the first")]
    TooLong,
    /// They were told on a day to come.
    #[error("they cannot have been told after today")]
    ToldLater,
}

/// Words of the length that is asked for here.
pub fn words(text: &str) -> Result<Note, TextError> {
    let words = Note::new(text)?;
    match words.as_str().chars().count() > WORDS_MAX_CHARS {
        true => Err(TextError::TooLong(WORDS_MAX_CHARS)),
        false => Ok(words),
    }
}

impl Referral {
    /// Refuses what cannot be.
    pub fn check(self, today: NaiveDate) -> Result<Self, ReferralError> {
        if self.parts.is_none() {
            return Err(ReferralError::NoPart);
        }
        if self.until < self.from || self.until < today {
            return Err(ReferralError::Backwards);
        }
        let most = self.from.checked_add_months(Months::new(MOST_MONTHS));
        if most.is_none_or(|most| self.until > most) {
            return Err(ReferralError::TooLong);
        }
        match self.told {
            ToldThem::On(day) if day > today => Err(ReferralError::ToldLater),
            _ => Ok(self),
        }
    }

    /// Whether it is not over on that day.
    pub fn stands(&self, on: NaiveDate) -> bool {
        self.ended_at.is_none() && on <= self.until
    }

    /// Whether the agency sees anything by it on that day.
    pub fn is_live(&self, on: NaiveDate) -> bool {
        self.stands(on) && self.from <= on && self.accepted.is_some()
    }

    /// Whether it says the same as another: sent again, it changes nothing.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let said = |it: &Self| {
            (it.person, it.to.clone(), it.parts, it.why.clone(), it.basis, it.from, it.until)
        };
        said(self) == said(other) && self.told == other.told
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn referral() -> Referral {
        Referral {
            id: ReferralId(Uuid::from_u128(1)),
            person: PersonId(Uuid::from_u128(2)),
            to: Line::new("Peak Health").unwrap(),
            parts: Parts { goals: true, ..Parts::default() },
            why: words("Help with travel.").unwrap(),
            basis: SharingBasis::Agreed,
            told: ToldThem::On(day("2026-09-07")),
            from: day("2026-09-07"),
            until: day("2027-09-07"),
            made_by: StaffId(Uuid::from_u128(3)),
            made_at: DateTime::UNIX_EPOCH,
            accepted: None,
            ended_at: None,
        }
    }

    #[test]
    fn it_names_a_part_and_ends_within_a_year() {
        let today = day("2026-09-07");
        assert_eq!(referral().check(today), Ok(referral()));
        let none = Referral { parts: Parts::default(), ..referral() };
        assert_eq!(none.check(today), Err(ReferralError::NoPart));
        let long = Referral { until: day("2027-09-08"), ..referral() };
        assert_eq!(long.check(today), Err(ReferralError::TooLong));
        let backwards = Referral { until: day("2026-09-06"), ..referral() };
        assert_eq!(backwards.check(today), Err(ReferralError::Backwards));
        let later = Referral { told: ToldThem::On(day("2026-09-08")), ..referral() };
        assert_eq!(later.check(today), Err(ReferralError::ToldLater));
    }

    #[test]
    fn it_is_live_from_its_first_day_to_its_last_once_somebody_said_yes() {
        assert!(!referral().is_live(day("2026-09-07")), "nobody has said yes");
        let yes = Some((StaffId(Uuid::from_u128(4)), DateTime::UNIX_EPOCH));
        let live = Referral { accepted: yes, ..referral() };
        let on = |text: &str| live.is_live(day(text));
        assert!(on("2026-09-07") && on("2027-09-07"));
        assert!(!on("2026-09-06") && !on("2027-09-08"));
        let ended = Referral { ended_at: Some(DateTime::UNIX_EPOCH), ..live };
        assert!(!ended.is_live(day("2026-09-07")));
    }
}
