//! What was measured, and how it is told.

use std::{net::SocketAddr, time::Duration};

use anyhow::Result;

use crate::{
    STEADY, cpu,
    phones::{self, Heard, Pace},
    submission::Part,
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
    pairs: Vec<(Part, Window, Window)>,
    steady: Option<(Window, Window)>,
    rows: Vec<(Window, Window)>,
}

impl Report {
    /// Nothing yet.
    pub fn new(has_server: bool) -> Self {
        Self { has_server, pairs: Vec::new(), steady: None, rows: Vec::new() }
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
    pub fn pair(&mut self, part: Part, product: Window, bare: Window) {
        self.pairs.push((part, product, bare));
    }

    /// Keeps the two stretches at a steady pace.
    pub fn steady(&mut self, product: Window, bare: Window) {
        self.steady = Some((product, bare));
    }

    /// Keeps two stretches: the rows of check-ins alone, and one row each.
    pub fn rows(&mut self, rows: Window, bare: Window) {
        self.rows.push((rows, bare));
    }

    /// Says it all in short.
    pub fn print(&self) {
        for part in [Part::Whole, Part::Last] {
            let pairs: Vec<_> = self.pairs.iter().filter(|pair| pair.0 == part).collect();
            let products: Vec<&Window> = pairs.iter().map(|pair| &pair.1).collect();
            let bares: Vec<&Window> = pairs.iter().map(|pair| &pair.2).collect();
            let mut ratios: Vec<f64> =
                pairs.iter().map(|pair| pair.1.rate() / pair.2.rate()).collect();
            ratios.sort_by(f64::total_cmp);
            let count: usize = products.iter().map(|window| window.count()).sum();
            let each = |used: fn(&Window) -> Duration| {
                milliseconds(products.iter().map(|window| used(window)).sum()) / count.max(1) as f64
            };
            let database = if self.has_server {
                format!(", database {:.3}", each(|window| window.database))
            } else {
                String::new()
            };
            println!(
                "  {}: {:.0}/s, bare {:.0}/s: {:.2} of it ({:.2} to {:.2}; wanted 0.40); \
                 processor ms each: service {:.3}{database} (wanted 0.4)",
                part.name(),
                together(&products),
                together(&bares),
                together(&products) / together(&bares),
                ratios.first().copied().unwrap_or_default(),
                ratios.last().copied().unwrap_or_default(),
                each(|window| window.service),
            );
        }
        let (rows, bares): (Vec<&Window>, Vec<&Window>) =
            self.rows.iter().map(|(rows, bare)| (rows, bare)).unzip();
        println!(
            "  the rows of whole check-ins alone: {:.0}/s, {:.2} of the bare handler: nothing that keeps them is faster",
            together(&rows),
            together(&rows) / together(&bares),
        );
        if let Some((product, bare)) = &self.steady {
            let (product, bare) = (product.heard.percentile(0.99), bare.heard.percentile(0.99));
            println!(
                "  at {STEADY} a second: p99 {:.1} ms, bare {:.1} ms; of it {:.2} (wanted 2.00 at most)",
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
