//! Secrets that people and phones carry: tokens, invitation codes and codes that are sent. None is stored as it is.

mod code;
mod six_digits;
mod token;

use crate::ids::Ids;

pub use self::{
    code::Code,
    six_digits::SixDigits,
    token::{Token, TokenKind},
};

/// A number below `end`, each as likely as any other.
fn number_below(end: u32, ids: &(impl Ids + ?Sized)) -> u32 {
    // Numbers above the largest whole multiple would make the small ones a little likelier.
    let whole = u32::MAX - u32::MAX % end;
    loop {
        let mut bytes = [0; 4];
        ids.random(&mut bytes);
        let number = u32::from_be_bytes(bytes);
        if number < whole {
            return number % end;
        }
    }
}
