//! Connections: how many, and how long one may keep us waiting.

use std::{
    future::Future,
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use poem::{
    http::uri::Scheme,
    listener::Acceptor,
    web::{LocalAddr, RemoteAddr},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, Sleep, sleep},
};

/// Accepts connections, so many at a time, and closes those that stall.
///
/// Neither poem nor hyper closes a connection that stops in the middle of a request: a few thousand of those, which one
/// laptop can hold open, would keep everybody else out.
pub struct Guard<A> {
    inner: A,
    places: Arc<Semaphore>,
    limits: Limits,
}

/// How long one connection may keep us waiting.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Without a single byte in either direction. It has to be longer than an answer may take.
    pub stall: Duration,
    /// Without our having had anything to say: the end of a request that trickles in.
    pub silence: Duration,
    /// How many connections there may be at once.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            stall: Duration::from_secs(60),
            silence: Duration::from_secs(300),
            connections: 4096,
        }
    }
}

impl<A> Guard<A> {
    /// Guards an acceptor.
    pub fn new(inner: A, limits: Limits) -> Self {
        Self { inner, places: Arc::new(Semaphore::new(limits.connections)), limits }
    }
}

impl<A: Acceptor> Acceptor for Guard<A> {
    type Io = Guarded<A::Io>;

    fn local_addr(&self) -> Vec<LocalAddr> {
        self.inner.local_addr()
    }

    async fn accept(&mut self) -> io::Result<(Self::Io, LocalAddr, RemoteAddr, Scheme)> {
        // Those who come when every place is taken wait in the queue of the operating system.
        let place = self.places.clone().acquire_owned().await.map_err(io::Error::other)?;
        match self.inner.accept().await {
            Ok((io, local, remote, scheme)) => {
                Ok((Guarded::new(io, self.limits, place), local, remote, scheme))
            }
            Err(error) => {
                // Out of files, usually. poem would ask again at once, and for ever.
                sleep(Duration::from_millis(50)).await;
                Err(error)
            }
        }
    }
}

/// A connection with its timer.
pub struct Guarded<T> {
    io: T,
    limits: Limits,
    timer: Pin<Box<Sleep>>,
    /// When silence becomes too long.
    end: Instant,
    _place: OwnedSemaphorePermit,
}

impl<T> Guarded<T> {
    fn new(io: T, limits: Limits, place: OwnedSemaphorePermit) -> Self {
        let timer = Box::pin(sleep(limits.stall));
        Self { io, limits, timer, end: Instant::now() + limits.silence, _place: place }
    }

    fn heard(&mut self) {
        let deadline = (Instant::now() + self.limits.stall).min(self.end);
        self.timer.as_mut().reset(deadline);
    }

    fn said(&mut self) {
        self.end = Instant::now() + self.limits.silence;
        self.heard();
    }

    /// An error once the timer has run out.
    fn patience(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        self.timer.as_mut().poll(cx).map(|()| io::ErrorKind::TimedOut.into())
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for Guarded<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.io).poll_read(cx, buf) {
            Poll::Ready(_) if Instant::now() >= self.end => {
                Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
            }
            Poll::Ready(read) => {
                self.heard();
                Poll::Ready(read)
            }
            Poll::Pending => Poll::Ready(Err(ready!(self.patience(cx)))),
        }
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for Guarded<T> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.io).poll_write(cx, bytes);
        if written.is_ready() {
            self.said();
            return written;
        }
        // Somebody who asks and does not read the answer stalls as well.
        Poll::Ready(Err(ready!(self.patience(cx))))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.io).poll_write_vectored(cx, bytes);
        if written.is_ready() {
            self.said();
            return written;
        }
        Poll::Ready(Err(ready!(self.patience(cx))))
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use poem::listener::{Listener, TcpListener};
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpStream,
        time::timeout,
    };

    use super::*;

    async fn guard(limits: Limits) -> (Guard<impl Acceptor>, std::net::SocketAddr) {
        let guard =
            Guard::new(TcpListener::bind("127.0.0.1:0").into_acceptor().await.unwrap(), limits);
        let address = *guard.local_addr()[0].as_socket_addr().unwrap();
        (guard, address)
    }

    #[tokio::test]
    async fn a_connection_that_stalls_is_closed() {
        let (mut guard, address) =
            guard(Limits { stall: Duration::from_millis(60), ..Limits::default() }).await;
        let mut caller = TcpStream::connect(address).await.unwrap();
        let (mut io, ..) = guard.accept().await.unwrap();

        caller.write_all(b"GET / HT").await.unwrap();
        assert_eq!(io.read(&mut [0; 64]).await.unwrap(), 8);
        assert_eq!(io.read(&mut [0; 64]).await.unwrap_err().kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn a_connection_that_trickles_is_closed_too() {
        let limits = Limits { silence: Duration::from_millis(200), ..Limits::default() };
        let (mut guard, address) = guard(limits).await;
        let mut caller = TcpStream::connect(address).await.unwrap();
        let (mut io, ..) = guard.accept().await.unwrap();

        let trickle = async {
            loop {
                let _ = caller.write_all(b"x").await;
                sleep(Duration::from_millis(20)).await;
            }
        };
        let read = async { while io.read(&mut [0; 64]).await.is_ok() {} };
        tokio::select! {
            () = trickle => {}
            closed = timeout(Duration::from_secs(5), read) => closed.expect("it is closed long before"),
        }
    }

    #[tokio::test]
    async fn the_next_one_waits_until_there_is_a_place() {
        let (mut guard, address) = guard(Limits { connections: 1, ..Limits::default() }).await;
        let _one = TcpStream::connect(address).await.unwrap();
        let _other = TcpStream::connect(address).await.unwrap();

        let first = guard.accept().await.unwrap();
        assert!(timeout(Duration::from_millis(50), guard.accept()).await.is_err());
        drop(first);
        assert!(guard.accept().await.is_ok());
    }
}
