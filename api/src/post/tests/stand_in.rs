//! Those who carry letters, played by this test on a port of its own. They speak the real protocols.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use reqwest::Url;
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// Somebody who listens.
pub struct StandIn {
    port: u16,
    heard: Arc<Mutex<Vec<String>>>,
}

/// What is done once a request has been heard.
#[derive(Clone, Copy, Debug)]
pub enum Then {
    /// It is answered: a status, more headers, a body.
    Answer(&'static str, &'static str, &'static str),
    /// It is answered without end.
    Chatter,
    /// Nothing is said any more.
    Silence,
    /// The connection is closed.
    BreakOff,
}

impl StandIn {
    /// Listens, and does with each caller in turn as `answer` says.
    async fn new<F>(
        mut answer: impl FnMut(BufReader<TcpStream>, Arc<Mutex<Vec<String>>>) -> F + Send + 'static,
    ) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let ears = heard.clone();
        #[expect(clippy::disallowed_methods, reason = "it answers while the test asks")]
        tokio::spawn(async move {
            while let Ok((caller, _)) = listener.accept().await {
                tokio::spawn(answer(BufReader::new(caller), ears.clone()));
            }
        });
        Self { port, heard }
    }

    /// Somebody who takes requests over HTTP, one to a connection.
    pub async fn http(then: &[Then]) -> Self {
        let mut then: VecDeque<Then> = then.iter().copied().collect();
        Self::new(move |caller, ears| {
            let then = then.pop_front().unwrap_or(Then::BreakOff);
            async move {
                let _ = serve(caller, then, ears).await;
            }
        })
        .await
    }

    /// A mail server that speaks SMTP (RFC 5321). To a command that begins with one of these words it says that instead.
    pub async fn smtp(says: &'static [(&'static str, &'static str)]) -> Self {
        Self::new(move |caller, ears| async move {
            let _ = mail(caller, says, ears).await;
        })
        .await
    }

    /// Where nobody listens.
    pub async fn nobody() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        Self { port, heard: Arc::default() }
    }

    pub fn url(&self) -> Url {
        Url::parse(&format!("http://127.0.0.1:{}/", self.port)).unwrap()
    }

    pub fn smtp_url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// Every request, or every line of SMTP.
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

/// The body of a request.
pub fn body(request: &str) -> Value {
    let (_, body) = request.split_once("\r\n\r\n").unwrap();
    serde_json::from_str(body).unwrap()
}

/// What follows the name of a header.
pub fn header<'a>(request: &'a str, name: &str) -> Option<&'a str> {
    let lines = request.lines().take_while(|line| !line.is_empty());
    let mut headers = lines.filter_map(|line| line.split_once(": "));
    headers.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

async fn serve(
    mut caller: BufReader<TcpStream>,
    then: Then,
    ears: Arc<Mutex<Vec<String>>>,
) -> std::io::Result<()> {
    let (mut heard, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        caller.read_line(&mut line).await?;
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        heard += &line;
        if line == "\r\n" || line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    caller.read_exact(&mut body).await?;
    ears.lock().unwrap().push(heard + std::str::from_utf8(&body).unwrap());
    match then {
        Then::BreakOff => {}
        Then::Silence => tokio::time::sleep(Duration::from_secs(5)).await,
        Then::Chatter => {
            caller.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"id\": \"").await?;
            for _ in 0..1000 {
                caller.write_all(&[b'x'; 1024]).await?;
            }
        }
        Then::Answer(status, headers, body) => {
            let length = body.len();
            let reply = format!(
                "HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n{body}"
            );
            caller.write_all(reply.as_bytes()).await?;
        }
    }
    Ok(())
}

async fn mail(
    mut caller: BufReader<TcpStream>,
    says: &[(&str, &str)],
    ears: Arc<Mutex<Vec<String>>>,
) -> std::io::Result<()> {
    let said =
        |line: &str| says.iter().find(|(word, _)| line.starts_with(word)).map(|(_, say)| *say);
    if said("connect") == Some("hang up") {
        return Ok(());
    }
    caller.write_all(b"220 mail.example.org ready\r\n").await?;
    let mut in_letter = false;
    loop {
        let mut line = String::new();
        if caller.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let line = line.trim_end().to_owned();
        let reply = match line.as_str() {
            "." if in_letter => {
                in_letter = false;
                Some(said(".").unwrap_or("250 taken"))
            }
            _ if in_letter => None,
            other => said(other).or(Some("250 ok")),
        };
        let reply = if line == "DATA" && reply == Some("250 ok") {
            in_letter = true;
            Some("354 go on")
        } else {
            reply
        };
        ears.lock().unwrap().push(line);
        match reply {
            Some("hang up") => return Ok(()),
            Some("after a while") => {
                tokio::time::sleep(Duration::from_millis(900)).await;
                caller.write_all(b"250 taken\r\n").await?;
            }
            Some("say nothing") => tokio::time::sleep(Duration::from_secs(5)).await,
            Some(reply) => caller.write_all(format!("{reply}\r\n").as_bytes()).await?,
            None => {}
        }
    }
}
