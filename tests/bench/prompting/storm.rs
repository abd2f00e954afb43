//! Three instances send on one database, and two of them are killed again and again.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use api::clock::{Clock, SystemClock};
use sea_orm::{ConnectOptions, Database};

use crate::{
    dice::Dice,
    engine::{Carrier, Engine, by_their_clock},
    ledger::{Reckoning, left, rows},
    place::Place,
    sink::Sink,
    town,
};

/// How long each of the two lives, in milliseconds.
const LIFE: std::ops::Range<u64> = 1_500..8_000;
/// How often somebody looks whether all is done.
const LOOK: Duration = Duration::from_millis(500);
/// Whoever is killed while so many are left has some of them in hand.
const BUSY: i64 = 1000;

/// Somebody who is about to be killed.
struct Doomed {
    engine: Engine,
    at: Instant,
}

/// Three of four have a phone, the fourth a number; everybody has a prompt that is due.
pub async fn storm(place: &Place, size: usize, carrier: Carrier, seed: u64) -> Result<()> {
    ensure!(matches!(place, Place::Server(_)), "several instances share a PostgreSQL server only");
    println!("seed {seed}, texts by {}", carrier.name());
    let (url, sink) = (place.url(), Sink::start(Some(seed))?);
    town::build_elsewhere(&url, size, sink.address(), true)?;
    place.settle().await?;
    let mut options = ConnectOptions::new(&url);
    options.max_connections(1).sqlx_logging(false);
    let db = Database::connect(options).await?;

    let mut dice = Dice::new(seed);
    let mut life = || Duration::from_millis(LIFE.start + dice.below(LIFE.end - LIFE.start));
    let (begun, since) = (Instant::now(), SystemClock.now());
    let start = || Engine::start(&url, sink.address(), carrier, since);
    let steady = start()?;
    let mut doomed = Vec::new();
    for _ in 0..2 {
        doomed.push(Doomed { engine: start()?, at: Instant::now() + life() });
    }
    let (mut kills, mut busy_kills) = (0_u32, 0_u32);
    let (mut looked, mut waiting) = (Instant::now(), i64::try_from(size)?);
    loop {
        let first = doomed.iter().map(|one| one.at).min().context("there are two")?;
        let next = first.min(looked + LOOK);
        tokio::time::sleep(next.saturating_duration_since(Instant::now())).await;
        if let Some(one) = doomed.iter().position(|one| one.at <= Instant::now()) {
            doomed.swap_remove(one).engine.kill()?;
            kills += 1;
            busy_kills += u32::from(waiting >= BUSY);
            doomed.push(Doomed { engine: start()?, at: Instant::now() + life() });
        }
        if looked.elapsed() >= LOOK {
            looked = Instant::now();
            waiting = left(&db).await?;
            if waiting == 0 {
                break;
            }
        }
    }
    let took = begun.elapsed();
    steady.stop()?;
    for one in doomed {
        one.engine.stop()?;
    }
    let rows = rows(&db).await?;
    db.close().await?;
    let ledger = sink.stop()?;
    let (away, off, orphaned) = (ledger.turned_away, ledger.broken_off, ledger.orphaned);
    let found = Reckoning::of(&rows, ledger);
    println!(
        "{size} prompts, {} to phones and {} as texts, in {:.0} s ({} minutes by their clock)",
        found.prompts.0,
        found.prompts.1,
        took.as_secs_f64(),
        by_their_clock(took)?.num_minutes()
    );
    println!(
        "{kills} kills, {busy_kills} of them in the thick of it; {orphaned} messages whose sender was dead when they were answered; {} \
         prompts counted as lost",
        found.lost
    );
    println!("{away} messages turned away, {off} texts taken without an answer");
    println!(
        "phones told twice, as is allowed and counted: {}; settled as unsure: {}, of which {} never came",
        found.repeats, found.unsure.0, found.unsure.1
    );
    println!(
        "beyond that: {} duplicates, {} losses, {} messages of no prompt",
        found.duplicates, found.losses, found.strangers
    );
    ensure!(found.is_kept(), "what was promised is not kept");
    ensure!(rows.len() == size, "{} prompts were due", rows.len());
    ensure!(
        orphaned > 0 && found.lost >= busy_kills,
        "the kills met too little that was on its way"
    );
    Ok(())
}
