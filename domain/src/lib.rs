//! The rules of the service. Nothing here reads a clock, a file, a network or chance: the moment, the ids and the
//! data come in as arguments, and a value or a reason comes out.

pub mod activity;
pub mod id;
pub mod identifier;
