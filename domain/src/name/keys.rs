//! What a name is found by. A key is a number made of letters: no name can be read from it, and a search in a table of
//! them needs no pass over everybody's names.

use std::collections::BTreeSet;

use super::words;

/// No more letters of a word are looked at: a longer one is told apart by its beginning.
const LETTERS: usize = 12;
/// No more words of a name are looked at.
const WORDS: usize = 12;
/// From so many letters on, a word may have one wrong.
pub(super) const FORGIVING: usize = 4;

/// The keys of a name: of each word itself, its beginnings, and itself with each letter left out.
pub fn keys(name: &str) -> BTreeSet<i32> {
    let mut keys = BTreeSet::new();
    for word in words(name).iter().take(WORDS) {
        let letters: Vec<char> = word.chars().take(LETTERS).collect();
        keys.insert(key(&letters));
        keys.extend((1..letters.len()).map(|most| key(&letters[..most])));
        keys.extend(one_less(&letters));
    }
    keys
}

/// The keys by which each word of what somebody typed is found: a name has one of each set.
pub fn wanted(typed: &str) -> Vec<BTreeSet<i32>> {
    let of = |word: &String| {
        let letters: Vec<char> = word.chars().take(LETTERS).collect();
        let mut keys = BTreeSet::from([key(&letters)]);
        // Somebody who types a letter too many, another one, or two the wrong way round meets the name where each of them
        // has one letter less.
        keys.extend(one_less(&letters));
        keys
    };
    typed_words(typed).iter().take(WORDS).map(of).collect()
}

/// What somebody typed, in words: a word with a hyphen or an apostrophe is one.
pub(super) fn typed_words(typed: &str) -> Vec<String> {
    let words = typed.split_whitespace().map(|word| words(word).pop().unwrap_or_default());
    words.filter(|word| !word.is_empty()).collect()
}

fn one_less(letters: &[char]) -> impl Iterator<Item = i32> {
    let forgiving = if letters.len() >= FORGIVING { letters.len() } else { 0 };
    (0..forgiving).map(|left_out| {
        let rest = letters.iter().enumerate().filter(|(at, _)| *at != left_out);
        key(&rest.map(|(_, letter)| *letter).collect::<Vec<_>>())
    })
}

/// FNV-1a, which is the same on every machine and in every version.
fn key(letters: &[char]) -> i32 {
    let mut hash: u32 = 0x811c_9dc5;
    for letter in letters {
        for byte in (*letter as u32).to_le_bytes() {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    hash.cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_few_keys_and_they_never_change() {
        assert!(keys("Josephine Zoë O’Brien").len() < 70);
        assert_eq!(keys("Al"), BTreeSet::from([key(&['a']), key(&['a', 'l'])]));
        assert_eq!(key(&['a', 'm', 'i', 'n', 'a']), key(&"amina".chars().collect::<Vec<_>>()));
        assert_eq!(key(&[]), -2_128_831_035);
        let endless = "a-very-long-name ".repeat(50);
        assert!(keys(&endless).len() < 200, "{}", keys(&endless).len());
    }
}
