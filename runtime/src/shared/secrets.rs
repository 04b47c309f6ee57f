//! The credentials that a request carries, to find them again in what the server sends back.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderValue, PROXY_AUTHORIZATION};
use secrecy::{ExposeSecret, SecretString};

use super::query::encode;

/// Shorter values occur in any text by chance.
const SHORTEST: usize = 4;

/// Shorter cookies are settings, not sessions.
const SHORTEST_COOKIE: usize = 16;

/// Credentials that were sent. A server that echoes one must not get it into errors, which end up in logs.
#[derive(Clone, Default)]
pub(super) struct Secrets(Arc<Vec<SecretString>>);

impl Secrets {
    pub(super) fn add(&mut self, secret: SecretString) {
        if secret.expose_secret().len() >= SHORTEST {
            Arc::make_mut(&mut self.0).push(secret);
        }
    }

    /// The credentials in headers, whoever set them.
    pub(super) fn add_headers(&mut self, headers: &HeaderMap) {
        for name in [AUTHORIZATION, PROXY_AUTHORIZATION] {
            for value in headers.get_all(name) {
                let value = text(value);
                let credential = value.split_once(' ').map_or(value, |(_, rest)| rest);
                self.add(credential.trim().into());
            }
        }
        for value in headers.get_all(COOKIE) {
            for cookie in text(value).split("; ") {
                let value = cookie.split_once('=').map_or(cookie, |(_, value)| value);
                if value.len() >= SHORTEST_COOKIE {
                    self.add(value.into());
                }
            }
        }
    }

    /// The bytes with a `*` in the place of each byte of a credential, so that positions stay what they are.
    pub(super) fn masked(&self, bytes: &Bytes) -> Bytes {
        let mut masked: Option<Vec<u8>> = None;
        for spelling in self.spellings() {
            let mut from = 0;
            while let Some(at) = find(bytes.get(from..).unwrap_or_default(), spelling.as_bytes()) {
                let start = from + at;
                from = start + spelling.len();
                let masked = masked.get_or_insert_with(|| bytes.to_vec());
                if let Some(found) = masked.get_mut(start..from) {
                    found.fill(b'*');
                }
            }
        }
        masked.map_or_else(|| bytes.clone(), Bytes::from)
    }

    pub(super) fn masked_text(&self, text: String) -> String {
        let bytes = Bytes::from(text.into_bytes());
        // A spelling is whole characters, and so is what is left between them.
        String::from_utf8_lossy(&self.masked(&bytes)).into_owned()
    }

    pub(super) fn masked_headers(&self, headers: &HeaderMap) -> HeaderMap {
        let mut headers = headers.clone();
        for value in headers.values_mut() {
            let bytes = Bytes::copy_from_slice(value.as_bytes());
            let masked = self.masked(&bytes);
            if masked != bytes
                && let Ok(masked) = HeaderValue::from_bytes(&masked)
            {
                *value = masked;
            }
        }
        headers
    }

    /// Each credential as it is, and as JSON, a query or HTML may write it.
    fn spellings(&self) -> Vec<String> {
        let mut spellings = Vec::new();
        for secret in self.0.iter() {
            let secret = secret.expose_secret();
            let json = serde_json::to_string(secret).unwrap_or_default();
            let json = json.trim_start_matches('"').trim_end_matches('"');
            let html = secret
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;")
                .replace('"', "&quot;");
            for spelling in [
                secret,
                json,
                &json.replace('/', "\\/"),
                &encode(secret),
                &html,
            ] {
                if !spellings.iter().any(|known| known == spelling) {
                    spellings.push(spelling.to_owned());
                }
            }
        }
        spellings
    }
}

fn text(value: &HeaderValue) -> &str {
    std::str::from_utf8(value.as_bytes()).unwrap_or_default()
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len().max(1))
        .position(|window| window == wanted)
}
