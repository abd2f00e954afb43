//! Names, found however somebody types them: without accents, in parts, in any order, in any script, and with a letter
//! wrong. Nothing here is a score: a name is like what was typed for a reason that can be said, or it is not.

mod keys;
mod likeness;

pub use keys::{keys, wanted};
pub use likeness::{Likeness, likeness};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The words of a name, each folded. A name with a hyphen or an apostrophe has its parts too, and both together.
pub fn words(name: &str) -> Vec<String> {
    let mut all = Vec::new();
    for word in name.split(|c: char| !is_of_a_word(c)) {
        let whole = fold(word);
        if whole.is_empty() {
            continue;
        }
        let parts: Vec<String> =
            word.split(is_inside).map(fold).filter(|it| !it.is_empty()).collect();
        if parts.len() > 1 {
            all.extend(parts);
        }
        all.push(whole);
    }
    all
}

/// Lower case and letters only: marks are taken off in every script, and what looks like two letters becomes two.
pub fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.nfkd().flat_map(char::to_lowercase).nfkd() {
        match c {
            'ł' => out.push('l'),
            'ø' => out.push('o'),
            'đ' | 'ð' => out.push('d'),
            'ı' => out.push('i'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            // One letter in two shapes, where it ends a word.
            'ς' => out.push('σ'),
            c if is_combining_mark(c) => {}
            c if c.is_alphanumeric() => out.push(c),
            _ => {}
        }
    }
    out
}

/// What can stand within a word: letters, what is written above and below them, and what joins its parts.
pub(crate) fn is_of_a_word(c: char) -> bool {
    // Joiners that nobody sees hold Persian and Indian letters apart or together.
    c.is_alphanumeric()
        || is_combining_mark(c)
        || is_inside(c)
        || matches!(c, '\u{200c}' | '\u{200d}')
}

fn is_inside(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\'' | '’' | '‘' | '`' | 'ʻ' | 'ʼ' | '.' | '´')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_off_in_every_script_and_letters_stay() {
        for (name, folded) in [
            ("Zoë", "zoe"),
            ("Zoe\u{308}", "zoe"),
            ("Nguyễn", "nguyen"),
            ("Wójcik", "wojcik"),
            ("Łukasz", "lukasz"),
            ("Ștefan", "stefan"),
            ("Strauß", "strauss"),
            ("Åse", "ase"),
            ("İpek", "ipek"),
            ("عَلِيّ", "علي"),
            ("דָּוִד", "דוד"),
            ("Γιάννης", "γιαννησ"),
            ("ＡＭＩＮＡ", "amina"),
        ] {
            assert_eq!(fold(name), folded, "{name}");
        }
    }

    #[test]
    fn a_name_with_parts_has_them_and_itself() {
        assert_eq!(words("Josephine O’Brien"), ["josephine", "o", "brien", "obrien"]);
        assert_eq!(words("Siân Smith-Jones"), ["sian", "smith", "jones", "smithjones"]);
        assert_eq!(words("  "), Vec::<String>::new());
    }
}
