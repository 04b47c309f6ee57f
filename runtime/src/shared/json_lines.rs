//! Streams of JSON values: one per line (JSON Lines, NDJSON), or one behind each record separator (RFC 7464).

use std::fmt;
use std::marker::PhantomData;

use bytes::{Bytes, BytesMut};
use serde::de::DeserializeOwned;

use super::decode::json;
use super::error::{Error, ErrorKind};
use super::mode::Async;
use super::operation::Operation;
use super::request::Request;
use super::response::{RawResponse, RawResponseHead, Response};
use super::stream::ByteStream;

/// An operation that can answer with a stream of JSON values.
pub trait LineSource: Operation {
    /// What a line holds.
    type Line;
}

/// JSON values as they arrive.
#[must_use = "lines are read only as they are asked for"]
pub struct Lines<T> {
    head: RawResponseHead,
    body: ByteStream,
    buffer: BytesMut,
    /// How much of the buffer is known to hold no end of a line.
    searched: usize,
    ended: bool,
    kind: PhantomData<fn() -> T>,
}

/// No line is longer.
const LONGEST: usize = 16 << 20;

impl<T: DeserializeOwned> Lines<T> {
    /// The next value; `None` after the last.
    ///
    /// # Errors
    ///
    /// When the connection breaks, the server is silent for too long, a line is longer than 16 MiB, or it is not what the
    /// document says; the lines after such a one can still be read.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        while let Some(line) = self.line().await? {
            // A record separator begins a value, white space is none.
            let blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0x1e;
            let Some(start) = line.iter().position(|byte| !blank(byte)) else {
                continue;
            };
            let raw = RawResponse {
                head: self.head.clone(),
                body: line.slice(start..),
            };
            return json(&raw)
                .map(Some)
                .map_err(|error| Error::from_decode(error, &raw));
        }
        Ok(None)
    }
}

impl<T> Lines<T> {
    async fn line(&mut self) -> Result<Option<Bytes>, Error> {
        loop {
            let unsearched = self.buffer.get(self.searched..).unwrap_or_default();
            if let Some(end) = unsearched.iter().position(|byte| *byte == b'\n') {
                let line = self.buffer.split_to(self.searched + end + 1);
                self.searched = 0;
                return Ok(Some(line.freeze()));
            }
            self.searched = self.buffer.len();
            if self.searched > LONGEST {
                return Err(Error::new(
                    ErrorKind::BodyTooLarge,
                    "a line is longer than 16 MiB",
                ));
            }
            if self.ended {
                self.searched = 0;
                let rest = self.buffer.split().freeze();
                return Ok(Some(rest).filter(|rest| !rest.is_empty()));
            }
            match self.body.try_next().await? {
                Some(piece) => self.buffer.extend_from_slice(&piece),
                None => self.ended = true,
            }
        }
    }
}

impl<T> fmt::Debug for Lines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lines")
    }
}

impl<O: LineSource> Request<O, Async> {
    /// Sends the request and returns the JSON values of the answer as they arrive.
    ///
    /// # Errors
    ///
    /// As `send`.
    pub async fn send_lines(self) -> Result<Response<Lines<O::Line>>, Error> {
        // Where the operation can answer with one JSON text as well, that is not what is asked for.
        let request = if O::ACCEPT.ends_with("json") && !O::ACCEPT.ends_with("ndjson") {
            self.header(
                "accept",
                "application/x-ndjson, application/jsonl, application/json-seq",
            )
        } else {
            self
        };
        let response = request.send_stream().await?;
        let head = response.head().clone();
        Ok(response.map(|body| Lines {
            head,
            body,
            buffer: BytesMut::new(),
            searched: 0,
            ended: false,
            kind: PhantomData,
        }))
    }
}

/// Gives the type of an operation that is answered with JSON lines the method that reads them.
#[cfg_attr(not(inline), macro_export)]
#[doc(hidden)]
#[allow(
    unused_macros,
    reason = "no operation may be compiled in that needs it"
)]
macro_rules! lines {
    ($name:ident -> $data:ty: $($method:ident)*) => {
        $(lines!(@$method $name $data);)*
    };
    (@send_lines $name:ident $data:ty) => {
        impl $name {
            /// Sends the request and returns the JSON values of the answer as they arrive.
            ///
            /// # Errors
            ///
            /// As `send`.
            pub async fn send_lines(
                self,
            ) -> ::std::result::Result<runtime::Response<runtime::Lines<$data>>, runtime::Error> {
                self.request.send_lines().await
            }
        }
    };
}

#[cfg(inline)]
#[allow(
    unused_imports,
    reason = "no operation may be compiled in that needs it"
)]
pub(crate) use lines;
