//! Secrets that people and phones carry: tokens and invitation codes. None is stored as it is.

mod code;
mod token;

pub use self::{
    code::Code,
    token::{Token, TokenKind},
};
