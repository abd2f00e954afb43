//! The passwords of staff.

use std::sync::LazyLock;

use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};
use zxcvbn::{Score, zxcvbn};

/// Fewer characters are refused.
pub const SHORTEST: usize = 15;

/// More characters are refused, so that nobody keeps us busy with a book.
pub const LONGEST: usize = 200;

/// Argon2id with 19 MiB, two passes and one lane, as OWASP advises.
fn argon2() -> Argon2<'static> {
    let params =
        Params::new(19 * 1024, 2, 1, None).expect("these numbers are within Argon2's limits");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The hash of a password nobody has.
static NOBODYS: LazyLock<String> = LazyLock::new(|| hash("nobody has this password", [0; 16]));

/// Says whether a password may be chosen; if not, why, in words for the person who chose it. `about` holds what others
/// know about them, such as their name and e-mail address.
///
/// It takes some milliseconds: call it where that keeps nobody waiting.
pub fn check(password: &str, about: &[&str]) -> Result<(), &'static str> {
    match password.chars().count() {
        length if length < SHORTEST => {
            return Err(
                "Use at least 15 characters. Three or four words that do not belong together work well.",
            );
        }
        length if length > LONGEST => return Err("Use 200 characters at most."),
        _ => {}
    }
    // Parts of an e-mail address are known as well as the whole of it.
    let parts = about.iter().flat_map(|known| known.split(|c: char| !c.is_alphanumeric()));
    let known: Vec<&str> =
        about.iter().copied().chain(parts).filter(|known| known.len() > 2).collect();
    // A blank between two easy words does not make them hard.
    let bare: String = password.chars().filter(|c| c.is_alphanumeric()).collect();
    if [password, &bare].iter().any(|text| zxcvbn(text, &known).score() < Score::Three) {
        return Err(
            "This password is too easy to guess. Avoid names, dates and repeats; add a word that does not belong.",
        );
    }
    Ok(())
}

/// The hash to store, in the PHC format, which says how it was made.
///
/// It takes a third of a second of a processor: call it in `spawn_blocking`.
pub fn hash(password: &str, salt: [u8; 16]) -> String {
    let hash: Result<PasswordHash, _> =
        argon2().hash_password_with_salt(password.as_bytes(), &salt);
    hash.expect("password and salt are within Argon2's limits").to_string()
}

/// True if this is the password that was hashed.
///
/// Without a hash, because there is no such account, it works as long and says no: nobody can tell by the clock who has
/// an account. Call it in `spawn_blocking`, too.
pub fn verify(password: &str, hash: Option<&str>) -> bool {
    let known = PasswordHash::new(hash.unwrap_or(&NOBODYS));
    let right =
        known.is_ok_and(|known| argon2().verify_password(password.as_bytes(), &known).is_ok());
    right && hash.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_again_and_nothing_else_is() {
        let stored = hash("correct horse battery staple", [7; 16]);
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(verify("correct horse battery staple", Some(&stored)));
        assert!(!verify("correct horse battery stapler", Some(&stored)));
        assert!(!verify("nobody has this password", None));
        assert!(!verify("anything", Some("nonsense")));
    }

    #[test]
    fn weak_passwords_are_refused_with_a_reason() {
        let about = ["Amina Rahman", "amina.rahman@derbyshire.example"];
        for weak in [
            "short",
            "password1234567",
            "aaaaaaaaaaaaaaaaaaaa",
            "aminarahmanrahman",
            "derbyshire derbyshire",
            "abcdefghijklmnop",
            &"long enough? ".repeat(20),
        ] {
            assert!(check(weak, &about).is_err(), "{weak}");
        }
        assert_eq!(check("purple kettle walks uphill", &about), Ok(()));
    }
}
