//! From a call to the request line, headers and body that are sent.

use http::Method;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderMap};
use url::Url;

use super::body::Content;
use super::call::{Call, Target};
use super::core::Core;
use super::error::{Error, ErrorKind};
use super::header::header;
#[cfg(feature = "idempotency-key")]
use super::idempotency::add_key;
use super::origin::check_same_origin;

/// A request that can be sent any number of times, unless its body is a stream that is read only once.
pub(super) struct Prepared {
    pub(super) method: Method,
    pub(super) url: Url,
    /// The URL as it may be shown.
    pub(super) shown_url: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Content>,
}

impl Prepared {
    /// Whether the body, if any, can be sent once more.
    pub(super) fn can_repeat(&self) -> bool {
        self.body.as_ref().is_none_or(Content::again)
    }
}

impl Core {
    /// Checks the inputs and puts the request together.
    pub(super) fn prepare(&self, call: &Call) -> Result<Prepared, Error> {
        call.check()?;
        let url = match &call.target {
            Target::Operation => self.operation_url(call)?,
            #[cfg(feature = "oauth2")]
            Target::Configured(url) => url.clone(),
            #[cfg(any(feature = "paging", feature = "wait"))]
            Target::Link(url) => {
                self.check_origin(url, "the link")?;
                url.clone()
            }
        };
        let mut headers = self.default_headers.clone();
        if !call.operation.accept.is_empty() {
            let (_, accept) = header(ACCEPT.as_str(), call.operation.accept)?;
            headers.insert(ACCEPT, accept);
        }
        if let Some(body) = &call.body {
            headers.insert(CONTENT_TYPE, body.content_type.clone());
        }
        for (name, value) in &call.headers {
            headers.insert(name, value.clone());
        }
        #[cfg(feature = "idempotency-key")]
        add_key(call, &mut headers)?;
        let method = call.operation.method.parse().map_err(|error| {
            Error::new(ErrorKind::InvalidRequest, format!("not a method: {error}"))
        })?;
        Ok(Prepared {
            method,
            shown_url: self.shown(&url),
            url,
            headers,
            body: call.body.as_ref().map(|body| body.content.clone()),
        })
    }

    fn operation_url(&self, call: &Call) -> Result<Url, Error> {
        let invalid = |message: String| Error::new(ErrorKind::InvalidRequest, message);
        let server = self.server_of(&call.operation)?;
        let mut text = server.as_str().trim_end_matches('/').to_owned();
        if !call.operation.path.starts_with('/') {
            text.push('/');
        }
        let mut rest = call.operation.path;
        while let Some((literal, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            let value = call.path.iter().find(|(given, _)| *given == name);
            let (_, value) =
                value.ok_or_else(|| invalid(format!("path parameter `{name}` is missing")))?;
            text.push_str(literal);
            text.push_str(value);
            rest = after;
        }
        text.push_str(rest);
        if !call.query.is_empty() {
            // A template may have a query of its own.
            text.push(if call.operation.path.contains('?') {
                '&'
            } else {
                '?'
            });
            text.push_str(&call.query.to_string());
        }
        let url = Url::parse(&text).map_err(|error| invalid(format!("not a URL: {error}")))?;
        check_same_origin(&url, server, "the path")?;
        Ok(url)
    }
}
