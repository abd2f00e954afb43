//! The process that is measured: the product as `throughline serve` runs it, and the bare handlers, one database for all.
//! It speaks to whoever measures by its standard input and output, a line of JSON at a time.

use std::{ffi::OsString, io::stdin, sync::Arc, time::Duration};

use anyhow::{Context, Result};
use api::{
    config::Config,
    ids::SystemIds,
    keys::Keys,
    log,
    push::{Endpoints, Vapid, WebPush},
    serving, starting,
    store::Durability,
};
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
    let clock = Arc::new(TurningClock::new());
    let keys = Keys::new(&SystemIds, true);
    let vapid = Vapid::new(&keys.vapid, "mailto:nobody@town.example", clock.clone());
    let push =
        Arc::new(WebPush::new(vapid, Endpoints::default(), Duration::from_secs(5), clock.clone())?);
    let ids = Arc::new(SystemIds);
    let (app, system) = starting::open(
        url,
        Durability::Full,
        clock.clone(),
        ids,
        push,
        &keys,
        "http://localhost".into(),
    )
    .await?;
    let town = Town::build(app.clone(), system, clock, size).await?;
    let bare = bare::start(url).await?;

    let args =
        ["throughline", "--database", url, "--listen", "127.0.0.1:0", "--roles", "serve", "serve"];
    let config = Config::read(args.map(OsString::from))?;
    let listener = serving::listen(&config.settings)?;
    let Bare { best, plain } = bare;
    println!("{}", json!({ "product": listener.local_addr()?, "bare": best, "plain": plain }));
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
