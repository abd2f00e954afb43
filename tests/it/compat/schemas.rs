//! Two versions of a schema, side by side.

use serde_json::{Map, Value};

use super::{entries, follow};

/// Which way a value travels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Way {
    /// An app sends it: it must go on being accepted.
    In,
    /// An app reads it: it must go on being there.
    Out,
}

/// Two versions of a document, and in what the newer breaks the older.
pub struct Pair<'a> {
    pub old: &'a Value,
    pub new: &'a Value,
    pub found: Vec<String>,
    /// The objects that are being compared, so that one that holds itself is compared once.
    pub open: Vec<String>,
}

impl Pair<'_> {
    /// Compares what a value was with what it is.
    pub fn compare(&mut self, here: &str, old: &Value, new: &Value, way: Way) {
        let name = format!("{} {} {way:?}", old["$ref"], new["$ref"]);
        let named = old["$ref"].is_string();
        if named && self.open.contains(&name) {
            return;
        }
        self.open.push(name);
        let (old, new) = (flat(self.old, old), flat(self.new, new));
        self.kind(here, &old, &new, way);
        self.limits(here, &old, &new, way);
        self.codes(here, &old, &new, way);
        self.members(here, &old, &new, way);
        if !old["items"].is_null() {
            self.compare(&format!("{here}[]"), &old["items"], &new["items"], way);
        }
        self.open.pop();
    }

    fn kind(&mut self, here: &str, old: &Value, new: &Value, way: Way) {
        for word in ["type", "format"] {
            if old[word] != new[word] {
                self.found
                    .push(format!("{here} changed {word} from {} to {}", old[word], new[word]));
            }
        }
        let (was, now) = (old["nullable"] == true, new["nullable"] == true);
        match way {
            Way::In if was && !now => self.found.push(format!("{here} may no longer be null")),
            Way::Out if now && !was => self.found.push(format!("{here} may now be null")),
            _ => {}
        }
    }

    /// A limit on what is sent may be loosened, never tightened; one on what is read, the other way round.
    fn limits(&mut self, here: &str, old: &Value, new: &Value, way: Way) {
        for word in ["maxLength", "maximum", "maxItems", "minLength", "minimum", "minItems"] {
            let largest = word.starts_with("max");
            let open = if largest { f64::INFINITY } else { f64::NEG_INFINITY };
            let (was, now) =
                (old[word].as_f64().unwrap_or(open), new[word].as_f64().unwrap_or(open));
            let tighter = if largest { now < was } else { now > was };
            let looser = now != was && !tighter;
            if (way == Way::In && tighter) || (way == Way::Out && looser && word.ends_with("imum"))
            {
                self.found.push(format!("{here} changed {word}"));
            }
        }
        if way == Way::In && !new["pattern"].is_null() && old["pattern"] != new["pattern"] {
            self.found.push(format!("{here} changed its pattern"));
        }
    }

    /// A code that is lost was renamed: whoever sends it is refused, and whoever reads it is told something unknown.
    fn codes(&mut self, here: &str, old: &Value, new: &Value, way: Way) {
        let now = new["enum"].as_array();
        for code in old["enum"].as_array().into_iter().flatten() {
            if now.is_some_and(|now| !now.contains(code)) {
                self.found.push(format!("{here} lost the value {code}"));
            }
        }
        if way == Way::In && old["enum"].is_null() && now.is_some() {
            self.found.push(format!("{here} takes only some values now"));
        }
    }

    fn members(&mut self, here: &str, old: &Value, new: &Value, way: Way) {
        for (name, was) in entries(&old["properties"]) {
            let member = format!("{here}.{name}");
            match &new["properties"][name] {
                Value::Null => self.found.push(format!("{member} is gone")),
                now => self.compare(&member, was, now, way),
            }
            if way == Way::Out && required(old, name) && !required(new, name) {
                self.found.push(format!("{member} may now be missing"));
            }
        }
        for (name, _) in entries(&new["properties"]) {
            if way == Way::In && required(new, name) && !required(old, name) {
                self.found.push(format!("{here}.{name} is now required"));
            }
        }
        let closed = |schema: &Value| schema["additionalProperties"] == false;
        if way == Way::In && closed(new) && !closed(old) {
            self.found.push(format!("{here} no longer takes members that it does not know"));
        }
    }
}

fn required(schema: &Value, name: &str) -> bool {
    schema["required"].as_array().is_some_and(|names| names.iter().any(|known| known == name))
}

/// Follows references, and puts the parts of an `allOf` together.
fn flat(document: &Value, schema: &Value) -> Value {
    let schema = follow(document, schema);
    let Some(parts) = schema["allOf"].as_array() else { return schema };
    let mut whole = Map::new();
    for part in parts {
        if let Value::Object(words) = flat(document, part) {
            whole.extend(words);
        }
    }
    let own = schema.as_object().into_iter().flatten().filter(|(word, _)| *word != "allOf");
    whole.extend(own.map(|(word, meant)| (word.clone(), meant.clone())));
    Value::Object(whole)
}
