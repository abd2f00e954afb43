//! Holds a value against a published schema.

use std::{
    collections::HashMap,
    fmt::Display,
    sync::{LazyLock, Mutex},
};

use chrono::{DateTime, NaiveDate};
use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use regex::Regex;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::http::problem::{Fault, Problem};

static PATTERNS: LazyLock<Mutex<HashMap<String, Regex>>> = LazyLock::new(Default::default);

/// True if the text matches the pattern. Patterns are compiled once; they come from our own schemas, never from a
/// request.
pub fn matches(pattern: &str, text: &str) -> bool {
    let mut patterns =
        PATTERNS.lock().expect("a pattern that does not compile fails the first test that uses it");
    if let Some(known) = patterns.get(pattern) {
        return known.is_match(text);
    }
    let compiled = Regex::new(pattern).expect("the patterns of schemas are regular expressions");
    patterns.entry(pattern.to_owned()).or_insert(compiled).is_match(text)
}

/// Everything in which the value does not keep to the schema.
pub fn faults(schema: &MetaSchemaRef, value: &Value, registry: &Registry) -> Vec<Fault> {
    let mut check = Check { registry, pointer: String::new(), faults: vec![] };
    check.value(schema, value);
    check.faults
}

struct Check<'a> {
    registry: &'a Registry,
    /// Where the walk stands.
    pointer: String,
    faults: Vec<Fault>,
}

impl Check<'_> {
    fn fault(&mut self, detail: impl Display) {
        if self.faults.len() < Problem::MAX_FAULTS {
            // A member's name comes from the sender and may be of any length.
            let pointer = self.pointer.chars().take(500).collect();
            self.faults.push(Fault { pointer, detail: detail.to_string() });
        }
    }

    /// Does something one step further down.
    fn below(&mut self, step: impl Display, work: impl FnOnce(&mut Self)) {
        let here = self.pointer.len();
        let step = step.to_string().replace('~', "~0").replace('/', "~1");
        self.pointer.push('/');
        self.pointer.push_str(&step);
        work(self);
        self.pointer.truncate(here);
    }

    fn value(&mut self, schema: &MetaSchemaRef, value: &Value) {
        let registry = self.registry;
        let schema = match schema {
            MetaSchemaRef::Inline(schema) => schema,
            MetaSchemaRef::Reference(name) => match registry.schemas.get(name) {
                Some(schema) => schema,
                None => return,
            },
        };
        if value.is_null() && schema.nullable {
            return;
        }
        for part in &schema.all_of {
            self.value(part, value);
        }
        let expected = match (schema.ty, value) {
            ("string", Value::String(text)) => return self.text(schema, text),
            ("integer", Value::Number(number)) if !number.is_f64() => {
                return self.number(schema, value);
            }
            ("number", Value::Number(_)) => return self.number(schema, value),
            ("array", Value::Array(items)) => return self.array(schema, items),
            ("object", Value::Object(members)) => return self.object(schema, members),
            ("boolean", Value::Bool(_)) | ("", _) => return,
            ("string", _) => "text",
            ("integer", _) => "a whole number",
            ("number", _) => "a number",
            ("array", _) => "a list",
            ("object", _) => "an object",
            _ => "true or false",
        };
        self.fault(format!("must be {expected}"));
    }

    fn text(&mut self, schema: &MetaSchema, text: &str) {
        let codes: Vec<&str> = schema.enum_items.iter().filter_map(Value::as_str).collect();
        if !codes.is_empty() && !codes.contains(&text) {
            return self.fault(format!("must be one of: {}", codes.join(", ")));
        }
        // PostgreSQL cannot keep it, and nobody can type it.
        if text.contains('\0') {
            self.fault("must not hold the character NUL");
        }
        let length = text.chars().count();
        if let Some(least) = schema.min_length.filter(|least| length < *least) {
            self.fault(format!("needs at least {least} characters"));
        }
        if let Some(most) = schema.max_length.filter(|most| length > *most) {
            return self.fault(format!("at most {most} characters"));
        }
        if schema.pattern.as_ref().is_some_and(|pattern| !matches(pattern, text)) {
            self.fault("does not have the right form");
        }
        match schema.format {
            Some("naive-date" | "date") if !is_day(text) => {
                self.fault("must be a day, like 2026-09-01")
            }
            Some("date-time") if !is_moment(text) => {
                self.fault("must be a date and time with its zone, like 2026-09-01T09:00:00Z");
            }
            Some("uuid") if !is_uuid(text) => {
                self.fault("must be a UUID, like 01989c5e-7d1f-7d0e-9a39-3b8a3f6f9a10");
            }
            _ => {}
        }
    }

    fn number(&mut self, schema: &MetaSchema, value: &Value) {
        if let Some((least, most)) = schema.format.and_then(range) {
            let whole = value.as_i64().map(i128::from).or(value.as_u64().map(i128::from));
            if whole.is_some_and(|number| number < least || number > most) {
                return self.fault(format!("must be from {least} to {most}"));
            }
        }
        let Some(number) = value.as_f64() else { return };
        let above = |least: f64| {
            number > least || number == least && schema.exclusive_minimum != Some(true)
        };
        let below =
            |most: f64| number < most || number == most && schema.exclusive_maximum != Some(true);
        if let Some(least) = schema.minimum.filter(|least| !above(*least)) {
            self.fault(format!("at least {least}"));
        }
        if let Some(most) = schema.maximum.filter(|most| !below(*most)) {
            self.fault(format!("at most {most}"));
        }
    }

    fn array(&mut self, schema: &MetaSchema, items: &[Value]) {
        if let Some(least) = schema.min_items.filter(|least| items.len() < *least) {
            self.fault(format!("at least {least} of them"));
        }
        if let Some(most) = schema.max_items.filter(|most| items.len() > *most) {
            self.fault(format!("at most {most} of them"));
        }
        let twice = |(place, item): (usize, &Value)| items[..place].contains(item);
        if schema.unique_items == Some(true) && items.iter().enumerate().any(twice) {
            self.fault("each only once");
        }
        let Some(each) = &schema.items else { return };
        for (place, item) in items.iter().enumerate() {
            self.below(place, |check| check.value(each, item));
        }
    }

    fn object(&mut self, schema: &MetaSchema, members: &Map<String, Value>) {
        for (name, each) in &schema.properties {
            match members.get(*name) {
                Some(value) => self.below(name, |check| check.value(each, value)),
                None if schema.required.contains(name) => {
                    self.below(name, |check| check.fault("is required"))
                }
                None => {}
            }
        }
        let unknown = members
            .iter()
            .filter(|(name, _)| schema.properties.iter().all(|(known, _)| known != name));
        for (name, value) in unknown {
            self.below(name, |check| match &schema.additional_properties {
                Some(each) => check.value(each, value),
                None => check.fault("is not known here"),
            });
        }
    }
}

/// The smallest and the largest number that a format holds.
fn range(format: &str) -> Option<(i128, i128)> {
    let (signed, bits) = match format.split_once("int")? {
        ("", bits) => (true, bits),
        ("u", bits) => (false, bits),
        _ => return None,
    };
    let bits: u32 = bits.parse().ok().filter(|bits| (8..=64).contains(bits))?;
    let half = 1_i128 << (bits - 1);
    Some(if signed { (-half, half - 1) } else { (0, 2 * half - 1) })
}

fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<NaiveDate>().is_ok()
}

fn is_moment(text: &str) -> bool {
    matches!(text.as_bytes().get(10), Some(b'T' | b't'))
        && DateTime::parse_from_rfc3339(text).is_ok()
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36 && Uuid::try_parse(text).is_ok()
}
