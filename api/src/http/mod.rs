//! The public face: one OpenAPI document per audience.

pub mod address;
pub mod compress;
pub mod document;
pub mod edge;
pub mod problem;
pub mod routes;
pub mod valid;
pub mod wire;
