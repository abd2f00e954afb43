//! The way through a file to one of its parts.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// One step on the way to a part.
pub(super) enum Step {
    Key(String),
    Nth(usize),
}

/// Walks through a text, with what comes of it at the end; `None` if there is no such end.
pub(super) fn walk<'de, S: DeserializeSeed<'de>>(
    text: &'de str,
    way: &[Step],
    then: S,
) -> Result<Option<S::Value>, serde_yaml::Error> {
    Walk { way, then }.deserialize(serde_yaml::Deserializer::from_str(text))
}

/// Goes a way through a file, and then does what is to be done at its end.
struct Walk<'w, S> {
    way: &'w [Step],
    then: S,
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Walk<'_, S> {
    type Value = Option<S::Value>;

    fn deserialize<D: Deserializer<'de>>(self, part: D) -> Result<Self::Value, D::Error> {
        match self.way {
            [] => self.then.deserialize(part).map(Some),
            [Step::Key(_), ..] => part.deserialize_map(self),
            [Step::Nth(_), ..] => part.deserialize_seq(self),
        }
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for Walk<'_, S> {
    type Value = Option<S::Value>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the way to a part of the file")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let [Step::Key(wanted), way @ ..] = self.way else {
            return Ok(None);
        };
        let mut next = Some(Walk { way, then: self.then });
        let mut found = None;
        while let Some(key) = map.next_key::<String>()? {
            match next.take_if(|_| key == *wanted) {
                Some(next) => found = map.next_value_seed(next)?,
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let [Step::Nth(wanted), way @ ..] = self.way else {
            return Ok(None);
        };
        for _ in 0..*wanted {
            list.next_element::<IgnoredAny>()?;
        }
        let found = list.next_element_seed(Walk { way, then: self.then })?.flatten();
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(found)
    }
}

/// Fails wherever it is.
pub(super) struct Here;

impl<'de> DeserializeSeed<'de> for Here {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, part: D) -> Result<(), D::Error> {
        part.deserialize_any(self)
    }
}

impl Visitor<'_> for Here {
    type Value = ();

    // A visitor takes nothing but what it says that it takes.
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("nothing")
    }
}

/// Fails at one key of a map.
pub(super) struct Key<'k>(pub &'k str);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, part: D) -> Result<(), D::Error> {
        part.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Key<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let refused = |key: &str| if key == self.0 { Err("found") } else { Ok(()) };
        while map.next_key_seed(KeyThat(refused))?.is_some() {
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

/// Fails at a key that is refused.
pub(super) struct KeyThat<F>(pub F);

impl<'de, E: fmt::Display, F: FnMut(&str) -> Result<(), E>> DeserializeSeed<'de> for KeyThat<F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, key: D) -> Result<(), D::Error> {
        key.deserialize_str(self)
    }
}

impl<E: fmt::Display, F: FnMut(&str) -> Result<(), E>> Visitor<'_> for KeyThat<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<X: serde::de::Error>(mut self, key: &str) -> Result<(), X> {
        (self.0)(key).map_err(X::custom)
    }
}
