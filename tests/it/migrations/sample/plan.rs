//! The days of a plan.

use super::{PARTNERSHIP, PERSON, STAFF, day};
use crate::migrations::entity::plan;

pub fn plan() -> plan::Model {
    plan::Model {
        partnership_id: PARTNERSHIP,
        person_id: PERSON,
        started_on: Some(day()),
        reviewed_on: Some(day()),
        review_outcome: Some("maintain".into()),
        review_booked_on: Some(day()),
        ceased_on: Some(day()),
        cease_reason: Some("paid-work".into()),
        recorded_by: STAFF,
        version: 2,
    }
}
