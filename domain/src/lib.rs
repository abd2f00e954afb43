//! The rules of the service. Nothing here reads a clock, a file, a network or chance: the moment, the ids and the
//! data come in as arguments, and a value or a reason comes out.

pub mod activity;
mod code;
pub mod day;
pub mod id;
pub mod identifier;
pub mod journey;
pub mod need;
pub mod person;
pub mod spell;
pub mod text;
