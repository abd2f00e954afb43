//! Somebody whom a young person has asked to help: a parent, a keyworker, a friend. They have a way in of their own and
//! never use the young person's (YP-24).

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    id::{PersonId, SupporterId},
    session::Lifetime,
    text::Name,
};

/// How many supporters one young person has: few enough to know who they are.
pub const MOST: usize = 5;

/// How long the link works that lets a supporter in once.
pub const LINK: TimeDelta = TimeDelta::days(7);

/// How long a supporter's phone stays signed in: as long as a young person's own, because they help every month or three.
pub const LIFETIME: Lifetime =
    Lifetime { idle: TimeDelta::days(120), absolute: TimeDelta::days(400) };

/// What a supporter may do. Each is chosen by the young person, apart from the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Switches {
    /// Help to answer check-ins.
    pub helps: bool,
    /// Get the reminders that the young person gets.
    pub gets_reminders: bool,
    /// See what the young person wants.
    pub sees_goals: bool,
}

impl Switches {
    /// Whether these allow something that others did not.
    pub fn widen(&self, others: Self) -> bool {
        (self.helps && !others.helps)
            || (self.gets_reminders && !others.gets_reminders)
            || (self.sees_goals && !others.sees_goals)
    }
}

/// A supporter, as the young person chose them.
#[derive(Clone, Debug, PartialEq)]
pub struct Supporter {
    /// Chosen by the young person's phone, so that sending it twice keeps one.
    pub id: SupporterId,
    /// Whom they help.
    pub person: PersonId,
    /// What the young person calls them.
    pub name: Name,
    /// Who they are: a code of the question `helper_is`.
    pub relation: String,
    /// What they may do.
    pub switches: Switches,
    /// When the young person added them.
    pub made_at: DateTime<Utc>,
    /// When the link stops working that has not been used yet.
    pub link_expires_at: Option<DateTime<Utc>>,
    /// When they came in, and when they were last there; none while they are not signed in.
    pub signed_in: Option<SignedIn>,
}

/// A supporter's phone is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Since when.
    pub since: DateTime<Utc>,
    /// When it was last used, to within the time that uses are noted.
    pub last_used_at: DateTime<Utc>,
}

/// How far a supporter has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There is a link for them that has not been used.
    Invited,
    /// They are in.
    Joined,
    /// They are not in, and there is no link that works: they need a new one.
    NeedsLink,
}

impl SignedIn {
    /// Whether the phone is still signed in.
    pub fn lasts(&self, now: DateTime<Utc>) -> bool {
        now < self.since + LIFETIME.absolute && now < LIFETIME.idle_at(self.last_used_at)
    }

    /// Long enough since the last note that this use is worth noting.
    pub fn is_worth_noting(&self, now: DateTime<Utc>) -> bool {
        now - self.last_used_at >= LIFETIME.note_after()
    }
}

impl Supporter {
    /// How far they have come.
    pub fn standing(&self, now: DateTime<Utc>) -> Standing {
        if self.signed_in.is_some_and(|phone| phone.lasts(now)) {
            Standing::Joined
        } else if self.link_expires_at.is_some_and(|ends| now < ends) {
            Standing::Invited
        } else {
            Standing::NeedsLink
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn rosa() -> Supporter {
        Supporter {
            id: SupporterId(Uuid::from_u128(1)),
            person: PersonId(Uuid::from_u128(2)),
            name: Name::new("Rosa").unwrap(),
            relation: "family".into(),
            switches: Switches::default(),
            made_at: DateTime::UNIX_EPOCH,
            link_expires_at: Some(DateTime::UNIX_EPOCH + LINK),
            signed_in: None,
        }
    }

    #[test]
    fn switching_off_widens_nothing_and_switching_on_does() {
        let none = Switches::default();
        let helps = Switches { helps: true, ..none };
        let reminded = Switches { gets_reminders: true, ..none };
        let reads = Switches { sees_goals: true, ..none };
        let all = Switches { helps: true, gets_reminders: true, sees_goals: true };
        for some in [helps, reminded, reads] {
            assert!(some.widen(none) && all.widen(some));
            assert!(!some.widen(all) && !none.widen(some) && !some.widen(some));
        }
        assert!(helps.widen(reads), "one for another is more than before");
    }

    #[test]
    fn a_link_that_ran_out_has_to_be_made_again() {
        let ends = DateTime::UNIX_EPOCH + LINK;
        assert_eq!(rosa().standing(ends - TimeDelta::seconds(1)), Standing::Invited);
        assert_eq!(rosa().standing(ends), Standing::NeedsLink);
    }

    #[test]
    fn whoever_is_not_heard_of_for_long_is_not_in_any_more() {
        let since = DateTime::UNIX_EPOCH;
        let used = |days| SignedIn { since, last_used_at: since + TimeDelta::days(days) };
        let joined =
            |days| Supporter { link_expires_at: None, signed_in: Some(used(days)), ..rosa() };
        let at = |day| since + TimeDelta::days(day);
        assert_eq!(joined(0).standing(at(119)), Standing::Joined);
        assert_eq!(joined(0).standing(at(120)), Standing::NeedsLink);
        assert_eq!(joined(390).standing(at(399)), Standing::Joined);
        assert_eq!(joined(399).standing(at(400)), Standing::NeedsLink, "whatever happens");
        assert!(!used(0).is_worth_noting(at(5)) && used(0).is_worth_noting(at(6)));
    }
}
