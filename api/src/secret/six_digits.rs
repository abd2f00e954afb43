//! Codes that are sent to somebody's phone or address.

use std::fmt;

use super::number_below;
use crate::ids::Ids;

/// A code of six digits that works for ten minutes, once, for the request it was sent for (YP-16).
#[derive(Clone, PartialEq, Eq)]
pub struct SixDigits(String);

impl SixDigits {
    /// How many there are.
    const SPACE: u32 = 1_000_000;

    /// Makes a code. Every code is as likely as any other.
    pub fn new(ids: &(impl Ids + ?Sized)) -> Self {
        Self(format!("{:06}", number_below(Self::SPACE, ids)))
    }

    /// Reads a code as people type it: spaces and hyphens do not count.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let right = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit());
        right.then_some(Self(digits))
    }

    /// The digits, to be sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SixDigits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SixDigits(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        for text in ["123456", " 123 456 ", "123-456"] {
            assert_eq!(SixDigits::parse(text).unwrap().as_str(), "123456");
        }
        for text in ["", "12345", "1234567", "12345a", "١٢٣٤٥٦"] {
            assert!(SixDigits::parse(text).is_none(), "{text}");
        }
        assert_eq!(format!("{:?}", SixDigits::parse("123456").unwrap()), "SixDigits(…)");
    }
}
