//! The process that is measured: the product as `throughline serve` runs it, and the bare handlers, one database for all.
//! It speaks to whoever measures by its standard input and output, a line of JSON at a time.

use std::{ffi::OsString, io::stdin, sync::Arc};

use anyhow::{Context, Result};
use api::{app::App, config::Config, log, serving, starting};
use serde_json::json;
use tokio::task::spawn_blocking;

use crate::{
    bare::{self, Bare},
    town::{Town, TurningClock},
};

/// Answers until nobody asks any more.
#[tokio::main]
pub async fn run(url: &str, size: usize) -> Result<()> {
    // As in life: a line about each request. Whoever measures throws it away.
    log::start(log::Format::Json, None)?;
    let args =
        ["throughline", "--database", url, "--listen", "127.0.0.1:0", "--roles", "serve", "serve"];
    let config = Config::read(args.map(OsString::from))?;

    let (app, system) = starting::start(&config).await?;
    let clock = Arc::new(TurningClock::new());
    let app = App { clock: clock.clone(), ..app };
    let town = Arc::new(Town::build(app.clone(), system, clock, size).await?);
    let Bare { bare, queue, plain, rows } = bare::start(url, &town).await?;

    let listener = serving::listen(&config.settings)?;
    println!(
        "{}",
        json!({
            "product": listener.local_addr()?, "bare": bare, "queue": queue, "plain": plain, "rows": rows,
        })
    );
    tokio::select! {
        served = serving::serve(app, system, &config.settings, Some(listener)) => served,
        done = months(&town) => done,
    }
}

/// Turns to the month that each line names, and says who waits.
async fn months(town: &Town) -> Result<()> {
    while let Some(line) = spawn_blocking(|| stdin().lines().next()).await? {
        let number = line?.parse().context("a month is a number")?;
        let month = town.month(number).await?;
        println!("{}", json!({ "kind": month.kind, "now": month.now, "waiting": month.waiting }));
    }
    Ok(())
}
