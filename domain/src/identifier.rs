//! Numbers and addresses that other systems gave to people, councils and providers. Each is checked as far as its
//! own form allows; none of them is a key of ours.

use std::fmt;

/// Why a text is not the identifier it should be. Reads on from the text: `"123" has to be ...`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentifierError {
    /// Not this many digits and nothing else.
    #[error("has to be exactly {0} digits")]
    Digits(usize),
    /// Not a client record number.
    #[error("has to be 13 characters, of which the first three are digits")]
    ClientRecordId,
    /// Not shaped like a UPN.
    #[error("has to be a letter, eleven digits, and a digit or letter")]
    UpnShape,
    /// The check digit or letter does not fit the rest.
    #[error("has a check character that does not fit, so something in it is mistyped")]
    CheckCharacter,
    /// A learner number does not begin with 0.
    #[error("begins with 0, which a learner number never does")]
    LeadingZero,
    /// 9999999999, which colleges send before somebody has a number.
    #[error("is the placeholder for somebody who has no learner number yet")]
    Temporary,
    /// A provider's number begins with 1.
    #[error("does not begin with 1, as every provider number does")]
    NotAProvider,
    /// Not a mobile number of the United Kingdom.
    #[error("is not a UK mobile number")]
    NotAMobile,
    /// Not an e-mail address.
    #[error("is not an e-mail address")]
    NotAnEmail,
}

use IdentifierError as Wrong;

/// Declares identifiers with the function that checks and tidies each. `personal` ones keep themselves out of logs:
/// their `Debug` hides the value, and there is no `Display`.
macro_rules! identifiers {
    ($($(#[$doc:meta])* $kind:ident $name:ident($tidy:path))*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// Reads the identifier, forgiving spaces around it.
            pub fn parse(text: &str) -> Result<Self, IdentifierError> {
                $tidy(text.trim()).map(Self)
            }

            /// The identifier as it is stored.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        identifiers!(@$kind $name);
    )*};
    (@public $name:ident) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    };
    (@personal $name:ident) => {
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    };
}

identifiers! {
    /// A unique learner number: ten digits, the last of which checks the others.
    personal Uln(uln)
    /// A unique pupil number. It ends with school, so it is never stored.
    personal Upn(upn)
    /// The council's own number for a young person, `YoungPersonsID` in its client record: three digits for the
    /// database, ten characters within it.
    personal ClientRecordId(client_record_id)
    /// A UK mobile number, stored as `+447700900123` however it was written.
    personal MobileNumber(mobile)
    /// An e-mail address, stored in lower case, so that two spellings of one mailbox are equal.
    personal EmailAddress(email)
    /// A provider's number in the UK Register of Learning Providers: eight digits, the first a 1.
    public Ukprn(ukprn)
    /// The three digits by which the Department for Education knows a council.
    public CouncilCode(council)
    /// A school's number: its council's three digits and four of its own.
    public Laestab(laestab)
}

fn digits(text: &str, count: usize) -> Result<String, IdentifierError> {
    let good = text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    if good { Ok(text.to_owned()) } else { Err(Wrong::Digits(count)) }
}

fn uln(text: &str) -> Result<String, IdentifierError> {
    let text = digits(text, 10)?;
    if text == "9999999999" {
        return Err(Wrong::Temporary);
    }
    if text.starts_with('0') {
        return Err(Wrong::LeadingZero);
    }
    let (stem, check) = text.as_bytes().split_at(9);
    let sum: u32 = stem.iter().zip((2..=10).rev()).map(|(d, w)| u32::from(d - b'0') * w).sum();
    // A remainder of 0 would need the check digit 10, so no such number is ever given out.
    match sum % 11 {
        0 => Err(Wrong::CheckCharacter),
        r if 10 - r == u32::from(check[0] - b'0') => Ok(text),
        _ => Err(Wrong::CheckCharacter),
    }
}

