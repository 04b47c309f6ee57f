//! Credentials, and which of them a request carries.

#[cfg(feature = "oauth2")]
use std::sync::Arc;

use http::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use super::api::{Scheme, SchemeKind};
use super::authenticator::{Authenticator, Stamp, Unsent};
#[cfg(feature = "oauth2")]
use super::client_authentication::ClientAuthentication;
use super::dispatch::BoxFuture;
#[cfg(feature = "oauth2")]
use super::dispatch::Dispatch;
use super::error::{Error, ErrorKind};
use super::header::{add_cookie, header};
use super::query::encode;
use super::query_text::with_pair;
use super::secrets::Secrets;

/// What proves to the API who is calling. Its `Debug` shows no secret.
#[derive(Debug)]
pub struct Credential(pub(super) CredentialKind);

pub(super) enum CredentialKind {
    /// A token or key, sent as it is.
    Secret(SecretString),
    Basic(String, SecretString),
    /// A credential that has to be exchanged first, in a file of its own.
    #[cfg(feature = "oauth2")]
    Exchanged(Box<dyn Exchange>),
}

/// Builds the authenticator of a credential that is not sent as it is.
#[cfg(feature = "oauth2")]
pub(super) trait Exchange: Send + Sync {
    fn authenticator(
        self: Box<Self>,
        scheme: &Scheme,
        setup: &Setup<'_>,
    ) -> Result<Box<dyn Authenticator>, Error>;
}

/// What an authenticator may know of the client it belongs to.
#[cfg(feature = "oauth2")]
pub(super) struct Setup<'a> {
    pub(super) base_url: &'a url::Url,
    pub(super) allow_insecure_http: bool,
    pub(super) total_timeout: std::time::Duration,
    pub(super) token_store: Option<Arc<dyn super::token::TokenStore>>,
    pub(super) scopes: &'a [(&'static str, Vec<String>)],
    pub(super) authentications: &'a [(&'static str, ClientAuthentication)],
}

impl Credential {
    /// A token that was obtained elsewhere and is sent as it is (RFC 6750).
    pub fn bearer(token: impl Into<SecretString>) -> Self {
        Self(CredentialKind::Secret(token.into()))
    }

    /// An API key, sent where its scheme says: in a header, the query or a cookie.
    pub fn api_key(key: impl Into<SecretString>) -> Self {
        Self(CredentialKind::Secret(key.into()))
    }

    /// A user name and password (RFC 7617).
    pub fn basic(user: impl Into<String>, password: impl Into<SecretString>) -> Self {
        Self(CredentialKind::Basic(user.into(), password.into()))
    }

    pub(super) fn authenticator(
        self,
        scheme: &Scheme,
        #[cfg(feature = "oauth2")] setup: &Setup<'_>,
    ) -> Result<Box<dyn Authenticator>, Error> {
        #[cfg(feature = "oauth2")]
        if let CredentialKind::Exchanged(exchange) = self.0 {
            return exchange.authenticator(scheme, setup);
        }
        let fixed = match (self.0, scheme.kind) {
            (CredentialKind::Secret(token), SchemeKind::Bearer | SchemeKind::OAuth2(_)) => {
                let value = secret_value("Bearer ", token.expose_secret())?;
                Fixed::Header("authorization", value, token)
            }
            (CredentialKind::Basic(user, password), SchemeKind::Basic) => {
                let value = basic(&user, password.expose_secret())?;
                Fixed::Header("authorization", value, password)
            }
            (CredentialKind::Secret(key), SchemeKind::ApiKeyHeader(name)) => {
                Fixed::Header(name, secret_value("", key.expose_secret())?, key)
            }
            (CredentialKind::Secret(key), SchemeKind::ApiKeyQuery(name)) => Fixed::Query(name, key),
            (CredentialKind::Secret(key), SchemeKind::ApiKeyCookie(name)) => {
                Fixed::Cookie(name, key)
            }
            _ => {
                let message = format!(
                    "this kind of credential does not fit the security scheme `{}`",
                    scheme.name
                );
                return Err(Error::new(ErrorKind::Configuration, message));
            }
        };
        Ok(Box::new(fixed))
    }
}

impl std::fmt::Debug for CredentialKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Secret(_) => "Secret(***)",
            Self::Basic(..) => "Basic(***)",
            #[cfg(feature = "oauth2")]
            Self::Exchanged(_) => "Exchanged(***)",
        })
    }
}

/// A credential that never changes.
enum Fixed {
    /// A header, its value, and what is secret about it where that is spelled otherwise.
    Header(&'static str, HeaderValue, SecretString),
    Query(&'static str, SecretString),
    Cookie(&'static str, SecretString),
}

impl Fixed {
    fn add(&self, request: &mut Unsent, secrets: &mut Secrets) -> Result<Stamp, Error> {
        match self {
            Self::Header(_, _, secret) | Self::Query(_, secret) | Self::Cookie(_, secret) => {
                secrets.add(secret.clone());
            }
        }
        match self {
            Self::Header(name, value, _) => {
                let (name, _) = header(name, "")?;
                request.headers.insert(name, value.clone());
            }
            Self::Query(name, key) => {
                let encoded = (&*encode(name), &*encode(key.expose_secret()));
                let query = with_pair(request.url.query(), name, encoded);
                request.url.set_query(Some(&query));
            }
            Self::Cookie(name, key) => add_cookie(&mut request.headers, name, key.expose_secret()),
        }
        Ok(Stamp::default())
    }
}

impl Authenticator for Fixed {
    fn authorize<'a>(
        &'a self,
        #[cfg(feature = "oauth2")] _sender: &'a Arc<dyn Dispatch>,
        request: &'a mut Unsent,
        secrets: &'a mut Secrets,
    ) -> BoxFuture<'a, Result<Stamp, Error>> {
        Box::pin(std::future::ready(self.add(request, secrets)))
    }
}

/// The value of the header `Authorization` (RFC 7617, section 2).
pub(super) fn basic(user: &str, password: &str) -> Result<HeaderValue, Error> {
    secret_value("Basic ", &base64(format!("{user}:{password}").as_bytes()))
}

/// A header value that HTTP libraries know not to print.
pub(super) fn secret_value(prefix: &str, secret: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::try_from(format!("{prefix}{secret}")).map_err(|_| {
        Error::new(
            ErrorKind::Configuration,
            "a credential holds characters that a header cannot carry",
        )
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let symbol = |bits: u32| {
        ALPHABET
            .get((bits & 63) as usize)
            .map_or('=', |byte| char::from(*byte))
    };
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |index| chunk.get(index).map_or(0, |byte| u32::from(*byte));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        let symbols = [
            symbol(bits >> 18),
            symbol(bits >> 12),
            symbol(bits >> 6),
            symbol(bits),
        ];
        text.extend(symbols.iter().take(chunk.len() + 1));
        text.extend(std::iter::repeat_n('=', 3 - chunk.len()));
    }
    text
}
