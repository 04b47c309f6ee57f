//! Connections that can be broken from within a request.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::IncomingStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Sleep, sleep};

/// Bytes that go out at once on a slow connection.
const DROP: usize = 16;

/// A handle to the connection that a request came in on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Connection {
    state: Arc<State>,
}

#[derive(Debug, Default)]
struct State {
    broken: AtomicBool,
    /// Milliseconds before each drop.
    pause: AtomicU64,
}

impl Connection {
    /// The next write resets the connection.
    pub(crate) fn reset(&self) {
        self.state.broken.store(true, Ordering::Release);
    }

    /// From now on, everything goes out drop by drop.
    pub(crate) fn drip(&self, pause: Duration) {
        self.state.pause.store(
            u64::try_from(pause.as_millis()).unwrap_or(u64::MAX).max(1),
            Ordering::Release,
        );
    }
}

/// Accepts connections that can be broken.
#[derive(Debug)]
pub(crate) struct Listener(pub(crate) TcpListener);

impl axum::serve::Listener for Listener {
    type Io = Stream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            match self.0.accept().await {
                Ok((stream, address)) => {
                    // Answers are written whole; waiting for more to send only costs time.
                    let _ = stream.set_nodelay(true);
                    return (
                        Stream {
                            socket: stream,
                            connection: Connection::default(),
                            pause: None,
                        },
                        address,
                    );
                }
                // Out of file descriptors, say: some connection will end.
                Err(_) => sleep(Duration::from_millis(50)).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, Listener>> for Connection {
    fn connect_info(stream: IncomingStream<'_, Listener>) -> Self {
        stream.io().connection.clone()
    }
}

/// A TCP connection under control.
#[derive(Debug)]
pub(crate) struct Stream {
    socket: TcpStream,
    connection: Connection,
    pause: Option<Pin<Box<Sleep>>>,
}

impl Stream {
    /// Waits for the next drop, or fails on a broken connection. How many bytes may go out.
    fn poll_allowed(
        &mut self,
        context: &mut Context<'_>,
        wanted: usize,
    ) -> Poll<io::Result<usize>> {
        let state = &self.connection.state;
        if state.broken.load(Ordering::Acquire) {
            // Without lingering, closing sends a reset rather than an orderly end.
            let _ = self.socket.set_zero_linger();
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        let pause = state.pause.load(Ordering::Acquire);
        if pause == 0 {
            return Poll::Ready(Ok(wanted));
        }
        let waiting = self
            .pause
            .get_or_insert_with(|| Box::pin(sleep(Duration::from_millis(pause))));
        ready!(waiting.as_mut().poll(context));
        self.pause = None;
        Poll::Ready(Ok(wanted.min(DROP)))
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_read(context, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let allowed = ready!(self.poll_allowed(context, bytes.len()))?;
        Pin::new(&mut self.socket).poll_write(context, bytes.get(..allowed).unwrap_or(bytes))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let whole = bytes.iter().map(|slice| slice.len()).sum();
        let allowed = ready!(self.poll_allowed(context, whole))?;
        if allowed == whole {
            return Pin::new(&mut self.socket).poll_write_vectored(context, bytes);
        }
        let first = bytes
            .iter()
            .find(|slice| !slice.is_empty())
            .map_or(&[][..], |slice| slice);
        Pin::new(&mut self.socket).poll_write(context, first.get(..allowed).unwrap_or(first))
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(context)
    }
}
