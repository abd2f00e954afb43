//! Every answer that any test gets is held against the published document: its status, its media type, and every member
//! of its body. What holds for all answers, of documents or pages, is looked at here as well.

use api::http::{document::operations, documents};
use poem::http::Method;
use serde_json::Value;

use crate::{house::Answer, schema};

/// Fails the test unless this is an answer that the documents allow.
#[track_caller]
pub fn check(method: &Method, path: &str, answer: &Answer) {
    let here = format!("{method} {path}: {}", answer.status);
    secured(&here, answer);
    if answer.status >= 400 {
        let kind = answer.body["type"].as_str().unwrap_or_default();
        assert_eq!(
            answer.header("content-type"),
            "application/problem+json",
            "{here} {}",
            answer.text
        );
        assert_eq!(answer.body["status"], answer.status, "{here}");
        assert!(kind.starts_with("/problems/"), "{here} {}", answer.text);
    }
    let Some((document, operation)) = find(method, path) else { return };
    let responses = &operation["responses"];
    let exact = &responses[answer.status.to_string()];
    let response = match (exact, answer.status) {
        (Value::Null, 400..500) => &responses["4XX"],
        (Value::Null, _) => &responses["default"],
        (exact, _) => exact,
    };
    let response = match response["$ref"].as_str() {
        Some(place) => document.pointer(place.trim_start_matches('#')).unwrap_or(&Value::Null),
        None => response,
    };
    assert!(exact.is_object() || answer.status >= 400, "{here} is not documented");
    let Some(content) = response["content"].as_object() else {
        assert_eq!(answer.text, "", "{here} has no body in the document");
        return;
    };
    let media = answer.header("content-type").split(';').next().unwrap_or_default();
    let described =
        content.get(media).unwrap_or_else(|| panic!("{here} {media} is not documented"));
    if media.ends_with("json") {
        let faults = schema::faults(document, &described["schema"], &answer.body);
        assert!(faults.is_empty(), "{here} does not keep to the document: {faults:#?}");
    }
}

/// Nothing is kept on the way, and no page of somebody else's can use it.
fn secured(here: &str, answer: &Answer) {
    for (name, part) in [
        ("content-security-policy", "default-src 'none'"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("strict-transport-security", "max-age="),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-request-id", "-"),
    ] {
        assert!(answer.header(name).contains(part), "{here} has no {name} with {part}");
    }
    assert_eq!(answer.header("access-control-allow-origin"), "", "{here} is for other sites");
    assert_ne!(answer.header("cache-control"), "", "{here} says nothing about keeping it");
}

/// The operation that answers here, with its document.
pub fn find(method: &Method, path: &str) -> Option<(&'static Value, &'static Value)> {
    documents().iter().find_map(|document| {
        let rest = path.strip_prefix(document.prefix)?;
        let found = operations(&document.content)
            .filter(|(known, template, _)| {
                known.eq_ignore_ascii_case(method.as_str()) && fits(template, rest)
            })
            // The one with the fewest parameters, as the service has it.
            .min_by_key(|(_, template, _)| template.matches('{').count())?;
        Some((&document.content, found.2))
    })
}

fn fits(template: &str, path: &str) -> bool {
    let (known, parts): (Vec<_>, Vec<_>) =
        (template.split('/').collect(), path.split('/').collect());
    let same = |(known, part): (&&str, &&str)| known.starts_with('{') || known == part;
    known.len() == parts.len() && known.iter().zip(&parts).all(same)
}
