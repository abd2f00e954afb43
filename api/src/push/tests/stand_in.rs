//! Stand-ins for push services, over HTTP/1.1 and HTTP/2, with TLS and without.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use bytes::Bytes;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpListener,
    task::JoinSet,
};
use tokio_rustls::TlsAcceptor;

/// What a push service was sent.
#[derive(Clone, Debug)]
pub struct Received {
    /// Method and path.
    pub what: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Received {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    fn read(head: &str) -> Self {
        let (first, rest) = head.split_once("\r\n").unwrap();
        let pair = |line: &str| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_owned(), value.to_owned())
        };
        let what = first.rsplit_once(' ').unwrap().0.to_owned();
        Self { what, headers: rest.lines().map(pair).collect(), body: vec![] }
    }
}

/// What a push service answers.
pub struct Say(pub u16, pub &'static [(&'static str, &'static str)], pub String);

impl Say {
    pub fn only(status: u16) -> Self {
        Self(status, &[], String::new())
    }
}

/// How a stand-in is spoken to.
pub enum Speaks {
    /// HTTP/1.1, in clear.
    One,
    /// HTTP/2, in clear.
    Two,
    /// Whatever is agreed on inside TLS.
    Tls(TlsAcceptor),
}

/// A push service that answers as a test likes. It ends with the test.
pub struct StandIn {
    pub address: SocketAddr,
    kept: Arc<Kept>,
    _work: JoinSet<()>,
}

type Answers = Box<dyn Fn(&Received) -> Say + Send + Sync>;

struct Kept {
    connections: AtomicUsize,
    received: Mutex<Vec<Received>>,
    answers: Answers,
}

impl StandIn {
    pub async fn start(
        speaks: Speaks,
        answers: impl Fn(&Received) -> Say + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (connections, received) = Default::default();
        let kept = Arc::new(Kept { connections, received, answers: Box::new(answers) });
        let mut work = JoinSet::new();
        work.spawn(accept(listener, Arc::new(speaks), kept.clone()));
        Self { address, kept, _work: work }
    }

    /// The address of something in it.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// How many connections were made to it.
    pub fn connections(&self) -> usize {
        self.kept.connections.load(Ordering::SeqCst)
    }

    /// What it was sent since somebody last asked.
    pub fn take(&self) -> Vec<Received> {
        std::mem::take(&mut self.kept.received.lock().unwrap())
    }
}

impl Kept {
    fn answer(&self, received: Received) -> Say {
        let say = (self.answers)(&received);
        self.received.lock().unwrap().push(received);
        say
    }
}

async fn accept(listener: TcpListener, speaks: Arc<Speaks>, kept: Arc<Kept>) {
    let mut open = JoinSet::new();
    loop {
        let (io, _) = listener.accept().await.unwrap();
        kept.connections.fetch_add(1, Ordering::SeqCst);
        let (kept, speaks) = (kept.clone(), speaks.clone());
        open.spawn(async move {
            match &*speaks {
                Speaks::One => one(io, &kept).await,
                Speaks::Two => two(io, kept).await,
                Speaks::Tls(acceptor) => {
                    let io = acceptor.accept(io).await.unwrap();
                    match io.get_ref().1.alpn_protocol() {
                        Some(b"h2") => two(io, kept).await,
                        _ => one(io, &kept).await,
                    }
                }
            }
        });
    }
}

/// One request after the other, for as long as the connection stays open.
async fn one(mut io: impl AsyncRead + AsyncWrite + Unpin, kept: &Kept) {
    let mut bytes = vec![];
    while let Ok(1..) = io.read_buf(&mut bytes).await {
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let mut received = Received::read(std::str::from_utf8(&bytes[..end]).unwrap());
        let length: usize = received.header("content-length").unwrap().parse().unwrap();
        if bytes.len() < end + 4 + length {
            continue;
        }
        received.body = bytes.drain(..end + 4 + length).skip(end + 4).collect();
        let Say(status, headers, body) = kept.answer(received);
        let headers: String =
            headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let length = body.len();
        let answer =
            format!("HTTP/1.1 {status} So\r\n{headers}content-length: {length}\r\n\r\n{body}");
        io.write_all(answer.as_bytes()).await.unwrap();
    }
}

/// Many requests at once.
async fn two(io: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, kept: Arc<Kept>) {
    let mut connection = h2::server::handshake(io).await.unwrap();
    let mut open = JoinSet::new();
    while let Some(Ok((request, mut respond))) = connection.accept().await {
        let kept = kept.clone();
        open.spawn(async move {
            let (parts, mut stream) = request.into_parts();
            let mut body = vec![];
            while let Some(chunk) = stream.data().await {
                let chunk = chunk.unwrap();
                stream.flow_control().release_capacity(chunk.len()).unwrap();
                body.extend_from_slice(&chunk);
            }
            let pair = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
                (name.to_string(), value.to_str().unwrap().to_owned())
            };
            let headers = parts.headers.iter().map(pair).collect();
            let what = format!("{} {}", parts.method, parts.uri.path());
            let Say(status, headers, body) = kept.answer(Received { what, headers, body });
            let mut answer = http::Response::builder().status(status);
            for (name, value) in headers {
                answer = answer.header(*name, *value);
            }
            let mut stream = respond.send_response(answer.body(()).unwrap(), false).unwrap();
            stream.send_data(Bytes::from(body), true).unwrap();
        });
    }
}
