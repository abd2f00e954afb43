//! What it costs to send prompts, and to plan them. It prints figures and passes no verdict: `tests/README.md` says how to
//! run it and what it said.
//!
//! A second process stands in for the push service, so that what it costs is not counted.

#[path = "../answering/cpu.rs"]
#[allow(dead_code, reason = "the other benchmark uses the rest")]
mod cpu;
#[path = "../answering/place.rs"]
#[allow(dead_code, reason = "the other benchmark uses the rest")]
mod place;
mod sink;
mod town;

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use api::jobs;
use place::Place;
use sink::Sink;
use town::Town;

const USAGE: &str = "say `send` or `plan`, how many young people, and on which database (sqlite or postgres), or nothing";

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--sink"] => sink::run(),
        [] => measure("send", 5_000, ""),
        [what, size] => measure(what, size.parse().context(USAGE)?, ""),
        [what, size, only] => measure(what, size.parse().context(USAGE)?, only),
        _ => bail!(USAGE),
    }
}

#[tokio::main]
async fn measure(what: &str, size: usize, only: &str) -> Result<()> {
    for place in Place::all(only).await? {
        println!("\n{}", place.description().await?);
        let measured = match what {
            "send" => send(&place, size).await,
            "plan" => plan(&place, size).await,
            _ => bail!(USAGE),
        };
        place.tidy().await?;
        measured?;
    }
    Ok(())
}

/// Everybody has a phone, and a prompt that is due now.
async fn send(place: &Place, size: usize) -> Result<()> {
    let sink = Sink::start()?;
    let head = place.head().await?;
    let town = Town::build(&place.url(), size, false).await?;
    town.give_phones(sink.address()).await?;
    town.turn(town::asking());
    jobs::ask(&town.app, town.system).await?;
    town.turn(town::sending());
    place.settle().await?;

    let database = || head.map(cpu::of_family).unwrap_or_default();
    let (begun, own, theirs) = (Instant::now(), cpu::own(), database());
    let done = jobs::send(&town.app, town.system).await?;
    let (took, own, theirs) = (begun.elapsed(), cpu::own() - own, database() - theirs);
    let each = |used: Duration| used.as_micros() as f64 / size as f64;
    let arrived = sink.stop()?;
    ensure!(done.done == size && arrived == size, "{} dealt with, {arrived} arrived", done.done);
    println!(
        "{size} prompts: {:.0} µs of processor each, {:.0} µs in the database's own process, {:.0} a second, {} MiB at most",
        each(own),
        each(theirs),
        size as f64 / took.as_secs_f64(),
        memory()
    );
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
        memory()
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

/// The most memory that this process ever had, in MiB.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kib.unwrap_or_default() / 1024
}
