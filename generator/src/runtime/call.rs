//! One call as plain data: what `Request` collects and the transport sends.

use std::any::Any;
use std::fmt::Display;
use std::sync::{Arc, Mutex};

use reqwest::Url;
use reqwest::header::{COOKIE, HeaderMap, HeaderName, HeaderValue};

use super::body::Body;
use super::error::{Error, ErrorKind};
use super::operation::Descriptor;
use super::options::Overrides;
use super::query::{Query, encode};
use super::secrets::Secrets;

/// Where a call goes.
#[derive(Debug, Clone)]
#[allow(dead_code, reason = "only the groups paging and oauth2 go elsewhere")]
pub(super) enum Target {
    /// The path of the operation below its server.
    Operation,
    /// A link the server gave; followed only to the configured servers.
    Link(Url),
    /// A URL from the configuration, to which no credential is attached.
    Configured(Url),
}

/// A call that has not been sent.
#[derive(Clone)]
pub(super) struct Call {
    pub(super) operation: Descriptor,
    pub(super) target: Target,
    /// Values of path parameters, encoded.
    pub(super) path: Vec<(&'static str, String)>,
    pub(super) query: Query,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Body>,
    /// The form that the body was made of, for changes to its parts.
    pub(super) form: Option<Arc<dyn Any + Send + Sync>>,
    /// What the body still lacks; reported when the call is sent.
    pub(super) lacking: Option<String>,
    pub(super) overrides: Overrides,
    /// Credentials among the inputs.
    pub(super) secrets: Secrets,
    /// Takes a successful response whose body is not to be read to its end first.
    pub(super) open: Option<Arc<Mutex<Option<reqwest::Response>>>>,
    /// The first thing that was wrong with an input; reported when the call is sent.
    pub(super) fault: Option<Error>,
}

impl Call {
    pub(super) fn new(operation: Descriptor) -> Self {
        Self {
            operation,
            target: Target::Operation,
            path: Vec::new(),
            query: Query::default(),
            headers: HeaderMap::new(),
            body: None,
            form: None,
            lacking: None,
            overrides: Overrides::default(),
            secrets: Secrets::default(),
            open: None,
            fault: None,
        }
    }

    /// A path parameter becomes exactly one segment, so `.`, `..` and an empty value, which would name
    /// another path, are refused (RFC 3986, section 3.3).
    pub(super) fn set_path(&mut self, name: &'static str, value: &str) {
        if matches!(value, "" | "." | "..") {
            self.invalid(format!("path parameter `{name}` cannot be {value:?}"));
        }
        self.path.push((name, encode(value)));
    }

    pub(super) fn set_header(&mut self, name: &str, value: &dyn Display) {
        match header(name, &value.to_string()) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
            }
            Err(error) => self.fault(error),
        }
    }

    pub(super) fn add_cookie(&mut self, name: &str, value: &dyn Display) {
        self.add_encoded_cookie(name, &encode(&value.to_string()));
    }

    pub(super) fn add_encoded_cookie(&mut self, name: &str, value: &str) {
        add_encoded_cookie(&mut self.headers, name, value);
    }

    pub(super) fn set_body(&mut self, body: Result<Body, Error>) {
        match body {
            Ok(body) => {
                self.body = Some(body);
                (self.form, self.lacking) = (None, None);
            }
            Err(error) => self.fault(error),
        }
    }

    pub(super) fn invalid(&mut self, message: impl Into<String>) {
        self.fault(Error::new(ErrorKind::InvalidRequest, message));
    }

    fn fault(&mut self, error: Error) {
        self.fault.get_or_insert(error);
    }

    /// The rules that concern several parameters.
    pub(super) fn check(&self) -> Result<(), Error> {
        if let Some(fault) = &self.fault {
            return Err(fault.clone());
        }
        if let Some(lacking) = &self.lacking {
            return Err(Error::new(ErrorKind::InvalidRequest, lacking));
        }
        let given = |name: &&str| self.query.has(name) || self.headers.contains_key(*name);
        for names in self.operation.required_one_of {
            if !names.iter().any(given) {
                let message = format!(
                    "at least one of these has to be given: {}",
                    names.join(", ")
                );
                return Err(Error::new(ErrorKind::InvalidRequest, message));
            }
        }
        for names in self.operation.required_together {
            if names.iter().any(given) && !names.iter().all(given) {
                let message = format!(
                    "these are given together or not at all: {}",
                    names.join(", ")
                );
                return Err(Error::new(ErrorKind::InvalidRequest, message));
            }
        }
        Ok(())
    }
}

/// A header, unless its value holds a control character such as CR or LF (RFC 9110, section 5.5).
///
/// The message leaves the value out, as it may be a secret.
pub(super) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Error> {
    let invalid = |what: &str| {
        Error::new(
            ErrorKind::InvalidRequest,
            format!("header {name:?}: invalid {what}"),
        )
    };
    let header_name = HeaderName::try_from(name).map_err(|_| invalid("name"))?;
    let header_value = HeaderValue::from_bytes(value.as_bytes())
        .map_err(|_| invalid("value (control characters are not allowed)"))?;
    Ok((header_name, header_value))
}

/// Adds to the `Cookie` header, percent-encoded, so that no value can add a cookie (RFC 6265, section 4.2.1).
pub(super) fn add_cookie(headers: &mut HeaderMap, name: &str, value: &str) {
    add_encoded_cookie(headers, name, &encode(value));
}

fn add_encoded_cookie(headers: &mut HeaderMap, name: &str, value: &str) {
    let mut cookies = match headers
        .get(COOKIE)
        .and_then(|cookies| cookies.to_str().ok())
    {
        Some(cookies) => format!("{cookies}; "),
        None => String::new(),
    };
    cookies = cookies + &encode(name) + "=" + value;
    if let Ok(mut cookies) = HeaderValue::try_from(cookies) {
        cookies.set_sensitive(true);
        headers.insert(COOKIE, cookies);
    }
}
