//! What administrators can do.

mod imports;
mod partnership;
mod prompts;
mod questions;
mod staff;
mod workers;
