//! What a released app relies on: nothing it sends stops being accepted, nothing it reads goes away. Additions are fine,
//! because apps promise to ignore what they do not know (see `mobile-contract`).

mod cases;
mod schemas;

use api::http::document::operations;
use serde_json::{Map, Value};

use self::schemas::{Pair, Way};

/// The ways in which `new` breaks an app written against `old`.
pub fn breaks(old: &Value, new: &Value) -> Vec<String> {
    let mut pair = Pair { old, new, found: Vec::new(), open: Vec::new() };
    if old["servers"] != new["servers"] {
        pair.found.push("it is served at another address".into());
    }
    for (method, path, was) in operations(old) {
        let here = format!("{method} {path}");
        let now = &new["paths"][path][method];
        if now.is_null() {
            pair.found.push(format!("{here} is gone"));
            continue;
        }
        if was["operationId"] != now["operationId"] {
            pair.found.push(format!("{here} has another operation id"));
        }
        security(&here, was, now, &mut pair.found);
        parameters(&here, was, now, &mut pair);
        request(&here, &was["requestBody"], &now["requestBody"], &mut pair);
        responses(&here, was, now, &mut pair);
    }
    for (name, was) in entries(&old["components"]["securitySchemes"]) {
        let now = &new["components"]["securitySchemes"][name];
        for word in ["type", "in", "name", "scheme"] {
            if was[word] != now[word] {
                pair.found.push(format!("the security scheme {name} changed its {word}"));
            }
        }
    }
    pair.found
}

/// Whoever could ask can still ask, in the same way.
fn security(here: &str, was: &Value, now: &Value, found: &mut Vec<String>) {
    let ways = |operation: &Value| operation["security"].as_array().cloned().unwrap_or_default();
    let (was, now) = (ways(was), ways(now));
    if was.is_empty() && !now.is_empty() {
        found.push(format!("{here} is no longer public"));
    }
    for way in was.iter().filter(|way| !now.is_empty() && !now.contains(way)) {
        found.push(format!("{here} no longer lets anybody in by {way}"));
    }
}

fn parameters(here: &str, was: &Value, now: &Value, pair: &mut Pair<'_>) {
    let list = |operation: &Value| operation["parameters"].as_array().cloned().unwrap_or_default();
    let same = |p: &Value, q: &Value| p["name"] == q["name"] && p["in"] == q["in"];
    let (was, now) = (list(was), list(now));
    for old in &was {
        match now.iter().find(|new| same(old, new)) {
            None => pair.found.push(format!("{here} no longer takes {}", old["name"])),
            Some(new) => {
                pair.compare(
                    &format!("{here} {}", old["name"]),
                    &old["schema"],
                    &new["schema"],
                    Way::In,
                );
            }
        }
    }
    for new in now.iter().filter(|new| new["required"] == true) {
        if was.iter().find(|old| same(old, new)).is_none_or(|old| old["required"] != true) {
            pair.found.push(format!("{here} now requires {}", new["name"]));
        }
    }
}

fn request(here: &str, was: &Value, now: &Value, pair: &mut Pair<'_>) {
    if now["required"] == true && was["required"] != true {
        pair.found.push(format!("{here} now requires a body"));
    }
    bodies(&format!("{here} request"), was, now, Way::In, pair);
}

fn responses(here: &str, was: &Value, now: &Value, pair: &mut Pair<'_>) {
    for (status, response) in entries(&was["responses"]) {
        let here = format!("{here} {status}");
        let (old, new) = (pair.old, pair.new);
        let (response, now) = (follow(old, response), follow(new, &now["responses"][status]));
        if now.is_null() {
            pair.found.push(format!("{here} is gone"));
            continue;
        }
        bodies(&here, &response, &now, Way::Out, pair);
        for (header, _) in entries(&response["headers"]) {
            if now["headers"][header].is_null() {
                pair.found.push(format!("{here} no longer has the header {header}"));
            }
        }
    }
    for (status, _) in entries(&now["responses"]) {
        if status.starts_with('2') && was["responses"][status].is_null() {
            pair.found.push(format!("{here} may now answer {status}"));
        }
    }
}

fn bodies(here: &str, was: &Value, now: &Value, way: Way, pair: &mut Pair<'_>) {
    for (media, old) in entries(&was["content"]) {
        match &now["content"][media] {
            Value::Null => pair.found.push(format!("{here} is no longer {media}")),
            new => pair.compare(here, &old["schema"], &new["schema"], way),
        }
    }
    if was["content"].is_null() && way == Way::In && now["required"] == true {
        pair.found.push(format!("{here} now has a body"));
    }
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().map(Map::iter).into_iter().flatten()
}

/// What a reference leads to, or the thing itself.
fn follow(document: &Value, value: &Value) -> Value {
    match value["$ref"].as_str() {
        Some(place) => {
            document.pointer(place.trim_start_matches('#')).cloned().unwrap_or(Value::Null)
        }
        None => value.clone(),
    }
}
