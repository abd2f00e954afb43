//! An instance of the product that does nothing but send, in a process of its own that can be killed.

use std::{
    io::Read,
    net::SocketAddr,
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use anyhow::{Context, Result, bail, ensure};
use api::{
    clock::{Clock, SystemClock},
    jobs,
};
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::{sink::TEXTS, town};

/// So many times faster than ours goes the clock of these: a lease of five minutes runs out in thirty seconds.
const SPEED: i32 = 10;
/// How long one waits before it looks again.
const TURN: Duration = Duration::from_millis(50);

/// Who carries texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// A gateway that cannot be asked what it has taken.
    Gateway,
    /// GOV.UK Notify, which can.
    Notify,
}

impl Carrier {
    /// It by its name.
    pub fn named(name: &str) -> Result<Self> {
        match name {
            "gateway" => Ok(Self::Gateway),
            "notify" => Ok(Self::Notify),
            _ => bail!("texts go by `gateway` or by `notify`"),
        }
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gateway => "gateway",
            Self::Notify => "notify",
        }
    }

    /// How an instance is told of it.
    fn settings(self, sink: SocketAddr) -> Vec<String> {
        let id = Uuid::from_u128(1);
        let settings = match self {
            Self::Gateway => [
                ("--text-gateway", format!("http://{sink}{TEXTS}")),
                ("--text-gateway-token", "token-of-the-stand-in".to_owned()),
            ]
            .to_vec(),
            Self::Notify => [
                ("--notify-url", format!("http://{sink}")),
                ("--notify-api-key", format!("stand-in-{id}-{id}")),
                ("--notify-text-template", id.to_string()),
            ]
            .to_vec(),
        };
        settings.into_iter().flat_map(|(name, value)| [name.to_owned(), value]).collect()
    }
}

/// A clock that goes fast.
struct FastClock {
    since: DateTime<Utc>,
}

impl Clock for FastClock {
    fn now(&self) -> DateTime<Utc> {
        town::sending() + (SystemClock.now() - self.since) * SPEED
    }
}

/// One, in a process of its own.
pub struct Engine(Child);

impl Engine {
    /// Starts one on this database. All whose clocks began at the same moment agree on the time.
    pub fn start(
        url: &str,
        sink: SocketAddr,
        carrier: Carrier,
        since: DateTime<Utc>,
    ) -> Result<Self> {
        let process = Command::new(std::env::current_exe()?)
            .args(["--engine", url, &sink.to_string(), carrier.name()])
            .arg(since.timestamp_micros().to_string())
            .stdin(Stdio::piped())
            .spawn()?;
        Ok(Self(process))
    }

    /// Kills it: it can do nothing about that.
    pub fn kill(mut self) -> Result<()> {
        ensure!(self.0.try_wait()?.is_none(), "it has ended by itself");
        self.0.kill()?;
        self.0.wait()?;
        Ok(())
    }

    /// Lets it end.
    pub fn stop(mut self) -> Result<()> {
        drop(self.0.stdin.take());
        ensure!(self.0.wait()?.success(), "it ends well");
        Ok(())
    }
}

/// Sends until nobody holds its standard input any more.
#[tokio::main]
pub async fn run(url: &str, sink: &str, carrier: &str, since: &str) -> Result<()> {
    let over = Arc::new(AtomicBool::new(false));
    let ended = over.clone();
    thread::spawn(move || {
        // However it ends, nobody holds it any more.
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        ended.store(true, Ordering::Relaxed);
    });
    let since = DateTime::from_timestamp_micros(since.parse()?).context("it is a moment")?;
    let settings = Carrier::named(carrier)?.settings(sink.parse()?);
    let (app, system) = town::open(url, &settings, Arc::new(FastClock { since })).await?;
    while !over.load(Ordering::Relaxed) {
        // As in the product, the next turn may go better.
        if let Err(error) = jobs::send(&app, system).await {
            eprintln!("a turn of sending failed: {error}");
        }
        tokio::time::sleep(TURN).await;
    }
    Ok(())
}

/// How long something takes by the clock of these.
pub fn by_their_clock(took: Duration) -> Result<TimeDelta> {
    Ok(TimeDelta::from_std(took)? * SPEED)
}
