//! Ways out that take nothing are left alone for a while, so that nobody else waits for them, and tried again one message
//! at a time. What is found is kept in the database: other instances learn it, and staff see it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard},
};

use chrono::{DateTime, TimeDelta, Utc};
use domain::prompt::Channel;

use crate::store::KnownChannel;

/// So many failures in a row close a way.
const ENOUGH: u32 = 5;
/// For how long at first; each failure after that doubles it.
const FIRST: TimeDelta = TimeDelta::seconds(30);
/// For how long at most.
const LONGEST: TimeDelta = TimeDelta::minutes(10);
/// How long others wait while one message tries whether a way works again.
const TRYING: TimeDelta = TimeDelta::seconds(20);
/// How often it is kept that a way works.
const KEPT_EVERY: TimeDelta = TimeDelta::minutes(1);

/// What is known of every way out. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Breakers(Arc<Mutex<HashMap<String, State>>>);

#[derive(Debug)]
struct State {
    known: KnownChannel,
    /// Since when one message tries whether it works again.
    trying: Option<DateTime<Utc>>,
    /// It has changed since it was kept.
    changed: bool,
}

/// The name of the way that texts and e-mails go.
pub fn name(way: Channel) -> &'static str {
    way.code()
}

/// The name of the way to this push service.
pub fn push_name(endpoint: &str) -> String {
    let host = endpoint.split("//").nth(1).and_then(|rest| rest.split('/').next());
    let host = host.or_else(|| endpoint.split(':').next()).unwrap_or_default();
    format!("push/{host}")
}

impl Breakers {
    /// Whether something may be tried this way now; otherwise when.
    pub fn may(&self, name: &str, now: DateTime<Utc>) -> Result<(), DateTime<Utc>> {
        let mut all = self.all();
        let Some(state) = all.get_mut(name) else { return Ok(()) };
        let Some(until) = state.known.closed_until else { return Ok(()) };
        if now < until {
            return Err(until);
        }
        if let Some(since) = state.trying.filter(|since| now < *since + TRYING) {
            return Err(since + TRYING);
        }
        state.trying = Some(now);
        Ok(())
    }

    /// Whether something may be tried this way now, as far as can be said without trying.
    pub fn is_open(&self, name: &str, now: DateTime<Utc>) -> bool {
        let all = self.all();
        all.get(name).and_then(|state| state.known.closed_until).is_none_or(|until| until <= now)
    }

    /// It took something.
    pub fn worked(&self, name: &str, now: DateTime<Utc>) {
        let mut all = self.all();
        let state = all.entry(name.to_owned()).or_insert_with(|| State::new(name));
        let stale = state.known.worked_at.is_none_or(|at| now - at >= KEPT_EVERY);
        state.changed |= stale || state.known.failures > 0;
        state.trying = None;
        state.known = KnownChannel {
            worked_at: if stale { Some(now) } else { state.known.worked_at },
            failures: 0,
            failing_since: None,
            closed_until: None,
            ..state.known.clone()
        };
    }

    /// It took nothing, and said so or said nothing.
    pub fn failed(&self, name: &str, now: DateTime<Utc>) {
        let mut all = self.all();
        let state = all.entry(name.to_owned()).or_insert_with(|| State::new(name));
        // Messages that were on their way together fail together: that is one failure of a way that is closed already.
        if state.known.closed_until.is_some_and(|until| now < until) {
            return;
        }
        state.trying = None;
        state.changed = true;
        state.known.failures += 1;
        state.known.failing_since.get_or_insert(now);
        if let Some(more) = state.known.failures.checked_sub(ENOUGH) {
            let doubled = FIRST * (1 << more.min(10));
            state.known.closed_until = Some(now + doubled.min(LONGEST));
        }
    }

    /// Takes over what other instances have found.
    pub fn learn(&self, found: Vec<KnownChannel>) {
        let mut all = self.all();
        for known in found {
            let state = all.entry(known.name.clone()).or_insert_with(|| State::new(&known.name));
            if !state.changed {
                state.known = known;
            }
        }
    }

    /// What has changed since this was asked last.
    pub fn changed(&self) -> Vec<KnownChannel> {
        let mut all = self.all();
        let changed = all.values_mut().filter(|state| state.changed);
        changed
            .map(|state| {
                state.changed = false;
                state.known.clone()
            })
            .collect()
    }

    fn all(&self) -> MutexGuard<'_, HashMap<String, State>> {
        self.0.lock().expect("nothing panics while it holds this lock")
    }
}

impl State {
    fn new(name: &str) -> Self {
        let known = KnownChannel {
            name: name.to_owned(),
            failures: 0,
            failing_since: None,
            closed_until: None,
            worked_at: None,
            told_at: None,
        };
        Self { known, trying: None, changed: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        "2026-11-22T09:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::seconds(seconds)
    }

    #[test]
    fn five_failures_in_a_row_close_a_way_and_one_try_opens_it() {
        let ways = Breakers::default();
        for second in 0..4 {
            ways.failed("sms", at(second));
        }
        ways.worked("sms", at(4));
        for second in 5..10 {
            assert_eq!(ways.may("sms", at(second)), Ok(()));
            ways.failed("sms", at(second));
        }
        let until = at(9) + FIRST;
        assert_eq!(ways.may("sms", at(10)), Err(until));
        assert_eq!(ways.may("email", at(10)), Ok(()), "others are not touched");
        assert_eq!(ways.may("sms", until), Ok(()), "one tries");
        assert_eq!(ways.may("sms", until), Err(until + TRYING), "the others wait for it");
        ways.worked("sms", until);
        assert_eq!(ways.may("sms", until), Ok(()));
    }

    #[test]
    fn it_is_left_alone_longer_each_time_and_never_longer_than_ten_minutes() {
        let ways = Breakers::default();
        let mut now = at(0);
        let mut waits = Vec::new();
        for _ in 0..12 {
            ways.failed("push/a.example", now);
            if let Err(until) = ways.may("push/a.example", now) {
                waits.push((until - now).num_seconds());
                now = until;
            }
        }
        assert_eq!(waits, [30, 60, 120, 240, 480, 600, 600, 600]);
        let known = ways.changed().pop().unwrap();
        assert_eq!((known.failures, known.failing_since), (12, Some(at(0))));
        assert_eq!(ways.changed(), []);
    }

    #[test]
    fn messages_that_fail_together_are_one_failure_more() {
        let ways = Breakers::default();
        for _ in 0..64 {
            ways.failed("email", at(0));
        }
        assert_eq!(ways.may("email", at(0)), Err(at(0) + FIRST));
    }

    #[test]
    fn one_instance_learns_from_another() {
        let (ours, theirs) = (Breakers::default(), Breakers::default());
        for _ in 0..5 {
            theirs.failed("sms", at(0));
        }
        ours.learn(theirs.changed());
        assert_eq!(ours.may("sms", at(1)), Err(at(0) + FIRST));
        theirs.worked("sms", at(40));
        ours.learn(theirs.changed());
        assert_eq!(ours.may("sms", at(41)), Ok(()));
    }

    #[test]
    fn push_services_are_told_apart_by_their_hosts() {
        assert_eq!(push_name("https://fcm.googleapis.com/fcm/send/abc"), "push/fcm.googleapis.com");
        assert_eq!(push_name("http://127.0.0.1:9000/x"), "push/127.0.0.1:9000");
        assert_eq!(push_name("apns:abcdef"), "push/apns");
    }
}
