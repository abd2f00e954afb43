//! The published documents: what poem-openapi emits, made truthful and tidy.

mod example;
mod schema;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

pub use self::example::illustrate;

/// The methods that an item of `paths` may hold.
const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// Makes a document out of what poem-openapi emits.
///
/// The framework says OpenAPI 3.0.0, decorates media types, shouts the names of headers, invents formats, keeps quiet
/// about closed objects and leaves public operations without a word on security. All of that is put right here, so that
/// the document says what the service does and generators understand it.
pub fn tidy(raw: &str) -> Value {
    let mut document: Value = serde_json::from_str(raw).expect("poem-openapi emits JSON");
    document["openapi"] = json!("3.0.3");
    info(&mut document["info"]);
    schema::walk(&mut document);
    let examples = examples(&document);
    for (_, operation) in operations_mut(&mut document) {
        operation_of(operation, &examples);
    }
    document["components"]["responses"] = json!({ "Problem": problem() });
    close_inputs(&mut document);
    document
}

/// The document as it is committed and served: keys in order, a line feed at the end.
pub fn print(document: &Value) -> String {
    let mut text = serde_json::to_string_pretty(document).expect("a JSON value can be printed");
    text.push('\n');
    text
}

/// Every operation of a document: its method, its path and what is said about it.
pub fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    document["paths"].as_object().into_iter().flatten().flat_map(|(path, item)| {
        let methods = item.as_object().into_iter().flatten();
        let methods = methods.filter(|(method, _)| METHODS.contains(&method.as_str()));
        methods.map(move |(method, operation)| (method.as_str(), path.as_str(), operation))
    })
}

/// The objects that are both sent and received. There should be none: what is sent is closed, so that a slip of the
/// pen is told, and what is received is open, so that it can grow. One object cannot be both.
pub fn two_way_objects(document: &Value) -> BTreeSet<String> {
    let (sent, received) = directions(document);
    let object = |name: &String| document["components"]["schemas"][name]["type"] == "object";
    sent.intersection(&received).filter(|name| object(name)).cloned().collect()
}

fn operations_mut(document: &mut Value) -> impl Iterator<Item = (&str, &mut Value)> {
    let items = document["paths"].as_object_mut().into_iter().flat_map(|paths| paths.values_mut());
    let members = items.filter_map(Value::as_object_mut).flatten();
    members
        .map(|(method, operation)| (method.as_str(), operation))
        .filter(|(method, _)| METHODS.contains(method))
}

fn info(info: &mut Value) {
    if let Some(info) = info.as_object_mut() {
        // These are of OpenAPI 3.1.
        info.remove("summary");
        info.entry("contact").or_insert(json!({ "name": "Throughline" }));
        info.insert(
            "license".into(),
            json!({ "name": "MIT", "url": "https://opensource.org/license/mit" }),
        );
    }
}

/// The examples of the schemas, by reference.
fn examples(document: &Value) -> Map<String, Value> {
    let schemas = document["components"]["schemas"].as_object().into_iter().flatten();
    schemas
        .filter_map(|(name, schema)| {
            Some((format!("#/components/schemas/{name}"), schema.get("example")?.clone()))
        })
        .collect()
}

fn operation_of(operation: &mut Value, examples: &Map<String, Value>) {
    let Some(operation) = operation.as_object_mut() else { return };
    // Nothing said means public on purpose.
    operation.entry("security").or_insert(json!([]));
    let responses = operation.entry("responses").or_insert(json!({}));
    if let Some(responses) = responses.as_object_mut() {
        for (status, response) in responses.iter_mut() {
            if response["description"].as_str().unwrap_or_default().is_empty() {
                response["description"] =
                    json!(if status == "200" { "Here it is." } else { "Done." });
            }
            show_example(response, examples);
        }
        // Both, because some tools take `default` for our faults only.
        for status in ["4XX", "default"] {
            responses.insert(status.into(), json!({ "$ref": "#/components/responses/Problem" }));
        }
    }
    if let Some(body) = operation.get_mut("requestBody") {
        show_example(body, examples);
    }
}

fn show_example(body: &mut Value, examples: &Map<String, Value>) {
    let Some(content) = body.get_mut("content").and_then(Value::as_object_mut) else { return };
    for media in content.values_mut() {
        let example = media["schema"]["$ref"].as_str().and_then(|name| examples.get(name));
        if let Some(example) = example {
            media["example"] = example.clone();
        }
    }
}

fn problem() -> Value {
    let whole = |description: &str, least: u32| {
        json!({
            "description": description, "required": false,
            "schema": { "type": "integer", "format": "int32", "minimum": least },
        })
    };
    json!({
        "description": "It did not work; the body says why.",
        "content": {
            "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } },
        },
        "headers": {
            "Retry-After": whole("After how many seconds to try again. Comes with 429 and 503.", 1),
        },
    })
}

/// What is sent may not hold members that nobody reads; `Valid` refuses them, so the document says so.
fn close_inputs(document: &mut Value) {
    let (sent, received) = directions(document);
    for name in sent.difference(&received) {
        let schema = &mut document["components"]["schemas"][name];
        if schema["type"] == "object" && schema.get("additionalProperties").is_none() {
            schema["additionalProperties"] = json!(false);
        }
    }
}

/// The names of the schemas that are sent to us and of those that are received from us.
fn directions(document: &Value) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut sent, mut received) = (BTreeSet::new(), BTreeSet::new());
    for (_, _, operation) in operations(document) {
        reach(document, &operation["requestBody"], &mut sent);
        reach(document, &operation["responses"], &mut received);
    }
    (sent, received)
}

fn reach(document: &Value, from: &Value, found: &mut BTreeSet<String>) {
    match from {
        Value::Object(members) => {
            let name = members.get("$ref").and_then(Value::as_str);
            let name = name.and_then(|name| name.strip_prefix("#/components/schemas/"));
            if let Some(name) = name
                && found.insert(name.to_owned())
            {
                reach(document, &document["components"]["schemas"][name], found);
            }
            members.values().for_each(|member| reach(document, member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| reach(document, item, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
