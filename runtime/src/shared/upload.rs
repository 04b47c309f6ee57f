//! Bodies and files that are sent piece by piece, as they become available.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::stream::poll_fn;
use tokio::io::{AsyncRead, ReadBuf};

use super::body::{Content, Pieces};
use super::error::{Error, ErrorKind};
use super::transport::{BoxError, HttpBody};
use super::watch::Progress;

type Source = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>;

/// How much of a reader is sent at once, in bytes.
const PIECE: usize = 64 << 10;

/// The bytes of a body or of a file: all at once, or from a stream or a reader.
///
/// While pieces go out the read timeout does not run; the total timeout does, so that a long upload may need a longer
/// one. A stream that can be read only once is sent only once: such a request is never retried.
#[derive(Clone)]
pub struct Upload {
    data: Data,
    length: Option<u64>,
}

#[derive(Clone)]
enum Data {
    Bytes(Bytes),
    Once(Arc<Mutex<Option<Source>>>),
    Again(Arc<dyn Fn() -> Source + Send + Sync>),
}

impl Upload {
    /// Sends what a stream yields. Its length is not announced unless [`length`](Self::length) says it.
    pub fn stream<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        Self::once(boxed(stream))
    }

    /// Sends what a reader, such as a `tokio::fs::File`, yields. Its length is not announced unless
    /// [`length`](Self::length) says it.
    pub fn reader(reader: impl AsyncRead + Send + 'static) -> Self {
        Self::once(pieces_of(reader))
    }

    /// Sends what a stream yields that can be opened any number of times, so that the request can be retried as one
    /// whose body is in memory.
    pub fn repeatable<S, B, E>(open: impl Fn() -> S + Send + Sync + 'static) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        Self {
            data: Data::Again(Arc::new(move || boxed(open()))),
            length: None,
        }
    }

    /// Announces the length in bytes. To send more or less than that is an error.
    #[must_use]
    pub fn length(mut self, bytes: u64) -> Self {
        self.length = Some(bytes);
        self
    }

    fn once(source: Source) -> Self {
        Self {
            data: Data::Once(Arc::new(Mutex::new(Some(source)))),
            length: None,
        }
    }

    /// The bytes, where they are all there.
    pub(super) fn bytes(&self) -> Option<&Bytes> {
        match &self.data {
            Data::Bytes(bytes) => Some(bytes),
            Data::Once(_) | Data::Again(_) => None,
        }
    }

    fn announced(&self) -> Option<u64> {
        match &self.data {
            Data::Bytes(bytes) => Some(bytes.len() as u64),
            Data::Once(_) | Data::Again(_) => self.length,
        }
    }

    fn open(&self) -> Result<Source, Error> {
        match &self.data {
            Data::Bytes(bytes) => Ok(boxed(futures_util::stream::iter([Ok::<_, BoxError>(
                bytes.clone(),
            )]))),
            Data::Again(open) => Ok(open()),
            Data::Once(source) => {
                let mut source = source.lock().unwrap_or_else(PoisonError::into_inner);
                source.take().ok_or_else(|| {
                    Error::new(
                        ErrorKind::InvalidRequest,
                        "the stream of this body has been sent already",
                    )
                })
            }
        }
    }
}

impl<B: Into<Bytes>> From<B> for Upload {
    fn from(bytes: B) -> Self {
        Self {
            data: Data::Bytes(bytes.into()),
            length: None,
        }
    }
}

// Streams are equal to themselves alone.
impl PartialEq for Upload {
    fn eq(&self, other: &Self) -> bool {
        match (&self.data, &other.data) {
            (Data::Bytes(one), Data::Bytes(other)) => one == other,
            (Data::Once(one), Data::Once(other)) => Arc::ptr_eq(one, other),
            (Data::Again(one), Data::Again(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

// The content may be personal or secret.
impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.announced() {
            Some(length) => write!(f, "Upload({length} bytes)"),
            None => f.write_str("Upload"),
        }
    }
}

/// Uploads that are sent one after the other, as the parts of a form are.
pub(super) struct Parts(pub(super) Vec<Upload>);

impl Parts {
    /// What is all there is not sent as a stream.
    pub(super) fn content(self) -> Content {
        let bytes: Option<Vec<&Bytes>> = self.0.iter().map(Upload::bytes).collect();
        match bytes.as_deref() {
            Some([only]) => Content::Bytes((*only).clone()),
            Some(several) => Content::Bytes(
                several
                    .iter()
                    .flat_map(|bytes| bytes.iter().copied())
                    .collect(),
            ),
            None => Content::Pieces(Arc::new(self)),
        }
    }
}

impl Pieces for Parts {
    fn open(&self, progress: Progress) -> Result<HttpBody, Error> {
        let sources = self.0.iter().map(Upload::open);
        let sources = sources.collect::<Result<Vec<_>, _>>()?;
        let lengths = self.0.iter().map(Upload::announced);
        let outgoing = Outgoing {
            parts: sources.into_iter().zip(lengths.clone()).rev().collect(),
            progress,
        };
        Ok(HttpBody::pieces(outgoing, lengths.sum()))
    }

    fn again(&self) -> bool {
        let once = |upload: &Upload| matches!(upload.data, Data::Once(_));
        !self.0.iter().any(once)
    }
}

/// A body on its way.
struct Outgoing {
    /// What is still to be sent, the next part last, each with what is left of its announced length.
    parts: Vec<(Source, Option<u64>)>,
    progress: Progress,
}

impl Stream for Outgoing {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        while let Some((source, left)) = this.parts.last_mut() {
            let Some(piece) = ready!(source.as_mut().poll_next(cx)) else {
                if left.is_some_and(|left| left > 0) {
                    return Poll::Ready(Some(Err("the upload is shorter than announced".into())));
                }
                this.parts.pop();
                continue;
            };
            let piece = piece?;
            let length = piece.len() as u64;
            if left.is_some_and(|left| left < length) {
                return Poll::Ready(Some(Err("the upload is longer than announced".into())));
            }
            *left = left.map(|left| left - length);
            this.progress.made();
            return Poll::Ready(Some(Ok(piece)));
        }
        Poll::Ready(None)
    }
}

fn boxed<S, B, E>(stream: S) -> Source
where
    S: Stream<Item = Result<B, E>> + Send + 'static,
    B: Into<Bytes>,
    E: Into<BoxError>,
{
    let mut stream = Box::pin(stream);
    Box::pin(poll_fn(move |cx| {
        let piece = ready!(stream.as_mut().poll_next(cx));
        Poll::Ready(piece.map(|piece| piece.map(Into::into).map_err(Into::into)))
    }))
}

fn pieces_of(reader: impl AsyncRead + Send + 'static) -> Source {
    let mut reader = Box::pin(reader);
    let mut buffer = vec![0; PIECE];
    boxed(poll_fn(move |cx| {
        let mut into = ReadBuf::new(&mut buffer);
        let read = ready!(reader.as_mut().poll_read(cx, &mut into));
        Poll::Ready(match read {
            Err(error) => Some(Err(error)),
            Ok(()) if into.filled().is_empty() => None,
            Ok(()) => Some(Ok(Bytes::copy_from_slice(into.filled()))),
        })
    }))
}
