//! The checker itself, on changes of which everybody can say whether they break an app.

use serde_json::{Value, json};

use super::breaks;

/// A document with one of everything.
fn document() -> Value {
    json!({
        "servers": [{ "url": "/young-person/v1" }],
        "paths": { "/notes/{note_id}": { "put": {
            "operationId": "save_note",
            "security": [{ "phone_page": [] }, { "phone_app": [] }],
            "parameters": [
                { "name": "note_id", "in": "path", "required": true, "schema": { "type": "string", "format": "uuid" } },
                { "name": "limit", "in": "query", "required": false, "schema": { "type": "integer", "maximum": 200 } },
            ],
            "requestBody": { "required": true, "content": { "application/json": { "schema": {
                "type": "object", "required": ["text"], "properties": {
                    "text": { "type": "string", "maxLength": 500 },
                    "mood": { "$ref": "#/components/schemas/Mood" },
                },
            } } } },
            "responses": {
                "200": {
                    "headers": { "ETag": { "schema": { "type": "string" } } },
                    "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Note" } } },
                },
                "default": { "$ref": "#/components/responses/Problem" },
            },
        } } },
        "components": {
            "securitySchemes": {
                "phone_app": { "type": "http", "scheme": "bearer" },
                "phone_page": { "type": "apiKey", "in": "cookie", "name": "__Host-phone" },
            },
            "responses": { "Problem": { "content": { "application/problem+json": { "schema": {
                "type": "object", "required": ["type"], "properties": { "type": { "type": "string" } },
            } } } } },
            "schemas": {
                "Mood": { "type": "string", "enum": ["good", "ok"] },
                "Note": { "type": "object", "required": ["id", "mood", "pages"], "properties": {
                    "id": { "type": "string", "format": "uuid" },
                    "mood": { "allOf": [{ "$ref": "#/components/schemas/Mood" }, { "description": "How it is." }] },
                    "minutes": { "type": "integer", "format": "int32", "maximum": 60 },
                    "pages": { "type": "array", "items": { "$ref": "#/components/schemas/Note" } },
                } },
            },
        },
    })
}

const OPERATION: &str = "/paths/~1notes~1{note_id}/put";
const SENT: &str = "/paths/~1notes~1{note_id}/put/requestBody/content/application~1json/schema";
const READ: &str = "/components/schemas/Note";

/// The document with one thing changed: set at this place below `at`, or taken away where the value is null.
fn changed(at: &str, name: &str, value: Value) -> Value {
    let mut document = document();
    let place = document.pointer_mut(at).unwrap_or_else(|| panic!("{at} is there"));
    match (place, value) {
        (Value::Object(members), Value::Null) => drop(members.remove(name)),
        (Value::Object(members), value) => drop(members.insert(name.to_owned(), value)),
        (Value::Array(items), value) => items.push(value),
        _ => panic!("{at} can be changed"),
    }
    document
}

fn sent(place: &str) -> String {
    format!("{SENT}{place}")
}

fn read(place: &str) -> String {
    format!("{READ}{place}")
}

fn operation(place: &str) -> String {
    format!("{OPERATION}{place}")
}

#[test]
fn nothing_breaks_when_nothing_changes() {
    assert_eq!(breaks(&document(), &document()), Vec::<String>::new());
}

#[test]
fn additions_break_nothing() {
    let text = || json!({ "type": "string" });
    for (what, new) in [
        (
            "a new operation",
            changed("/paths", "/goals", json!({ "get": { "operationId": "list_goals" } })),
        ),
        ("a new member that may be sent", changed(&sent("/properties"), "colour", text())),
        ("a new member that is read", changed(&read("/properties"), "title", text())),
        (
            "a new code that is read",
            changed(
                &read("/properties"),
                "mood",
                json!({ "type": "string", "enum": ["good", "ok", "great"] }),
            ),
        ),
        (
            "a new parameter",
            changed(
                &operation("/parameters"),
                "",
                json!({ "name": "q", "in": "query", "required": false, "schema": text() }),
            ),
        ),
        (
            "a longer text that may be sent",
            changed(&sent("/properties/text"), "maxLength", json!(1000)),
        ),
        ("a text of any length", changed(&sent("/properties/text"), "maxLength", Value::Null)),
        (
            "what may be missing is always there",
            changed(READ, "required", json!(["id", "mood", "pages", "minutes"])),
        ),
        ("what had to be sent may be left out", changed(SENT, "required", json!([]))),
        (
            "a new kind of failure",
            changed(
                &operation("/responses"),
                "409",
                json!({ "$ref": "#/components/responses/Problem" }),
            ),
        ),
        ("another way to be let in", changed(&operation("/security"), "", json!({ "device": [] }))),
        (
            "other words in the description",
            changed(OPERATION, "description", json!("Otherwise said.")),
        ),
        (
            "an example",
            changed(
                &read("/properties/id"),
                "example",
                json!("00000000-0000-7000-8000-000000000001"),
            ),
        ),
        (
            "a smaller number than before is the largest read",
            changed(&read("/properties/minutes"), "maximum", json!(30)),
        ),
    ] {
        assert_eq!(breaks(&document(), &new), Vec::<String>::new(), "{what}");
    }
}

