//! How fast answered check-ins are taken, beside a bare handler that makes one row durable, on the same database in the
//! same run. It prints figures and passes no verdict: `tests/README.md` says how to run it and what it said.
//!
//! This process is the phones; a second one is the service, so that what each costs can be told apart.

mod bare;
mod cpu;
mod phones;
mod place;
mod report;
mod service;
mod submission;
mod town;

use std::{
    io::{BufRead, BufReader, Write},
    net::SocketAddr,
    ops::Range,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use phones::Pace;
use place::Place;
use report::{Report, Window};
use serde_json::Value;
use submission::{Part, Waiting};

/// How many young people there are, unless somebody says otherwise.
const PEOPLE: usize = 12_000;
/// The months that are measured at full speed. In the first everybody is welcomed, and all grows warm.
const MONTHS: [i32; 3] = [1, 2, 3];
/// The month in which requests come at a steady pace.
const STEADY_MONTH: i32 = 4;
/// The month in which the rows of check-ins are written alone.
const ROWS_MONTH: i32 = 5;
/// The steady pace, and for how long.
const STEADY: u32 = 500;
const STEADY_SECONDS: usize = 10;
/// How many rows are written where each has a commit of its own: it would take for ever.
const PLAIN: usize = 600;

const USAGE: &str =
    "say how many young people, and on which database (sqlite or postgres), or nothing";

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--serve", url, size] => service::run(url, size.parse()?),
        [] => measure(PEOPLE, ""),
        [size] => measure(size.parse().context(USAGE)?, ""),
        [size, only] => measure(size.parse().context(USAGE)?, only),
        _ => bail!(USAGE),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn measure(size: usize, only: &str) -> Result<()> {
    println!(
        "{size} young people, {} connections, {} processors",
        phones::CONNECTIONS,
        place::processors()
    );
    for place in Place::all(only).await? {
        println!("\n{}", place.description().await?);
        let report = measure_at(&place, size).await;
        place.tidy().await?;
        report?.print();
    }
    Ok(())
}

async fn measure_at(place: &Place, size: usize) -> Result<Report> {
    let mut service = Service::start(place, size)?;
    let head = place.head().await?;
    let mut report = Report::new(head.is_some());
    let window = async |service: &Service, at, requests: &[Vec<u8>], pace| {
        Window::measure(service.process, head, at, requests, pace).await
    };

    let full = Pace::AsFastAsAnswered;
    let (all, half) = (0..size, size / 2);
    let first = service.month(0, size).await?;
    window(&service, service.bare, &first.requests(0..size / 4, Part::Whole), full).await?;
    let warm = window(&service, service.product, &first.requests(all, Part::Whole), full).await?;
    report.say(&first.kind, "to warm up", &warm);
    place.settle().await?;

    for number in MONTHS {
        let month = service.month(number, size).await?;
        let begun = month.requests(half..size, Part::Begun);
        window(&service, service.product, &begun, full).await?;
        for (part, whose) in [(Part::Whole, 0..half), (Part::Last, half..size)] {
            let requests = month.requests(whose, part);
            let product = window(&service, service.product, &requests, full).await?;
            report.say(&month.kind, part.name(), &product);
            let bare = window(&service, service.bare, &requests, full).await?;
            report.say(&month.kind, "bare", &bare);
            report.pair(part, product, bare);
        }
        if let Some(queue) = service.queue {
            let queue = window(&service, queue, &begun, full).await?;
            report.say(&month.kind, "bare, with a queue", &queue);
        }
        if let Some(plain) = service.plain {
            let plain = window(&service, plain, &begun[..PLAIN.min(begun.len())], full).await?;
            report.say(&month.kind, "bare, a commit each", &plain);
        }
    }

    let month = service.month(STEADY_MONTH, size).await?;
    let steady = Pace::PerSecond(STEADY);
    let whose = 0..size.min(STEADY as usize * STEADY_SECONDS);
    let some = month.requests(whose, Part::Whole);
    let bare = window(&service, service.bare, &some, steady).await?;
    report.say("steady", "bare", &bare);
    let product = window(&service, service.product, &some, steady).await?;
    report.say("steady", Part::Whole.name(), &product);
    report.steady(product, bare);

    let month = service.month(ROWS_MONTH, size).await?;
    for (from, to) in [(0, half), (half, size)] {
        let requests = month.requests(from..to, Part::Whole);
        let rows = window(&service, service.rows, &requests, full).await?;
        report.say(&month.kind, "bare, all its rows", &rows);
        let bare = window(&service, service.bare, &requests, full).await?;
        report.say(&month.kind, "bare", &bare);
        report.rows(rows, bare);
    }
    Ok(report)
}

/// The process that answers.
struct Service {
    process: u32,
    product: SocketAddr,
    bare: SocketAddr,
    queue: Option<SocketAddr>,
    plain: Option<SocketAddr>,
    rows: SocketAddr,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    child: Child,
}

/// One month's check-ins.
struct Month {
    kind: String,
    now: String,
    waiting: Vec<[String; 3]>,
}

impl Month {
    /// What these people send.
    fn requests(&self, whose: Range<usize>, part: Part) -> Vec<Vec<u8>> {
        let request = |number: usize| {
            let [check_in, promise, token] = &self.waiting[number];
            let waiting = Waiting { check_in, promise, token };
            submission::request(number, &self.kind, &waiting, &self.now, part)
        };
        whose.map(request).collect()
    }
}

impl Service {
    fn start(place: &Place, size: usize) -> Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["--serve", &place.url(), &size.to_string()])
            // Its keys are made where it is.
            .current_dir(place::FOLDER)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(place::log()?)
            .spawn()?;
        let input = child.stdin.take().context("it has an input")?;
        let mut output = BufReader::new(child.stdout.take().context("it has an output")?);
        let started = next(&mut output)?;
        let address = |name: &str| started[name].as_str().and_then(|at| at.parse().ok());
        Ok(Self {
            process: child.id(),
            product: address("product").context("the product listens")?,
            bare: address("bare").context("a bare handler listens")?,
            queue: address("queue"),
            plain: address("plain"),
            rows: address("rows").context("a handler that writes rows listens")?,
            input,
            output,
            child,
        })
    }

    async fn month(&mut self, number: i32, size: usize) -> Result<Month> {
        writeln!(self.input, "{number}")?;
        let mut month = next(&mut self.output)?;
        let waiting: Vec<[String; 3]> = serde_json::from_value(month["waiting"].take())?;
        if waiting.len() != size {
            bail!("{} of {size} have a check-in", waiting.len());
        }
        // What it wrote to prepare is on the disk before anything is measured.
        tokio::time::sleep(Duration::from_millis(500)).await;
        Ok(Month { kind: text(&month["kind"]), now: text(&month["now"]), waiting })
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn next(output: &mut BufReader<ChildStdout>) -> Result<Value> {
    let mut line = String::new();
    if output.read_line(&mut line)? == 0 {
        bail!("the service has stopped; its log says why");
    }
    Ok(serde_json::from_str(&line)?)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
