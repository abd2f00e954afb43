//! Whole records on their way to another installation: the format `throughline-record.v1`, in JSON Lines.
//!
//! The first line, the head, says what it is. Each line after it is one thing, such as a check-in, by the name of its kind
//! and its fields. The last line, the foot, says how many things there are, and the SHA-256 of everything above it, so that
//! a package that was cut off or changed on the way is known before anything of it is believed.

mod reader;
mod writer;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use reader::{Lines, check};
pub use writer::Writer;

/// The name of the format, with its version.
pub const FORMAT: &str = "throughline-record.v1";
/// The name without the version.
const FAMILY: &str = "throughline-record.";
/// No line is longer, in bytes.
const LONGEST_LINE: usize = 1024 * 1024;

/// The first line of a package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// [`FORMAT`].
    pub format: String,
    /// When it was made, in UTC, as RFC 3339 has it.
    pub made_at: String,
    /// The short name of the partnership whose records these are.
    pub partnership: String,
}

/// The last line of a package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Foot {
    /// How many things there are between the head and this.
    pub things: u64,
    /// SHA-256 of every byte above this line, in hexadecimal.
    pub sha256: String,
}

/// One thing of somebody's record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thing {
    /// What kind of thing it is, such as `check_in`.
    pub thing: String,
    /// What is known of it. Ids and moments are texts, and what is not known is null.
    pub fields: Map<String, Value>,
}

/// Why a package cannot be taken in.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// It is something else.
    #[error("this is not a package of records: its first line does not say so")]
    NotAPackage,
    /// It was made by a later version.
    #[error(
        "this package has the format {0}, and this version reads {FORMAT}: bring it up to date first"
    )]
    Later(String),
    /// It ends too soon, or somebody added to it.
    #[error(
        "this package is not whole: it has no foot, or something stands behind it. Export it again"
    )]
    CutOff,
    /// Something in it is not as it was.
    #[error("this package was changed after it was made. Export it again")]
    Changed,
    /// One line is nothing that can be read.
    #[error("line {0} of this package cannot be read. Export it again")]
    Line(u64),
    /// It could not be read or written.
    #[error("the package could not be read or written: {0}")]
    Io(#[from] std::io::Error),
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn thing(name: &str) -> Thing {
        let Value::Object(fields) = json!({ "id": "a", "name": name, "ended_on": null }) else {
            unreachable!("this is an object")
        };
        Thing { thing: "promise".into(), fields }
    }

    fn package(things: usize) -> Vec<u8> {
        let head = Head {
            format: FORMAT.into(),
            made_at: "2026-11-02T09:00:00Z".into(),
            partnership: "derbyshire".into(),
        };
        let mut writer = Writer::new(Vec::new(), &head).unwrap();
        for number in 0..things {
            writer.add(&thing(&format!("Zoë’s {number}"))).unwrap();
        }
        writer.finish().unwrap()
    }

    #[test]
    fn a_package_is_read_as_it_was_written() {
        for things in [0, 1, 1_000] {
            let package = package(things);
            assert_eq!(check(package.as_slice()).unwrap().partnership, "derbyshire");
            let mut lines = Lines::new(package.as_slice());
            let mut read = Vec::new();
            while let Some((line, thing)) = lines.next_thing().unwrap() {
                assert_eq!(line, read.len() as u64 + 2);
                read.push(thing);
            }
            assert_eq!(read.len(), things);
            assert!(read.iter().enumerate().all(|(n, it)| *it == thing(&format!("Zoë’s {n}"))));
        }
    }

    #[test]
    fn a_package_that_is_cut_off_anywhere_is_refused() {
        let whole = package(3);
        for end in 0..whole.len() {
            // Without the last line feed nothing is missing.
            assert_eq!(check(&whole[..end]).is_ok(), end == whole.len() - 1, "{end}");
        }
        assert!(matches!(
            check([whole.as_slice(), b"\n"].concat().as_slice()),
            Err(PackageError::CutOff)
        ));
        assert!(matches!(
            check([whole.as_slice(), &whole].concat().as_slice()),
            Err(PackageError::Changed | PackageError::CutOff)
        ));
    }

    #[test]
    fn a_package_in_which_any_byte_is_another_is_refused() {
        let whole = package(2);
        for place in 0..whole.len() - 1 {
            for flip in [1, 0x20, 0x80] {
                let mut changed = whole.clone();
                changed[place] ^= flip;
                let hex =
                    changed[place].eq_ignore_ascii_case(&whole[place]) && place > whole.len() - 70;
                assert!(check(changed.as_slice()).is_err() || hex, "{place}");
            }
        }
    }

    #[test]
    fn what_is_no_package_and_what_is_a_later_one_is_told_apart() {
        for other in ["", "YoungPersonsID,GivenName\n", "{}\n", "{\"format\":\"something\"}\n"] {
            assert!(matches!(check(other.as_bytes()), Err(PackageError::NotAPackage)), "{other}");
        }
        let text = String::from_utf8(package(1)).unwrap();
        let later = text.replace("record.v1", "record.v2");
        let later = later.replace("\"made_at\"", "\"more\":1,\"made_at\"");
        let Err(PackageError::Later(format)) = check(later.as_bytes()) else { panic!("{later}") };
        assert_eq!(format, "throughline-record.v2");
        let long = format!("{}{}", &text[..text.len() - 2], "x".repeat(LONGEST_LINE));
        assert!(check(long.as_bytes()).is_err());
    }
}
