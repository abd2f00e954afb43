//! What a young person wants, in their own words.

use chrono::{DateTime, Utc};

use crate::{
    id::{GoalId, PersonId},
    text::Note,
};

/// How many goals one person keeps: enough to dream, few enough for a page.
pub const MOST: usize = 10;

/// A goal.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// Chosen by the phone, so that sending it twice keeps one.
    pub id: GoalId,
    /// Whose it is.
    pub person: PersonId,
    /// What they want.
    pub words: Note,
    /// When they wrote it first.
    pub made_at: DateTime<Utc>,
    /// When they said that it has come about.
    pub reached_at: Option<DateTime<Utc>>,
}
