//! What the database promises: who is told that something is kept finds it again, whatever happens in between.

mod killed;
mod secrets;
mod writing;
