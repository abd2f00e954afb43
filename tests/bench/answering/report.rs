//! What was measured, and how it is told.

use std::{net::SocketAddr, time::Duration};

use anyhow::Result;

use crate::{
    cpu,
    phones::{self, Heard, Pace},
};

/// One stretch of requests of one kind.
pub struct Window {
    heard: Heard,
    service: Duration,
    database: Duration,
    phones: Duration,
}

impl Window {
    /// Sends the requests, and sees what that costs. `head` is the process that a PostgreSQL server's come from.
    pub async fn measure(
        service: u32,
        head: Option<u32>,
        at: SocketAddr,
        requests: &[Vec<u8>],
        pace: Pace,
    ) -> Result<Self> {
        let used = || (cpu::of(service), head.map(cpu::of_family).unwrap_or_default(), cpu::own());
        let before = used();
        let heard = phones::send(at, requests, pace).await?;
        let after = used();
        if let Some(refusal) = &heard.first_refusal {
            println!("{} of {} were refused; the first: {refusal}", heard.refused, requests.len());
        }
        Ok(Self {
            heard,
            service: after.0 - before.0,
            database: after.1 - before.1,
            phones: after.2 - before.2,
        })
    }

    fn count(&self) -> usize {
        self.heard.waits.len()
    }

    fn rate(&self) -> f64 {
        self.count() as f64 / self.heard.took.as_secs_f64()
    }

    /// Of what was used in all, the milliseconds for each request.
    fn each(&self, used: Duration) -> f64 {
        milliseconds(used) / self.count().max(1) as f64
    }
}

/// All that was measured on one database.
pub struct Report {
    has_server: bool,
    pairs: Vec<(Window, Window)>,
    steady: Option<(Window, Window)>,
}

impl Report {
    /// Nothing yet.
    pub fn new(has_server: bool) -> Self {
        Self { has_server, pairs: Vec::new(), steady: None }
    }

    /// Says how one stretch went.
    pub fn say(&self, month: &str, what: &str, window: &Window) {
        let (half, most) = (window.heard.percentile(0.5), window.heard.percentile(0.99));
        let database = if self.has_server {
            format!(", database {:.3}", window.each(window.database))
        } else {
            String::new()
        };
        println!(
            "  {month:8} {what:20} {:6.0}/s of {:5}   p50 {:6.1} ms   p99 {:6.1} ms   processor ms each: service {:.3}{database}, phones {:.3}",
            window.rate(),
            window.count(),
            milliseconds(half),
            milliseconds(most),
            window.each(window.service),
            window.each(window.phones),
        );
    }

    /// Keeps two stretches that followed each other.
    pub fn pair(&mut self, product: Window, bare: Window) {
        self.pairs.push((product, bare));
    }

    /// Keeps the two stretches at a steady pace.
    pub fn steady(&mut self, product: Window, bare: Window) {
        self.steady = Some((product, bare));
    }

    /// Says it all in short.
    pub fn print(&self) {
        let ratios: Vec<f64> =
            self.pairs.iter().map(|(product, bare)| product.rate() / bare.rate()).collect();
        let products: Vec<&Window> = self.pairs.iter().map(|(product, _)| product).collect();
        let bares: Vec<&Window> = self.pairs.iter().map(|(_, bare)| bare).collect();
        println!(
            "  rate: {:.0}/s, bare {:.0}/s; of it {:.2} (pairs {:.2} to {:.2}; wanted 0.40)",
            together(&products),
            together(&bares),
            together(&products) / together(&bares),
            ratios.iter().copied().fold(f64::INFINITY, f64::min),
            ratios.iter().copied().fold(0.0, f64::max),
        );
        let count: usize = products.iter().map(|window| window.count()).sum();
        let each = |used: fn(&Window) -> Duration| {
            milliseconds(products.iter().map(|window| used(window)).sum()) / count.max(1) as f64
        };
        let database = if self.has_server {
            format!(", database {:.3}", each(|w| w.database))
        } else {
            String::new()
        };
        println!(
            "  processor ms for each: service {:.3}{database} (wanted 0.4)",
            each(|w| w.service)
        );
        if let Some((product, bare)) = &self.steady {
            let (product, bare) = (product.heard.percentile(0.99), bare.heard.percentile(0.99));
            println!(
                "  steady: p99 {:.1} ms, bare {:.1} ms; of it {:.2} (wanted 2.00 at most)",
                milliseconds(product),
                milliseconds(bare),
                product.as_secs_f64() / bare.as_secs_f64(),
            );
        }
    }
}

fn together(windows: &[&Window]) -> f64 {
    let count: usize = windows.iter().map(|window| window.count()).sum();
    let took: Duration = windows.iter().map(|window| window.heard.took).sum();
    count as f64 / took.as_secs_f64()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
