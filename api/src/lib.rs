//! The service: HTTP outside, a database inside, the rules in [`domain`].

pub mod app;
pub mod clock;
pub mod config;
pub mod console;
pub mod demo;
pub mod guard;
pub mod hashing;
pub mod http;
pub mod ids;
pub mod importing;
pub mod inviting;
pub mod jobs;
pub mod keys;
pub mod linking;
pub mod log;
pub mod pages;
pub mod passkeys;
pub mod password;
pub mod post;
pub mod push;
pub mod secret;
pub mod serving;
pub mod starting;
pub mod store;
pub mod totp;
