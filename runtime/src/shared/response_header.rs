//! Headers of responses that the document describes.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use http::header::HeaderMap;

use super::error::Error;
use super::response::Response;

/// A header of responses and the type of its value.
pub struct ResponseHeader<T> {
    name: &'static str,
    value: PhantomData<fn() -> T>,
}

impl<T> ResponseHeader<T> {
    /// A header of this name.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            value: PhantomData,
        }
    }

    /// Its name.
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

impl<T: FromStr> ResponseHeader<T> {
    /// Its value; `None` if the header is not there, is not text, or is not what the document says.
    pub fn read(&self, headers: &HeaderMap) -> Option<T> {
        headers.get(self.name)?.to_str().ok()?.parse().ok()
    }
}

impl<T> Clone for ResponseHeader<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for ResponseHeader<T> {}

impl<T> fmt::Debug for ResponseHeader<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResponseHeader({:?})", self.name)
    }
}

impl<B> Response<B> {
    /// The value of a header; `None` if it is not there, is not text, or is not what the document says.
    pub fn header<T: FromStr>(&self, header: ResponseHeader<T>) -> Option<T> {
        header.read(self.headers())
    }
}

impl Error {
    /// The value of a header of the response; `None` if there is none, or it is not what the document says.
    pub fn header<T: FromStr>(&self, header: ResponseHeader<T>) -> Option<T> {
        header.read(self.headers())
    }
}
