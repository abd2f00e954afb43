//! Secrets that people and phones carry: tokens, invitation codes and codes that are sent. None is stored as it is.

mod code;
mod six_digits;
mod token;

pub use self::{
    code::Code,
    six_digits::SixDigits,
    token::{Token, TokenKind},
};