fn upn(text: &str) -> Result<String, IdentifierError> {
    /// I, O and S are left out: they look like 1, 0 and 5.
    const LETTERS: &str = "ABCDEFGHJKLMNPQRTUVWXYZ";
    let text = text.to_ascii_uppercase();
    let letter = |b: u8| LETTERS.bytes().position(|l| l == b);

    let [check, middle @ .., last] = text.as_bytes() else { return Err(Wrong::UpnShape) };
    if middle.len() != 11 || !middle.iter().all(u8::is_ascii_digit) {
        return Err(Wrong::UpnShape);
    }
    let last = match last {
        b'0'..=b'9' => usize::from(last - b'0'),
        // A letter at the end marks a temporary number.
        _ => letter(*last).ok_or(Wrong::UpnShape)?,
    };
    let values = middle.iter().map(|d| usize::from(d - b'0')).chain([last]);
    let sum: usize = values.zip(2..).map(|(value, weight)| value * weight).sum();
    match letter(*check) {
        Some(check) if check == sum % 23 => Ok(text),
        Some(_) => Err(Wrong::CheckCharacter),
        None => Err(Wrong::UpnShape),
    }
}

fn client_record_id(text: &str) -> Result<String, IdentifierError> {
    let good = text.len() == 13
        && text.bytes().all(|b| b.is_ascii_alphanumeric())
        && text.bytes().take(3).all(|b| b.is_ascii_digit());
    if good { Ok(text.to_ascii_uppercase()) } else { Err(Wrong::ClientRecordId) }
}

fn ukprn(text: &str) -> Result<String, IdentifierError> {
    let text = digits(text, 8)?;
    if text.starts_with('1') { Ok(text) } else { Err(Wrong::NotAProvider) }
}

fn council(text: &str) -> Result<String, IdentifierError> {
    digits(text, 3)
}

fn laestab(text: &str) -> Result<String, IdentifierError> {
    digits(text, 7)
}

fn mobile(text: &str) -> Result<String, IdentifierError> {
    let written: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '(' | ')' | '.'))
        .collect();
    let number = match written.strip_prefix("00").or(written.strip_prefix('+')) {
        // "+44 (0)7700 ..." is on many business cards.
        Some(abroad) => abroad.strip_prefix("44").map(|n| n.strip_prefix('0').unwrap_or(n)),
        // A spreadsheet drops the 0 of a number it takes for an amount.
        None => written.strip_prefix('0').or((written.len() == 10).then_some(written.as_str())),
    };
    let number = number.and_then(|n| digits(n, 10).ok()).ok_or(Wrong::NotAMobile)?;
    // 070 is forwarded at the caller's cost and 076 is for pagers, but for the Isle of Man's 07624.
    let is_mobile = match number.as_bytes() {
        [b'7', b'6', ..] => number.starts_with("7624"),
        [b'7', b'1'..=b'9', ..] => true,
        _ => false,
    };
    if is_mobile { Ok(format!("+44{number}")) } else { Err(Wrong::NotAMobile) }
}

