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
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Sleep, sleep};

use super::patience::{Patience, Turn};
use crate::limits::Limits;

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
    turn: Turn,
}

/// The server is at work on an answer for as long as this lives.
#[derive(Debug)]
pub(crate) struct Work(Arc<State>);

impl Drop for Work {
    fn drop(&mut self) {
        self.0.turn.end();
    }
}

impl Connection {
    /// The server has all of a request.
    pub(crate) fn work(&self) -> Work {
        self.state.turn.begin();
        Work(Arc::clone(&self.state))
    }

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

/// Accepts connections that can be broken, as many as there is room for.
#[derive(Debug)]
pub(crate) struct Listener {
    socket: TcpListener,
    room: Arc<Semaphore>,
    limits: Limits,
}

impl Listener {
    pub(crate) fn new(socket: TcpListener, limits: Limits) -> Self {
        let room = limits.connections.clamp(1, Semaphore::MAX_PERMITS);
        Self {
            socket,
            room: Arc::new(Semaphore::new(room)),
            limits,
        }
    }
}

impl axum::serve::Listener for Listener {
    type Io = Stream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        // The semaphore is never closed.
        let permit = Arc::clone(&self.room).acquire_owned().await.ok();
        loop {
            match self.socket.accept().await {
                Ok((stream, address)) => {
                    // Answers are written whole; waiting for more to send only costs time.
                    let _ = stream.set_nodelay(true);
                    return (
                        Stream {
                            socket: stream,
                            connection: Connection::default(),
                            pause: None,
                            patience: Patience::new(self.limits.idle),
                            _permit: permit,
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
        self.socket.local_addr()
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
    patience: Patience,
    /// Makes room for another connection in the end.
    _permit: Option<OwnedSemaphorePermit>,
}

impl Stream {
    /// Fails once the other side has kept the server waiting for too long.
    fn poll_patience<T>(&mut self, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        ready!(self.patience.poll(&self.connection.state.turn, context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }

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

impl Stream {
    /// What goes out shows that the other side takes it.
    fn wrote(
        &mut self,
        written: Poll<io::Result<usize>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        if written.is_pending() {
            return self.poll_patience(context);
        }
        self.connection.state.turn.heard();
        written
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.socket).poll_read(context, buffer) {
            Poll::Pending => self.poll_patience(context),
            Poll::Ready(read) => Poll::Ready(read),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let allowed = ready!(self.poll_allowed(context, bytes.len()))?;
        let bytes = bytes.get(..allowed).unwrap_or(bytes);
        let written = Pin::new(&mut self.socket).poll_write(context, bytes);
        self.wrote(written, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let whole = bytes.iter().map(|slice| slice.len()).sum();
        let allowed = ready!(self.poll_allowed(context, whole))?;
        if allowed == whole {
            let written = Pin::new(&mut self.socket).poll_write_vectored(context, bytes);
            return self.wrote(written, context);
        }
        let first = bytes
            .iter()
            .find(|slice| !slice.is_empty())
            .map_or(&[][..], |slice| slice);
        let first = first.get(..allowed).unwrap_or(first);
        let written = Pin::new(&mut self.socket).poll_write(context, first);
        self.wrote(written, context)
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
