//! What young people want and asked for, as staff see it.

use chrono::NaiveDate;
use domain::{day::london_day, goal::Goal, talk::Talk};
use poem_openapi::Object;
use uuid::Uuid;

use crate::http::wire::Instant;

/// A goal.
#[derive(Object)]
#[oai(rename = "Goal", skip_serializing_if_is_none)]
pub struct GoalOut {
    /// Which goal.
    pub id: Uuid,
    /// What they want.
    pub words: String,
    /// The day they wrote it first.
    pub made_on: NaiveDate,
    /// The day they said that it has come about.
    pub reached_on: Option<NaiveDate>,
}

/// They would like to talk.
#[derive(Object)]
#[oai(rename = "TalkWish", skip_serializing_if_is_none)]
pub struct TalkOut {
    /// Which wish: by it what they wrote can be asked for.
    id: Uuid,
    /// When they asked.
    asked_at: Instant,
    /// How and when, and whether a message may be left, in words.
    how: String,
    /// They wrote something, which is told when somebody asks for it.
    has_words: bool,
}

impl GoalOut {
    /// A goal as it is sent.
    pub fn new(goal: &Goal) -> Self {
        Self {
            id: goal.id.0,
            words: goal.words.as_str().to_owned(),
            made_on: london_day(goal.made_at),
            reached_on: goal.reached_at.map(london_day),
        }
    }
}

impl TalkOut {
    /// A wish as it is sent.
    pub fn new(talk: &Talk) -> Self {
        let message =
            if talk.message_ok { "You may leave a message" } else { "Do not leave a message" };
        Self {
            id: talk.id.0,
            asked_at: talk.asked_at.into(),
            how: format!("{} {}. {message}.", talk.way.words(), talk.safe_time.words()),
            has_words: talk.words.is_some(),
        }
    }
}
