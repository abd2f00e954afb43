//! What the service says about itself.
//!
//! A line reads alone and carries dotted fields: `check_in.id`, `duration_ms`. It never holds a name, a note, an answer,
//! a token, a code or an address.

use std::{
    io::{self, IsTerminal},
    panic,
};

use tracing_subscriber::{EnvFilter, fmt::format::FmtSpan};

/// How the lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// For people at a terminal.
    #[default]
    Text,
    /// For machines: one JSON object a line.
    Json,
}

/// Our own doings, and of the framework only what worries it: poem would log the addresses of callers.
const USUAL: &str = "info,poem=warn,sqlx=warn,sea_orm_migration=warn";

/// Starts the log. `filter` is in the words of `tracing_subscriber::EnvFilter`; without one, the usual is logged.
pub fn start(format: Format, filter: Option<&str>) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(filter.unwrap_or(USUAL))?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_span_events(FmtSpan::NONE)
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr);
    let started = match format {
        Format::Text => lines.with_target(false).try_init(),
        Format::Json => lines.json().flatten_event(true).with_span_list(false).try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("the log is running already: {error}"))?;
    panic::set_hook(Box::new(panicked));
    Ok(())
}

/// Says where it happened. What was said is repeated only if it was written down in the source: a message made at the
/// time may hold what somebody sent.
fn panicked(panic: &panic::PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let message = panic.payload().downcast_ref::<&'static str>().unwrap_or(&"(not repeated here)");
    tracing::error!(place, message, "something panicked");
}
