//! What open pages are told: that something has changed, and never what. Whoever looks first in a second asks the database for
//! everybody who has a page open on this instance; the others are given what was found. Nothing runs while nobody looks, and
//! several instances need not know of each other.

use std::{
    collections::{BTreeMap, HashMap, HashSet, VecDeque},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use domain::id::{AlertId, PartnershipId, PersonId, SessionId};
use tokio::{
    sync::{Notify, watch},
    time::Instant,
};

use crate::store::{Store, StoreError, Tx, scope::System};

/// How far back is looked again: a transaction may be seen later than one that began after it, and clocks of machines differ.
const AGAIN: TimeDelta = TimeDelta::seconds(30);
/// How many are read at once. More than that have changed only just after a file: then everything may have.
const MOST: u64 = 1000;
/// How many of the latest are kept for those who come later to look.
const KEPT: usize = 4096;
/// How many pages one session may have open.
const PER_SESSION: usize = 3;
/// How many pages may be open on one instance.
const ALTOGETHER: usize = 2000;

/// How often, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// How often the database is asked.
    pub look: Duration,
    /// How often somebody hears that we are still here.
    pub heartbeat: Duration,
    /// After how long a page has to ask anew.
    pub longest: Duration,
}

impl Default for Times {
    fn default() -> Self {
        Self {
            look: Duration::from_secs(1),
            heartbeat: Duration::from_secs(15),
            longest: Duration::from_secs(3600),
        }
    }
}

/// Something that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happened {
    /// What is known of somebody has changed.
    Changed(PartnershipId, PersonId),
    /// Possible harm was raised of somebody.
    Harm(PartnershipId, PersonId),
    /// Too much to tell apart.
    Much,
}

/// What is new to somebody.
pub struct New {
    /// What happened since they looked last.
    pub happened: Vec<Happened>,
    /// Their session has not ended.
    pub live: bool,
}

/// What tells open pages.
pub struct News {
    /// How often, and for how long.
    pub times: Times,
    closed: watch::Sender<bool>,
    open: Mutex<BTreeMap<u64, Seat>>,
    number: AtomicU64,
    found: tokio::sync::Mutex<Found>,
}

/// The place of an open page.
struct Seat {
    whose: (PartnershipId, SessionId),
    /// Another page of the session takes it.
    taken: Arc<Notify>,
}

#[derive(Default)]
struct Found {
    at: Option<Instant>,
    /// The latest moment at which a row was worked out.
    latest: DateTime<Utc>,
    /// What of the last seconds is known.
    worked: HashMap<PersonId, DateTime<Utc>>,
    harm: HashSet<AlertId>,
    /// How much has happened, and the last of it.
    count: u64,
    last: VecDeque<Happened>,
    live: HashSet<SessionId>,
}

/// An open page. Dropped, it is closed.
pub struct Page {
    news: Arc<News>,
    number: u64,
    whose: (PartnershipId, SessionId),
    /// How much of what has happened it was told.
    told: Option<u64>,
    closed: watch::Receiver<bool>,
    taken: Arc<Notify>,
    until: Instant,
}

impl Default for News {
    fn default() -> Self {
        Self::new(Times::default())
    }
}

impl News {
    /// Nobody has a page open yet.
    pub fn new(times: Times) -> Self {
        Self {
            times,
            closed: watch::channel(false).0,
            open: Mutex::default(),
            number: AtomicU64::new(0),
            found: tokio::sync::Mutex::default(),
        }
    }

    /// Opens a page. Where this session has enough of them the oldest gives way: one that was loaded anew is still open for a
    /// moment. None if the instance has enough of them.
    pub fn open(self: &Arc<Self>, whose: (PartnershipId, SessionId)) -> Option<Page> {
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        let mut open = self.pages();
        let same: Vec<u64> = open
            .iter()
            .filter(|(_, seat)| seat.whose == whose)
            .map(|(number, _)| *number)
            .collect();
        if same.len() >= PER_SESSION {
            let oldest = same.first().and_then(|oldest| open.remove(oldest));
            oldest.inspect(|seat| seat.taken.notify_one());
        } else if open.len() >= ALTOGETHER {
            return None;
        }
        let taken = Arc::new(Notify::new());
        open.insert(number, Seat { whose, taken: taken.clone() });
        Some(Page {
            news: self.clone(),
            number,
            whose,
            told: None,
            closed: self.closed.subscribe(),
            taken,
            until: Instant::now() + self.times.longest,
        })
    }

