//! Examples of what is sent and answered. A test records them from a service at work, so they are never made up.

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::operations_mut;

/// By document, operation, and `request` or `response`.
static RECORDED: LazyLock<Value> = LazyLock::new(|| {
    let recorded = include_str!("../../../../openapi/examples.json");
    serde_json::from_str(recorded).expect("a test wrote this file")
});

/// Shows an example wherever a body is sent or answered and none is shown yet.
pub fn illustrate(document: &mut Value, name: &str) {
    for (_, operation) in operations_mut(document) {
        let recorded = &RECORDED[name][operation["operationId"].as_str().unwrap_or_default()];
        show(&mut operation["requestBody"], &recorded["request"]);
        let responses = operation["responses"].as_object_mut().into_iter().flatten();
        for (_, response) in responses.filter(|(status, _)| status.starts_with('2')) {
            show(response, &recorded["response"]);
        }
        // Asking for a body that is not there has made one of null.
        if let Some(operation) = operation.as_object_mut().filter(|o| o["requestBody"].is_null()) {
            operation.remove("requestBody");
        }
    }
}

fn show(body: &mut Value, example: &Value) {
    let Some(content) = body.get_mut("content").and_then(Value::as_object_mut) else { return };
    for media in content.values_mut().filter_map(Value::as_object_mut) {
        if !example.is_null() {
            media.entry("example").or_insert(json!(example));
        }
    }
}
