//! Options of one call: timeouts, retries, and what the OpenAPI document does not declare.

use std::fmt::{self, Display};
use std::time::Duration;

use http::header::{ACCEPT, CONTENT_TYPE};

use super::call::Call;
use super::options::Overrides;
use super::retry::RetryPolicy;

/// Options of one call: timeouts, retries, and headers, query parameters and cookies that the OpenAPI document does not
/// declare.
///
/// One value serves any number of calls.
#[derive(Clone, Default)]
#[must_use = "options do nothing until a request is given them"]
pub struct CallOptions {
    overrides: Overrides,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    cookies: Vec<(String, String)>,
}

impl CallOptions {
    /// No overrides.
    pub fn new() -> Self {
        Self::default()
    }

    /// The longest wait for the next bytes of the response, the first ones included.
    pub fn read_timeout(mut self, limit: Duration) -> Self {
        self.overrides.read_timeout = Some(limit);
        self
    }

    /// The longest time for the call as a whole, retries and their pauses included.
    pub fn total_timeout(mut self, limit: Duration) -> Self {
        self.overrides.total_timeout = Some(limit);
        self
    }

    /// The longest body to accept, in bytes.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.overrides.body_limit = Some(bytes);
        self
    }

    /// How failures of this call are retried.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.overrides.retry = Some(policy);
        self
    }

    /// Says that this call is idempotent (RFC 9110, section 9.2.2): sending it twice does no more than sending it once. A
    /// POST or PATCH is then retried like any other request, also where the server may have carried it out.
    pub fn idempotent(mut self) -> Self {
        self.overrides.idempotent = true;
        self
    }

    /// Requests the response in this media type (the `Accept` header).
    pub fn accept(self, media_type: &str) -> Self {
        self.header(ACCEPT.as_str(), media_type)
    }

    /// Sets the media type of the body (the `Content-Type` header), where the document leaves it open (`image/*`) or lists
    /// several.
    pub fn body_media_type(self, media_type: &str) -> Self {
        self.header(CONTENT_TYPE.as_str(), media_type)
    }

    /// Sets a query parameter, declared in the OpenAPI document or not, in place of an earlier value.
    pub fn query(mut self, name: &str, value: impl Display) -> Self {
        self.query.push((name.to_owned(), value.to_string()));
        self
    }

    /// Sets a header, declared in the OpenAPI document or not, in place of an earlier value. A value with control
    /// characters, CR and LF among them, is an error.
    pub fn header(mut self, name: &str, value: impl Display) -> Self {
        self.headers.push((name.to_owned(), value.to_string()));
        self
    }

    /// Adds a cookie.
    pub fn cookie(mut self, name: &str, value: impl Display) -> Self {
        self.cookies.push((name.to_owned(), value.to_string()));
        self
    }
}

// Values may be personal or secret; the names say enough.
impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn names(pairs: &[(String, String)]) -> Vec<&str> {
            pairs.iter().map(|(name, _)| name.as_str()).collect()
        }
        f.debug_struct("CallOptions")
            .field("overrides", &self.overrides)
            .field("query", &names(&self.query))
            .field("headers", &names(&self.headers))
            .field("cookies", &names(&self.cookies))
            .finish()
    }
}

impl Call {
    /// Takes over what a caller sets for this call.
    pub(super) fn apply(&mut self, options: CallOptions) {
        self.overrides.apply(options.overrides);
        for (name, value) in options.query {
            self.query.set(&name, &value);
        }
        for (name, value) in options.headers {
            self.set_header(&name, &value);
        }
        for (name, value) in options.cookies {
            self.add_cookie(&name, &value);
        }
    }
}
