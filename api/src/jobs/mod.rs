//! What happens without anybody asking: check-ins open, prompts go out, unanswered check-ins close, what is no longer
//! needed is forgotten. Each verb is a function that a test calls by hand; here they only take turns.

mod ask;
mod breaker;
mod close;
mod escalate;
mod forget;
mod hand_over;
mod reroute;
mod send;
mod silence;
mod stand;
mod supporters;
mod tap;
mod watch;

use std::time::Duration;

use tokio::sync::watch::Receiver;

pub use self::{
    ask::ask,
    breaker::{Breakers, push_name},
    close::close,
    escalate::escalate,
    forget::forget,
    hand_over::hand_over,
    reroute::reroute,
    send::{ByHand, send, send_by_hand},
    silence::silent,
    stand::stand,
    watch::watch,
};
use crate::{
    app::App,
    store::{StoreError, scope::System},
};

/// How a turn went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// How many things were done.
    pub done: usize,
    /// The batch was full: there is more to do at once.
    pub more: bool,
}

/// How long planning rests.
const PLANS_EVERY: Duration = Duration::from_secs(60);
/// How long sending rests: a prompt is not later than its minute because others were planned.
const SENDS_EVERY: Duration = Duration::from_secs(5);

/// How long working out the caseload rests. Nobody waits for it: whoever asks before finds what they reach worked out.
const STANDS_EVERY: Duration = Duration::from_secs(5);

/// Takes turns until told to stop; what is in hand is finished first. Sending never waits for planning.
pub async fn run(app: App, system: System, stop: Receiver<bool>) {
    let plans = every(PLANS_EVERY, stop.clone(), async || plan(&app, system).await);
    let sends = every(SENDS_EVERY, stop.clone(), async || {
        // Staff are told first: they are few, and what they are told of is urgent.
        let told = did("escalate", escalate(&app, system).await);
        did("send", send(&app, system).await) | told
    });
    let stands = every(STANDS_EVERY, stop, async || did("stand", stand(&app, system).await));
    tokio::join!(plans, sends, stands);
}

/// Does something again and again, with a rest whenever there is nothing more to do at once.
async fn every(rest: Duration, mut stop: Receiver<bool>, work: impl AsyncFn() -> bool) {
    while !*stop.borrow() {
        let more = work().await;
        if !more {
            tokio::select! {
                _ = tokio::time::sleep(rest) => {}
                _ = stop.changed() => {}
            }
        }
    }
}

/// One turn of every verb. Says whether any has more to do.
pub async fn turn(app: &App, system: System) -> bool {
    let planned = plan(app, system).await;
    let told = did("escalate", escalate(app, system).await);
    let sent = did("send", send(app, system).await);
    did("stand", stand(app, system).await) | sent | told | planned
}

/// One turn of every verb but sending. One verb's trouble never keeps another from its turn.
async fn plan(app: &App, system: System) -> bool {
    let mut more = false;
    for (verb, result) in [
        ("ask", ask(app, system).await),
        ("close", close(app, system).await),
        ("forget", forget(app, system).await),
        ("hand_over", hand_over(app, system).await),
        ("reroute", reroute(app, system).await),
        ("watch", watch(app, system).await),
    ] {
        more |= did(verb, result);
    }
    more
}

/// Says what a verb did. True if it has more to do.
fn did(verb: &'static str, result: Result) -> bool {
    match result {
        Ok(done) => {
            if done.done > 0 {
                tracing::info!(job = verb, done = done.done, "a job has done something");
            }
            done.more
        }
        Err(error) => {
            tracing::error!(job = verb, %error, "a job could not do its turn");
            false
        }
    }
}

/// The usual result of a verb.
pub type Result<T = Done> = std::result::Result<T, StoreError>;
