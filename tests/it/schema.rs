//! Holds a JSON value against a schema: of an OpenAPI document, or of a file of its own. It knows the words that our
//! schemas use and panics at any other, so that nothing goes unchecked because it was not understood.

use api::http::valid::matches;
use chrono::{DateTime, NaiveDate};
use serde_json::Value;
use uuid::Uuid;

/// Words that say nothing about what is right.
const SILENT: [&str; 10] = [
    "$id",
    "$schema",
    "title",
    "description",
    "example",
    "default",
    "readOnly",
    "writeOnly",
    "deprecated",
    "x-enum-descriptions",
];

/// Everything in which a value does not keep to the schema. Members that the schema does not name are faults too: what
/// we send should all be documented, though those who receive it ignore what they do not know.
pub fn faults(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut check = Check { document, faults: Vec::new() };
    check.value("", schema, value);
    check.faults
}

struct Check<'a> {
    document: &'a Value,
    faults: Vec<String>,
}

impl<'a> Check<'a> {
    fn fault(&mut self, here: &str, what: impl AsRef<str>) {
        self.faults.push(format!(
            "{} {}",
            if here.is_empty() { "it" } else { here },
            what.as_ref()
        ));
    }

    fn value(&mut self, here: &str, schema: &'a Value, value: &Value) {
        if value.is_null() && schema["nullable"] == true {
            return;
        }
        let words = schema.as_object().unwrap_or_else(|| panic!("{schema} is a schema"));
        for (word, meant) in words {
            match word.as_str() {
                "$ref" => {
                    let place = meant.as_str().unwrap_or_default().trim_start_matches('#');
                    let schema = self.document.pointer(place);
                    self.value(here, schema.unwrap_or_else(|| panic!("{place} is there")), value);
                }
                "allOf" => self.all_of(here, meant, value),
                "anyOf" | "oneOf" => self.any_of(here, meant, value),
                "type" => self.kind(here, meant, value),
                "const" if meant != value => self.fault(here, format!("is {value}, not {meant}")),
                "enum" if !meant.as_array().is_some_and(|all| all.contains(value)) => {
                    self.fault(here, format!("is {value}, which is none of {meant}"));
                }
                "format" => self.format(here, meant, value),
                "pattern" => {
                    let (pattern, text) = (meant.as_str().unwrap_or_default(), value.as_str());
                    if text.is_some_and(|text| !matches(pattern, text)) {
                        self.fault(here, format!("does not match {pattern}"));
                    }
                }
                "required" => self.required(here, meant, value),
                "properties" => self.members(here, meant, value),
                "items" => {
                    for (place, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.value(&format!("{here}/{place}"), meant, item);
                    }
                }
                "const" | "enum" | "nullable" | "additionalProperties" | "uniqueItems" => {}
                word if SILENT.contains(&word) => {}
                word => self.limit(here, word, meant, value),
            }
        }
    }

    /// One of the parts may describe the members, so each is asked only whether it holds.
    fn all_of(&mut self, here: &str, parts: &'a Value, value: &Value) {
        for part in parts.as_array().into_iter().flatten() {
            self.value(here, part, value);
        }
    }

    fn any_of(&mut self, here: &str, choices: &'a Value, value: &Value) {
        let fits = |choice| faults(self.document, choice, value).is_empty();
        if !choices.as_array().is_some_and(|choices| choices.iter().any(fits)) {
            self.fault(here, "fits none of the choices");
        }
    }

    fn kind(&mut self, here: &str, kind: &Value, value: &Value) {
        let right = match kind.as_str().unwrap_or_default() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            other => panic!("{other} is no type"),
        };
        if !right {
            self.fault(here, format!("is {value}, not {kind}"));
        }
    }

    fn format(&mut self, here: &str, format: &Value, value: &Value) {
        let format = format.as_str().unwrap_or_default();
        // What is no number is found out by its type.
        let Some(text) = value.as_str().filter(|_| !["int32", "int64"].contains(&format)) else {
            return;
        };
        let right = match format {
            // In UTC, as the contract promises.
            "date-time" => text.ends_with('Z') && DateTime::parse_from_rfc3339(text).is_ok(),
            "date" => text.len() == 10 && text.parse::<NaiveDate>().is_ok(),
            "uuid" => text.len() == 36 && Uuid::try_parse(text).is_ok(),
            "uri" => text.contains("://"),
            "binary" => true,
            other => panic!("{other} is no format of a text"),
        };
        if !right {
            self.fault(here, format!("is no {format:?}"));
        }
    }

    fn required(&mut self, here: &str, names: &Value, value: &Value) {
        for name in names.as_array().into_iter().flatten().filter_map(Value::as_str) {
            if value.is_object() && value.get(name).is_none() {
                self.fault(here, format!("has no {name}"));
            }
        }
    }

    fn members(&mut self, here: &str, known: &'a Value, value: &Value) {
        for (name, member) in value.as_object().into_iter().flatten() {
            let here = format!("{here}/{name}");
            match known.get(name) {
                Some(schema) => self.value(&here, schema, member),
                None => self.fault(&here, "is not documented"),
            }
        }
    }

    fn limit(&mut self, here: &str, word: &str, limit: &Value, value: &Value) {
        let size = match word {
            "minLength" | "maxLength" => value.as_str().map(|text| text.chars().count() as f64),
            "minItems" | "maxItems" => value.as_array().map(|items| items.len() as f64),
            "minimum" | "maximum" => value.as_f64(),
            other => panic!("{other} is a word that our schemas do not use"),
        };
        let (Some(size), Some(limit)) = (size, limit.as_f64()) else { return };
        if (word.starts_with("min") && size < limit) || (word.starts_with("max") && size > limit) {
            self.fault(here, format!("breaks {word} {limit}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_does_not_keep_to_a_schema_is_named_by_its_place() {
        let document = json!({ "components": { "Day": { "type": "string", "format": "date" } } });
        let schema = json!({
            "type": "object",
            "required": ["on", "kind"],
            "properties": {
                "on": { "$ref": "#/components/Day" },
                "kind": { "type": "string", "enum": ["core", "pulse"] },
                "minutes": { "type": "array", "items": { "type": "integer", "format": "int32", "maximum": 9 } },
            },
        });
        let right = json!({ "on": "2026-09-07", "kind": "core", "minutes": [1, 9] });
        assert_eq!(faults(&document, &schema, &right), Vec::<String>::new());
        let wrong = json!({ "on": "7 September", "minutes": [1, 10, "2"], "who": "Amina" });
        assert_eq!(
            faults(&document, &schema, &wrong),
            [
                "/minutes/1 breaks maximum 9",
                "/minutes/2 is \"2\", not \"integer\"",
                "/on is no \"date\"",
                "/who is not documented",
                "it has no kind",
            ]
        );
    }
}
