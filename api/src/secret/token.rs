//! Opaque tokens.

use std::fmt;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::id::PartnershipId;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What a token is for. Each kind starts differently, so that none can be used in the place of another and a token that
/// has leaked into a log can be recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// The session of a young person's page, in a cookie.
    PhonePage,
    /// A young person's app, for a quarter of an hour.
    PhoneApp,
    /// What a young person's app gets the next token with.
    PhoneRefresh,
    /// The session of a staff page, in a cookie.
    StaffPage,
    /// A staff app, for a quarter of an hour.
    StaffApp,
    /// What a staff app gets the next token with.
    StaffRefresh,
    /// A link that lets a member of staff in once.
    StaffLink,
    /// The link of an invitation.
    Invitation,
    /// What a notification carries so that one question can be answered from it.
    Tap,
    /// A supporter's phone, in a cookie or an app.
    Supporter,
    /// The link that lets a supporter in once.
    SupporterLink,
    /// The link by which a provider confirms one thing.
    Confirmation,
    /// The address of a calendar of key days.
    Calendar,
}

impl TokenKind {
    const ALL: [Self; 13] = [
        Self::PhonePage,
        Self::PhoneApp,
        Self::PhoneRefresh,
        Self::StaffPage,
        Self::StaffApp,
        Self::StaffRefresh,
        Self::StaffLink,
        Self::Invitation,
        Self::Tap,
        Self::Supporter,
        Self::SupporterLink,
        Self::Confirmation,
        Self::Calendar,
    ];

    fn prefix(self) -> &'static str {
        match self {
            Self::PhonePage => "yp",
            Self::PhoneApp => "ya",
            Self::PhoneRefresh => "yr",
            Self::StaffPage => "st",
            Self::StaffApp => "sa",
            Self::StaffRefresh => "sr",
            Self::StaffLink => "sl",
            Self::Invitation => "in",
            Self::Tap => "tp",
            Self::Supporter => "su",
            Self::SupporterLink => "sk",
            Self::Confirmation => "co",
            Self::Calendar => "cf",
        }
    }
}

/// A token: 256 random bits, and the partnership in whose rows to look for them. It says nothing about a person.
///
/// Whoever holds the text is let in, so only its hash is stored and `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    kind: TokenKind,
    partnership: PartnershipId,
    text: String,
}

impl Token {
    /// Makes a token out of fresh random bytes.
    pub fn new(kind: TokenKind, partnership: PartnershipId, random: [u8; 32]) -> Self {
        let mut bytes = [0; 48];
        bytes[..16].copy_from_slice(partnership.0.as_bytes());
        bytes[16..].copy_from_slice(&random);
        let text = format!("{}_{}", kind.prefix(), BASE64_URL_SAFE_NO_PAD.encode(bytes));
        Self { kind, partnership, text }
    }

    /// Reads a token. That it can be read says nothing of whether it was ever given out.
    pub fn parse(text: &str) -> Option<Self> {
        let (prefix, rest) = text.split_once('_')?;
        let kind = TokenKind::ALL.into_iter().find(|kind| kind.prefix() == prefix)?;
        let mut bytes = [0; 48];
        let length = BASE64_URL_SAFE_NO_PAD.decode_slice(rest, &mut bytes).ok()?;
        if length != bytes.len() {
            return None;
        }
        let partnership = Uuid::from_slice(&bytes[..16]).ok()?.into();
        Some(Self { kind, partnership, text: text.to_owned() })
    }

    /// What it is for.
    pub fn kind(&self) -> TokenKind {
        self.kind
    }

    /// In whose rows to look for it.
    pub fn partnership(&self) -> PartnershipId {
        self.partnership
    }

    /// The text to give to its holder, once.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What is stored. 256 random bits cannot be guessed, so a plain hash is enough.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(&self.text).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({}_…)", self.kind.prefix())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(kind: TokenKind) -> Token {
        Token::new(kind, Uuid::from_u128(7).into(), [9; 32])
    }

    #[test]
    fn a_token_is_read_as_it_was_written() {
        for kind in TokenKind::ALL {
            let token = token(kind);
            let read = Token::parse(token.as_str()).unwrap();
            assert_eq!(read, token);
            assert_eq!((read.kind(), read.partnership().0.as_u128()), (kind, 7));
            assert_eq!(token.as_str().len(), 67);
        }
        assert_ne!(token(TokenKind::PhonePage).hash(), token(TokenKind::PhoneApp).hash());
    }

    #[test]
    fn nonsense_is_no_token() {
        let right = token(TokenKind::PhonePage).as_str().to_owned();
        let rest = &right[3..];
        for wrong in [
            String::new(),
            "yp_".into(),
            format!("xx_{rest}"),
            rest.into(),
            format!("{right}A"),
            format!("{right}AAAA"),
            right[..63].into(),
            format!("{right}="),
            right.replace('A', "+"),
            format!(" {right}"),
        ] {
            assert!(Token::parse(&wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_token_keeps_quiet_about_itself() {
        assert_eq!(format!("{:?}", token(TokenKind::Invitation)), "Token(in_…)");
    }
}
