//! What somebody can do whom a young person has asked to help (YP-24). The types here are their own: what is not a member
//! of one of them, no supporter is told.

mod check_ins;
mod goals;
mod reminders;
mod sign_in;
mod whom;

pub use self::{
    check_ins::SupportedCheckIns, goals::SupportedGoals, reminders::SupportReminders,
    sign_in::SupportSignIn, whom::Support,
};
use super::Tag;
use crate::http::problem::{Kind, Problem};

/// The young person has not switched this on, or no longer.
fn switched_off() -> Problem {
    Problem::new(
        Kind::NotAllowed,
        "This is not switched on for you. Ask the person whom you help, if you need it.",
    )
}
