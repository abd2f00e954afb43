//! What administrators can do.

mod imports;
mod partnership;
mod questions;
mod staff;
mod workers;
