//! The public face: one OpenAPI document per audience.

pub mod address;
pub mod auth;
pub mod compress;
pub mod document;
pub mod edge;
mod failures;
pub mod limit;
pub mod policy;
pub mod problem;
pub mod routes;
mod session;
mod staff;
pub mod valid;
pub mod wire;
pub mod worker;
pub mod young_person;
