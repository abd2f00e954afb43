//! Showing who one is, after the first time: by a passkey, or by a code sent to a phone number or address of one's own
//! (YP-12, YP-14, YP-16).

use chrono::TimeDelta;

use crate::code::codes;

codes! {
    /// Where a code is sent.
    Reached {
        /// By text message.
        Mobile = "mobile",
        /// By e-mail.
        Email = "email",
    }

    /// What a code is for. One that was sent for one thing does no other.
    CodePurpose {
        /// Signing in again on a phone that is not signed in.
        SignIn = "sign-in",
        /// Showing, on a phone that is signed in, that its owner holds it.
        StepUp = "step-up",
        /// Showing that a number or address is one's own.
        Contact = "contact",
    }
}

/// For how long somebody who has shown who they are may open their record.
pub const STEPPED_UP: TimeDelta = TimeDelta::minutes(15);
/// For how long somebody of the staff who has shown it may give records out, or open what is not theirs (SEC-03).
pub const STAFF_STEPPED_UP: TimeDelta = TimeDelta::minutes(5);
/// For how long after an invitation somebody need not show again who they are to add a way back in: the worker, or the
/// letter and the birthday, have just shown it. On a phone that others use too it is [`STEPPED_UP`], and after signing in
/// again nothing: a code or a passkey showed it then, for [`STEPPED_UP`].
pub const JUST_JOINED: TimeDelta = TimeDelta::hours(24);
/// How long a code works.
pub const CODE_LASTS: TimeDelta = TimeDelta::minutes(10);
/// How many of the codes sent for one request work: a text may arrive after the one that was asked for later.
pub const CODES_THAT_WORK: usize = 2;
/// How often a code may be tried for one request.
pub const TRIES: i16 = 5;
/// How many codes are sent to one number or address in an hour.
pub const PER_HOUR: u64 = 5;
/// How many codes are sent to one number or address in a day; and how many one person has sent to numbers and addresses
/// that they want to confirm, whichever those are.
pub const PER_DAY: u64 = 10;
/// How long a phone has to answer a passkey's challenge.
pub const CHALLENGE_LASTS: TimeDelta = TimeDelta::minutes(5);
/// The most passkeys of one person.
pub const MOST_PASSKEYS: usize = 10;
