//! Every kind of problem, on one screen.

use poem::http::StatusCode;

/// A kind of problem. Adding one is a change to the contract; renaming one is a breaking change.
///
/// New kinds go above [`Unavailable`](Kind::Unavailable): the test that [`ALL`](Kind::ALL) is complete counts up to it.
#[expect(missing_docs, reason = "the table below says it better, and nothing twice")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    InvalidRequest,
    MalformedBody,
    NotSignedIn,
    SignInFailed,
    MustEnrol,
    StepUpNeeded,
    NotProven,
    WrongOrigin,
    NotAllowed,
    NotFound,
    InvitationNotFound,
    MethodNotAllowed,
    CheckInClosed,
    AlreadyExists,
    Conflict,
    NotReady,
    TooLarge,
    UnsupportedMediaType,
    InvalidBody,
    BirthdayDoesNotMatch,
    AnswerNotPossible,
    RuleBroken,
    AreYouSure,
    ImportRefused,
    TooManyRequests,
    Unexpected,
    Unavailable,
}

impl Kind {
    /// Every kind there is. Each has a page of its own under `/problems/`.
    pub const ALL: [Self; 27] = [
        Self::InvalidRequest,
        Self::MalformedBody,
        Self::NotSignedIn,
        Self::SignInFailed,
        Self::MustEnrol,
        Self::StepUpNeeded,
        Self::NotProven,
        Self::WrongOrigin,
        Self::NotAllowed,
        Self::NotFound,
        Self::InvitationNotFound,
        Self::MethodNotAllowed,
        Self::CheckInClosed,
        Self::AlreadyExists,
        Self::Conflict,
        Self::NotReady,
        Self::TooLarge,
        Self::UnsupportedMediaType,
        Self::InvalidBody,
        Self::BirthdayDoesNotMatch,
        Self::AnswerNotPossible,
        Self::RuleBroken,
        Self::AreYouSure,
        Self::ImportRefused,
        Self::TooManyRequests,
        Self::Unexpected,
        Self::Unavailable,
    ];

    #[rustfmt::skip]
    const fn describe(self) -> (u16, &'static str, &'static str) {
        match self {
            Self::InvalidRequest => (400, "invalid-request", "The request is not understood"),
            Self::MalformedBody => (400, "malformed-body", "The body of the request cannot be read"),
            Self::NotSignedIn => (401, "not-signed-in", "Sign in first"),
            Self::SignInFailed => (401, "sign-in-failed", "Signing in did not work"),
            Self::MustEnrol => (403, "must-enrol", "Set a password and a one-time code first"),
            Self::StepUpNeeded => (403, "step-up-needed", "Show that it is you"),
            Self::NotProven => (422, "not-proven", "That did not show that it is you"),
            Self::WrongOrigin => (403, "wrong-origin", "The request did not come from our own page"),
            Self::NotAllowed => (403, "not-allowed", "Your role does not allow this"),
            Self::NotFound => (404, "not-found", "There is no such thing here"),
            Self::InvitationNotFound => (404, "invitation-not-found", "This invitation does not work"),
            Self::MethodNotAllowed => (405, "method-not-allowed", "This cannot be done here"),
            Self::CheckInClosed => (409, "check-in-closed", "This check-in has closed"),
            Self::AlreadyExists => (409, "already-exists", "This exists already"),
            Self::Conflict => (409, "conflict", "Something has changed in the meantime"),
            Self::NotReady => (409, "not-ready", "Something has to be in place first"),
            Self::TooLarge => (413, "too-large", "The request is too large"),
            Self::UnsupportedMediaType => (415, "unsupported-media-type", "The request is in a format we do not read"),
            Self::InvalidBody => (422, "invalid-body", "Part of the request is not right"),
            Self::BirthdayDoesNotMatch => (422, "birthday-does-not-match", "The birthday does not match"),
            Self::AnswerNotPossible => (422, "answer-not-possible", "An answer does not fit its question"),
            Self::RuleBroken => (422, "rule-broken", "A rule of the service does not allow this"),
            Self::AreYouSure => (422, "are-you-sure", "Is that right?"),
            Self::ImportRefused => (422, "import-refused", "The file was not taken in"),
            Self::TooManyRequests => (429, "too-many-requests", "Too many tries"),
            Self::Unexpected => (500, "unexpected", "Something went wrong here"),
            Self::Unavailable => (503, "unavailable", "The service is busy"),
        }
    }

    /// The HTTP status that goes with it.
    pub fn status(self) -> StatusCode {
        StatusCode::from_u16(self.describe().0).expect("the table holds statuses of HTTP")
    }

    /// The last part of its `type`, which is also the name of its page.
    pub const fn slug(self) -> &'static str {
        self.describe().1
    }

    /// What it is in a few words, for people.
    pub const fn title(self) -> &'static str {
        self.describe().2
    }

    /// Its `type`: what programs decide by.
    pub fn uri(self) -> String {
        format!("/problems/{}", self.slug())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_kind_is_listed_once_and_has_its_own_type() {
        for (place, kind) in Kind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, place, "{kind:?} stands in the order of the enum");
            assert!(kind.status().is_client_error() || kind.status().is_server_error());
        }
        assert_eq!(Kind::ALL.last(), Some(&Kind::Unavailable));
        assert_eq!(Kind::ALL.map(Kind::slug).into_iter().collect::<BTreeSet<_>>().len(), 27);
    }
}
