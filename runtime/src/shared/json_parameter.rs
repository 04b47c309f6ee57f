//! Parameters that are written as JSON (OpenAPI 3.0, "Parameter Object", `content`).

use serde::Serialize;

use super::request::Request;

#[doc(hidden)]
impl<O, M> Request<O, M> {
    /// Sets a query parameter to a JSON text.
    pub fn query_json(self, name: &'static str, value: &impl Serialize) -> Self {
        self.with_json(value, |request, text| request.query(name, text))
    }

    /// Sets a path parameter to a JSON text.
    pub fn path_json(self, name: &'static str, value: &impl Serialize) -> Self {
        self.with_json(value, |request, text| request.path(name, text))
    }

    /// Sets a header to a JSON text.
    pub fn header_json(self, name: &str, value: &impl Serialize) -> Self {
        self.with_json(value, |request, text| request.header(name, text))
    }

    /// Adds a cookie that holds a JSON text.
    pub fn cookie_json(self, name: &'static str, value: &impl Serialize) -> Self {
        self.with_json(value, |request, text| request.cookie(name, text))
    }

    fn with_json(mut self, value: &impl Serialize, set: impl FnOnce(Self, String) -> Self) -> Self {
        match serde_json::to_string(value) {
            Ok(text) => set(self, text),
            Err(error) => {
                self.call
                    .invalid(format!("the parameter cannot be written as JSON: {error}"));
                self
            }
        }
    }
}
