//! The codes of invitations.

use std::fmt;

use super::number_below;
use crate::ids::Ids;

/// An invitation as a code of eight digits, for somebody who has it on paper and types it.
///
/// A code can be guessed, given a hundred million tries: whoever asks for one must be slowed down. The first four digits
/// find the few invitations that it may be; the rest decides.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// How many codes there are.
    const SPACE: u32 = 100_000_000;

    /// Makes a code. Every code is as likely as any other.
    pub fn new(ids: &(impl Ids + ?Sized)) -> Self {
        Self(format!("{:08}", number_below(Self::SPACE, ids)))
    }

    /// Reads a code as people type it: spaces and hyphens of any kind do not count.
    pub fn parse(text: &str) -> Option<Self> {
        let separator = |c: &char| c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}');
        let digits: String = text.chars().filter(|c| !separator(c)).take(9).collect();
        let right = digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit());
        right.then_some(Self(digits))
    }

    /// The first four digits, by which to look.
    pub fn group(&self) -> &str {
        &self.0[..4]
    }
}

/// As it is printed on paper: `1234 5678`.
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", &self.0[..4], &self.0[4..])
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use uuid::Uuid;

    use super::*;

    /// Chance that has been written down beforehand.
    struct Script(Mutex<Vec<u32>>);

    impl Ids for Script {
        fn new_id(&self) -> Uuid {
            Uuid::nil()
        }

        fn random(&self, bytes: &mut [u8]) {
            bytes.copy_from_slice(&self.0.lock().unwrap().remove(0).to_be_bytes());
        }
    }

    #[test]
    fn every_code_is_as_likely_as_any_other() {
        let code = |numbers: &[u32]| Code::new(&Script(Mutex::new(numbers.to_vec()))).to_string();
        assert_eq!(code(&[42]), "0000 0042");
        assert_eq!(code(&[4_199_999_999]), "9999 9999");
        assert_eq!(code(&[4_200_000_000, u32::MAX, 112_345_678]), "1234 5678");
    }

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        for text in ["12345678", "1234 5678", " 12-34-56-78 ", "1234\u{a0}5678", "1234–5678"] {
            let code = Code::parse(text).unwrap();
            assert_eq!((code.to_string().as_str(), code.group()), ("1234 5678", "1234"));
        }
        for text in ["", "1234567", "123456789", "1234567a", "١٢٣٤٥٦٧٨", "1234.5678", "12345678 9"]
        {
            assert!(Code::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_code_keeps_quiet() {
        let code = Code::parse("12345678").unwrap();
        assert_eq!(format!("{code:?}"), "Code(…)");
    }
}
