//! A push service that takes everything: it answers `201` to each message and counts.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    process::{Child, ChildStdout, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use anyhow::{Context, Result};

const TAKEN: &[u8] = b"HTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n";

/// It, in a process of its own.
pub struct Sink {
    process: Child,
    said: BufReader<ChildStdout>,
    address: SocketAddr,
}

impl Sink {
    /// Starts it.
    pub fn start() -> Result<Self> {
        let mut process = Command::new(std::env::current_exe()?)
            .arg("--sink")
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

    /// Stops it. Says how many messages came.
    pub fn stop(mut self) -> Result<usize> {
        drop(self.process.stdin.take());
        let mut line = String::new();
        self.said.read_line(&mut line)?;
        self.process.wait()?;
        Ok(line.trim().parse()?)
    }
}

/// Takes messages until nobody holds its standard input any more.
pub fn run() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let count = Arc::new(AtomicUsize::new(0));
    println!("{}", listener.local_addr()?);
    let counting = count.clone();
    thread::spawn(move || {
        for caller in listener.incoming().flatten() {
            let count = counting.clone();
            thread::spawn(move || take(caller, &count));
        }
    });
    std::io::stdin().read_to_end(&mut Vec::new())?;
    println!("{}", count.load(Ordering::Relaxed));
    Ok(())
}

/// One connection, which stays open.
fn take(caller: TcpStream, count: &AtomicUsize) -> Result<()> {
    caller.set_nodelay(true)?;
    let mut answer = caller.try_clone()?;
    let mut caller = BufReader::new(caller);
    loop {
        let (mut line, mut length) = (String::new(), 0);
        loop {
            line.clear();
            if caller.read_line(&mut line)? == 0 {
                return Ok(());
            }
            let header = line.trim().to_ascii_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
        }
        caller.read_exact(&mut vec![0; length])?;
        count.fetch_add(1, Ordering::Relaxed);
        answer.write_all(TAKEN)?;
    }
}
