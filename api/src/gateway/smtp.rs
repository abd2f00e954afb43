//! A mail server: as much of SMTP (RFC 5321) as handing letters over takes.

use std::{io, sync::Arc, time::Duration};

use futures_util::{StreamExt, stream::FuturesUnordered};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    time::timeout,
};

use super::{
    Gateway,
    faults::happens,
    kept::{Kept, Way},
    letter::Letter,
};

/// Who takes these.
const BY: &str = "mail server";

/// The longest line, with its end (RFC 5321, 4.5.3.1.6).
const LONGEST_LINE: u64 = 1000;
/// The largest letter, in bytes.
const LARGEST: usize = 256 * 1024;
/// How long nobody may say anything.
const PATIENCE: Duration = Duration::from_secs(300);

/// What mail servers answer with; any other number of a test becomes one of them.
const CODES: [u16; 9] = [421, 450, 451, 452, 550, 551, 552, 553, 554];

/// Takes letters for as long as it is waited for.
pub async fn serve(gateway: Arc<Gateway>, listener: TcpListener) {
    let mut callers = FuturesUnordered::new();
    loop {
        tokio::select! {
            Ok((caller, _)) = listener.accept() => callers.push(talk(&gateway, caller)),
            // A caller who hangs up is no news.
            Some(_) = callers.next(), if !callers.is_empty() => {}
        }
    }
}

/// What has been said of the letter to come.
#[derive(Default)]
struct Envelope {
    from: Option<String>,
    to: Vec<String>,
}

async fn talk(gateway: &Gateway, caller: TcpStream) -> io::Result<()> {
    caller.set_nodelay(true)?;
    let mut caller = BufReader::new(caller);
    let mut envelope = Envelope::default();
    say(&mut caller, "220 dev-gateway ESMTP: delivers nothing").await?;
    while let Some(line) = hear(&mut caller).await? {
        let line = String::from_utf8_lossy(&line).into_owned();
        let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
        let reply = match verb.to_ascii_uppercase().as_str() {
            "EHLO" => {
                envelope = Envelope::default();
                format!("250-dev-gateway\r\n250-SIZE {LARGEST}\r\n250 ENHANCEDSTATUSCODES")
            }
            "HELO" => "250 dev-gateway".into(),
            "MAIL" => match path(rest, "FROM:") {
                Some(from) => {
                    envelope = Envelope { from: Some(from), to: vec![] };
                    "250 2.1.0 ok".into()
                }
                None => "501 5.5.4 write MAIL FROM:<address>".into(),
            },
            "RCPT" => recipient(&mut envelope, rest),
            "DATA" if envelope.to.is_empty() => "503 5.5.1 say first whom it is for".into(),
            "DATA" => {
                say(&mut caller, "354 go on, and end with a full stop alone").await?;
                let Some(letter) = letter(&mut caller).await? else { return Ok(()) };
                let envelope = std::mem::take(&mut envelope);
                let take = || one(gateway, &envelope, &letter);
                happens(gateway, Way::Email, take, |code, _| wrong(code)).await
            }
            "RSET" => {
                envelope = Envelope::default();
                "250 2.0.0 ok".into()
            }
            "NOOP" => "250 2.0.0 ok".into(),
            "VRFY" => "252 2.5.0 try it".into(),
            "QUIT" => {
                say(&mut caller, "221 2.0.0 bye").await?;
                return caller.shutdown().await;
            }
            _ => "500 5.5.2 that is not understood".into(),
        };
        say(&mut caller, &reply).await?;
    }
    Ok(())
}

fn recipient(envelope: &mut Envelope, rest: &str) -> String {
    if envelope.from.is_none() {
        return "503 5.5.1 say first whom it is from".into();
    }
    match path(rest, "TO:") {
        None => "501 5.5.4 write RCPT TO:<address>".into(),
        Some(to) if to.is_empty() || !to.contains('@') => "553 5.1.3 this is no address".into(),
        Some(to) if to == "temp-fail@simulator.notify" => "450 4.2.1 try again later".into(),
        Some(to) if to == "perm-fail@simulator.notify" => "550 5.1.1 there is no such box".into(),
        Some(to) => {
            envelope.to.push(to);
            "250 2.1.5 ok".into()
        }
    }
}

/// The address in `FROM:<address> …`.
fn path(rest: &str, name: &str) -> Option<String> {
    let after = rest.get(..name.len()).filter(|start| start.eq_ignore_ascii_case(name));
    let (path, _) =
        after.and(rest[name.len()..].trim_start().strip_prefix('<'))?.split_once('>')?;
    Some(path.to_owned())
}

/// Keeps a letter, or says what is wrong with it.
fn one(gateway: &Gateway, envelope: &Envelope, lines: &[Vec<u8>]) -> String {
    let read = Letter::read(lines, &envelope.to);
    for to in &envelope.to {
        let id = gateway.ids.new_id();
        let kept = Kept::new(id, gateway.clock.now(), Way::Email, BY, to.clone());
        gateway.messages.keep(match &read {
            Ok(letter) => Kept {
                subject: Some(letter.subject.clone()),
                text: Some(letter.text.clone()),
                reference: letter.reference.clone(),
                said: [("from", letter.from.clone())].into(),
                ..kept
            },
            Err(why) => kept.refused(why.as_str()),
        });
    }
    match read {
        Ok(_) => "250 2.0.0 taken".into(),
        Err(why) => format!("554 5.6.0 {why}"),
    }
}

fn wrong(code: u16) -> String {
    match code {
        code if CODES.contains(&code) => format!("{code} as a test wants"),
        500..=502 => "554 5.3.0 as a test wants".into(),
        _ => "451 4.3.0 as a test wants".into(),
    }
}

/// The lines of a letter, without the dots that kept them apart from its end; nothing if the caller hung up.
async fn letter(caller: &mut BufReader<TcpStream>) -> io::Result<Option<Vec<Vec<u8>>>> {
    let (mut lines, mut size) = (vec![], 0);
    while let Some(mut line) = hear(caller).await? {
        if line == b"." {
            return Ok(Some(lines));
        }
        if line.first() == Some(&b'.') {
            line.remove(0);
        }
        size += line.len();
        if size > LARGEST {
            return Err(io::Error::other("the letter is too large"));
        }
        lines.push(line);
    }
    Ok(None)
}

/// A line without its end; nothing if the caller hung up. A line that ends otherwise than lines do is an error.
async fn hear(caller: &mut BufReader<TcpStream>) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let mut some = caller.take(LONGEST_LINE);
    timeout(PATIENCE, some.read_until(b'\n', &mut line)).await??;
    if line.is_empty() {
        return Ok(None);
    }
    match line.strip_suffix(b"\r\n") {
        Some(whole) => Ok(Some(whole.to_vec())),
        None => Err(io::Error::other("a line is too long, or ends without CRLF")),
    }
}

async fn say(caller: &mut BufReader<TcpStream>, line: &str) -> io::Result<()> {
    caller.write_all(format!("{line}\r\n").as_bytes()).await?;
    caller.flush().await
}
