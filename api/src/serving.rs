//! Answering requests and doing the work that is due, until told to stop.

use std::time::Duration;

use anyhow::{Context, Result};
use poem::{Server, listener::TcpAcceptor};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::watch,
};

use crate::{
    app::App,
    config::{Role, Settings},
    guard::{Guard, Limits},
    http::{self, edge::Rules},
    jobs, metrics,
    store::scope::System,
};

/// How long requests in hand may take to finish after we were told to stop. Whoever watches over us waits ten seconds.
const FINISH: Duration = Duration::from_secs(8);

/// Runs the service. `listener` is there if it answers requests. Returns when it was told to stop and what was in hand is finished.
pub async fn serve(
    app: App,
    system: System,
    settings: &Settings,
    listener: Option<TcpListener>,
) -> Result<()> {
    let (stop, stopped) = watch::channel(false);
    let work = async {
        if settings.does(Role::Work) {
            jobs::run(app.clone(), system, stopped.clone()).await;
        }
    };
    let answer = async {
        let Some(listener) = listener else { return Ok(()) };
        let answered = answer(app.clone(), system, settings, listener, stopped.clone()).await;
        // Whoever can answer no more stops, so that whoever watches over us sees it.
        stop.send_replace(true);
        answered
    };
    let measure = async {
        let Some(at) = settings.metrics_listen else { return Ok(()) };
        let listener = TcpListener::bind(at).await;
        let listener = listener.with_context(|| format!("cannot listen on {at} for metrics"));
        let measured = match listener {
            Ok(listener) => metrics::serve(app.clone(), system, listener, stopped.clone())
                .await
                .context("the metrics stopped"),
            Err(error) => Err(error),
        };
        if measured.is_err() {
            stop.send_replace(true);
        }
        measured
    };
    let wait = async {
        let mut stopped = stopped.clone();
        let told = tokio::select! {
            told = told_to_stop() => told,
            _ = stopped.wait_for(|stop| *stop) => Ok(()),
        };
        tracing::info!("stopping: finishing what is in hand");
        stop.send_replace(true);
        told
    };
    let (waited, (), answered, measured) = tokio::join!(wait, work, answer, measure);
    waited?;
    answered?;
    measured
}

async fn answer(
    app: App,
    system: System,
    settings: &Settings,
    listener: TcpListener,
    mut stopped: watch::Receiver<bool>,
) -> Result<()> {
    let rules = Rules {
        https: settings.https(),
        trusted_proxies: settings.trusted_proxies.clone(),
        ..Rules::default()
    };
    let news = app.news.clone();
    let service = http::service(app, system, rules);
    let hand = service.in_flight();
    let acceptor = Guard::new(TcpAcceptor::from_tokio(listener)?, Limits::default());
    let stop = async move {
        // It fails only if nobody can tell us any more, which also means to stop.
        let _ = stopped.wait_for(|stop| *stop).await;
        // Pages that wait for news would be waited for.
        news.close();
    };
    Server::new_with_acceptor(acceptor)
        .run_with_graceful_shutdown(service, stop, Some(FINISH))
        .await
        .context("the server stopped")?;
    let _ = tokio::time::timeout(FINISH, hand.finished()).await;
    Ok(())
}

/// Listens where the settings say. Answers leave at once: TCP's habit of waiting for more is switched off for all
/// connections.
pub fn listen(settings: &Settings) -> Result<TcpListener> {
    let at = settings.listen;
    let socket = if at.is_ipv4() {
        tokio::net::TcpSocket::new_v4()
    } else {
        tokio::net::TcpSocket::new_v6()
    }?;
    socket.set_reuseaddr(true)?;
    socket.set_nodelay(true)?;
    let hint = || format!("cannot listen on {at}; is another program there? Choose with --listen");
    socket.bind(at).with_context(hint)?;
    socket.listen(1024).with_context(hint)
}

async fn told_to_stop() -> Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => {}
        interrupted = tokio::signal::ctrl_c() => interrupted?,
    }
    Ok(())
}
