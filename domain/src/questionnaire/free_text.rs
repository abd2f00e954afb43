//! What somebody wrote in their own words.

use std::fmt;

use thiserror::Error;

/// Somebody's own words: not empty, not endless, and safe to store anywhere.
///
/// It never appears in a log: `Debug` shows only how long it is.
#[derive(Clone, PartialEq, Eq)]
pub struct FreeText(String);

impl FreeText {
    /// The most characters anybody can send, whatever the question allows.
    pub const MAX_CHARS: usize = 2_000;

    /// Takes the spaces off both ends, and the characters that nobody can see.
    pub fn new(words: &str) -> Result<Self, FreeTextFault> {
        // A phone may send Windows line ends; PostgreSQL cannot store a NUL.
        let seen = words.replace("\r\n", "\n");
        let seen: String = seen.chars().filter(|c| !c.is_control() || *c == '\n').collect();
        let words = seen.trim();

        if words.is_empty() {
            return Err(FreeTextFault::Empty);
        }
        if words.chars().count() > Self::MAX_CHARS {
            return Err(FreeTextFault::TooLong);
        }
        Ok(Self(words.to_owned()))
    }

    /// The words themselves.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many characters it has.
    pub fn chars(&self) -> usize {
        self.0.chars().count()
    }
}

impl fmt::Debug for FreeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FreeText({} characters)", self.chars())
    }
}

/// Why words could not be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum FreeTextFault {
    /// Nothing but spaces.
    #[error("there are no words in it")]
    Empty,
    /// More than [`FreeText::MAX_CHARS`].
    #[error("it is longer than {} characters", FreeText::MAX_CHARS)]
    TooLong,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_trimmed_and_cleaned() {
        let words = FreeText::new("  Hello\r\nyou\u{0} \n").unwrap();
        assert_eq!(words.as_str(), "Hello\nyou");
    }

    #[test]
    fn a_log_shows_how_long_it_is_and_nothing_else() {
        let words = FreeText::new("a secret").unwrap();
        assert_eq!(format!("{words:?}"), "FreeText(8 characters)");
    }

    #[test]
    fn length_is_counted_in_characters_people_see() {
        assert!(FreeText::new(&"é".repeat(FreeText::MAX_CHARS)).is_ok());
        assert_eq!(
            FreeText::new(&"é".repeat(FreeText::MAX_CHARS + 1)),
            Err(FreeTextFault::TooLong)
        );
        assert_eq!(FreeText::new(" \n "), Err(FreeTextFault::Empty));
    }
}
