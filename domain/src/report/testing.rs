//! What the tests of the reports share.

use serde_json::Value;
use uuid::Uuid;

use super::ckr::CellKey;
use crate::id::PersonId;

/// The key of the known answers.
pub fn cell_key() -> CellKey {
    let mut bytes = [0xa5; 32];
    bytes[16..].fill(0x3c);
    CellKey::new(bytes).unwrap()
}

/// The people of the known answers: `00000000-0000-4000-8000-…`, numbered from 1.
pub fn person(number: u64) -> PersonId {
    PersonId(Uuid::from_u64_pair(0x4000, 0x8000 << 48 | number))
}

/// A file of known answers.
pub fn known_answers(name: &str) -> Value {
    let text = match name {
        "ckr" => include_str!("../../data/known_answers/ckr_kat.json"),
        _ => include_str!("../../data/known_answers/measures_kat.json"),
    };
    serde_json::from_str(text).unwrap()
}

/// Chance that is the same in every run (splitmix64).
pub struct Dice(pub u64);

impl Dice {
    /// A number below `sides`.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    }
}
