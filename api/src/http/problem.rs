//! What goes wrong, as callers see it: RFC 9457 problem details, always and only.

mod conflict;
mod framework;
mod kind;

use std::{error::Error, fmt};

use poem::{IntoResponse, Response, error::ResponseError, http::StatusCode};
use poem_openapi::{
    ApiResponse, Object,
    registry::{MetaHeader, MetaMediaType, MetaResponse, MetaResponses, Registry},
    types::{Example, ToJSON, Type},
};
use uuid::Uuid;

pub use self::{
    conflict::{Conflict, ConflictChange, ConflictField},
    framework::from_any,
    kind::Kind,
};

/// The media type of every error body that leaves the house.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// The usual result of a handler.
pub type Result<T> = std::result::Result<T, Problem>;

tokio::task_local! {
    /// The request being answered, so that a problem can name it.
    pub static REQUEST_ID: Uuid;
}

/// A problem, ready to be told to the caller.
pub struct Problem(Box<Told>);

struct Told {
    kind: Kind,
    detail: String,
    faults: Vec<Fault>,
    conflict: Option<Conflict>,
    retry_after: Option<u64>,
    wipe: bool,
}

/// One thing that is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq, Object)]
pub struct Fault {
    /// Where it is: a JSON Pointer into the body that was sent.
    #[oai(validator(max_length = 500))]
    pub pointer: String,
    /// What is wrong there, for people.
    #[oai(validator(max_length = 500))]
    pub detail: String,
}

/// What went wrong, as RFC 9457 describes it.
#[derive(Object)]
#[oai(rename = "Problem", skip_serializing_if_is_none, skip_serializing_if_is_empty, example)]
struct Body {
    /// Which kind of problem this is: the path of a page that explains it. Programs decide by this, and treat a kind
    /// that they do not know by its status.
    #[oai(rename = "type", validator(max_length = 100))]
    kind: String,
    /// The kind of problem in a few words, for people.
    #[oai(validator(max_length = 200))]
    title: String,
    /// The HTTP status code.
    #[oai(validator(minimum(value = "400"), maximum(value = "599")))]
    status: u16,
    /// What happened this time, for people.
    #[oai(validator(max_length = 2000))]
    detail: String,
    /// The request, to be quoted when asking for help.
    #[oai(validator(max_length = 100))]
    instance: Option<String>,
    /// Everything that is wrong with the request, each with its place.
    #[oai(default, validator(max_items = 100))]
    errors: Vec<Fault>,
    /// Both versions, where you changed what somebody else had changed.
    conflict: Option<Conflict>,
}

impl Example for Body {
    fn example() -> Self {
        let fault =
            Fault { pointer: "/answers/0/codes".into(), detail: "choose one at most".into() };
        Body {
            kind: Kind::InvalidBody.uri(),
            title: Kind::InvalidBody.title().into(),
            status: Kind::InvalidBody.status().as_u16(),
            detail: "one thing needs another look".into(),
            instance: Some("urn:request:01989c5e-7d1f-7d0e-9a39-3b8a3f6f9a10".into()),
            errors: vec![fault],
            conflict: None,
        }
    }
}

/// What a browser clears when a session ends: what it keeps of ours, drafts included.
pub const WIPE: &str = "\"cache\", \"storage\"";

impl Problem {
    /// How many faults one problem lists. Somebody who sends more has the first hundred to think about.
    pub const MAX_FAULTS: usize = 100;

    /// A problem of this kind; `detail` says what happened this time, in words that anybody may read.
    pub fn new(kind: Kind, detail: impl fmt::Display) -> Self {
        Self(Box::new(Told {
            kind,
            detail: detail.to_string(),
            faults: vec![],
            conflict: None,
            retry_after: None,
            wipe: false,
        }))
    }

