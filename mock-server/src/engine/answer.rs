//! What is sent back.

use std::borrow::Cow;

use bytes::Bytes;
use serde_json::{Value, json};

use super::Engine;
use crate::error::{Failure, reason};
use crate::plan::{JSON_API, Operation};

/// An answer, its body complete.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Names in lower case.
    pub(crate) headers: Vec<(Cow<'static, str>, String)>,
    pub(crate) media: Option<String>,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            media: None,
            body: Bytes::new(),
        }
    }

    pub(crate) fn new(status: u16, media: &str, body: impl Into<Bytes>) -> Self {
        Self {
            media: Some(media.to_owned()),
            body: body.into(),
            ..Self::empty(status)
        }
    }

    pub(crate) fn header(
        mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<String>,
    ) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

impl Engine {
    /// Refuses a request.
    pub(crate) fn refuse(&self, operation: Option<&Operation>, failures: &[Failure]) -> Answer {
        let usual = operation.map_or(400, Operation::invalid);
        let status_of = |failure: &Failure| {
            if failure.status == 0 {
                usual
            } else {
                failure.status
            }
        };
        let status = failures.first().map_or(500, status_of);
        let errors: Vec<Value> = failures
            .iter()
            .map(|failure| failure.object(status_of(failure), &self.plan.codes))
            .collect();
        let body = json!({ "errors": errors, "meta": { "req_id": self.request_id() } });
        if let Some(answer) = self.in_its_words(operation, status, failures, &body) {
            return answer;
        }
        let answer = Answer::new(status, JSON_API, body.to_string());
        if status == 401 {
            answer.header("www-authenticate", "Bearer")
        } else {
            answer
        }
    }

    /// A refusal as a document of which nothing more is known has it, or as RFC 9457 has it for plain REST.
    fn in_its_words(
        &self,
        operation: Option<&Operation>,
        status: u16,
        failures: &[Failure],
        errors: &Value,
    ) -> Option<Answer> {
        if !self.conforming {
            return None;
        }
        let details: Vec<&str> = failures.iter().map(|failure| &*failure.detail).collect();
        let detail = details.join("; ");
        let answer = operation
            .and_then(|operation| self.refused(operation, status, &detail, errors.clone()));
        let answer = answer.or_else(|| {
            let problem = json!({
                "type": "about:blank",
                "title": reason(status),
                "status": status,
                "detail": detail,
            });
            (!self.plan.is_json_api())
                .then(|| Answer::new(status, "application/problem+json", problem.to_string()))
        })?;
        Some(if status == 401 {
            answer.header("www-authenticate", "Bearer")
        } else {
            answer
        })
    }

    /// A JSON:API document around `data`, which is JSON already.
    pub(super) fn document(
        &self,
        data: &[u8],
        included: Option<&[u8]>,
        links: Option<&Value>,
        meta: &[(&str, Value)],
    ) -> Bytes {
        let mut body = Vec::with_capacity(data.len() + included.map_or(0, <[u8]>::len) + 256);
        body.extend_from_slice(b"{\"data\":");
        body.extend_from_slice(data);
        if let Some(included) = included {
            body.extend_from_slice(b",\"included\":");
            body.extend_from_slice(included);
        }
        if let Some(links) = links {
            body.extend_from_slice(b",\"links\":");
            body.extend_from_slice(links.to_string().as_bytes());
        }
        body.extend_from_slice(b",\"meta\":{");
        for (name, value) in meta {
            body.extend_from_slice(format!("{}:{value},", json!(name)).as_bytes());
        }
        body.extend_from_slice(b"\"req_id\":\"");
        body.extend_from_slice(self.request_id().as_bytes());
        body.extend_from_slice(b"\"}}");
        Bytes::from(body)
    }
}
