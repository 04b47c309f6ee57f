//! One call as plain data: what `Request` collects and the transport sends.

use std::fmt::Display;
use std::sync::{Arc, Mutex};

use http::header::HeaderMap;
#[cfg(any(feature = "oauth2", feature = "paging", feature = "wait"))]
use url::Url;

use super::body::Body;
use super::error::{Error, ErrorKind};
use super::header::{add_encoded_cookie, header};
#[cfg(feature = "multipart")]
use super::multipart_body::MultipartBody;
use super::operation::Descriptor;
use super::options::Overrides;
use super::query::{Query, encode};
use super::secrets::Secrets;
use super::transport::HttpBody;

/// Where a call goes.
#[derive(Debug, Clone)]
pub(super) enum Target {
    /// The path of the operation below its server.
    Operation,
    /// A link the server gave; followed only to the configured servers.
    #[cfg(any(feature = "paging", feature = "wait"))]
    Link(Url),
    /// A URL from the configuration, to which no credential is attached.
    #[cfg(feature = "oauth2")]
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
    /// The form that the body is made of, for changes to its parts.
    #[cfg(feature = "multipart")]
    pub(super) form: Option<Arc<MultipartBody>>,
    /// What the form still lacks; reported when the call is sent.
    #[cfg(feature = "multipart")]
    pub(super) lacking: Option<String>,
    pub(super) overrides: Overrides,
    /// Credentials among the inputs.
    pub(super) secrets: Secrets,
    /// Takes a successful response whose body is not to be read to its end first.
    pub(super) open: Option<Arc<Mutex<Option<HttpBody>>>>,
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
            #[cfg(feature = "multipart")]
            form: None,
            #[cfg(feature = "multipart")]
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
                #[cfg(feature = "multipart")]
                self.set_form(None, None);
            }
            Err(error) => self.fault(error),
        }
    }

    /// Remembers the form that the body is made of, and what it lacks.
    #[cfg(feature = "multipart")]
    pub(super) fn set_form(&mut self, form: Option<MultipartBody>, lacking: Option<String>) {
        (self.form, self.lacking) = (form.map(Arc::new), lacking);
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
        #[cfg(feature = "multipart")]
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
