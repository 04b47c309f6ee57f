//! Bodies that do not come as they should.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use tokio::time::{Sleep, sleep};

use super::Connection;
use super::Work;

/// A step of sending a body.
#[derive(Debug)]
pub(crate) enum Part {
    Data(Bytes),
    Pause(Duration),
    /// The connection is reset.
    Reset,
    /// The connection is closed, the rest of the body never sent.
    Close,
}

/// A body sent step by step.
#[derive(Debug)]
pub(crate) struct Script {
    parts: VecDeque<Part>,
    /// Pauses are the server's.
    _work: Work,
    connection: Connection,
    pause: Option<Pin<Box<Sleep>>>,
}

impl Script {
    pub(crate) fn new(parts: Vec<Part>, connection: Connection) -> Self {
        Self {
            parts: parts.into(),
            _work: connection.work(),
            connection,
            pause: None,
        }
    }
}

impl Stream for Script {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(pause) = &mut self.pause {
                ready!(pause.as_mut().poll(context));
                self.pause = None;
            }
            match self.parts.pop_front() {
                None => return Poll::Ready(None),
                Some(Part::Data(data)) => return Poll::Ready(Some(Ok(data))),
                Some(Part::Pause(pause)) => self.pause = Some(Box::pin(sleep(pause))),
                Some(Part::Reset) => {
                    self.connection.reset();
                    return Poll::Ready(Some(Ok(Bytes::from_static(b" "))));
                }
                Some(Part::Close) => {
                    return Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into())));
                }
            }
        }
    }
}
