//! Cell-key rounding, scheme `ckr/1`: which way each count is rounded, and nothing else.
//!
//! Every count goes to a neighbouring multiple of the base, up with chance remainder / base. The
//! draw depends on nothing but *which* people are counted, so the same group has the same figure in
//! every table, on every server, for ever; and without the key it cannot be foretold.

use std::fmt;

use hmac::{Hmac, Mac};
use sha2::Sha256;
use thiserror::Error;

use crate::id::PersonId;

/// The name of the scheme, recorded with every release.
pub const SCHEME: &str = "ckr/1";

/// The secret of one deployment that decides which way counts are rounded.
///
/// It lives in the secret store, never in the database, and is never changed: a new key would draw
/// every figure anew, and whoever averaged old and new ones would come closer to the counts.
#[derive(Clone)]
pub struct CellKey([u8; 32]);

impl CellKey {
    /// A key of 32 random bytes. Nothing but zero bytes is refused: it means that no key was set.
    pub fn new(bytes: [u8; 32]) -> Result<Self, CellKeyError> {
        if bytes == [0; 32] {
            return Err(CellKeyError::Unset);
        }
        Ok(Self(bytes))
    }

    /// The first bytes of the keyed hash of a message.
    fn hash<const N: usize>(&self, message: &[&[u8]]) -> [u8; N] {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        for part in message {
            mac.update(part);
        }
        let hash = mac.finalize().into_bytes();
        hash[..N].try_into().expect("a hash of 32 bytes has 4 or 8 to give")
    }
}

impl fmt::Debug for CellKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CellKey(hidden)")
    }
}

/// Why bytes are not a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CellKeyError {
    /// All bytes are zero.
    #[error("the key for published figures is not set")]
    Unset,
}

/// A young person's record key: what they add to the key of every cell they are counted in.
/// It may be kept beside their rows, and never leaves the service.
pub fn record_key(key: &CellKey, person: PersonId) -> u32 {
    u32::from_be_bytes(key.hash(&[b"rkey/1\0", person.0.as_bytes()]))
}

/// Rounds a count of `n` whose record keys add up to `sum` to a multiple of `base`.
pub(super) fn round(key: &CellKey, n: u64, sum: u64, base: u32) -> u64 {
    let remainder = n % u64::from(base);
    let up = draw(key, n, sum, base) < remainder;
    n - remainder + if up { u64::from(base) } else { 0 }
}

/// A number from 0 to `base - 1`, each as likely as the next, the same for the same people.
fn draw(key: &CellKey, n: u64, sum: u64, base: u32) -> u64 {
    // Hashing the sum, not using it as it is, makes the draws of overlapping groups independent.
    let message: [&[u8]; 4] =
        [b"ckr/1\0", &n.to_be_bytes(), &sum.to_be_bytes(), &base.to_be_bytes()];
    u64::from_be_bytes(key.hash(&message)) % u64::from(base)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::report::testing::{cell_key, known_answers, person};

    fn number(value: &Value) -> u64 {
        value.as_u64().unwrap()
    }

    #[test]
    fn record_keys_are_the_known_ones() {
        for case in known_answers("ckr")["rkeys"].as_array().unwrap() {
            let person = PersonId(case["uuid"].as_str().unwrap().parse().unwrap());
            assert_eq!(u64::from(record_key(&cell_key(), person)), number(&case["rkey"]));
        }
    }

    #[test]
    fn draws_are_the_known_ones() {
        for case in known_answers("ckr")["draws"].as_array().unwrap() {
            let base = number(&case["base"]) as u32;
            let drawn = draw(&cell_key(), number(&case["n"]), number(&case["s"]), base);
            assert_eq!(drawn, number(&case["t"]), "{case}");
        }
    }

    #[test]
    fn counts_are_rounded_to_the_known_figures() {
        for case in known_answers("ckr")["prefix_cells"].as_array().unwrap() {
            let n = number(&case["first_n_people"]);
            let sum: u64 = (1..=n).map(|i| u64::from(record_key(&cell_key(), person(i)))).sum();
            assert_eq!(sum, number(&case["s"]), "{case}");
            assert_eq!(round(&cell_key(), n, sum, 5), number(&case["rounded"]), "{case}");
        }
        for case in known_answers("ckr")["events_base15"].as_array().unwrap() {
            let rounded = round(&cell_key(), number(&case["events"]), number(&case["s"]), 15);
            assert_eq!(rounded, number(&case["rounded"]), "{case}");
        }
    }

    #[test]
    fn a_key_that_was_never_set_is_refused() {
        assert_eq!(CellKey::new([0; 32]).unwrap_err(), CellKeyError::Unset);
        let mut nearly = [0; 32];
        nearly[31] = 1;
        assert!(CellKey::new(nearly).is_ok());
    }

    #[test]
    fn a_key_does_not_show_itself() {
        assert_eq!(format!("{:?}", cell_key()), "CellKey(hidden)");
    }
}
