//! One good row of each table, with as much in it as its rules allow.

mod alerts;
mod changes;
mod confirmations;
mod destinations;
mod details;
mod evidence;
mod imports;
mod in_charge;
mod intended;
mod offers;
mod own_questions;
mod plan;
mod promised;
mod prompts;
mod safe_contact;
mod same;
mod sharing;
mod standing;
mod supporters;
mod ways_in;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use super::entity::{
    access_event, answer, assignment, check_in, communication_need, contact, invitation,
    partnership, partnership_council, person, push_subscription, questionnaire, session,
    session_token, sign_in_link, staff, task,
};

pub use alerts::{absence, alert, alert_event, handover, staff_notice, working_hours};
pub use changes::change;
pub use confirmations::confirmation;
pub use destinations::{promise, spell};
pub use details::{bulk, draft, kept_detail};
pub use evidence::{spell_try, spell_word};
pub use imports::{feed, file_mapping, import_run};
pub use in_charge::{goal, readiness, talk};
pub use intended::intended;
pub use offers::{answer_link, improvement, offer_answer};
pub use own_questions::{own_questionnaire, questionnaire_use};
pub use plan::plan;
pub use promised::{claim, concern};
pub use prompts::{asking, channel, failed_way, notice, prompt, template};
pub use safe_contact::safe_contact;
pub use same::{
    likeness, same_person, second_partnership, second_person, split, transfer, waiting_row,
};
pub use sharing::{glass, referral};
pub use standing::{name_key, saved_view, standing, standing_mark};
pub use supporters::supporter;
pub use ways_in::{ceremony, data_request, one_time_code, own_contact, passkey};

const PARTNERSHIP: Uuid = Uuid::from_u128(1);
pub const STAFF: Uuid = Uuid::from_u128(2);
const COLLEAGUE: Uuid = Uuid::from_u128(8);
const PERSON: Uuid = Uuid::from_u128(3);
const SESSION: Uuid = Uuid::from_u128(4);
const CHECK_IN: Uuid = Uuid::from_u128(5);
const ANSWER: Uuid = Uuid::from_u128(6);
const OTHER: Uuid = Uuid::from_u128(7);

/// When everything here happens, to the microsecond that PostgreSQL keeps.
pub fn moment() -> DateTime<Utc> {
    DateTime::from_timestamp_micros(1_795_338_000_123_456).expect("a moment in 2026")
}

/// The day of that moment.
pub fn day() -> NaiveDate {
    moment().date_naive()
}

fn hash() -> Vec<u8> {
    (0..32).collect()
}

pub fn partnership() -> partnership::Model {
    partnership::Model {
        id: PARTNERSHIP,
        slug: "northshire".into(),
        name: "Northshire Partnership".into(),
        service_name: "Next Steps".into(),
        transition_rule: "given-date-only".into(),
        staffed_hours: "Monday to Friday, nine to five".into(),
        safety_questions: true,
        demonstration: true,
        created_at: moment(),
    }
}

pub fn partnership_council() -> partnership_council::Model {
    partnership_council::Model { partnership_id: PARTNERSHIP, council_code: "301".into() }
}

pub fn staff() -> staff::Model {
    staff::Model {
        id: STAFF,
        partnership_id: PARTNERSHIP,
        email: "amina@example.org".into(),
        name: "Amina".into(),
        role: "worker".into(),
        password_hash: Some("hash".into()),
        totp_secret: Some("secret".into()),
        totp_last_step: Some(59_000_000),
        created_at: moment(),
        ended_at: Some(moment()),
        on_duty: true,
        agency: Some("Peak Health".into()),
    }
}

/// Somebody who covers for the other.
pub fn colleague() -> staff::Model {
    staff::Model {
        id: COLLEAGUE,
        email: "colleague@example.org".into(),
        name: "Colleague".into(),
        ..staff()
    }
}

pub fn questionnaire() -> questionnaire::Model {
    questionnaire::Model {
        id: "default".into(),
        version: "1.0.0".into(),
        language: "en".into(),
        sha256: "a".repeat(64),
        body: "steps: []".into(),
        loaded_at: moment(),
    }
}

pub fn person() -> person::Model {
    person::Model {
        partnership_id: PARTNERSHIP,
        id: PERSON,
        council_code: "301".into(),
        client_record_id: Some("YP-0001".into()),
        given_name: "Zoë".into(),
        family_name: "O’Neill".into(),
        preferred_name: Some("Zo".into()),
        search_name: "zoe o'neill zo".into(),
        birth_date: day() - Days::new(18 * 365),
        sen_provision: "ehc-plan".into(),
        primary_need: Some("ASD".into()),
        mobile: Some("07700 900123".into()),
        email: Some("zoe@example.org".into()),
        uln: Some("1234567890".into()),
        transition_on: day(),
        journey_ends_on: day() + Days::new(730),
        paused_until: Some(day()),
        left_on: Some(day()),
        prompts_stopped_at: Some(moment()),
        prompt_weekday: 6,
        prompt_slot: "09:30".into(),
        prompt_often: "less".into(),
        closer_from: Some(day()),
        reading: "easy".into(),
        text_size: "largest".into(),
        language: "cy".into(),
        created_at: moment(),
        changed_at: moment(),
        pushes_stopped_at: Some(moment()),
        texts_stopped_at: Some(moment()),
        emails_stopped_at: Some(moment()),
        version: 2,
        left_reason: Some("moved-away".into()),
        // Whoever is part of somebody travels with that one only.
        merged_into: None,
        postponed_from: Some(day()),
        postponed_to: Some(day() + Days::new(7)),
        texts_stopped_from: Some("07700 900123".into()),
    }
}

