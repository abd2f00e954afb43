//! A file as it was written: which part of it stands on which line.
//!
//! The library keeps no positions, but its errors have them. So the way to a part is walked once more, and at its end
//! reading is made to fail on purpose: the error says the line, whatever the style of the file.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde_yaml::Value;

use crate::questionnaire::fault::Rule;
use crate::questionnaire::place::Place;

use super::Finding;
use super::repeated::repeated;
use super::walk::{Here, Key, Step, walk};

/// Keys of which a part has one or the other; a fault in either is told of the first.
const OR_ELSE: [(&str, &str); 2] = [("show_if", "show_if_any"), ("items", "add")];

/// A text that is YAML.
pub(super) struct Written<'a> {
    pub text: &'a str,
    pub value: Value,
}

impl<'a> Written<'a> {
    /// Reads a text, or tells why it is not YAML.
    pub fn read(text: &'a str) -> Result<Self, Vec<Finding>> {
        match serde_yaml::from_str(text) {
            Ok(value) => Ok(Self { text, value }),
            // The library tells the line of the map only.
            Err(error) => match repeated(text) {
                told if told.is_empty() => Err(vec![told_by_library(&error)]),
                told => Err(told),
            },
        }
    }

    /// The line of a part: of its key in a map, of its beginning in a list. If it is not there, the line of what it
    /// should be in.
    pub fn line_of(&self, place: &Place) -> usize {
        let mut way = self.way_to(place);
        let error = match way.pop() {
            None => return 1,
            Some(Step::Key(key)) => walk(self.text, &way, Key(&key)).err(),
            Some(at) => {
                way.push(at);
                walk(self.text, &way, Here).err()
            }
        };
        error.and_then(|error| line(&error)).unwrap_or(1)
    }

    /// Why a part cannot be read as what it should be, and on which line; `None` if it can.
    pub fn misread<T: DeserializeOwned>(&self, place: &Place) -> Option<Finding> {
        let way = self.way_to(place);
        if way.len() < place.names.len() {
            return None;
        }
        walk(self.text, &way, PhantomData::<T>).err().map(|error| told_by_library(&error))
    }

    /// As much of the way to a place as there is.
    fn way_to(&self, place: &Place) -> Vec<Step> {
        let mut way = vec![];
        let mut value = &self.value;
        for (index, name) in place.names.iter().enumerate() {
            let again = place.second && index + 1 == place.names.len();
            let Some((steps, part)) = part(value, name, again) else {
                break;
            };
            way.extend(steps);
            value = part;
        }
        way
    }
}

/// A part by its name, and the steps to it.
fn part<'v>(value: &'v Value, name: &str, again: bool) -> Option<(Vec<Step>, &'v Value)> {
    if let Some(list) = value.as_sequence() {
        let mut named = list.iter().enumerate().filter(|(at, part)| is_called(part, *at, name));
        let (at, part) = if again { named.nth(1) } else { named.next() }?;
        return Some((vec![Step::Nth(at)], part));
    }
    let other = OR_ELSE.iter().find(|(first, _)| *first == name).map(|(_, other)| *other);
    let own = [Some(name), other]
        .into_iter()
        .flatten()
        .find_map(|key| Some((vec![Step::Key(key.into())], value.get(key)?)));
    own.or_else(|| in_a_list_of(value, name))
}

/// A question in the module that lists it.
fn in_a_list_of<'v>(value: &'v Value, name: &str) -> Option<(Vec<Step>, &'v Value)> {
    value.as_mapping()?.iter().find_map(|(key, list)| {
        let at = list.as_sequence()?.iter().position(|part| part.as_str() == Some(name))?;
        Some((vec![Step::Key(key.as_str()?.to_owned()), Step::Nth(at)], list.get(at)?))
    })
}

fn is_called(part: &Value, at: usize, name: &str) -> bool {
    if let Some(nth) = name.strip_prefix('#') {
        return nth == (at + 1).to_string();
    }
    let own = ["id", "code"].into_iter().find_map(|key| part.get(key)).unwrap_or(part);
    match own {
        Value::String(own) => own == name,
        Value::Number(own) => own.to_string() == name,
        _ => false,
    }
}

fn line(error: &serde_yaml::Error) -> Option<usize> {
    error.location().map(|location| location.line())
}

/// What the library says, without the position that it adds.
pub(super) fn told_by_library(error: &serde_yaml::Error) -> Finding {
    let told = error.to_string();
    let what = told.split(" at line ").next().unwrap_or(&told);
    let cure = Rule::Shape.cure().unwrap_or_default();
    Finding {
        line: line(error).unwrap_or(1),
        rule: Rule::Shape,
        message: format!("{what}. {cure}"),
    }
}
