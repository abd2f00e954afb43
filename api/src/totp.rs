//! One-time codes from a member of staff's authenticator app (RFC 6238).

use std::fmt;

use chrono::{DateTime, Utc};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use totp_rs::{Builder, Secret, Totp};

/// What the service and the authenticator app both know: 160 random bits.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret([u8; 20]);

impl TotpSecret {
    /// Makes a secret out of fresh random bytes, or takes up a stored one.
    pub fn new(bytes: [u8; 20]) -> Self {
        Self(bytes)
    }

    /// Reads a secret as [`base32`](Self::base32) writes it.
    pub fn parse(text: &str) -> Option<Self> {
        let secret = Secret::try_from_base32(text.trim()).ok()?;
        Some(Self(secret.as_bytes().try_into().ok()?))
    }

    /// The secret as people type it into an app that cannot read the picture.
    pub fn base32(&self) -> String {
        Secret::from(self.0).to_base32()
    }

    /// What the picture says: the address that an authenticator app opens.
    pub fn uri(&self, service: &str, account: &str) -> String {
        let safe = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let (service, account, secret) = (safe(service), safe(account), self.base32());
        format!(
            "otpauth://totp/{service}:{account}?secret={secret}&issuer={service}&algorithm=SHA1&digits=6&period=30"
        )
    }

    /// Checks a code: of this half-minute, the one before or the one after, because clocks differ.
    ///
    /// Gives the step that the code belongs to, which the caller keeps; a code of that step or an earlier one is
    /// refused from then on, so each is good once.
    pub fn check(&self, code: &str, now: DateTime<Utc>, used: Option<i64>) -> Option<i64> {
        let code: String = code.chars().filter(|c| !c.is_whitespace()).take(7).collect();
        if code.len() != 6 || !code.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let now = u64::try_from(now.timestamp()).ok()?;
        let step = i64::try_from(self.totp().check(&code, now)?).ok()?;
        used.is_none_or(|used| step > used).then_some(step)
    }

    fn totp(&self) -> Totp {
        let totp = Builder::new().with_secret(self.0).build();
        totp.expect("six digits, half a minute and 160 bits are what RFC 6238 asks for")
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret and the codes of RFC 6238, appendix B, cut to six digits.
    fn secret() -> TotpSecret {
        TotpSecret::new(*b"12345678901234567890")
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn the_codes_of_the_standard_are_known() {
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")]
        {
            assert_eq!(secret().check(code, at(seconds), None), Some(seconds / 30), "{code}");
        }
    }

    #[test]
    fn a_code_is_good_once_and_for_a_minute_either_way() {
        assert_eq!(secret().check("287 082", at(59 + 30), None), Some(1));
        assert_eq!(secret().check("287082", at(29), None), Some(1));
        assert_eq!(secret().check("287082", at(59 + 31), None), None);
        assert_eq!(secret().check("287082", at(59), Some(1)), None);
        assert_eq!(secret().check("287082", at(59), Some(0)), Some(1));
        for wrong in ["", "287081", "2870820", "28708", "٢٨٧٠٨٢", "+28708"] {
            assert_eq!(secret().check(wrong, at(59), None), None, "{wrong}");
        }
    }

    #[test]
    fn an_app_is_told_what_it_needs() {
        assert_eq!(
            secret().uri("Leaving care & on", "a@b.example"),
            "otpauth://totp/Leaving%20care%20%26%20on:a%40b%2Eexample?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=Leaving%20care%20%26%20on&algorithm=SHA1&digits=6&period=30"
        );
        assert_eq!(format!("{:?}", secret()), "TotpSecret(…)");
    }
}
