//! What must be known of a young person to lay out their check-in.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::id::PromiseId;

/// What is known of a young person and their service when a check-in is laid out.
#[derive(Clone, Default)]
pub struct Facts {
    /// What they like to be called.
    pub first_name: String,
    /// Their named worker; without one the texts speak of the team.
    pub worker_first_name: Option<String>,
    /// The neutral name of the local service.
    pub service_name: String,
    /// When somebody is at work, in words: "9 to 5, Monday to Friday".
    pub hours: String,
    /// Where they go in the week, as last confirmed and as they would say it: "Northside College".
    ///
    /// `None` when nothing is known, and also when they were not in learning, work or an activity
    /// or were waiting to start: there is nothing to be "still at", so they are asked afresh.
    pub current_destination: Option<String>,
    /// Support that was promised and has not ended.
    pub promises: Vec<PromiseFact>,
    /// What they are working towards.
    pub goals: Vec<GoalFact>,
    /// How many core check-ins they have been sent before this one.
    pub core_turn: usize,
    /// True once a partnership is ready for worries, safety and free text (SAFE-07).
    pub safety_questions: bool,
    /// True if they are on their doctor's learning disability register.
    pub learning_disability_register: bool,
}

/// One promised support.
#[derive(Clone)]
pub struct PromiseFact {
    /// Which promise.
    pub id: PromiseId,
    /// Its plain name.
    pub name: String,
    /// Its easy-read name, if it has one.
    pub easy_name: Option<String>,
    /// When a check-in last asked about it.
    pub last_asked_on: Option<NaiveDate>,
}

/// One goal.
#[derive(Clone)]
pub struct GoalFact {
    /// Which goal.
    pub id: Uuid,
    /// The young person's own words.
    pub words: String,
    /// When they set it.
    pub set_on: NaiveDate,
}
