//! What administrators can do.

mod imports;
mod partnership;
mod staff;
mod workers;
