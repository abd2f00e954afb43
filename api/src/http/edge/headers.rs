//! The headers of every answer.

use poem::{
    Response,
    http::{HeaderName, HeaderValue, header},
};
use uuid::Uuid;

/// Pages load what is ours and nothing else, run no script and no style that stands inside a page, and are framed by
/// nobody.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
     object-src 'none'; frame-ancestors 'none'";

const ALWAYS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), display-capture=(), payment=(), usb=()",
    ),
];

/// What browsers look at when they show a page or run a script of ours.
const ONLY_FOR_PAGES: [&str; 2] = ["cross-origin-opener-policy", "permissions-policy"];
/// What is no page shows nothing, even if somebody opens it as one.
const NO_PAGE: &str = "default-src 'none'; frame-ancestors 'none'";

/// Adds what every answer carries. What only matters for a page is left out of data: on a phone that sends a check-in answer
/// by answer, these lines weigh as much as what is sent. Nothing is kept by a browser or on the way unless the answer says it may be.
pub fn add(response: &mut Response, id: Uuid, https: bool) {
    // An answer that nothing has changed is put to the page that a browser keeps, and must not take its rights away.
    let data = response.content_type().is_some_and(|kind| kind.contains("json"));
    // The framework would have a browser keep what has been told.
    let streams = response.content_type().is_some_and(|kind| kind.contains("event-stream"));
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if data {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(NO_PAGE));
        for name in ONLY_FOR_PAGES {
            headers.remove(name);
        }
    }
    if https {
        let two_years = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, two_years);
    }
    if streams {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if let Ok(id) = HeaderValue::from_str(&id.to_string()) {
        headers.insert("x-request-id", id);
    }
}
