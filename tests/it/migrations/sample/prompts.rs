//! Prompts, and what belongs to sending them.

use super::{CHECK_IN, OTHER, PARTNERSHIP, PERSON, STAFF, day, moment};
use crate::migrations::entity::{asking, channel, failed_way, notice, prompt, template};

pub fn prompt() -> prompt::Model {
    prompt::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        person_id: PERSON,
        check_in_id: CHECK_IN,
        step: "first".into(),
        channel: "push".into(),
        due_at: moment(),
        expires_at: moment(),
        leased_until: Some(moment()),
        attempts: 1,
        settled_at: Some(moment()),
        outcome: Some("sent".into()),
        local_day: Some(day()),
        local_time: Some("16:30".into()),
        meant_at: Some(moment()),
        lost: 1,
        handed_at: Some(moment()),
        reference: Some("what the provider calls it".into()),
        receipt: Some("delivered".into()),
        receipt_at: Some(moment()),
        late: true,
        fell_back: true,
    }
}

pub fn asking() -> asking::Model {
    asking::Model { partnership_id: PARTNERSHIP, person_id: PERSON, look_on: day() }
}

pub fn failed_way() -> failed_way::Model {
    failed_way::Model {
        partnership_id: PARTNERSHIP,
        person_id: PERSON,
        kind: "mobile".into(),
        value: "07700 900123".into(),
        failed_at: moment(),
    }
}

pub fn channel() -> channel::Model {
    channel::Model {
        name: "push/push.example.org".into(),
        failures: 5,
        failing_since: Some(moment()),
        closed_until: Some(moment()),
        worked_at: Some(moment()),
        told_at: Some(moment()),
    }
}

pub fn notice() -> notice::Model {
    notice::Model {
        id: OTHER,
        kind: "trouble".into(),
        way: "email".into(),
        about: "sms".into(),
        made_at: moment(),
        leased_until: Some(moment()),
        handed_at: Some(moment()),
        settled_at: Some(moment()),
        taken: true,
    }
}

pub fn template() -> template::Model {
    template::Model {
        partnership_id: PARTNERSHIP,
        kind: "text".into(),
        text: "{service_name}: {short_url} To stop reply STOP".into(),
        changed_at: moment(),
        changed_by: Some(STAFF),
    }
}