    /// The same problem, naming one place in the body that is at fault.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>, detail: impl fmt::Display) -> Self {
        if self.0.faults.len() < Self::MAX_FAULTS {
            self.0.faults.push(Fault { pointer: pointer.into(), detail: detail.to_string() });
        }
        self
    }

    /// The same problem about a part of the body: its places are within that. Both versions of a part are no choice about
    /// the whole, so they are left out.
    #[must_use]
    pub fn within(mut self, part: &str) -> Self {
        for fault in &mut self.0.faults {
            fault.pointer.insert_str(0, part);
        }
        self.0.conflict = None;
        self
    }

    /// The same problem, with both versions.
    #[must_use]
    pub fn conflict(mut self, conflict: Conflict) -> Self {
        self.0.conflict = Some(conflict);
        self
    }

    /// The same problem, saying after how many seconds it is worth trying again.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.0.retry_after = Some(seconds.max(1));
        self
    }

    /// The same problem, telling whoever asked to wipe what they keep of us.
    #[must_use]
    pub fn wipe(mut self) -> Self {
        self.0.wipe = true;
        self
    }

    /// Our fault. The cause goes to the log, once, and never to the caller.
    pub fn unexpected(cause: impl fmt::Display) -> Self {
        // `#` lets an `anyhow::Error` tell its whole chain.
        tracing::error!(cause = format!("{cause:#}"), "something unexpected happened");
        Self::new(Kind::Unexpected, "We have made a note of it. Trying again may help.")
    }

    /// Something we need is busy or away. The cause goes to the log, once, and never to the caller.
    pub fn unavailable(cause: impl fmt::Display) -> Self {
        tracing::warn!(cause = format!("{cause:#}"), "something we need is not available");
        Self::new(Kind::Unavailable, "Nothing is lost. Please try again in a moment.")
            .retry_after(2)
    }

    /// Which kind it is.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// What is wrong with the request, place by place.
    pub fn faults(&self) -> &[Fault] {
        &self.0.faults
    }

    fn body(&self) -> Body {
        let Told { kind, detail, faults, conflict, .. } = &*self.0;
        Body {
            kind: kind.uri(),
            title: kind.title().into(),
            status: kind.status().as_u16(),
            detail: detail.clone(),
            instance: REQUEST_ID.try_with(|id| format!("urn:request:{id}")).ok(),
            errors: faults.clone(),
            conflict: conflict.clone(),
        }
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.kind.slug(), self.0.detail)
    }
}

impl Error for Problem {}

impl ResponseError for Problem {
    fn status(&self) -> StatusCode {
        self.0.kind.status()
    }

    fn as_response(&self) -> Response {
        let mut response = Response::builder()
            .status(self.status())
            .content_type(MEDIA_TYPE)
            .header("cache-control", "no-store");
        if self.status() == StatusCode::UNAUTHORIZED {
            response = response.header("www-authenticate", "Bearer realm=\"throughline\"");
        }
        if let Some(seconds) = self.0.retry_after {
            response = response.header("retry-after", seconds);
        }
        if self.0.wipe {
            response = response.header("clear-site-data", WIPE);
        }
        response.body(self.body().to_json_string())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.as_response()
    }
}

/// Every operation documents the same `default` response, so that a new kind of problem never breaks an app.
impl ApiResponse for Problem {
    fn meta() -> MetaResponses {
        let retry_after = MetaHeader {
            name: "Retry-After".into(),
            description: Some(
                "After how many seconds to try again. Comes with 429 and 503.".into(),
            ),
            required: false,
            deprecated: false,
            schema: u32::schema_ref(),
        };
        MetaResponses {
            responses: vec![MetaResponse {
                description: "It did not work; the body says why.",
                status: None,
                status_range: None,
                content: vec![MetaMediaType {
                    content_type: MEDIA_TYPE,
                    schema: Body::schema_ref(),
                }],
                headers: vec![retry_after],
            }],
        }
    }

    fn register(registry: &mut Registry) {
        Body::register(registry);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    async fn told(problem: Problem) -> (StatusCode, poem::http::HeaderMap, Value) {
        let response = problem.into_response();
        let (status, headers) = (response.status(), response.headers().clone());
        (status, headers, response.into_body().into_json().await.unwrap())
    }

    #[tokio::test]
    async fn a_problem_names_its_kind_the_request_and_each_fault() {
        let problem = Problem::new(Kind::InvalidBody, "one thing needs another look")
            .at("/note", "at most 500 characters");

        let (status, headers, body) = REQUEST_ID.scope(Uuid::nil(), told(problem)).await;

        assert_eq!(status, 422);
        assert_eq!(headers["content-type"], MEDIA_TYPE);
        assert_eq!(
            body,
            json!({
                "type": "/problems/invalid-body",
                "title": "Part of the request is not right",
                "status": 422,
                "detail": "one thing needs another look",
                "instance": "urn:request:00000000-0000-0000-0000-000000000000",
                "errors": [{ "pointer": "/note", "detail": "at most 500 characters" }],
            })
        );
    }

    #[tokio::test]
    async fn a_problem_says_how_to_sign_in_and_when_to_come_back() {
        let (_, headers, body) =
            told(Problem::new(Kind::NotSignedIn, "no token came with this")).await;
        assert!(headers.contains_key("www-authenticate"));
        assert_eq!(body.get("instance"), None);

        let (_, headers, _) =
            told(Problem::new(Kind::TooManyRequests, "wait").retry_after(120)).await;
        assert_eq!(headers["retry-after"], "120");
    }

    #[tokio::test]
    async fn the_cause_of_an_unexpected_problem_stays_with_us() {
        let (status, _, body) = told(Problem::unexpected("password=hunter2")).await;
        assert_eq!(status, 500);
        assert!(!body.to_string().contains("hunter2"));
    }

    #[test]
    fn a_result_stays_small() {
        assert_eq!(size_of::<Problem>(), size_of::<usize>());
    }
}
