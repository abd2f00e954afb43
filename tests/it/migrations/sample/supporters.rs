//! People who help.

use super::{OTHER, PARTNERSHIP, PERSON, hash, moment};
use crate::migrations::entity::supporter;

pub fn supporter() -> supporter::Model {
    supporter::Model {
        partnership_id: PARTNERSHIP,
        id: OTHER,
        person_id: PERSON,
        name: "Rosa".into(),
        relation: "family".into(),
        helps: true,
        gets_reminders: true,
        sees_goals: true,
        link_hash: Some(hash()),
        link_expires_at: Some(moment()),
        token_hash: Some(hash()),
        made_at: moment(),
        joined_at: Some(moment()),
        last_used_at: Some(moment()),
        push_endpoint: Some("https://push.example/1".into()),
        push_p256dh: Some("key".into()),
        push_auth: Some("secret".into()),
    }
}
