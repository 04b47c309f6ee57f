//! Error bodies that differ by status.

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::error::{Error, ErrorKind};

/// The error bodies of an operation, as the document describes them; implemented by generated enums.
pub trait ErrorBodies: Sized {
    /// The body of a response with this status. One that the document does not describe, or that is not what it
    /// describes, is kept as it came.
    fn read(status: u16, body: &Bytes) -> Self;
}

impl Error {
    /// The body of a response whose status is not a success, by its status; `None` if no such response came.
    pub fn typed<E: ErrorBodies>(&self) -> Option<E> {
        let status = self.status().filter(|_| self.kind() == ErrorKind::Status)?;
        Some(E::read(status.as_u16(), self.bytes()))
    }
}

/// Implements [`ErrorBodies`] for an enum with a variant per status and an open one.
#[cfg_attr(not(inline), macro_export)]
#[doc(hidden)]
macro_rules! error_bodies {
    ($name:ident { $($status:pat => $variant:ident($($read:tt)+)),* $(,)? }) => {
        impl error_bodies::ErrorBodies for $name {
            fn read(status: u16, body: &::bytes::Bytes) -> Self {
                #[allow(unreachable_patterns)]
                let read = match status {
                    $($status => error_bodies::$($read)+(body).map(Self::$variant),)*
                    _ => None,
                };
                read.unwrap_or_else(|| Self::Other(body.clone()))
            }
        }
    };
}

#[cfg(inline)]
pub(crate) use error_bodies;

/// A body of JSON.
pub fn json<T: DeserializeOwned>(body: &Bytes) -> Option<T> {
    serde_json::from_slice(body).ok()
}

/// A body of XML.
#[cfg(feature = "xml")]
pub use super::xml::error_body as xml;

/// A body of text.
pub fn text(body: &Bytes) -> Option<String> {
    Some(std::str::from_utf8(body).ok()?.to_owned())
}
