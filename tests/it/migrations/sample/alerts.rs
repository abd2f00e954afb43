//! An alert, and what happened to it.

use super::{ANSWER, CHECK_IN, COLLEAGUE, OTHER, PARTNERSHIP, PERSON, STAFF, day, moment};
use crate::migrations::entity::{
    absence, alert, alert_event, handover, staff_notice, working_hours,
};

/// One that a single person may close: possible harm takes two.
pub fn alert() -> alert::Model {
    alert::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        person_id: PERSON,
        check_in_id: Some(CHECK_IN),
        answer_id: Some(ANSWER),
        trigger: "unsafe-at-home".into(),
        item_id: Some(OTHER),
        trigger_key: "unsafe-at-home:7".into(),
        priority: "p2".into(),
        raised_at: moment(),
        acknowledged_at: Some(moment()),
        acknowledged_by: Some(STAFF),
        closed_at: Some(moment()),
        read_at: Some(moment()),
        read_by: Some(STAFF),
        outcome: Some("other-service".into()),
        outcome_note: Some("The housing team has found a room.".into()),
        told_them: Some(false),
        not_told_why: Some("Their phone is watched.".into()),
        next_on: Some(day()),
        proposed_at: Some(moment()),
        proposed_by: Some(STAFF),
        closed_by: Some(STAFF),
        rung: 2,
        next_rung_at: moment(),
    }
}

pub fn alert_event() -> alert_event::Model {
    alert_event::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        alert_id: OTHER,
        at: moment(),
        what: "proposed".into(),
        staff_id: STAFF,
        words: Some("The housing team has found a room.".into()),
        to_id: Some(STAFF),
    }
}

pub fn staff_notice() -> staff_notice::Model {
    staff_notice::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        kind: "second-look".into(),
        staff_id: STAFF,
        alert_id: Some(OTHER),
        rung: 2,
        made_at: moment(),
        leased_until: Some(moment()),
        handed_at: Some(moment()),
        settled_at: Some(moment()),
        taken: true,
    }
}

pub fn working_hours() -> working_hours::Model {
    working_hours::Model {
        partnership_id: PARTNERSHIP,
        opens: "08:30".into(),
        closes: "16:45".into(),
        shut: "2026-12-24 2026-12-29".into(),
        changed_at: moment(),
        changed_by: Some(STAFF),
    }
}

pub fn absence() -> absence::Model {
    absence::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        staff_id: STAFF,
        cover_id: COLLEAGUE,
        from_on: day(),
        until_on: day(),
        made_by: STAFF,
        made_at: moment(),
        ended_at: Some(moment()),
    }
}

pub fn handover() -> handover::Model {
    handover::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        person_id: PERSON,
        from_id: Some(STAFF),
        to_id: COLLEAGUE,
        made_by: STAFF,
        kind: "planned".into(),
        on_day: day(),
        plain: "Olga comes.".into(),
        easy: "Olga comes.".into(),
        meet_first: Some("yes".into()),
        made_at: moment(),
        accepted_at: Some(moment()),
        done_at: Some(moment()),
        cancelled_at: Some(moment()),
    }
}
