//! Many phones that send at once, as cheaply as can be: they share the machine with what they measure.

use std::{
    cell::{Cell, RefCell},
    net::SocketAddr,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::sleep_until,
};

/// How many connections there are.
pub const CONNECTIONS: usize = 64;

/// How requests follow each other.
#[derive(Clone, Copy)]
pub enum Pace {
    /// On each connection the next goes out as soon as the last is answered.
    AsFastAsAnswered,
    /// So many a second go out, whatever becomes of them. Waiting counts from when one was due.
    PerSecond(u32),
}

/// How it went.
#[derive(Default)]
pub struct Heard {
    /// From the first request to the last answer.
    pub took: Duration,
    /// How long each answer took to come, the shortest first.
    pub waits: Vec<Duration>,
    /// How many answers said no, and what the first of them said.
    pub refused: usize,
    pub first_refusal: Option<String>,
}

impl Heard {
    /// The wait that this share of the answers did not exceed.
    pub fn percentile(&self, share: f64) -> Duration {
        let last = self.waits.len().saturating_sub(1);
        let at = (last as f64 * share).round() as usize;
        self.waits.get(at).copied().unwrap_or_default()
    }
}

/// Sends all the requests, each once.
pub async fn send(at: SocketAddr, requests: &[Vec<u8>], pace: Pace) -> Result<Heard> {
    let mut phones = Vec::new();
    for _ in 0..CONNECTIONS {
        let stream = TcpStream::connect(at).await?;
        stream.set_nodelay(true)?;
        phones.push(stream);
    }
    let next = Cell::new(0);
    let heard = RefCell::new(Heard::default());
    let start = Instant::now();
    let sending =
        phones.into_iter().map(|stream| keep_sending(stream, requests, &next, pace, start, &heard));
    for done in futures_util::future::join_all(sending).await {
        done?;
    }
    let mut heard = heard.into_inner();
    heard.took = start.elapsed();
    heard.waits.sort_unstable();
    Ok(heard)
}

async fn keep_sending(
    mut stream: TcpStream,
    requests: &[Vec<u8>],
    next: &Cell<usize>,
    pace: Pace,
    start: Instant,
    heard: &RefCell<Heard>,
) -> Result<()> {
    let mut buffer = Vec::with_capacity(16 * 1024);
    loop {
        let number = next.get();
        let Some(request) = requests.get(number) else { return Ok(()) };
        next.set(number + 1);
        let since = match pace {
            Pace::AsFastAsAnswered => Instant::now(),
            Pace::PerSecond(many) => {
                let due = start + Duration::from_secs(number as u64) / many;
                sleep_until(due.into()).await;
                due
            }
        };
        stream.write_all(request).await?;
        let good = read_answer(&mut stream, &mut buffer).await?;
        let mut heard = heard.borrow_mut();
        heard.waits.push(since.elapsed());
        if !good {
            heard.refused += 1;
            heard
                .first_refusal
                .get_or_insert_with(|| String::from_utf8_lossy(&buffer).into_owned());
        }
    }
}

/// Reads one answer whole. Says whether it was 200.
async fn read_answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Result<bool> {
    buffer.clear();
    loop {
        if stream.read_buf(buffer).await? == 0 {
            bail!("the connection was closed in the middle of an answer");
        }
        if let Some(length) = whole_length(buffer)?
            && buffer.len() >= length
        {
            return Ok(buffer.starts_with(b"HTTP/1.1 200"));
        }
    }
}

/// How long head and body are together, once the head is here.
fn whole_length(answer: &[u8]) -> Result<Option<usize>> {
    let Some(head) = answer.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let text = std::str::from_utf8(&answer[..head])?;
    let length = text
        .split("\r\n")
        .filter_map(|line| line.split_once(": "))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .context("an answer says how long it is")?;
    Ok(Some(head + 4 + length.1.parse::<usize>()?))
}
