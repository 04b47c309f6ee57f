//! A signature over the body: HMAC with SHA-256 (RFC 2104, FIPS 180-4).

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::HeaderMap;
use secrecy::{ExposeSecret, SecretString};

use super::secret_key::Keys;
use super::verify::{SignatureError, VerifyWebhook, text};

/// Verifies messages that have an HMAC SHA-256 of their body in a header.
///
/// The header may hold several signatures with commas between them, and there may be several secrets: one of the secrets has to
/// have made one of the signatures.
#[derive(Clone)]
pub struct HmacSha256 {
    header: String,
    prefix: &'static str,
    base64: bool,
    keys: Keys,
}

impl HmacSha256 {
    /// With a signature in hexadecimal digits in this header. The bytes of a secret's text are the key.
    ///
    /// # Errors
    ///
    /// If there is no secret, or one is empty.
    pub fn new<S: Into<SecretString>>(
        header: impl Into<String>,
        secrets: impl IntoIterator<Item = S>,
    ) -> Result<Self, SignatureError> {
        let secrets = secrets.into_iter().map(Into::into);
        let keys = secrets.map(|secret: SecretString| secret.expose_secret().as_bytes().to_vec());
        Self::of_keys(header, keys)
    }

    /// The same with keys that are no text.
    ///
    /// # Errors
    ///
    /// If there is no key, or one is empty.
    pub fn of_keys<K: AsRef<[u8]>>(
        header: impl Into<String>,
        keys: impl IntoIterator<Item = K>,
    ) -> Result<Self, SignatureError> {
        let keys = keys.into_iter().map(|key| Ok(key.as_ref().to_vec()));
        Ok(Self {
            header: header.into(),
            prefix: "",
            base64: false,
            keys: Keys::new(keys)?,
        })
    }

    /// With this text before each signature, such as `sha256=`. Signatures that do not begin with it are ignored.
    #[must_use]
    pub fn prefix(mut self, prefix: &'static str) -> Self {
        self.prefix = prefix;
        self
    }

    /// With signatures in base64 (RFC 4648, section 4) rather than hexadecimal digits.
    #[must_use]
    pub fn base64(mut self) -> Self {
        self.base64 = true;
        self
    }

    fn decoded(&self, signature: &str) -> Option<Vec<u8>> {
        let signature = signature.trim().strip_prefix(self.prefix)?;
        if self.base64 {
            STANDARD.decode(signature).ok()
        } else {
            hex(signature)
        }
    }
}

impl VerifyWebhook for HmacSha256 {
    fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), SignatureError> {
        let signatures = text(headers, &self.header)?.split(',');
        let signatures: Vec<Vec<u8>> = signatures.filter_map(|one| self.decoded(one)).collect();
        if signatures.is_empty() {
            return Err(SignatureError::Malformed(self.header.clone()));
        }
        match self.keys.made(&signatures, &[body]) {
            true => Ok(()),
            false => Err(SignatureError::NoMatch),
        }
    }
}

impl fmt::Debug for HmacSha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HmacSha256")
            .field("header", &self.header)
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}

/// Bytes of hexadecimal digits in either case.
fn hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let byte = |pair: &[u8]| match pair {
        [high, low] => u8::try_from(digit(high)? << 4 | digit(low)?).ok(),
        _ => None,
    };
    text.as_bytes().chunks(2).map(byte).collect()
}
