//! What was given to the stand-ins.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    sync::Mutex,
};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How many messages are kept; older ones make room.
const MOST: usize = 10_000;

const NEVER_POISONED: &str = "nothing panics while it holds this lock";

/// By which way a message was to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    Sms,
    Email,
    Push,
}

/// A message, as it was given.
#[derive(Clone, Debug, Serialize)]
pub struct Kept {
    /// Counted from 1.
    pub number: u64,
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub way: Way,
    /// Who took it: "gateway", "notify", "mail server" or "push service".
    pub by: &'static str,
    pub to: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// What it says; nothing where it cannot be decrypted here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// "taken", "refused", or what GOV.UK Notify calls it.
    pub status: &'static str,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// How often it was handed over under the same reference.
    pub times: u32,
    /// What else was said about it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub said: BTreeMap<&'static str, String>,
}

impl Kept {
    /// A message that is to be kept; its number comes with that.
    pub fn new(id: Uuid, at: DateTime<Utc>, way: Way, by: &'static str, to: String) -> Self {
        Self {
            number: 0,
            id,
            at,
            way,
            by,
            to,
            subject: None,
            text: None,
            reference: None,
            status: "taken",
            why: None,
            times: 1,
            said: BTreeMap::new(),
        }
    }

    /// The same, refused.
    pub fn refused(self, why: impl Into<String>) -> Self {
        Self { status: "refused", why: Some(why.into()), ..self }
    }
}

/// All of them.
#[derive(Default)]
pub struct Messages(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    given: u64,
    list: VecDeque<Kept>,
    /// The numbers of those that were taken.
    by_id: HashMap<Uuid, u64>,
    by_reference: HashMap<(&'static str, String), u64>,
}

impl Messages {
    /// Keeps one.
    pub fn keep(&self, message: Kept) {
        let mut inner = self.0.lock().expect(NEVER_POISONED);
        inner.given += 1;
        let message = Kept { number: inner.given, ..message };
        let number = message.number;
        if message.why.is_none() {
            inner.by_id.insert(message.id, number);
            if let Some(reference) = &message.reference {
                inner.by_reference.insert((message.by, reference.clone()), number);
            }
        }
        inner.list.push_back(message);
        if inner.list.len() > MOST
            && let Some(old) = inner.list.pop_front()
        {
            inner.by_id.remove(&old.id);
            if let Some(reference) = old.reference {
                inner.by_reference.remove(&(old.by, reference));
            }
        }
    }

    /// Counts one more handing over of what was taken under this reference, and gives its id.
    pub fn again(&self, by: &'static str, reference: &str) -> Option<Uuid> {
        let mut inner = self.0.lock().expect(NEVER_POISONED);
        let number = *inner.by_reference.get(&(by, reference.to_owned()))?;
        let message = inner.numbered(number)?;
        message.times += 1;
        Some(message.id)
    }

    /// The one with this id.
    pub fn by_id(&self, id: Uuid) -> Option<Kept> {
        let mut inner = self.0.lock().expect(NEVER_POISONED);
        let number = *inner.by_id.get(&id)?;
        inner.numbered(number).cloned()
    }

    /// Says what became of one.
    pub fn settle(&self, id: Uuid, status: &'static str) {
        let mut inner = self.0.lock().expect(NEVER_POISONED);
        if let Some(&number) = inner.by_id.get(&id)
            && let Some(message) = inner.numbered(number)
        {
            message.status = status;
        }
    }

    /// Those that it is asked for, the latest first, and how many there ever were.
    pub fn latest(&self, wanted: impl Fn(&Kept) -> bool, most: usize) -> (Vec<Kept>, u64) {
        let inner = self.0.lock().expect(NEVER_POISONED);
        let list = inner.list.iter().rev().filter(|kept| wanted(kept)).take(most).cloned();
        (list.collect(), inner.given)
    }

    /// Forgets all of them.
    pub fn clear(&self) {
        let mut inner = self.0.lock().expect(NEVER_POISONED);
        let given = inner.given;
        *inner = Inner { given, ..Inner::default() };
    }
}

impl Inner {
    fn numbered(&mut self, number: u64) -> Option<&mut Kept> {
        let first = self.list.front()?.number;
        self.list.get_mut(usize::try_from(number.checked_sub(first)?).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(id: u128, reference: &str) -> Kept {
        let at = DateTime::UNIX_EPOCH;
        let kept = Kept::new(Uuid::from_u128(id), at, Way::Sms, "gateway", "+447700900123".into());
        Kept { reference: Some(reference.into()), ..kept }
    }

    #[test]
    fn the_latest_come_first_and_old_ones_make_room() {
        let messages = Messages::default();
        for id in 1..=u128::try_from(MOST).unwrap() + 2 {
            messages.keep(message(id, &id.to_string()));
        }
        let (list, given) = messages.latest(|_| true, 2);
        assert_eq!(list.iter().map(|kept| kept.number).collect::<Vec<_>>(), [10_002, 10_001]);
        assert_eq!((messages.latest(|_| true, MOST + 9).0.len(), given), (MOST, 10_002));
        assert_eq!(messages.again("gateway", "2"), None, "it is not kept any more");
        assert_eq!(messages.again("gateway", "3"), Some(Uuid::from_u128(3)));
        assert_eq!(messages.by_id(Uuid::from_u128(3)).unwrap().times, 2);
        assert_eq!(messages.again("notify", "3"), None, "that is another's reference");
        messages.clear();
        messages.keep(message(9, "nine"));
        assert_eq!(messages.by_id(Uuid::from_u128(9)).unwrap().number, 10_003);
    }

    #[test]
    fn what_was_refused_can_be_handed_over_again() {
        let messages = Messages::default();
        messages.keep(message(1, "one").refused("too long"));
        assert_eq!(messages.again("gateway", "one"), None);
        assert!(messages.by_id(Uuid::from_u128(1)).is_none());
    }
}
