//! An invitation: how a young person gets in the first time, and what happens when it is not them.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};

use crate::{
    code::codes,
    id::{InvitationId, PersonId},
};

/// A typed code dies after this many wrong tries, whoever made them (YP-03).
pub const WRONG_CODES: u8 = 10;
/// This many wrong birthdays park an invitation (YP-04).
pub const WRONG_BIRTHDAYS: u8 = 3;

codes! {
    /// How an invitation reaches the young person.
    Route {
        /// On the worker's screen, while they are together.
        Screen = "screen",
        /// In a letter or a message.
        Letter = "letter",
    }

    /// How far a young person's invitation has come.
    InvitationState {
        /// None was made, or the last one ran out.
        None = "none",
        /// One is open.
        Sent = "sent",
        /// Somebody with another birthday tried it.
        Parked = "parked",
        /// They are in.
        Joined = "joined",
    }
}

impl Route {
    /// When the link and the code of an invitation made at `now` stop working: a quarter of an hour on a screen, 14
    /// days in a letter; the code seven days (YP-03).
    pub fn expiry(self, now: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
        let link = match self {
            Self::Screen => TimeDelta::minutes(15),
            Self::Letter => TimeDelta::days(14),
        };
        (now + link, now + TimeDelta::days(7))
    }
}

/// An invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Which one.
    pub id: InvitationId,
    /// For whom.
    pub person: PersonId,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// When its link stops working.
    pub link_expires_at: DateTime<Utc>,
    /// When its code stops working.
    pub code_expires_at: DateTime<Utc>,
    /// Wrong codes that may have been meant for it.
    pub wrong_codes: u8,
    /// Wrong birthdays given with the right secret.
    pub wrong_birthdays: u8,
    /// When it was used.
    pub used_at: Option<DateTime<Utc>>,
    /// When it was parked.
    pub parked_at: Option<DateTime<Utc>>,
    /// When a newer one took its place.
    pub replaced_at: Option<DateTime<Utc>>,
}

impl Invitation {
    /// After one more wrong code: the last one allowed ends it.
    pub fn wrong_code(mut self, now: DateTime<Utc>) -> Self {
        self.wrong_codes = (self.wrong_codes + 1).min(WRONG_CODES);
        if self.wrong_codes == WRONG_CODES && self.replaced_at.is_none() {
            self.code_expires_at = self.code_expires_at.min(now);
        }
        self
    }

    /// After one more wrong birthday: the last one allowed parks it.
    pub fn wrong_birthday(mut self, now: DateTime<Utc>) -> Self {
        self.wrong_birthdays = (self.wrong_birthdays + 1).min(WRONG_BIRTHDAYS);
        if self.wrong_birthdays == WRONG_BIRTHDAYS {
            self.parked_at.get_or_insert(now);
        }
        self
    }

    /// Whether its code may still be tried.
    pub fn takes_codes(&self) -> bool {
        self.wrong_codes < WRONG_CODES
    }
}

impl InvitationState {
    /// The state of somebody with these invitations, latest first. Once in, always in.
    pub fn of(invitations: impl IntoIterator<Item = Invitation>, now: DateTime<Utc>) -> Self {
        let mut latest = None;
        for invitation in invitations {
            if invitation.used_at.is_some() {
                return Self::Joined;
            }
            latest.get_or_insert(invitation);
        }
        match latest {
            Some(i) if i.parked_at.is_some() => Self::Parked,
            Some(i) if i.link_expires_at.max(i.code_expires_at) > now => Self::Sent,
            _ => Self::None,
        }
    }
}

/// The wrong-person check: the same day and month. Never a key to anything by itself (YP-04).
pub fn same_birthday(birth: NaiveDate, day: u32, month: u32) -> bool {
    birth.day() == day && birth.month() == month
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn invitation(now: DateTime<Utc>) -> Invitation {
        let (link_expires_at, code_expires_at) = Route::Letter.expiry(now);
        Invitation {
            id: InvitationId(Uuid::nil()),
            person: PersonId(Uuid::nil()),
            made_at: now,
            link_expires_at,
            code_expires_at,
            wrong_codes: 0,
            wrong_birthdays: 0,
            used_at: None,
            parked_at: None,
            replaced_at: None,
        }
    }

    #[test]
    fn ten_wrong_codes_end_the_code_and_not_the_link() {
        let now = "2026-09-01T10:00:00Z".parse().unwrap();
        let nine = (0..9).fold(invitation(now), |i, _| i.wrong_code(now));
        assert!(nine.takes_codes());
        let ten = nine.wrong_code(now);
        assert!(!ten.takes_codes());
        assert_eq!(InvitationState::of([ten], now), InvitationState::Sent);
    }

    #[test]
    fn three_wrong_birthdays_park_it() {
        let now = "2026-09-01T10:00:00Z".parse().unwrap();
        let two = invitation(now).wrong_birthday(now).wrong_birthday(now);
        assert_eq!(two.parked_at, None);
        assert_eq!(InvitationState::of([two.wrong_birthday(now)], now), InvitationState::Parked);
    }

    #[test]
    fn an_old_invitation_is_no_invitation() {
        let now = "2026-09-01T10:00:00Z".parse().unwrap();
        let later = now + TimeDelta::days(15);
        assert_eq!(InvitationState::of([invitation(now)], later), InvitationState::None);
        let used = Invitation { used_at: Some(now), ..invitation(now) };
        assert_eq!(InvitationState::of([invitation(now), used], later), InvitationState::Joined);
    }
}
