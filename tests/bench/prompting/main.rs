//! What it costs to send prompts, and to plan them, and what becomes of them in a storm. It prints figures, and passes a
//! verdict on the storm alone: `tests/README.md` says how to run it and what it said.
//!
//! A second process stands in for whoever takes messages, so that what it costs is not counted.

#[path = "../answering/cpu.rs"]
#[allow(dead_code, reason = "the other benchmark uses the rest")]
mod cpu;
mod dice;
mod engine;
mod ledger;
mod memory;
#[path = "../answering/place.rs"]
#[allow(dead_code, reason = "the other benchmark uses the rest")]
mod place;
mod sink;
mod storm;
mod town;

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use api::{
    clock::{Clock, SystemClock},
    jobs,
};
use engine::Carrier;
use memory::Watch;
use place::Place;
use sink::Sink;
use town::Town;

const USAGE: &str = "say `send`, `plan` or `storm`, how many young people, and on which database (sqlite or postgres), or nothing; \
     for a storm also who carries texts (gateway or notify), and a seed";

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--sink"] => sink::run(None),
        ["--sink", weather] => sink::run(Some(weather.parse()?)),
        ["--town", url, size, sink, texts] => town::run(url, size, sink, texts),
        ["--engine", url, sink, carrier, since] => engine::run(url, sink, carrier, since),
        [] => measure("send", 5_000, "", &[]),
        [what, size] => measure(what, size.parse().context(USAGE)?, "", &[]),
        [what, size, only, more @ ..] => measure(what, size.parse().context(USAGE)?, only, more),
        _ => bail!(USAGE),
    }
}

#[tokio::main]
async fn measure(what: &str, size: usize, only: &str, more: &[&str]) -> Result<()> {
    for place in Place::all(only).await? {
        println!("\n{}", place.description().await?);
        let measured = match (what, more) {
            ("send", []) => send(&place, size).await,
            ("plan", []) => plan(&place, size).await,
            ("storm", more) => {
                let carrier = Carrier::named(more.first().unwrap_or(&"gateway"))?;
                let seed = more.get(1).map(|seed| seed.parse()).transpose().context(USAGE)?;
                let chance = || SystemClock.now().timestamp_subsec_micros().into();
                storm::storm(&place, size, carrier, seed.unwrap_or_else(chance)).await
            }
            _ => bail!(USAGE),
        };
        place.tidy().await?;
        measured?;
    }
    Ok(())
}

/// Everybody has a phone, and a prompt that is due now.
async fn send(place: &Place, size: usize) -> Result<()> {
    let sink = Sink::start(None)?;
    let head = place.head().await?;
    town::build_elsewhere(&place.url(), size, sink.address(), false)?;
    let town = Town::open(&place.url()).await?;
    town.turn(town::sending());
    place.settle().await?;

    let database = || head.map(cpu::of_family).unwrap_or_default();
    let watch = Watch::start();
    let (begun, own, theirs) = (Instant::now(), cpu::own(), database());
    let done = jobs::send(&town.app, town.system).await?;
    let (took, own, theirs) = (begun.elapsed(), cpu::own() - own, database() - theirs);
    let tenths = watch.tenths();
    let each = |used: Duration| used.as_micros() as f64 / size as f64;
    let ledger = sink.stop()?;
    let once = ledger.pushes.values().filter(|times| **times == 1).count();
    ensure!(
        done.done == size && once == size && ledger.pushes.len() == size,
        "{} dealt with, {} phones told, {once} of them once",
        done.done,
        ledger.pushes.len()
    );
    println!(
        "{size} prompts: {:.0} µs of processor each, {:.0} µs in the database's own process, {:.0} a second, {} MiB at most",
        each(own),
        each(theirs),
        size as f64 / took.as_secs_f64(),
        memory::most()
    );
    println!("MiB at the beginning and after each tenth of the time: {tenths:?}");
    Ok(())
}

/// Everybody is looked at once, and opens what is due that day; then nothing is due.
async fn plan(place: &Place, size: usize) -> Result<()> {
    let town = Town::build(&place.url(), size, true).await?;
    place.settle().await?;
    let begun = Instant::now();
    let done = jobs::ask(&town.app, town.system).await?;
    println!(
        "{size} young people: {:.1} s to plan, {} check-ins opened, {} MiB at most",
        begun.elapsed().as_secs_f64(),
        done.done,
        memory::most()
    );
    place.settle().await?;
    town.turn(town::noon());
    for (verb, times) in [("ask", 50), ("send", 50)] {
        let begun = Instant::now();
        for _ in 0..times {
            match verb {
                "ask" => jobs::ask(&town.app, town.system).await?,
                _ => jobs::send(&town.app, town.system).await?,
            };
        }
        let each = begun.elapsed().as_secs_f64() * 1000.0 / f64::from(times);
        println!("a turn of {verb} with nothing due: {each:.2} ms");
    }
    Ok(())
}