#[test]
fn each_of_these_breaks_an_app() {
    let text = || json!({ "type": "string" });
    for (what, new) in [
        ("is gone", changed("/paths/~1notes~1{note_id}", "put", Value::Null)),
        ("another operation id", changed(OPERATION, "operationId", json!("store_note"))),
        ("another address", changed("", "servers", json!([{ "url": "/young-person/v2" }]))),
        (
            "no longer takes \"limit\"",
            changed(
                OPERATION,
                "parameters",
                json!([document().pointer(&operation("/parameters/0")).unwrap()]),
            ),
        ),
        (
            "now requires \"q\"",
            changed(
                &operation("/parameters"),
                "",
                json!({ "name": "q", "in": "query", "required": true, "schema": text() }),
            ),
        ),
        ("changed maximum", changed(&operation("/parameters/1/schema"), "maximum", json!(100))),
        ("text changed maxLength", changed(&sent("/properties/text"), "maxLength", json!(100))),
        ("text changed minLength", changed(&sent("/properties/text"), "minLength", json!(1))),
        (
            "text changed its pattern",
            changed(&sent("/properties/text"), "pattern", json!("^[a-z]*$")),
        ),
        ("text changed type", changed(&sent("/properties/text"), "type", json!("array"))),
        (
            "mood lost the value \"ok\"",
            changed("/components/schemas/Mood", "enum", json!(["good", "fine"])),
        ),
        ("text takes only some values", changed(&sent("/properties/text"), "enum", json!(["yes"]))),
        ("mood is gone", changed(&sent("/properties"), "mood", Value::Null)),
        ("mood is now required", changed(SENT, "required", json!(["text", "mood"]))),
        ("no longer takes members", changed(SENT, "additionalProperties", json!(false))),
        ("minutes is gone", changed(&read("/properties"), "minutes", Value::Null)),
        ("minutes changed format", changed(&read("/properties/minutes"), "format", json!("int64"))),
        ("minutes changed maximum", changed(&read("/properties/minutes"), "maximum", json!(600))),
        ("mood may now be missing", changed(READ, "required", json!(["id", "pages"]))),
        ("id may now be null", changed(&read("/properties/id"), "nullable", json!(true))),
        ("pages[] changed type", changed(&read("/properties/pages"), "items", text())),
        (
            "no longer application/json",
            changed(&operation("/responses/200"), "content", json!({ "text/csv": {} })),
        ),
        ("may now answer 202", changed(&operation("/responses"), "202", json!({}))),
        ("200 is gone", changed(&operation("/responses"), "200", Value::Null)),
        (
            "no longer has the header ETag",
            changed(&operation("/responses/200"), "headers", Value::Null),
        ),
        (
            "no longer lets anybody in by",
            changed(OPERATION, "security", json!([{ "phone_page": [] }])),
        ),
        (
            "phone_page changed its name",
            changed("/components/securitySchemes/phone_page", "name", json!("phone")),
        ),
        (
            "default",
            changed(
                "/components/responses/Problem/content/application~1problem+json/schema/properties",
                "type",
                Value::Null,
            ),
        ),
    ] {
        let found = breaks(&document(), &new);
        assert!(found.iter().any(|found| found.contains(what)), "{what}: {found:?}");
    }
}

#[test]
fn an_operation_that_was_public_stays_public() {
    let public = changed(OPERATION, "security", json!([]));
    assert_eq!(breaks(&document(), &public), Vec::<String>::new());
    let found = breaks(&public, &document());
    assert_eq!(found, ["put /notes/{note_id} is no longer public"]);
}

#[test]
fn a_body_that_could_be_left_out_can_still_be_left_out() {
    let optional = changed(&operation("/requestBody"), "required", json!(false));
    let found = breaks(&optional, &document());
    assert_eq!(found, ["put /notes/{note_id} now requires a body"]);
}
