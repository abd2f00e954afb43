//! The limits of the edge.

use std::time::Duration;

use ipnet::IpNet;

/// What the edge lets through.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The service is reached by https, so browsers are told never to try without.
    pub https: bool,
    /// The largest body of a request, in bytes.
    pub body: usize,
    /// The operations that take a file: their bodies stream, and may be larger.
    pub imports: &'static [&'static str],
    /// The largest file, in bytes.
    pub import: u64,
    /// How long a request may take to arrive, and again to be answered.
    pub patience: Duration,
    /// How long a file may take altogether.
    pub import_patience: Duration,
    /// How many requests are worked on at once.
    pub in_flight: u32,
    /// Where the proxies stand whose word about the caller's address counts.
    pub trusted_proxies: Vec<IpNet>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            https: false,
            body: 64 * 1024,
            imports: &[],
            import: 256 * 1024 * 1024,
            patience: Duration::from_secs(20),
            import_patience: Duration::from_secs(600),
            in_flight: 512,
            trusted_proxies: vec![],
        }
    }
}
