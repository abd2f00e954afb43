//! The alphabet of text messages: 3GPP TS 23.038, section 6.2.1, known as GSM 03.38.

/// The characters that fit one text message when all of them are in the alphabet.
pub const ONE_TEXT: usize = 160;

/// The basic set, without the escape that the extension begins with.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
                     ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// The extension: each is sent as an escape and another character, so it takes two places.
const EXTENSION: &str = "\u{c}^{}\\[~]|€";

/// What is sent in place of characters that are not in the alphabet and have a near neighbour in it.
const NEAR: [(&str, &str); 38] = [
    ("‘’‚′`´", "'"),
    ("“”„″«»", "\""),
    ("‐‑‒–—―−", "-"),
    ("…", "..."),
    ("\u{a0}\u{2007}\u{2009}\u{202f}\t", " "),
    ("•·", "-"),
    ("áâãāăą", "a"),
    ("ÀÁÂÃĀĂĄ", "A"),
    ("ćčç", "c"),
    ("ĆČ", "C"),
    ("ďđ", "d"),
    ("ĎĐ", "D"),
    ("êëēęě", "e"),
    ("ÈÊËĒĘĚ", "E"),
    ("ğ", "g"),
    ("Ğ", "G"),
    ("íîïīı", "i"),
    ("ÌÍÎÏĪİ", "I"),
    ("ł", "l"),
    ("Ł", "L"),
    ("ńň", "n"),
    ("ŃŇ", "N"),
    ("óôõōő", "o"),
    ("ÒÓÔÕŌŐ", "O"),
    ("ř", "r"),
    ("Ř", "R"),
    ("śšş", "s"),
    ("ŚŠŞ", "S"),
    ("ť", "t"),
    ("Ť", "T"),
    ("úûūůű", "u"),
    ("ÙÚÛŪŮŰ", "U"),
    ("ŵ", "w"),
    ("Ŵ", "W"),
    ("ýÿŷ", "y"),
    ("ÝŸŶ", "Y"),
    ("źżž", "z"),
    ("ŹŻŽ", "Z"),
];

/// How many places a text takes in a message; or the first character that is not in the alphabet.
pub fn length(text: &str) -> Result<usize, char> {
    text.chars().try_fold(0, |sum, c| places(c).map(|places| sum + places).ok_or(c))
}

/// The same text in the alphabet, as near as that is possible: "Siân’s" becomes "Sian's". What has no near neighbour
/// stays as it is, so [`length`] tells of it.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        let near = NEAR.iter().find(|(from, _)| places(c).is_none() && from.contains(c));
        match near {
            Some((_, to)) => folded.push_str(to),
            None => folded.push(c),
        }
    }
    folded
}

fn places(c: char) -> Option<usize> {
    if BASIC.contains(c) { Some(1) } else { EXTENSION.contains(c).then_some(2) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_alphabet_has_127_characters_and_ten_that_take_two_places() {
        assert_eq!(BASIC.chars().count(), 127);
        assert_eq!(EXTENSION.chars().count(), 10);
        assert_eq!(length(BASIC), Ok(127));
        assert_eq!(length(EXTENSION), Ok(20));
        let once = |text: &str| {
            let mut all: Vec<char> = text.chars().collect();
            all.sort_unstable();
            all.windows(2).all(|pair| pair[0] != pair[1])
        };
        assert!(once(&(BASIC.to_owned() + EXTENSION)), "no character is counted two ways");
    }

    #[test]
    fn a_character_outside_of_the_alphabet_is_named() {
        for (text, strange) in [("naïve", 'ï'), ("it’s", '’'), ("`", '`'), ("ok 👍", '👍')]
        {
            assert_eq!(length(text), Err(strange));
        }
        assert_eq!(length("5 € | £5"), Ok(10));
        assert_eq!(length(""), Ok(0));
    }

    #[test]
    fn letters_with_a_near_neighbour_find_it_and_others_stay() {
        assert_eq!(fold("Siân’s “Ŵyl” – café…"), "Sian's \"Wyl\" - café...");
        assert_eq!(fold("ça va"), "ca va");
        assert_eq!(fold("Ça va à Köln"), "Ça va à Köln");
        assert_eq!(fold("下一步"), "下一步");
        for (from, to) in NEAR {
            assert!(length(to).is_ok(), "{to}");
            for c in from.chars() {
                assert_eq!(length(&c.to_string()), Err(c), "{c} needs no neighbour");
            }
        }
    }
}
