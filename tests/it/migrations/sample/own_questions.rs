//! A version of the questions that a partnership uploaded for itself, and asked from.

use chrono::TimeDelta;

use super::{OTHER, PARTNERSHIP, STAFF, moment};
use crate::migrations::entity::{own_questionnaire, questionnaire_use};

pub fn own_questionnaire() -> own_questionnaire::Model {
    own_questionnaire::Model {
        partnership_id: PARTNERSHIP,
        questionnaire_id: "default".into(),
        version: "1.0.0".into(),
        uploaded_at: moment(),
        uploaded_by: Some(STAFF),
    }
}

pub fn questionnaire_use() -> questionnaire_use::Model {
    questionnaire_use::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        questionnaire_id: "default".into(),
        version: "1.0.0".into(),
        language: "cy".into(),
        used_from: moment(),
        used_by: Some(STAFF),
        ended_at: Some(moment() + TimeDelta::days(90)),
        ended_by: Some(STAFF),
    }
}
