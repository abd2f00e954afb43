//! Whoever takes messages: a push service, a gateway for texts and GOV.UK Notify in one, in a process of its own. It keeps a
//! ledger of what came, from outside the product.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    process::{Child, ChildStdout, Command, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{dice::Dice, ledger::Ledger};

/// Where texts go by the gateway.
pub const TEXTS: &str = "/text";
/// Where they go by Notify, and where it is asked for them.
const NOTIFY_TEXTS: &str = "/v2/notifications/sms";
const NOTIFY_ASKED: &str = "/v2/notifications?reference=";

/// In foul weather, one message in so many is turned away, and does not count as taken.
const TURNED_AWAY: u64 = 300;
/// Every so often everything is turned away for so long.
const OUTAGE: (u128, Duration) = (15_000, Duration::from_secs(1));
/// One text in so many is taken, but whoever sent it never hears of it.
const BROKEN_OFF: u64 = 300;
/// One message in so many is answered late, by up to so many milliseconds; of those, one in so many much later.
const LATE: u64 = 2;
const AT_MOST: u64 = 60;
const MUCH_LATER: (u64, Duration) = (200, Duration::from_secs(2));

/// It, in a process of its own.
pub struct Sink {
    process: Child,
    said: BufReader<ChildStdout>,
    address: SocketAddr,
}

impl Sink {
    /// Starts it; with a seed, in foul weather.
    pub fn start(weather: Option<u64>) -> Result<Self> {
        let mut process = Command::new(std::env::current_exe()?)
            .arg("--sink")
            .args(weather.map(|seed| seed.to_string()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut said = BufReader::new(process.stdout.take().context("it speaks")?);
        let mut line = String::new();
        said.read_line(&mut line)?;
        Ok(Self { process, said, address: line.trim().parse()? })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops it. Says what came.
    pub fn stop(mut self) -> Result<Ledger> {
        drop(self.process.stdin.take());
        let ledger = Ledger::read(&mut self.said)?;
        self.process.wait()?;
        Ok(ledger)
    }
}

/// Takes messages until nobody holds its standard input any more.
pub fn run(weather: Option<u64>) -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("{}", listener.local_addr()?);
    let ledger = Arc::new(Mutex::new(Ledger::default()));
    let (entered, begun) = (ledger.clone(), Instant::now());
    thread::spawn(move || {
        for (number, caller) in (0..).zip(listener.incoming().flatten()) {
            let ledger = entered.clone();
            let weather = weather.map(|seed| (Dice::new(seed.wrapping_add(number)), begun));
            thread::spawn(move || take(caller, &ledger, weather));
        }
    });
    std::io::stdin().read_to_end(&mut Vec::new())?;
    let ledger = ledger.lock().expect("nobody panics while writing it");
    ledger.write(&mut std::io::stdout().lock())
}

/// What somebody calls about.
#[derive(Clone, Copy)]
enum Call {
    /// A message for the phone of this person.
    Push(Uuid),
    /// A text of this reference.
    Text(Uuid),
    /// Whether a text of this reference came.
    Sought(Uuid),
}

/// One connection, which stays open. In foul weather that began at some moment it is treated by chance.
fn take(
    caller: TcpStream,
    ledger: &Mutex<Ledger>,
    mut weather: Option<(Dice, Instant)>,
) -> Result<()> {
    caller.set_nodelay(true)?;
    let mut answer = caller.try_clone()?;
    let mut caller = BufReader::new(caller);
    let ledger = || ledger.lock().expect("nobody panics while writing it");
    while let Some(call) = next(&mut caller)? {
        let taken = !matches!(call, Call::Sought(_));
        if taken && weather.as_mut().is_some_and(|(dice, begun)| turns_away(dice, *begun)) {
            ledger().turned_away += 1;
            let away =
                "HTTP/1.1 503 Service Unavailable\r\nretry-after: 60\r\ncontent-length: 0\r\n\r\n";
            answer.write_all(away.as_bytes())?;
            continue;
        }
        let said = match call {
            Call::Push(person) => {
                *ledger().pushes.entry(person).or_default() += 1;
                String::new()
            }
            Call::Text(reference) => {
                *ledger().texts.entry(reference).or_default() += 1;
                json!({ "id": reference }).to_string()
            }
            Call::Sought(reference) => {
                let came = ledger().texts.contains_key(&reference);
                let found = came.then(|| json!({ "id": reference, "reference": reference }));
                json!({ "notifications": Vec::from_iter(found) }).to_string()
            }
        };
        if let Some((dice, _)) = &mut weather {
            if matches!(call, Call::Text(_)) && dice.one_in(BROKEN_OFF) {
                ledger().broken_off += 1;
                return Ok(());
            }
            if dice.one_in(LATE) {
                let much = dice.one_in(MUCH_LATER.0).then_some(MUCH_LATER.1);
                let late = Duration::from_millis(1 + dice.below(AT_MOST));
                thread::sleep(much.unwrap_or(late));
                if is_gone(caller.get_ref())? {
                    ledger().orphaned += 1;
                    return Ok(());
                }
            }
        }
        let status = if taken { "201 Created" } else { "200 OK" };
        let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n\r\n{said}", said.len());
        answer.write_all(head.as_bytes())?;
    }
    Ok(())
}

fn turns_away(dice: &mut Dice, begun: Instant) -> bool {
    let (every, lasts) = OUTAGE;
    begun.elapsed().as_millis() % every >= every - lasts.as_millis() || dice.one_in(TURNED_AWAY)
}

/// Whether whoever waits for an answer has gone meanwhile. Nobody sends a second request before the first is answered.
fn is_gone(caller: &TcpStream) -> Result<bool> {
    caller.set_nonblocking(true)?;
    let gone = match caller.peek(&mut [0]) {
        Ok(read) => read == 0,
        Err(error) => error.kind() != std::io::ErrorKind::WouldBlock,
    };
    caller.set_nonblocking(false)?;
    Ok(gone)
}

/// Reads the next request; none once the caller is gone.
fn next(caller: &mut BufReader<TcpStream>) -> Result<Option<Call>> {
    let (mut line, mut length, mut path) = (String::new(), 0, None);
    loop {
        line.clear();
        if caller.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let header = line.trim();
        if path.is_none() {
            path = Some(header.split(' ').nth(1).context("a request has a path")?.to_owned());
            continue;
        }
        if header.is_empty() {
            break;
        }
        let header = header.to_ascii_lowercase();
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse()?;
        }
    }
    let mut body = vec![0; length];
    caller.read_exact(&mut body)?;
    let path = path.unwrap_or_default();
    if let Some(reference) = path.strip_prefix(NOTIFY_ASKED) {
        return Ok(Some(Call::Sought(reference.parse()?)));
    }
    if path == TEXTS || path == NOTIFY_TEXTS {
        let body: Value = serde_json::from_slice(&body)?;
        let reference = body["reference"].as_str().context("a text has a reference")?;
        return Ok(Some(Call::Text(reference.parse()?)));
    }
    Ok(Some(Call::Push(path.trim_start_matches('/').parse()?)))
}
