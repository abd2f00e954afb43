//! Calls to other services: how every one begins.

use reqwest::{Client, ClientBuilder};
use rustls::crypto::ring;

/// A client that speaks TLS by the one library of cryptography that the database's driver and the mailer use too.
pub fn client() -> ClientBuilder {
    // Whoever is first says it for the whole program; it is the same for all.
    let _ = ring::default_provider().install_default();
    #[expect(clippy::disallowed_methods, reason = "this is the place that says it")]
    Client::builder()
}
