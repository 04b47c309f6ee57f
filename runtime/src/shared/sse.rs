//! Server-sent events (WHATWG HTML, "Server-sent events").

use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::StatusCode;
use serde::de::DeserializeOwned;

use super::decode::DecodeError;
use super::error::{Error, ErrorKind};
use super::mode::Async;
use super::operation::Operation;
use super::request::Request;
use super::response::{RawResponse, Response};
use super::stream::ByteStream;

/// An operation that can answer with `text/event-stream`.
pub trait EventSource: Operation {
    /// What the data of an event is.
    type Data;
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerEvent<D> {
    /// Its type; `message` unless the server says otherwise.
    pub event: String,
    /// Its data as it came.
    pub data: String,
    /// The id of this event, or of the last one that had an id.
    pub id: Option<Arc<str>>,
    /// How long to wait before connecting again, if the server said so.
    pub retry: Option<Duration>,
    kind: PhantomData<fn() -> D>,
}

impl<D: DeserializeOwned> ServerEvent<D> {
    /// The data as what the document says it is.
    ///
    /// # Errors
    ///
    /// When it is not JSON of that shape. Some servers end a stream with an event that is not JSON.
    pub fn json(&self) -> serde_json::Result<D> {
        serde_json::from_str(&self.data)
    }
}

/// Events as they arrive.
#[must_use = "events are read only as they are asked for"]
pub struct Events<D> {
    body: ByteStream,
    parser: Parser,
    ready: VecDeque<ServerEvent<D>>,
}

impl<D> Events<D> {
    /// The next event; `None` after the last.
    ///
    /// # Errors
    ///
    /// When the connection breaks, the server is silent for too long, an event is longer than 16 MiB, or its id longer than
    /// 8 KiB.
    pub async fn try_next(&mut self) -> Result<Option<ServerEvent<D>>, Error> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Ok(Some(event));
            }
            let Some(piece) = self.body.try_next().await? else {
                return Ok(None);
            };
            self.parser.feed(&piece, &mut self.ready)?;
        }
    }
}

impl<D> Events<D> {
    /// The id of the last event that had one: what to give [`Request::after_event`] to go on after this connection.
    pub fn last_event_id(&self) -> Option<&str> {
        self.parser.id.as_deref().filter(|id| !id.is_empty())
    }
}

impl<D> fmt::Debug for Events<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Events")
    }
}

impl<O: EventSource> Request<O, Async> {
    /// Asks for the events after the one with this id, as a connection that is made again does (WHATWG HTML,
    /// "The `Last-Event-ID` header").
    pub fn after_event(self, id: &str) -> Self {
        self.header("last-event-id", id)
    }

    /// Sends the request and returns the events of the answer as they arrive.
    ///
    /// # Errors
    ///
    /// As `send`.
    pub async fn send_events(self) -> Result<Response<Events<O::Data>>, Error> {
        let response = self.header("accept", EVENT_STREAM).send_stream().await?;
        // Of anything else, a page of an intermediary say, nothing would be left but silence.
        let content_type = response
            .head()
            .header("content-type")
            .unwrap_or(EVENT_STREAM);
        let essence = content_type.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case(EVENT_STREAM)
            && response.status() != StatusCode::NO_CONTENT
        {
            let message = format!("the answer is {content_type}, not {EVENT_STREAM}");
            let raw = RawResponse {
                head: response.head().clone(),
                body: Bytes::new(),
            };
            let error = Error::from_decode(DecodeError::new(message, &raw), &raw);
            return Err(error.with_operation(O::ID, O::METHOD));
        }
        Ok(response.map(|body| Events {
            body,
            parser: Parser::default(),
            ready: VecDeque::new(),
        }))
    }
}

const EVENT_STREAM: &str = "text/event-stream";

/// No event is longer.
const LONGEST: usize = 16 << 20;

/// No id is longer: it is sent back in a header, and servers take no longer ones.
const LONGEST_ID: usize = 8 << 10;

