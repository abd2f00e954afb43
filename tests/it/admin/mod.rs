//! What administrators can do.

mod dirty_files;
mod imports;
mod messages;
mod partnership;
mod prompts;
mod questions;
mod staff;
mod waiting;
mod workers;
