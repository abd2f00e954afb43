//! The service: what young people's phones, workers, partnerships and administrators talk to.

pub mod clock;
pub mod config;
pub mod guard;
pub mod http;
pub mod ids;
pub mod keys;
pub mod log;
pub mod password;
pub mod push;
pub mod secret;
pub mod totp;
