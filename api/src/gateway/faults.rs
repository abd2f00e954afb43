//! What goes wrong because a test wants it to.

use std::{collections::VecDeque, sync::Arc, sync::Mutex, time::Duration};

use poem::{Response, handler, http::StatusCode, web::Data};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Gateway, json, kept::Way};

const NEVER_POISONED: &str = "nothing panics while it holds this lock";

/// Something that goes wrong with the next messages of one way.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    way: Way,
    /// The status of the answer. None: the usual answer, only later.
    pub answer: Option<u16>,
    /// After how many seconds to come back, as the answer says.
    pub retry_after: Option<u64>,
    /// How long it takes to answer, in milliseconds.
    #[serde(default)]
    delay_ms: u64,
    /// How many messages it happens to.
    #[serde(default = "once")]
    times: u32,
    /// The message is taken all the same: only the answer goes wrong.
    #[serde(default)]
    taken: bool,
}

fn once() -> u32 {
    1
}

/// What is still to go wrong, in order.
#[derive(Default)]
pub struct Faults(Mutex<VecDeque<Fault>>);

impl Faults {
    /// What goes wrong with the next message of this way, if anything does.
    pub fn next(&self, way: Way) -> Option<Fault> {
        let mut faults = self.0.lock().expect(NEVER_POISONED);
        let at = faults.iter().position(|fault| fault.way == way && fault.times > 0)?;
        let fault = &mut faults[at];
        fault.times -= 1;
        let happens = fault.clone();
        if fault.times == 0 {
            faults.remove(at);
        }
        Some(happens)
    }
}

/// Takes a message unless something goes wrong. `take` gives the usual answer, `wrong` one with the status that a test
/// chose.
pub async fn happens<T>(
    gateway: &Gateway,
    way: Way,
    take: impl FnOnce() -> T,
    wrong: impl FnOnce(u16, &Fault) -> T,
) -> T {
    let Some(fault) = gateway.faults.next(way) else { return take() };
    let delay = Duration::from_millis(fault.delay_ms);
    match fault.answer {
        Some(status) => {
            if fault.taken {
                drop(take());
            }
            tokio::time::sleep(delay).await;
            wrong(status, &fault)
        }
        // Taken first and told late, or late altogether.
        None if fault.taken => {
            let usual = take();
            tokio::time::sleep(delay).await;
            usual
        }
        None => {
            tokio::time::sleep(delay).await;
            take()
        }
    }
}

/// The same status as a number, or a server's error where there is no such status.
pub fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// An answer that says when to come back, if a test wants that.
pub fn come_back(mut response: Response, fault: &Fault) -> Response {
    if let Some(seconds) = fault.retry_after {
        response.headers_mut().insert("retry-after", seconds.into());
    }
    response
}

#[handler]
pub fn list(gateway: Data<&Arc<Gateway>>) -> Response {
    let faults = gateway.faults.0.lock().expect(NEVER_POISONED).clone();
    json(StatusCode::OK, &json!(faults))
}

#[handler]
pub fn add(gateway: Data<&Arc<Gateway>>, body: Vec<u8>) -> Response {
    match serde_json::from_slice::<Fault>(&body) {
        Ok(fault) if fault.answer.is_none_or(|code| (200..600).contains(&code)) => {
            gateway.faults.0.lock().expect(NEVER_POISONED).push_back(fault);
            json(StatusCode::CREATED, &json!({}))
        }
        Ok(_) => json(StatusCode::BAD_REQUEST, &json!({ "error": "an answer is from 200 to 599" })),
        Err(error) => json(StatusCode::BAD_REQUEST, &json!({ "error": error.to_string() })),
    }
}

#[handler]
pub fn clear(gateway: Data<&Arc<Gateway>>) -> Response {
    gateway.faults.0.lock().expect(NEVER_POISONED).clear();
    json(StatusCode::OK, &json!({}))
}
