//! What happens without anybody asking: check-ins open, prompts go out, unanswered check-ins close, what is no longer
//! needed is forgotten. Each verb is a function that a test calls by hand; here they only take turns.

mod ask;
mod breaker;
mod close;
mod forget;
mod send;
mod silence;
mod supporters;
mod tap;
mod watch;

use std::time::Duration;

pub use self::{
    ask::ask,
    breaker::{Breakers, push_name},
    close::close,
    forget::forget,
    send::{ByHand, send, send_by_hand},
    silence::silent_now,
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

/// How long the jobs rest when there is nothing more to do.
const NAP: Duration = Duration::from_secs(60);

/// Takes turns until told to stop; what is in hand is finished first.
pub async fn run(app: App, system: System, mut stop: tokio::sync::watch::Receiver<bool>) {
    while !*stop.borrow() {
        let more = turn(&app, system).await;
        if !more {
            tokio::select! {
                _ = tokio::time::sleep(NAP) => {}
                _ = stop.changed() => {}
            }
        }
    }
}

/// One turn of every verb. Says whether any has more to do. One verb's trouble never keeps another from its turn.
pub async fn turn(app: &App, system: System) -> bool {
    let mut more = false;
    for (verb, result) in [
        ("ask", ask(app, system).await),
        ("send", send(app, system).await),
        ("close", close(app, system).await),
        ("forget", forget(app, system).await),
        ("watch", watch(app, system).await),
    ] {
        match result {
            Ok(done) => {
                if done.done > 0 {
                    tracing::info!(job = verb, done = done.done, "a job has done something");
                }
                more |= done.more;
            }
            Err(error) => tracing::error!(job = verb, %error, "a job could not do its turn"),
        }
    }
    more
}

/// The usual result of a verb.
pub type Result<T = Done> = std::result::Result<T, StoreError>;
