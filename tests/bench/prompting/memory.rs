//! How much memory this process has, as Linux counts it.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

/// How often it is looked at.
const EVERY: Duration = Duration::from_millis(20);

/// The most that it ever had, in MiB.
pub fn most() -> u64 {
    read("VmHWM:")
}

/// Looks at it all the time.
pub struct Watch {
    over: Arc<AtomicBool>,
    seen: JoinHandle<Vec<u64>>,
}

impl Watch {
    /// Begins.
    pub fn start() -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let until = over.clone();
        let seen = thread::spawn(move || {
            let mut seen = vec![read("VmRSS:")];
            while !until.load(Ordering::Relaxed) {
                thread::sleep(EVERY);
                seen.push(read("VmRSS:"));
            }
            seen
        });
        Self { over, seen }
    }

    /// Ends. What it was at the beginning, after each tenth of the time, and at the end, in MiB.
    pub fn tenths(self) -> Vec<u64> {
        self.over.store(true, Ordering::Relaxed);
        let seen = self.seen.join().expect("looking cannot fail");
        (0..=10).map(|tenth| seen[(seen.len() - 1) * tenth / 10]).collect()
    }
}

fn read(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kib.unwrap_or_default() / 1024
}
