//! The service: what young people's phones, workers, partnerships and administrators talk to.

pub mod clock;
pub mod http;
pub mod ids;
