//! The schema itself: it comes and goes, both databases have the same one, and each rule in it
//! holds. Every test runs on SQLite, and on PostgreSQL where one is at hand.

// Rows are private to the store, so their files are read here as a module of our own.
#[path = "../../../api/src/store/entity/mod.rs"]
pub mod entity;
mod growing;
mod held;
mod marks;
pub mod rows;
mod rules;
pub mod sample;
pub mod schema;
