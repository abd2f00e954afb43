//! Calling a push service: within its time, over connections that stay open, with little of what it answers.

use std::{sync::Arc, time::Duration};

use reqwest::{Client, ClientBuilder, Request, Response, header::RETRY_AFTER, redirect::Policy};
use tokio::time::{Instant, timeout};

use super::{Allowed, Delivery, public::PublicOnly, retry};
use crate::{clock::Clock, outgoing};

/// How much of an answer is read. What is beyond is thrown away, and the connection with it.
const MOST_READ: usize = 4096;

/// How long an answer that has begun may take to end. What it means is known by then.
const READING: Duration = Duration::from_secs(1);

/// How many connections to one push service stay open: as many as prompts are on their way at once, or each would be
/// opened anew.
const MOST_KEPT: usize = 64;

/// What calls push services.
pub struct Line {
    connections: Client,
    patience: Duration,
    clock: Arc<dyn Clock>,
}

/// What a push service answered.
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// When to come back, if it said so.
    pub retry_after: Option<Duration>,
    /// The beginning of what it said.
    pub body: Vec<u8>,
}

/// The last moment of a call, and of everything that belongs to it.
#[derive(Clone, Copy)]
pub struct Until(Instant);

/// How every push service is called. `except` are hosts that may stand in a network of our own.
pub fn connections(patience: Duration, except: &[Allowed]) -> ClientBuilder {
    outgoing::client()
        // A push service has no reason to send us elsewhere; somebody else might.
        .redirect(Policy::none())
        // A proxy would look names up for us, and we could not see what it finds.
        .no_proxy()
        .dns_resolver(Arc::new(PublicOnly { except: except.to_vec() }))
        .connect_timeout(patience.min(Duration::from_secs(5)))
        .pool_max_idle_per_host(MOST_KEPT)
}

impl Line {
    /// A line over these connections. `patience` is how long one message may take, whatever belongs to it.
    pub fn new(connections: Client, patience: Duration, clock: Arc<dyn Clock>) -> Self {
        Self { connections, patience, clock }
    }

    /// When to give up what begins now.
    pub fn until(&self) -> Until {
        Until(Instant::now() + self.patience)
    }

    /// Calls; nothing where there is no answer in time. Requests carry addresses and secrets, so none is ever logged.
    pub async fn call(&self, mut request: Request, until: Until) -> Option<Answer> {
        *request.timeout_mut() = Some(until.0.saturating_duration_since(Instant::now()));
        match self.connections.execute(request).await {
            Ok(response) => Some(self.read(response).await),
            Err(error) => {
                // Without the URL, which is the phone's own.
                tracing::warn!(cause = %error.without_url(), "a push service could not be reached");
                None
            }
        }
    }

    async fn read(&self, mut response: Response) -> Answer {
        let status = response.status().as_u16();
        let value = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let retry_after = value.and_then(|value| retry::after(value, self.clock.now()));
        let mut body = Vec::new();
        let reading = async {
            while let Ok(Some(chunk)) = response.chunk().await {
                let room = MOST_READ - body.len();
                body.extend_from_slice(&chunk[..chunk.len().min(room)]);
                if chunk.len() > room {
                    break;
                }
            }
        };
        // However it ends, the status counts.
        let _ = timeout(READING, reading).await;
        Answer { status, retry_after, body }
    }
}

impl Answer {
    /// What the status means wherever nothing more is known about it.
    pub fn delivery(&self) -> Delivery {
        match self.status {
            200..=299 => Delivery::Accepted,
            404 | 410 => Delivery::Gone,
            429 | 500..=599 => Delivery::Retry(self.retry_after),
            status => Delivery::Rejected(status),
        }
    }

    /// The same, where "not found" may mean that we call wrongly.
    pub fn delivery_of_app(&self) -> Delivery {
        match self.status {
            404 | 410 => Delivery::Rejected(self.status),
            _ => self.delivery(),
        }
    }
}