/// Only what is plainly wrong is refused; whether mail arrives, only sending shows.
fn email(text: &str) -> Result<String, IdentifierError> {
    let (local, domain) = text.rsplit_once('@').ok_or(Wrong::NotAnEmail)?;
    let clean = |part: &str| {
        !part.is_empty()
            && !part.contains("..")
            && !part.starts_with('.')
            && !part.ends_with('.')
            && !part
                .chars()
                .any(|c| c.is_whitespace() || c.is_control() || "@,;:<>()\"\\".contains(c))
    };
    let good = text.len() <= 254
        && local.len() <= 64
        && clean(local)
        && clean(domain)
        && domain.contains('.')
        && domain.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '-');
    if good { Ok(text.to_lowercase()) } else { Err(Wrong::NotAnEmail) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_test_numbers_come_out_as_they_should() {
        let mut vectors = csv::Reader::from_reader(
            include_str!("../data/identifier_test_vectors.csv").as_bytes(),
        );
        let mut tried = 0;
        for row in vectors.records() {
            let row = row.unwrap();
            let accepted = match &row[0] {
                "ULN" => Uln::parse(&row[1]).is_ok(),
                "UPN" => Upn::parse(&row[1]).is_ok(),
                "UKPRN" => Ukprn::parse(&row[1]).is_ok(),
                // Health numbers are not ours to keep, so there is no type that could.
                "NHS" => continue,
                other => panic!("no type for {other}"),
            };
            assert_eq!(accepted, &row[2] == "yes", "{} {}: {}", &row[0], &row[1], &row[3]);
            tried += 1;
        }
        assert_eq!(tried, 15);
    }

    #[test]
    fn a_learner_number_says_what_is_wrong_with_it() {
        assert_eq!(Uln::parse("459251868"), Err(Wrong::Digits(10)));
        assert_eq!(Uln::parse("4592518689"), Err(Wrong::CheckCharacter));
        assert_eq!(Uln::parse("0123456789"), Err(Wrong::LeadingZero));
        assert_eq!(Uln::parse("9999999999"), Err(Wrong::Temporary));
        assert_eq!(Uln::parse(" 4592518682 ").unwrap().as_str(), "4592518682");
    }

    #[test]
    fn a_mobile_number_is_stored_one_way_however_it_is_written() {
        for written in [
            "07700 900381",
            "+44 7700 900381",
            "+44 (0)7700-900381",
            "00447700900381",
            "7700900381",
            " 07700900381 ",
        ] {
            assert_eq!(
                MobileNumber::parse(written).unwrap().as_str(),
                "+447700900381",
                "{written}"
            );
        }
    }

    #[test]
    fn what_is_not_a_uk_mobile_number_is_refused() {
        for written in ["0123", "01332 640000", "07000 900381", "07600 900381", "+33 7700 900381"] {
            assert_eq!(MobileNumber::parse(written), Err(Wrong::NotAMobile), "{written}");
        }
        for written in ["", "07700 90038", "07700 9003811", "07700 90038x", "٠٧٧٠٠٩٠٠٣٨١"]
        {
            assert_eq!(MobileNumber::parse(written), Err(Wrong::NotAMobile), "{written}");
        }
        assert!(MobileNumber::parse("07624 123456").is_ok());
    }

    #[test]
    fn an_email_address_is_checked_modestly() {
        let good = EmailAddress::parse(" R.Black@Derbyshire.Example ").unwrap();
        assert_eq!(good.as_str(), "r.black@derbyshire.example");
        for bad in ["", "r.black", "@x.org", "r@", "r@local", "a b@x.org", "a@b@x.org", "a@x..org"]
        {
            assert_eq!(EmailAddress::parse(bad), Err(Wrong::NotAnEmail), "{bad}");
        }
    }

    #[test]
    fn councils_schools_and_records_have_their_number_of_characters() {
        assert_eq!(CouncilCode::parse("830").unwrap().to_string(), "830");
        assert_eq!(CouncilCode::parse("83"), Err(Wrong::Digits(3)));
        assert_eq!(Laestab::parse("8308600").unwrap().as_str(), "8308600");
        assert!(ClientRecordId::parse("8301000000000").is_ok());
        assert_eq!(ClientRecordId::parse("8.301E+12"), Err(Wrong::ClientRecordId));
    }

    #[test]
    fn what_belongs_to_a_person_never_reaches_a_log() {
        assert_eq!(format!("{:?}", Uln::parse("4592518682").unwrap()), "Uln(..)");
        assert_eq!(format!("{:?}", MobileNumber::parse("07700900381")), "Ok(MobileNumber(..))");
        assert_eq!(format!("{:?}", EmailAddress::parse("a@b.org")), "Ok(EmailAddress(..))");
        assert_eq!(format!("{:?}", Ukprn::parse("10000055")), "Ok(Ukprn(10000055))");
    }
}
