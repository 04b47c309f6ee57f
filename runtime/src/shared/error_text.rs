//! How errors read.

use std::error::Error as StdError;
use std::fmt;

use super::error::{Error, ErrorKind};

/// `fetchPatient: GET https://host/patient/1: 404 Not Found (request id 7): what the server reported`.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        if let Some(operation) = inner.operation {
            write!(f, "{operation}: ")?;
        }
        if let (Some(method), Some(url)) = (&inner.method, &inner.url) {
            write!(f, "{method} {url}: ")?;
        }
        let mut separator = "";
        if let Some(status) = inner.status.filter(|_| inner.kind != ErrorKind::Decode) {
            write!(f, "{status}")?;
            separator = ": ";
        }
        if let Some(id) = &inner.request_id {
            write!(
                f,
                "{}request id {id}",
                if separator.is_empty() { "" } else { ", " }
            )?;
            separator = ": ";
        }
        if let Some(index) = inner.item {
            write!(f, "{separator}item {index}")?;
            separator = ": ";
        }
        if let Some(decode) = &inner.decode {
            write!(f, "{separator}{decode}")?;
            separator = "; ";
        }
        for error in &inner.errors {
            write!(f, "{separator}{error}")?;
            separator = "; ";
        }
        for text in [&inner.message, &inner.body]
            .into_iter()
            .filter(|text| !text.is_empty())
        {
            write!(f, "{separator}{text}")?;
            separator = ": ";
        }
        if inner.attempts > 1 {
            write!(f, " (after {} attempts)", inner.attempts)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug
            .field("kind", &self.0.kind)
            .field("message", &self.to_string());
        if let Some(source) = &self.0.source {
            debug.field("source", source);
        }
        debug.finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0
            .source
            .as_deref()
            .map(|source| source as &(dyn StdError + 'static))
    }
}
