//! Bounded text. What a person writes has a length, is trimmed, and never turns up in a log by accident.

use std::fmt;

use crate::name;

/// Why a text cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing was written.
    #[error("write something here")]
    Empty,
    /// More was written than is kept.
    #[error("write at most {0} characters here")]
    TooLong(usize),
    /// A character that has no place in text, such as NUL.
    #[error("this has a character that cannot be kept")]
    Unprintable,
}

fn clean(text: &str, max: usize) -> Result<String, TextError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    if text.chars().count() > max {
        return Err(TextError::TooLong(max));
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(TextError::Unprintable);
    }
    Ok(text.to_owned())
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident($max:literal))*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// The most characters it can have.
            pub const MAX_CHARS: usize = $max;

            /// Trims `text`; refuses nothing, too much, and control characters.
            pub fn new(text: &str) -> Result<Self, TextError> {
                clean(text, Self::MAX_CHARS).map(Self)
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        /// Hides the text: it belongs to a person, not to a log.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    )*};
}

texts! {
    /// A name of a person, or part of one.
    Name(100)
    /// One line: the name of a support, a provider, a partnership.
    Line(200)
    /// What staff write about a contact.
    Note(4000)
}

impl Name {
    /// The family name of somebody who has one name.
    pub const fn none() -> Self {
        Self(String::new())
    }

    /// The first word, which is how a young person is spoken to when no other name is known.
    pub fn first_word(&self) -> &str {
        self.0.split_whitespace().next().unwrap_or(&self.0)
    }
}

/// Lower case, without accents, hyphens or apostrophes: what a search compares, so that "zoe" finds "Zoë" and
/// "obrien" finds "O'Brien". The same on every database.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if name::is_of_a_word(c) => out.push_str(&name::fold(c.encode_utf8(&mut [0; 4]))),
            _ if out.ends_with(' ') || out.is_empty() => {}
            _ => out.push(' '),
        }
    }
    out.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_trimmed_and_bounded() {
        assert_eq!(Name::new("  Amina ").unwrap().as_str(), "Amina");
        assert_eq!(Name::new("   "), Err(TextError::Empty));
        assert_eq!(Name::new(&"x".repeat(101)), Err(TextError::TooLong(100)));
        assert_eq!(Name::new("a\u{0}b"), Err(TextError::Unprintable));
        assert_eq!(format!("{:?}", Name::new("Amina").unwrap()), "Name(..)");
    }

    #[test]
    fn a_search_finds_names_however_they_are_typed() {
        for (name, typed) in [
            ("Zoë", "zoe"),
            ("O'Brien", "obrien"),
            ("Smith-Jones", "smithjones"),
            ("Wójcik", "wojcik"),
            ("Siân  Hughes", "sian hughes"),
            ("Zoe\u{308}", "zoe"),
        ] {
            assert_eq!(fold(name), typed);
        }
    }
}
