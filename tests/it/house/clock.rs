//! Time that a test turns, and chance that falls the same way every time.

use std::sync::{
    Mutex,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use api::{clock::Clock, ids::Ids};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A clock that stands still until a test turns it.
pub struct TurningClock {
    now: Mutex<DateTime<Utc>>,
    broken: AtomicBool,
    /// How often it tells the time before it breaks down.
    left: AtomicU64,
}

impl TurningClock {
    pub fn new(now: DateTime<Utc>) -> Self {
        Self { now: Mutex::new(now), broken: AtomicBool::new(false), left: AtomicU64::new(0) }
    }

    /// Turns it forwards.
    pub fn turn_to(&self, then: DateTime<Utc>) {
        let mut now = self.now.lock().unwrap();
        assert!(then >= *now, "time does not go back from {now} to {then}");
        *now = then;
    }

    /// From now on whoever asks it for the time panics, until it is mended.
    pub fn break_down(&self, broken: bool) {
        self.left.store(0, Ordering::SeqCst);
        self.broken.store(broken, Ordering::SeqCst);
    }

    /// It tells the time so many times more, and then breaks down.
    pub fn break_down_after(&self, times: u64) {
        self.left.store(times, Ordering::SeqCst);
        self.broken.store(true, Ordering::SeqCst);
    }
}

impl Clock for TurningClock {
    fn now(&self) -> DateTime<Utc> {
        let left = |left: u64| left.checked_sub(1);
        if self.broken.load(Ordering::SeqCst)
            && self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, left).is_err()
        {
            panic!("the clock has broken down, as a test wished");
        }
        *self.now.lock().unwrap()
    }
}

/// Ids that count, and bytes that look like chance.
#[derive(Default)]
pub struct CountingIds {
    ids: AtomicU64,
    draws: AtomicU64,
}

impl Ids for CountingIds {
    fn new_id(&self) -> Uuid {
        let next = u128::from(self.ids.fetch_add(1, Ordering::SeqCst)) + 1;
        // Shaped like the ids of a running service (version 7).
        Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0000 + next)
    }

    fn random(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let drawn = mix(self.draws.fetch_add(1, Ordering::SeqCst)).to_be_bytes();
            chunk.copy_from_slice(&drawn[..chunk.len()]);
        }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): neighbouring numbers become unlike ones.
fn mix(number: u64) -> u64 {
    let mut z = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
