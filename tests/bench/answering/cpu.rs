//! How long processes have kept a processor busy, as Linux counts it.

use std::{fs, time::Duration};

/// What one tick of `/proc` is. Linux says a hundredth of a second on every machine that this could run on.
const TICK: Duration = Duration::from_millis(10);

/// What a process has used itself, and what those of its children had used that are gone.
struct Used {
    parent: u32,
    itself: u32,
    gone: u32,
}

/// What this process has used.
pub fn own() -> Duration {
    of(std::process::id())
}

/// What one process has used.
pub fn of(process: u32) -> Duration {
    used(process).map(|used| TICK * used.itself).unwrap_or_default()
}

/// What a process and all that it ever started have used: a PostgreSQL server with its connections.
pub fn of_family(head: u32) -> Duration {
    let mut ticks = used(head).map(|used| used.itself + used.gone).unwrap_or_default();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let process = entry.file_name().to_str().and_then(|name| name.parse().ok());
        let child = process.and_then(used).filter(|used| used.parent == head);
        ticks += child.map(|used| used.itself).unwrap_or_default();
    }
    TICK * ticks
}

/// Who started a process.
pub fn parent(process: u32) -> Option<u32> {
    used(process).map(|used| used.parent)
}

fn used(process: u32) -> Option<Used> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name stands in brackets and may hold anything; after it all is numbers but the state.
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let number = |at: usize| fields.get(at).and_then(|field| field.parse::<u32>().ok());
    Some(Used {
        parent: number(1)?,
        itself: number(11)? + number(12)?,
        gone: number(13)? + number(14)?,
    })
}