    /// Closes every page, so that nobody waits for them when the service stops.
    pub fn close(&self) {
        self.closed.send_replace(true);
    }

    fn pages(&self) -> std::sync::MutexGuard<'_, BTreeMap<u64, Seat>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn look(&self, store: &Store, system: System, now: DateTime<Utc>, found: &mut Found) {
        let first = found
            .at
            .is_none_or(|at| at.elapsed() > 10 * self.times.look.max(Duration::from_secs(1)));
        if first {
            *found =
                Found { latest: now, count: found.count + KEPT as u64 + 1, ..Found::default() };
        }
        found.at = Some(Instant::now());
        let open: Vec<_> = self.pages().values().map(|seat| seat.whose).collect();
        let since = found.latest - AGAIN;
        let asked = store.look::<_, _, StoreError>(system, async |tx: &Tx<System>| {
            let worked = tx.worked_out_since(since, MOST).await?;
            let harm = tx.harm_since(since, MOST).await?;
            Ok((worked, harm, tx.live_sessions(&open, now).await?))
        });
        match asked.await {
            Ok((worked, harm, live)) => {
                found.live = live;
                found.take_in(worked, harm, !first, now);
            }
            Err(error) => tracing::warn!(%error, "nobody could be told what is new"),
        }
    }
}

impl Found {
    fn take_in(
        &mut self,
        worked: Vec<(PartnershipId, PersonId, DateTime<Utc>)>,
        harm: Vec<(PartnershipId, PersonId, AlertId)>,
        tell: bool,
        now: DateTime<Utc>,
    ) {
        if worked.len() as u64 == MOST {
            self.latest = self.latest.max(now);
            return self.happened(Happened::Much);
        }
        let before = std::mem::take(&mut self.worked);
        for (partnership, person, at) in worked {
            self.latest = self.latest.max(at);
            if before.get(&person) != Some(&at) && tell {
                self.happened(Happened::Changed(partnership, person));
            }
            self.worked.insert(person, at);
        }
        let before = std::mem::take(&mut self.harm);
        for (partnership, person, alert) in harm {
            if !before.contains(&alert) && tell {
                self.happened(Happened::Harm(partnership, person));
            }
            self.harm.insert(alert);
        }
    }

    fn happened(&mut self, what: Happened) {
        self.count += 1;
        self.last.push_back(what);
        if self.last.len() > KEPT {
            self.last.pop_front();
        }
    }

    /// What happened since `told`. Whoever is too far behind hears that it is much.
    fn since(&self, told: u64) -> Vec<Happened> {
        let new = (self.count - told) as usize;
        match new > self.last.len() {
            true => vec![Happened::Much],
            false => self.last.iter().skip(self.last.len() - new).copied().collect(),
        }
    }
}

impl Page {
    /// Whose it is.
    pub fn whose(&self) -> (PartnershipId, SessionId) {
        self.whose
    }

    /// Waits until it is time to look again. False if the page closes instead.
    pub async fn rest(&mut self) -> bool {
        // The first look says from when on everything is new.
        if self.told.is_none() {
            return !*self.closed.borrow();
        }
        let open = tokio::select! {
            () = tokio::time::sleep(self.news.times.look) => true,
            () = self.taken.notified() => false,
            _ = self.closed.wait_for(|closed| *closed) => false,
        };
        open && Instant::now() < self.until
    }

    /// What is new since this page looked last.
    pub async fn look(&mut self, store: &Store, system: System, now: DateTime<Utc>) -> New {
        let news = self.news.clone();
        let mut found = news.found.lock().await;
        let old = found.at.is_none_or(|at| at.elapsed() >= news.times.look);
        if old || self.told.is_none() {
            news.look(store, system, now, &mut found).await;
        }
        let happened = self.told.map_or_else(Vec::new, |told| found.since(told));
        self.told = Some(found.count);
        New { happened, live: found.live.contains(&self.whose.1) }
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.news.pages().remove(&self.number);
    }
}
