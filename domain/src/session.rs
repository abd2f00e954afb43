//! How long somebody stays signed in.

use chrono::{DateTime, TimeDelta, Utc};

use crate::code::codes;

codes! {
    /// Who is signed in.
    SessionKind {
        /// A young person on a phone. Long, because they answer every month or three (YP-14).
        YoungPerson = "young-person",
        /// Staff. Short, because they see many people (SEC-03).
        Staff = "staff",
    }

    /// Through what.
    Client {
        /// Our own pages, with a cookie that scripts cannot read.
        Page = "page",
        /// An app, with a short access token and a refresh token that is used once.
        App = "app",
    }

    /// What a token is for.
    TokenKind {
        /// The cookie of a page.
        Page = "page",
        /// An app's requests, for a quarter of an hour.
        Access = "access",
        /// Gets an app its next pair of tokens, once.
        Refresh = "refresh",
    }
}

/// How long an app's access token lasts (SEC-06).
pub const ACCESS: TimeDelta = TimeDelta::minutes(15);
/// How long a used refresh token may be used again by the same app, whose answer was lost on the way (SEC-06).
pub const REFRESH_GRACE: TimeDelta = TimeDelta::seconds(30);

/// When a session ends if nothing is heard, and when it ends whatever happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetime {
    /// Without a request for this long, it is over.
    pub idle: TimeDelta,
    /// After this long, it is over.
    pub absolute: TimeDelta,
}

impl Lifetime {
    /// The lifetime of a session of this kind; a phone that others use too is signed out soon (YP-19).
    pub fn of(kind: SessionKind, shared_phone: bool) -> Self {
        match (kind, shared_phone) {
            (SessionKind::YoungPerson, false) => {
                Self { idle: TimeDelta::days(120), absolute: TimeDelta::days(400) }
            }
            (SessionKind::YoungPerson, true) => {
                Self { idle: TimeDelta::minutes(30), absolute: TimeDelta::hours(20) }
            }
            (SessionKind::Staff, _) => {
                Self { idle: TimeDelta::minutes(15), absolute: TimeDelta::hours(12) }
            }
        }
    }

    /// When a session heard of at `now` falls idle.
    pub fn idle_at(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        now + self.idle
    }

    /// How long a session may go unheard before a request is worth writing down: a twentieth of the idle time.
    pub fn note_after(&self) -> TimeDelta {
        self.idle / 20
    }
}
