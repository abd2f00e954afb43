//! The documents: committed, in step with what is served, complete, and kept.

use std::{collections::BTreeSet, env, fs, path::PathBuf};

use api::http::{
    document::{operations, print, two_way_objects},
    documents,
};
use serde_json::Value;

use crate::{compat::breaks, house::House, schema};

/// The words that an operation's id may begin with.
const VERBS: [&str; 42] = [
    "accept",
    "acknowledge",
    "add",
    "answer",
    "ask",
    "assign",
    "change",
    "close",
    "confirm",
    "count",
    "decide",
    "download",
    "end",
    "finish",
    "guess",
    "import",
    "invite",
    "list",
    "look",
    "merge",
    "open",
    "pass",
    "prove",
    "read",
    "record",
    "refresh",
    "refuse",
    "remove",
    "reveal",
    "review",
    "save",
    "search",
    "send",
    "set",
    "show",
    "snooze",
    "split",
    "start",
    "take",
    "undo",
    "use",
    "wait",
];
/// Ids that are more than one word before their object.
const PHRASES: [&str; 6] = [
    "sign_in",
    "sign_in_with_code",
    "sign_in_with_passkey",
    "sign_out",
    "sync_phone",
    "use_sign_in_link",
];

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../openapi").join(name)
}

/// Every operation with where it stands.
fn each(mut look: impl FnMut(&str, &'static Value, &'static Value)) {
    for document in documents() {
        for (method, path, operation) in operations(&document.content) {
            look(&format!("{}: {method} {path}", document.name), &document.content, operation);
        }
    }
}

/// `BLESS=1` rewrites the files; reviewers read the difference.
#[test]
fn the_committed_documents_are_the_ones_that_are_served() {
    for document in documents() {
        let file = file(&format!("{}.json", document.name));
        let served = print(&document.content);
        if env::var_os("BLESS").is_some() {
            fs::write(&file, &served).unwrap();
        }
        let committed = fs::read_to_string(&file).unwrap_or_default();
        let place = file.display();
        assert!(
            committed == served,
            "{place} is out of step: run `BLESS=1 cargo test -p tests openapi`"
        );
    }
}

#[tokio::test]
async fn the_service_hands_out_its_own_documents() {
    let house = House::new().await;
    for document in documents() {
        let answer = house.stranger("").get(&format!("/openapi/{}.json", document.name)).await;
        assert_eq!((answer.status, answer.text), (200, print(&document.content)));
    }
}

#[test]
fn every_operation_is_named_by_a_verb_and_what_it_does_it_to() {
    each(|here, _, operation| {
        let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("{here} has no id"));
        let verb = id.split_once('_').map(|(verb, _)| verb);
        let named = PHRASES.contains(&id) || verb.is_some_and(|verb| VERBS.contains(&verb));
        assert!(named, "{here}: {id} does not begin with a verb that we use");
    });
    for document in documents() {
        let ids: Vec<_> =
            operations(&document.content).map(|(.., o)| o["operationId"].to_string()).collect();
        assert_eq!(
            ids.iter().collect::<BTreeSet<_>>().len(),
            ids.len(),
            "{} repeats an id",
            document.name
        );
    }
}

#[test]
fn every_operation_says_what_it_does_and_who_may_ask() {
    each(|here, document, operation| {
        let summary = operation["summary"].as_str().unwrap_or_default();
        assert!(
            (5..=60).contains(&summary.len()) && !summary.ends_with('.'),
            "{here}: summary {summary:?}"
        );
        let description = operation["description"].as_str().unwrap_or_default();
        assert!(
            description.len() > 20 && description.ends_with('.'),
            "{here}: description {description:?}"
        );
        assert!(
            operation["tags"].as_array().is_some_and(|tags| tags.len() == 1),
            "{here} has not one tag"
        );
        let security =
            operation["security"].as_array().unwrap_or_else(|| panic!("{here} is open to all"));
        for scheme in security.iter().flat_map(|way| way.as_object().unwrap().keys()) {
            let known = &document["components"]["securitySchemes"][scheme];
            assert!(known.is_object(), "{here}: the scheme {scheme} is not described");
        }
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            assert!(
                parameter["description"].is_string(),
                "{here}: {} is not described",
                parameter["name"]
            );
        }
    });
}

#[test]
fn every_operation_fails_with_a_problem() {
    each(|here, document, operation| {
        for status in ["4XX", "default"] {
            let response = &operation["responses"][status];
            assert_eq!(response["$ref"], "#/components/responses/Problem", "{here} {status}");
        }
        let problem = &document["components"]["responses"]["Problem"]["content"];
        assert!(problem["application/problem+json"]["schema"]["$ref"].is_string(), "{here}");
    });
}

#[test]
fn every_body_has_an_example_that_keeps_to_its_schema() {
    let mut missing = Vec::new();
    each(|here, document, operation| {
        let answers = operation["responses"].as_object().into_iter().flatten();
        let answers = answers.filter(|(status, _)| status.starts_with('2'));
        let bodies = answers.map(|(status, response)| (status.as_str(), response));
        for (what, body) in bodies.chain([("request", &operation["requestBody"])]) {
            for (media, described) in body["content"].as_object().into_iter().flatten() {
                let example = &described["example"];
                // What comes as it happens has come from nowhere yet: `worker/news.rs` listens.
                if example.is_null() && media != "text/event-stream" {
                    missing.push(format!("{here} {what} {media}"));
                } else if media == "application/json" {
                    let faults = schema::faults(document, &described["schema"], example);
                    assert!(faults.is_empty(), "{here} {what}: {faults:#?}");
                }
            }
        }
    });
    assert_eq!(missing, Vec::<String>::new(), "these have no example");
}

#[test]
fn every_member_of_every_object_is_described() {
    for document in documents() {
        let schemas = document.content["components"]["schemas"].as_object().unwrap();
        for (name, schema) in schemas {
            assert!(
                schema["description"].is_string(),
                "{}: {name} is not described",
                document.name
            );
            for (member, described) in schema["properties"].as_object().into_iter().flatten() {
                let own = described["description"].is_string();
                // A member that is another object may leave it to that object to say what it is.
                let elsewhere = described.to_string().contains("$ref");
                assert!(own || elsewhere, "{}: {name}.{member} is not described", document.name);
            }
        }
    }
}

#[test]
fn what_is_sent_and_what_is_received_are_different_objects() {
    for document in documents() {
        assert_eq!(two_way_objects(&document.content), BTreeSet::new(), "{}", document.name);
    }
}

#[test]
fn what_a_young_person_says_on_their_own_is_in_no_document_of_figures_or_administration() {
    for document in documents() {
        if ["partnership.v1", "admin.v1"].contains(&document.name) {
            let text = document.content.to_string();
            for word in ["free_text", "answers", "birth_date", "check_in", "alert"] {
                assert!(!text.contains(&format!("\"{word}")), "{}: {word}", document.name);
            }
        }
    }
}

/// A file in `openapi/released` is what shipped: it is never edited, and dropped only with support for it.
#[test]
fn documents_that_were_released_still_hold() {
    let Ok(released) = fs::read_dir(file("released")) else { return };
    for file in released.map(|entry| entry.unwrap().path()) {
        let name = file.file_name().unwrap().to_str().unwrap();
        let Some((document, _)) = name.split_once('@') else { continue };
        let now = documents().iter().find(|known| known.name == document);
        let now = now.unwrap_or_else(|| panic!("{document} was released and is gone"));
        let then: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        assert_eq!(breaks(&then, &now.content), Vec::<String>::new(), "{name} no longer holds");
    }
}
