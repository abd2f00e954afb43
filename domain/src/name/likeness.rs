//! How a name is like what somebody typed.

use super::{
    keys::{FORGIVING, typed_words},
    words,
};
use crate::code::codes;

codes! {
    /// Why a name was found, the best reason first. A name is as like as its least like word.
    Likeness {
        /// Each word is one of theirs.
        Whole = "whole",
        /// Each word is one of theirs or begins one.
        Beginning = "beginning",
        /// Each word is part of one of theirs.
        Part = "part",
        /// One letter is wrong, missing or too many, or two are the wrong way round.
        OneLetter = "one-letter",
    }
}

/// How this name is like what was typed; not at all where a word of it is like none of theirs.
pub fn likeness(typed: &str, name: &str) -> Option<Likeness> {
    let theirs = words(name);
    let like = |word: &String| theirs.iter().filter_map(|one| of_word(word, one)).min();
    typed_words(typed)
        .iter()
        .map(like)
        .try_fold(Likeness::Whole, |worst, word| Some(worst.max(word?)))
}

fn of_word(typed: &str, theirs: &str) -> Option<Likeness> {
    if typed == theirs {
        Some(Likeness::Whole)
    } else if theirs.starts_with(typed) {
        Some(Likeness::Beginning)
    } else if typed.chars().count() >= 3 && theirs.contains(typed) {
        Some(Likeness::Part)
    } else {
        one_letter(typed, theirs).then_some(Likeness::OneLetter)
    }
}

/// Whether one becomes the other by one letter more, less or other, or by two changing places. Their name may go on after
/// that: whoever types may not have finished.
fn one_letter(typed: &str, theirs: &str) -> bool {
    let (typed, theirs): (Vec<char>, Vec<char>) =
        (typed.chars().collect(), theirs.chars().collect());
    if typed.len() < FORGIVING || theirs.len() < FORGIVING {
        return false;
    }
    let same = typed.iter().zip(&theirs).take_while(|(one, other)| one == other).count();
    let (rest, other) = (&typed[same..], &theirs[same..]);
    let left = |of: &[char], letters: usize| of.get(letters..).unwrap_or_default().to_vec();
    let swapped = rest.len() > 1 && other.len() > 1 && rest[0] == other[1] && rest[1] == other[0];
    left(rest, 1) == left(other, 1)
        || left(rest, 1) == other
        || rest == left(other, 1)
        || (swapped && left(rest, 2) == left(other, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_for_a_reason_or_not_at_all() {
        use Likeness::{Beginning, OneLetter, Part, Whole};
        for (typed, name, like) in [
            ("amina", "Amina Rahman", Some(Whole)),
            ("RAHMAN amina", "Amina Rahman", Some(Whole)),
            ("ami rah", "Amina Rahman", Some(Beginning)),
            ("amna", "Amina Rahman", Some(OneLetter)),
            ("amima", "Amina Rahman", Some(OneLetter)),
            ("aimna", "Amina Rahman", Some(OneLetter)),
            ("aminna", "Amina Rahman", Some(OneLetter)),
            ("mina", "Amina Rahman", Some(Part)),
            ("amina rahmann", "Amina Rahman", Some(OneLetter)),
            ("amira rahmen", "Amina Rahman", Some(OneLetter)),
            ("amxyz", "Amina Rahman", None),
            ("amina okafor", "Amina Rahman", None),
            ("obrien", "Josephine O’Brien", Some(Whole)),
            ("o'brien", "Josephine O’Brien", Some(Whole)),
            ("brien", "Josephine O’Brien", Some(Whole)),
            ("obrian", "Josephine O’Brien", Some(OneLetter)),
            ("smith jones", "Siân Smith-Jones", Some(Whole)),
            ("smithjones sian", "Siân Smith-Jones", Some(Whole)),
            ("nguyen", "Nguyễn Văn An", Some(Whole)),
            ("علي", "عَلِيّ حسن", Some(Whole)),
            ("al", "Li Wei", None),
            ("li", "Li Wei", Some(Whole)),
            ("", "Amina Rahman", Some(Whole)),
        ] {
            assert_eq!(likeness(typed, name), like, "{typed} for {name}");
        }
    }

    /// Whatever likeness finds by whole words, beginnings and single letters, the keys find too.
    #[test]
    fn the_keys_lead_to_whatever_is_like() {
        use super::super::{keys, wanted};
        let names = ["Amina Rahman", "Josephine O’Brien", "Łukasz Wójcik", "عَلِيّ حسن"];
        for name in names {
            for word in words(name) {
                let letters: Vec<char> = word.chars().collect();
                let mut typed: Vec<String> = (0..letters.len())
                    .flat_map(|at| {
                        let mut less = letters.clone();
                        less.remove(at);
                        let mut more = letters.clone();
                        more.insert(at, 'x');
                        let mut other = letters.clone();
                        other[at] = 'x';
                        let mut swapped = letters.clone();
                        swapped.swap(at, (at + 1).min(letters.len() - 1));
                        [less, more, other, swapped]
                    })
                    .map(String::from_iter)
                    .collect();
                typed.extend((1..=letters.len()).map(|most| letters[..most].iter().collect()));
                for typed in typed {
                    let like = likeness(&typed, name);
                    if matches!(like, None | Some(Likeness::Part)) {
                        continue;
                    }
                    let all = keys(name);
                    let found = wanted(&typed).iter().all(|any| !any.is_disjoint(&all));
                    assert!(found, "{typed} for {name}: {like:?}");
                }
            }
        }
    }
}
