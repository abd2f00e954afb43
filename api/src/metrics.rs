//! How well messages go out, in numbers for whoever watches over the installation. They are given at an address of their
//! own, never at the one where people come (SEC-39), and name nobody: no person, no partnership.

use std::{
    collections::BTreeMap,
    fmt::Write,
    sync::{Arc, Mutex, MutexGuard},
};

use domain::prompt::{Channel, PromptOutcome};
use poem::{
    EndpointExt, IntoResponse, Response, Route, Server, get, handler,
    http::{StatusCode, header},
    listener::TcpAcceptor,
    web::Data,
};
use tokio::{net::TcpListener, sync::watch};

use crate::{
    app::App,
    store::{KnownChannel, StoreError, scope::System},
};

/// What this process has settled since it started. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Counts(Arc<Mutex<Settled>>);

#[derive(Debug, Default)]
struct Settled {
    all: BTreeMap<(&'static str, &'static str), u64>,
    late: u64,
}

impl Counts {
    /// A prompt is settled.
    pub fn settled(&self, way: Channel, outcome: PromptOutcome, late: bool) {
        let mut counts = self.counts();
        *counts.all.entry((way.code(), outcome.code())).or_default() += 1;
        counts.late += u64::from(late && outcome == PromptOutcome::Sent);
    }

    fn counts(&self) -> MutexGuard<'_, Settled> {
        self.0.lock().expect("nothing panics while it holds this lock")
    }
}

/// The numbers, as Prometheus reads them.
pub async fn text(app: &App, system: System) -> Result<String, StoreError> {
    let now = app.now();
    let (due, waiting, untold, ways) = app
        .store
        .read::<_, _, StoreError>(system.watch(), async |tx| {
            let waiting = tx.waiting_since(now, app.wave).await?;
            let untold = tx.staff_untold_since(now).await?;
            Ok((tx.count_due(now).await?, waiting, untold, tx.channels().await?))
        })
        .await?;
    let seconds = |since: Option<chrono::DateTime<chrono::Utc>>| {
        since.map_or(0, |since| (now - since).num_seconds().max(0))
    };
    let oldest = seconds(waiting);
    let mut text = String::new();
    let mut say = |name: &str, kind: &str, help: &str, lines: &[(String, u64)]| {
        let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
        for (labels, value) in lines {
            let _ = writeln!(text, "{name}{labels} {value}");
        }
    };
    let one = |value: u64| [(String::new(), value)];
    say(
        "throughline_prompts_due",
        "gauge",
        "Prompts that are due and in nobody's hand.",
        &one(due),
    );
    let counts = app.counts.counts();
    let ended = |((way, outcome), count): (&(&str, &str), &u64)| {
        (format!("{{way=\"{way}\",outcome=\"{outcome}\"}}"), *count)
    };
    let all: Vec<_> = counts.all.iter().map(ended).collect();
    say(
        "throughline_prompts_total",
        "counter",
        "Prompts that this process settled, by way and by how they ended.",
        &all,
    );
    say(
        "throughline_prompts_late_total",
        "counter",
        "Prompts that this process sent later than it should have.",
        &one(counts.late),
    );
    drop(counts);
    say(
        "throughline_prompts_oldest_seconds",
        "gauge",
        "How long the prompt is due that has waited too long; 0 if none has.",
        &one(u64::try_from(oldest).unwrap_or(0)),
    );
    say(
        "throughline_staff_notices_oldest_seconds",
        "gauge",
        "How long staff are not told what they are to be told; 0 if they are.",
        &one(u64::try_from(seconds(untold)).unwrap_or(0)),
    );
    let open = |way: &KnownChannel| {
        let closed = way.closed_until.is_some_and(|until| now < until);
        (format!("{{channel=\"{}\"}}", label(&way.name)), u64::from(!closed))
    };
    let ways: Vec<_> = ways.iter().filter(|way| way.is_way()).map(open).collect();
    say(
        "throughline_channel_open",
        "gauge",
        "1: messages may go this way. 0: it took nothing and is left alone for a while.",
        &ways,
    );
    Ok(text)
}

/// A name that cannot end the label it stands in.
fn label(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '"' | '\\') && !c.is_control()).collect()
}

/// Gives the numbers to whoever asks at this listener, until told to stop.
pub async fn serve(
    app: App,
    system: System,
    listener: TcpListener,
    mut stopped: watch::Receiver<bool>,
) -> std::io::Result<()> {
    let service = Route::new().at("/metrics", get(show)).data(app).data(Reader(system));
    let stop = async move {
        // It fails only if nobody can tell us any more, which also means to stop.
        let _ = stopped.wait_for(|stop| *stop).await;
    };
    let acceptor = TcpAcceptor::from_tokio(listener)?;
    Server::new_with_acceptor(acceptor).run_with_graceful_shutdown(service, stop, None).await
}

/// What reaches the counts of every partnership.
#[derive(Clone, Copy)]
struct Reader(System);

#[handler]
async fn show(app: Data<&App>, reader: Data<&Reader>) -> Response {
    match text(&app, reader.0.0).await {
        Ok(text) => {
            let kind = "text/plain; version=0.0.4; charset=utf-8";
            text.with_header(header::CONTENT_TYPE, kind).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "the metrics cannot be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