/// Lines that have arrived, and the event they have described so far.
#[derive(Default)]
struct Parser {
    line: BytesMut,
    /// Whether the first line is over.
    begun: bool,
    /// Whether the last line ended with a carriage return: a line feed that follows belongs to it.
    returned: bool,
    event: String,
    data: Option<String>,
    id: Option<Arc<str>>,
    retry: Option<Duration>,
}

impl Parser {
    fn feed<D>(&mut self, piece: &[u8], ready: &mut VecDeque<ServerEvent<D>>) -> Result<(), Error> {
        for &byte in piece {
            let ends = match byte {
                b'\n' if std::mem::take(&mut self.returned) => continue,
                b'\n' | b'\r' => true,
                _ => false,
            };
            self.returned = byte == b'\r';
            if ends {
                let line = self.line.split();
                let line = String::from_utf8_lossy(&line);
                // One byte order mark may begin the stream.
                let begins = !std::mem::replace(&mut self.begun, true);
                let line = line
                    .strip_prefix('\u{feff}')
                    .filter(|_| begins)
                    .unwrap_or(&line);
                self.line(line, ready)?;
            } else {
                self.line.extend_from_slice(&[byte]);
            }
        }
        if self.line.len() + self.data.as_ref().map_or(0, String::len) > LONGEST {
            return Err(Error::new(
                ErrorKind::BodyTooLarge,
                "an event is longer than 16 MiB",
            ));
        }
        Ok(())
    }

    fn line<D>(&mut self, line: &str, ready: &mut VecDeque<ServerEvent<D>>) -> Result<(), Error> {
        if line.is_empty() {
            self.dispatch(ready);
            return Ok(());
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.event),
            "data" => match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            },
            "id" if value.len() > LONGEST_ID => {
                let message = "the id of an event is longer than 8 KiB";
                return Err(Error::new(ErrorKind::BodyTooLarge, message));
            }
            "id" if !value.contains('\0') => self.id = Some(value.into()),
            // Anything but digits is ignored, a sign included.
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                let retry = value.parse().ok().map(Duration::from_millis);
                self.retry = retry.or(self.retry);
            }
            _ => {}
        }
        Ok(())
    }

    /// An event without data is none.
    fn dispatch<D>(&mut self, ready: &mut VecDeque<ServerEvent<D>>) {
        let event = std::mem::take(&mut self.event);
        if let Some(data) = self.data.take() {
            ready.push_back(ServerEvent {
                event: if event.is_empty() {
                    "message".to_owned()
                } else {
                    event
                },
                data,
                id: self.id.clone(),
                retry: self.retry.take(),
                kind: PhantomData,
            });
        }
    }
}

/// Gives the type of an operation that is answered with events the methods that read them.
#[cfg_attr(not(inline), macro_export)]
#[doc(hidden)]
#[allow(
    unused_macros,
    reason = "no operation may be compiled in that needs it"
)]
macro_rules! events {
    ($name:ident -> $data:ty: $($method:ident)*) => {
        $(events!(@$method $name $data);)*
    };
    (@after_event $name:ident $data:ty) => {
        impl $name {
            /// Asks for the events after the one with this id, as a connection that is made again does (WHATWG HTML,
            /// "The `Last-Event-ID` header").
            pub fn after_event(self, id: &str) -> Self {
                Self { request: self.request.after_event(id) }
            }
        }
    };
    (@send_events $name:ident $data:ty) => {
        impl $name {
            /// Sends the request and returns the events of the answer as they arrive.
            ///
            /// # Errors
            ///
            /// As `send`.
            pub async fn send_events(
                self,
            ) -> ::std::result::Result<runtime::Response<runtime::Events<$data>>, runtime::Error> {
                self.request.send_events().await
            }
        }
    };
}

#[cfg(inline)]
#[allow(
    unused_imports,
    reason = "no operation may be compiled in that needs it"
)]
pub(crate) use events;
