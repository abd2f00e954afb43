//! What differs from one run to the next, by the name it has in a story: `{access_token}`.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// What names in braces stand for.
#[derive(Default)]
pub struct Values(BTreeMap<String, String>);

impl Values {
    /// From now on this name stands for this.
    pub fn set(&mut self, name: &str, value: &str) {
        self.0.insert(name.to_owned(), value.to_owned());
    }

    /// A text with every name replaced by what it stands for.
    pub fn fill(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), value)
        })
    }

    /// Where what is told differs from what is. A name that stands for nothing yet takes what it meets. Of objects that
    /// are told in part, only what is told counts.
    pub fn differences(&mut self, told: &Value, is: &Value, whole: bool) -> Vec<String> {
        let mut found = Vec::new();
        self.compare("", told, is, whole, &mut found);
        found
    }

    fn compare(
        &mut self,
        here: &str,
        told: &Value,
        is: &Value,
        whole: bool,
        found: &mut Vec<String>,
    ) {
        match (told, is) {
            (Value::Object(told), Value::Object(is)) => {
                for (name, told) in told {
                    let is = is.get(name).unwrap_or(&Value::Null);
                    self.compare(&format!("{here}/{name}"), told, is, whole, found);
                }
                let untold = is.keys().filter(|name| whole && !told.contains_key(*name));
                found.extend(untold.map(|name| format!("{here}/{name} is not told")));
            }
            (Value::Array(told), Value::Array(is)) => {
                if told.len() != is.len() {
                    found.push(format!("{here} has {} items, not {}", is.len(), told.len()));
                }
                for (place, (told, is)) in told.iter().zip(is).enumerate() {
                    self.compare(&format!("{here}/{place}"), told, is, whole, found);
                }
            }
            (Value::String(told), Value::String(is)) => match name(told) {
                Some(name) if self.0.get(name).is_none_or(|known| known == is) => {
                    self.set(name, is)
                }
                _ if self.fill(told) == *is => {}
                _ => found.push(format!("{here} is {is:?}, not {told:?}")),
            },
            (told, is) if told == is => {}
            (told, is) => found.push(format!("{here} is {is}, not {told}")),
        }
    }

    /// What is, told anew: names stay where they were, and whatever has a name by now goes by it.
    pub fn tell(&mut self, told: &Value, is: &Value, whole: bool) -> Value {
        match (told, is) {
            (Value::Object(told), Value::Object(is)) => {
                let members = is.iter().filter(|(name, _)| whole || told.contains_key(*name));
                let none = Value::Null;
                let tell = |(name, is): (&String, &Value)| {
                    (name.clone(), self.tell(told.get(name).unwrap_or(&none), is, whole))
                };
                Value::Object(members.map(tell).collect::<Map<_, _>>())
            }
            (told, Value::Object(is)) if whole || told.is_null() => {
                let members =
                    is.iter().map(|(name, is)| (name.clone(), self.tell(&Value::Null, is, true)));
                Value::Object(members.collect())
            }
            (told, Value::Array(is)) => {
                let at = |place: usize| told.get(place).unwrap_or(&Value::Null);
                Value::Array(
                    is.iter()
                        .enumerate()
                        .map(|(place, is)| self.tell(at(place), is, whole))
                        .collect(),
                )
            }
            (Value::String(told), Value::String(is)) if name(told).is_some() => {
                self.set(name(told).unwrap_or_default(), is);
                told.clone().into()
            }
            (_, Value::String(is)) => {
                // Short ones could stand anywhere by chance.
                let known = self.0.iter().find(|(_, value)| value.len() > 20 && *value == is);
                known.map_or_else(|| is.clone(), |(name, _)| format!("{{{name}}}")).into()
            }
            (_, is) => is.clone(),
        }
    }
}

/// The name that a text consists of, if it is one in braces.
fn name(text: &str) -> Option<&str> {
    let name = text.strip_prefix('{')?.strip_suffix('}')?;
    let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    plain.then_some(name)
}
