//! The public face: one OpenAPI document per audience.

pub mod problem;
pub mod valid;
pub mod wire;
