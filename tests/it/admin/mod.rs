//! What administrators can do.

mod imports;
mod messages;
mod partnership;
mod prompts;
mod questions;
mod staff;
mod workers;
