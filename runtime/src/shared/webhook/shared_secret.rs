//! A secret that comes as it is.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use http::header::HeaderMap;
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

use super::verify::{SignatureError, VerifyWebhook, text};

/// Verifies messages that have a secret in a header, as it is: an API key, or credentials of HTTP authentication. It proves nothing
/// about the body.
#[derive(Clone)]
pub struct SharedSecret {
    header: String,
    prefix: &'static str,
    base64: bool,
    secrets: Vec<SecretString>,
}

impl SharedSecret {
    /// With the secret in this header. One of the secrets has to be there.
    ///
    /// # Errors
    ///
    /// If there is no secret, or one is empty.
    pub fn new<S: Into<SecretString>>(
        header: impl Into<String>,
        secrets: impl IntoIterator<Item = S>,
    ) -> Result<Self, SignatureError> {
        let secrets: Vec<SecretString> = secrets.into_iter().map(Into::into).collect();
        let wrong = |message: &str| Err(SignatureError::Secret(message.to_owned()));
        if secrets.is_empty() {
            return wrong("there is no secret");
        }
        if secrets
            .iter()
            .any(|secret| secret.expose_secret().is_empty())
        {
            return wrong("a secret is empty");
        }
        Ok(Self {
            header: header.into(),
            prefix: "",
            base64: false,
            secrets,
        })
    }

    /// With this text before the secret, such as the name of a scheme and a space, in any case (RFC 9110, section 11.1).
    #[must_use]
    pub fn prefix(mut self, prefix: &'static str) -> Self {
        self.prefix = prefix;
        self
    }

    /// With the secret in base64, as `user:password` is (RFC 7617).
    #[must_use]
    pub fn base64(mut self) -> Self {
        self.base64 = true;
        self
    }

    /// Whether two texts are the same. It takes the same time wherever they differ.
    fn is_same(one: &[u8], other: &[u8]) -> bool {
        let mac = |text: &[u8]| {
            let mac = Hmac::<Sha256>::new_from_slice(b"equal").ok();
            mac.map(|mac| mac.chain_update(text))
        };
        match (mac(one), mac(other)) {
            (Some(one), Some(other)) => one.verify(&other.finalize().into_bytes()).is_ok(),
            _ => false,
        }
    }
}

impl VerifyWebhook for SharedSecret {
    fn verify(&self, headers: &HeaderMap, _body: &[u8]) -> Result<(), SignatureError> {
        let value = text(headers, &self.header)?;
        let (prefix, given) = value
            .split_at_checked(self.prefix.len())
            .unwrap_or_default();
        if !prefix.eq_ignore_ascii_case(self.prefix) || given.is_empty() {
            return Err(SignatureError::Malformed(self.header.clone()));
        }
        let mut known = false;
        for secret in &self.secrets {
            let secret = secret.expose_secret();
            known |= if self.base64 {
                Self::is_same(STANDARD.encode(secret).as_bytes(), given.trim().as_bytes())
            } else {
                Self::is_same(secret.as_bytes(), given.as_bytes())
            };
        }
        if known {
            Ok(())
        } else {
            Err(SignatureError::NoMatch)
        }
    }
}

impl fmt::Debug for SharedSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedSecret")
            .field("header", &self.header)
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}
