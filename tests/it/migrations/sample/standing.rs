//! Where somebody stands on the list, and a view of it.

use super::{OTHER, PARTNERSHIP, PERSON, STAFF, day, moment};
use crate::migrations::entity::{name_key, saved_view, standing, standing_mark};

pub fn standing() -> standing::Model {
    standing::Model {
        partnership_id: PARTNERSHIP,
        person_id: PERSON,
        worker_id: Some(STAFF),
        place: 5,
        waits_since: moment(),
        name: "amina rahman".into(),
        here: true,
        over: false,
        call_today: true,
        no_reply: false,
        not_in: false,
        paused: false,
        priority: Some("p3".into()),
        headline: Some("not-in-education-or-work".into()),
        neet: Some("available".into()),
        needs: "|bsl|".into(),
        next_due_on: day(),
        last_contact_on: day(),
        shown: "{}".into(),
        look_at: moment(),
        placed_at: moment(),
        keyed: true,
        worked_at: moment(),
    }
}

pub fn standing_mark() -> standing_mark::Model {
    standing_mark::Model { partnership_id: PARTNERSHIP, person_id: OTHER, mark: 17 }
}

pub fn name_key() -> name_key::Model {
    name_key::Model { partnership_id: PARTNERSHIP, key: -17, person_id: PERSON }
}

pub fn saved_view() -> saved_view::Model {
    saved_view::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        staff_id: STAFF,
        name: "Calls this week".into(),
        query: "state=call-today".into(),
        made_at: moment(),
    }
}
