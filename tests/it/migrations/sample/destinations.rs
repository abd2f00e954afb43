//! What somebody does, and what they were promised.

use super::*;
use crate::migrations::entity::{promise, spell};

pub fn spell() -> spell::Model {
    spell::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        person_id: PERSON,
        activity_code: 310,
        source: "provider".into(),
        started_on: day(),
        ended_on: Some(day() + Days::new(90)),
        verified_on: Some(day()),
        review_on: Some(day()),
        predicted_end_on: Some(day()),
        provider: Some("Northshire College".into()),
        ukprn: Some("10001234".into()),
        days_per_week: Some(3),
        check_in_id: Some(CHECK_IN),
        recorded_by: Some(STAFF),
        recorded_at: moment(),
        voided_at: Some(moment()),
        version: 2,
        weekly_hours: Some(18),
        establishment: Some("8304000".into()),
    }
}

pub fn promise() -> promise::Model {
    promise::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        person_id: PERSON,
        name: "Speech and language therapy".into(),
        easy_name: "Help with talking".into(),
        provider: Some("Northshire College".into()),
        frequency: Some("every week".into()),
        agreed_on: day(),
        ended_on: Some(day() + Days::new(90)),
        recorded_by: Some(STAFF),
        recorded_at: moment(),
        version: 3,
    }
}
