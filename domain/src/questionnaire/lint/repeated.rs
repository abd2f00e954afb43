//! Keys that are in their map twice.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::Finding;
use super::walk::{KeyThat, walk};
use super::written::told_by_library;

/// No more repeated keys than this are told at once.
const MOST_REPEATED: usize = 20;

const TWICE: &str = "is there twice";

/// Every key that is in its map already.
pub(super) fn repeated(text: &str) -> Vec<Finding> {
    let mut findings = vec![];
    while findings.len() < MOST_REPEATED {
        let skip = Cell::new(findings.len());
        let Err(error) = walk(text, &[], NoKeyTwice { skip: &skip }) else {
            break;
        };
        let told = told_by_library(&error);
        // Anything else that fails is told by whoever reads the file.
        if !told.message.contains(TWICE) {
            break;
        }
        findings.push(told);
    }
    findings
}

/// Fails at a key that is in its map already, leaving out the first few such keys.
#[derive(Clone, Copy)]
struct NoKeyTwice<'s> {
    skip: &'s Cell<usize>,
}

impl<'de> DeserializeSeed<'de> for NoKeyTwice<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, part: D) -> Result<(), D::Error> {
        part.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for NoKeyTwice<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = BTreeSet::new();
        let mut refused = |key: &str| {
            if seen.insert(key.to_owned()) {
                return Ok(());
            }
            match self.skip.get() {
                0 => Err(format!("{key:?} {TWICE}")),
                more => {
                    self.skip.set(more - 1);
                    Ok(())
                }
            }
        };
        while map.next_key_seed(KeyThat(&mut refused))?.is_some() {
            map.next_value_seed(self)?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(self)?.is_some() {}
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}
