//! The public face: one OpenAPI document per audience.

pub mod document;
pub mod problem;
pub mod routes;
pub mod valid;
pub mod wire;
