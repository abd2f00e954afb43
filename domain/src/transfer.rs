//! Somebody goes to another partnership, because they want to. It is proposed by the one that they leave, with how they agreed,
//! and taken or refused by the other; until then it can be taken back.

use chrono::{DateTime, Months, NaiveDate, Utc};

use crate::{
    code::codes,
    id::{PartnershipId, PersonId, StaffId, TransferId},
    text::{Line, Note},
};

/// How many months ahead it is agreed at most.
const MOST_MONTHS: u32 = 12;

codes! {
    /// How it was said.
    SaidHow {
        /// Face to face.
        InPerson = "in-person",
        /// On the phone.
        ByPhone = "by-phone",
        /// In a message, a letter or an e-mail.
        InWriting = "in-writing",
    }
}

/// Who agreed.
#[derive(Clone, Debug, PartialEq)]
pub enum AgreedBy {
    /// The young person.
    Themselves,
    /// Somebody who may decide it for them.
    Representative {
        /// Who that is.
        name: Line,
        /// Why they could not decide it themself.
        why_cannot: Note,
    },
}

impl AgreedBy {
    /// The stored code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Themselves => "themselves",
            Self::Representative { .. } => "representative",
        }
    }
}

/// What became of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The other partnership has not said anything yet.
    Waits,
    /// It was taken back.
    TakenBack(DateTime<Utc>),
    /// The other partnership said no.
    Refused {
        /// Why.
        why: Note,
        /// When.
        at: DateTime<Utc>,
    },
    /// They are with the other partnership.
    Moved {
        /// From which day on.
        on: NaiveDate,
    },
}

/// That somebody goes to another partnership.
#[derive(Clone, Debug, PartialEq)]
pub struct Transfer {
    /// Which.
    pub id: TransferId,
    /// Who.
    pub person: PersonId,
    /// Where to.
    pub to: PartnershipId,
    /// Who agreed.
    pub agreed_by: AgreedBy,
    /// How.
    pub how: SaidHow,
    /// On which day.
    pub agreed_on: NaiveDate,
    /// From which day on the other partnership can take it.
    pub moves_on: NaiveDate,
    /// Who proposed it.
    pub made_by: StaffId,
    /// When.
    pub made_at: DateTime<Utc>,
    /// What became of it.
    pub outcome: Outcome,
}

/// Why it cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransferError {
    /// Nobody has agreed yet.
    #[error("they cannot have agreed after today")]
    AgreedLater,
    /// It is to happen before anybody agreed.
    #[error("they cannot move before they agreed")]
    MovesBefore,
    /// It is too far ahead to be agreed now.
    #[error("choose a day within twelve months: agree it later")]
    TooFarAhead,
}

impl Transfer {
    /// Refuses what cannot be.
    pub fn check(self, today: NaiveDate) -> Result<Self, TransferError> {
        if self.agreed_on > today {
            return Err(TransferError::AgreedLater);
        }
        if self.moves_on < self.agreed_on {
            return Err(TransferError::MovesBefore);
        }
        let most = today.checked_add_months(Months::new(MOST_MONTHS));
        if most.is_none_or(|most| self.moves_on > most) {
            return Err(TransferError::TooFarAhead);
        }
        Ok(self)
    }

    /// Whether this is what was proposed before.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let plain =
            |it: &Self| Self { made_at: self.made_at, outcome: Outcome::Waits, ..it.clone() };
        plain(self) == plain(other)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn transfer(agreed_on: &str, moves_on: &str) -> Transfer {
        Transfer {
            id: Uuid::from_u128(1).into(),
            person: Uuid::from_u128(2).into(),
            to: Uuid::from_u128(3).into(),
            agreed_by: AgreedBy::Themselves,
            how: SaidHow::ByPhone,
            agreed_on: day(agreed_on),
            moves_on: day(moves_on),
            made_by: Uuid::from_u128(4).into(),
            made_at: "2026-09-07T09:00:00Z".parse().unwrap(),
            outcome: Outcome::Waits,
        }
    }

    #[test]
    fn it_is_agreed_first_and_not_long_before() {
        let today = day("2026-09-07");
        let checked = |agreed, moves| transfer(agreed, moves).check(today).map(|_| ());
        assert_eq!(checked("2026-09-07", "2026-09-07"), Ok(()));
        assert_eq!(checked("2026-09-08", "2026-09-09"), Err(TransferError::AgreedLater));
        assert_eq!(checked("2026-09-07", "2026-09-06"), Err(TransferError::MovesBefore));
        assert_eq!(checked("2026-09-01", "2027-09-08"), Err(TransferError::TooFarAhead));
    }

    #[test]
    fn sent_again_it_is_the_same_whatever_became_of_it() {
        let first = transfer("2026-09-07", "2026-10-01");
        let moved = Transfer { outcome: Outcome::Moved { on: day("2026-10-01") }, ..first.clone() };
        assert!(first.says_the_same(&moved));
        assert!(!first.says_the_same(&transfer("2026-09-07", "2026-10-02")));
    }
}