pub fn communication_need() -> communication_need::Model {
    communication_need::Model {
        partnership_id: PARTNERSHIP,
        person_id: PERSON,
        need: "symbols".into(),
    }
}

pub fn assignment() -> assignment::Model {
    assignment::Model {
        partnership_id: PARTNERSHIP,
        person_id: PERSON,
        staff_id: STAFF,
        started_at: moment(),
        ended_at: None,
        given_by: Some(STAFF),
    }
}

pub fn session() -> session::Model {
    session::Model {
        partnership_id: PARTNERSHIP,
        id: SESSION,
        kind: "young-person".into(),
        person_id: Some(PERSON),
        staff_id: None,
        client: "page".into(),
        shared_phone: true,
        phone_name: Some("My phone".into()),
        created_at: moment(),
        last_used_at: moment(),
        idle_ends_at: moment(),
        ends_at: moment(),
        ended_at: Some(moment()),
        stepped_up_at: Some(moment()),
    }
}

pub fn session_token() -> session_token::Model {
    session_token::Model {
        partnership_id: PARTNERSHIP,
        token_hash: hash(),
        session_id: SESSION,
        kind: "refresh".into(),
        created_at: moment(),
        expires_at: moment(),
        used_at: Some(moment()),
        replaced_by: Some(hash()),
    }
}

pub fn sign_in_link() -> sign_in_link::Model {
    sign_in_link::Model {
        partnership_id: PARTNERSHIP,
        token_hash: hash(),
        staff_id: STAFF,
        created_at: moment(),
        expires_at: moment(),
        used_at: Some(moment()),
    }
}

pub fn invitation() -> invitation::Model {
    invitation::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        person_id: PERSON,
        made_by: Some(STAFF),
        route: "letter".into(),
        link_hash: hash(),
        code_group: "1234".into(),
        code_hash: "hash".into(),
        made_at: moment(),
        link_expires_at: moment(),
        code_expires_at: moment(),
        wrong_codes: 10,
        wrong_birthdays: 3,
        used_at: None,
        parked_at: None,
        replaced_at: None,
    }
}

pub fn push_subscription() -> push_subscription::Model {
    push_subscription::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        person_id: PERSON,
        session_id: SESSION,
        endpoint: "https://push.example.org/a".into(),
        endpoint_hash: hash(),
        p256dh: "key".into(),
        auth: "secret".into(),
        created_at: moment(),
        last_sent_at: Some(moment()),
        failures: 2,
        vapid_key: Some("another".into()),
        failing_since: Some(moment()),
    }
}

pub fn check_in() -> check_in::Model {
    check_in::Model {
        partnership_id: PARTNERSHIP,
        id: CHECK_IN,
        person_id: PERSON,
        kind: "core".into(),
        month: 24,
        extra: 0,
        due_on: day(),
        opened_at: moment(),
        closes_at: moment() + TimeDelta::days(14),
        questionnaire_id: "default".into(),
        questionnaire_version: "1.0.0".into(),
        finished_at: Some(moment()),
        expired_at: None,
    }
}

pub fn answer() -> answer::Model {
    answer::Model {
        partnership_id: PARTNERSHIP,
        id: ANSWER,
        check_in_id: CHECK_IN,
        person_id: PERSON,
        key: "destination".into(),
        question: "destination".into(),
        item_id: Some(OTHER),
        codes: Some(r#"["work"]"#.into()),
        free_text: None,
        skipped: false,
        source: "with-help".into(),
        helper: Some("parent".into()),
        reading: "easy".into(),
        language: "en".into(),
        answered_at: moment(),
        received_at: moment(),
        superseded_at: None,
        supporter_id: Some(OTHER),
    }
}

pub fn contact() -> contact::Model {
    contact::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        person_id: PERSON,
        staff_id: STAFF,
        kind: "home-visit".into(),
        direction: "out".into(),
        outcome: "spoke".into(),
        note: Some("All well.".into()),
        happened_at: moment(),
        recorded_at: moment(),
        follow_up_on: Some(day()),
        present: Some("supporter,interpreter".into()),
        follow_up_words: Some("Ask about the bus pass.".into()),
        safe_way: Some(true),
        version: 4,
    }
}

pub fn task() -> task::Model {
    task::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        person_id: PERSON,
        kind: "follow-up".into(),
        about: Some(CHECK_IN),
        due_on: day(),
        created_at: moment(),
        done_at: Some(moment()),
        owner_id: Some(STAFF),
        words: Some("Ring the college.".into()),
        made_by: Some(STAFF),
        done_by: Some(STAFF),
        done_words: Some("They have a place.".into()),
        version: 2,
    }
}

pub fn access_event() -> access_event::Model {
    access_event::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        at: moment(),
        actor_kind: "staff".into(),
        actor_id: Some(STAFF),
        role: Some("worker".into()),
        person_id: Some(PERSON),
        what: "read_person".into(),
    }
}
