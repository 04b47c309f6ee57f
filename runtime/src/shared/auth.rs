//! Credentials, and which of them a request carries.

#[cfg(feature = "tokens")]
use std::sync::Arc;

use http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use secrecy::ExposeSecret;

use super::api::{Scheme, SchemeKind};
use super::authenticator::{Authenticator, Stamp, Unsent};
#[cfg(feature = "basic")]
use super::base64::base64;
#[cfg(feature = "oauth2")]
use super::client_authentication::ClientAuthentication;
#[cfg(feature = "digest")]
use super::digest::Digest;
use super::dispatch::BoxFuture;
#[cfg(feature = "tokens")]
use super::dispatch::Dispatch;
use super::error::{Error, ErrorKind};
use super::header::{add_cookie, header, secret_value};
#[cfg(feature = "query-key")]
use super::query::encode;
#[cfg(feature = "query-key")]
use super::query_text::with_pair;
use super::secret_handle::SecretHandle;
use super::secrets::Secrets;

/// What proves to the API who is calling. Its `Debug` shows no secret.
#[derive(Debug)]
pub struct Credential(pub(super) CredentialKind);

pub(super) enum CredentialKind {
    /// A token or key, sent as it is.
    Secret(SecretHandle),
    #[cfg(feature = "basic")]
    Basic(String, SecretHandle),
    /// User name and password in one.
    #[cfg(feature = "basic")]
    UserPass(SecretHandle),
    /// A user with a password that is not sent.
    #[cfg(feature = "digest")]
    Digest(String, SecretHandle),
    /// A credential that has to be exchanged first, in a file of its own.
    #[cfg(feature = "tokens")]
    Exchanged(Box<dyn Exchange>),
}

/// Builds the authenticator of a credential that is not sent as it is.
#[cfg(feature = "tokens")]
pub(super) trait Exchange: Send + Sync {
    fn authenticator(
        self: Box<Self>,
        scheme: &Scheme,
        setup: &Setup<'_>,
    ) -> Result<Box<dyn Authenticator>, Error>;
}

/// What an authenticator may know of the client it belongs to.
#[cfg(feature = "tokens")]
pub(super) struct Setup<'a> {
    pub(super) total_timeout: std::time::Duration,
    pub(super) token_store: Option<&'a Arc<dyn super::token::TokenStore>>,
    #[cfg(feature = "oauth2")]
    pub(super) base_url: &'a url::Url,
    #[cfg(feature = "oauth2")]
    pub(super) allow_insecure_http: bool,
    #[cfg(feature = "oauth2")]
    pub(super) scopes: &'a [(&'static str, Vec<String>)],
    #[cfg(feature = "oauth2")]
    pub(super) authentications: &'a [(&'static str, ClientAuthentication)],
}

impl Credential {
    /// A token that was obtained elsewhere and is sent as it is (RFC 6750).
    pub fn bearer(token: impl Into<SecretHandle>) -> Self {
        Self(CredentialKind::Secret(token.into()))
    }

    /// An API key, sent where its scheme says: in a header, the query or a cookie.
    pub fn api_key(key: impl Into<SecretHandle>) -> Self {
        Self(CredentialKind::Secret(key.into()))
    }

    /// Credentials of an HTTP authentication scheme, sent behind its name (RFC 9110, section 11.4).
    pub fn http(credentials: impl Into<SecretHandle>) -> Self {
        Self(CredentialKind::Secret(credentials.into()))
    }

    /// A user name and password (RFC 7617).
    #[cfg(feature = "basic")]
    pub fn basic(user: impl Into<String>, password: impl Into<SecretHandle>) -> Self {
        Self(CredentialKind::Basic(user.into(), password.into()))
    }

    /// A user name and a password with a colon between them (`user-pass` in RFC 7617, section 2): with a
    /// [`SecretHandle`] both are replaced at once.
    #[cfg(feature = "basic")]
    pub fn user_pass(user_pass: impl Into<SecretHandle>) -> Self {
        Self(CredentialKind::UserPass(user_pass.into()))
    }

    /// A user name and password of which a digest is sent, made anew for each request (RFC 7616). The first request of a
    /// client costs a second one: the server answers it with what the digest takes.
    #[cfg(feature = "digest")]
    pub fn digest(user: impl Into<String>, password: impl Into<SecretHandle>) -> Self {
        Self(CredentialKind::Digest(user.into(), password.into()))
    }

    pub(super) fn authenticator(
        self,
        scheme: &Scheme,
        #[cfg(feature = "tokens")] setup: &Setup<'_>,
    ) -> Result<Box<dyn Authenticator>, Error> {
        #[cfg(feature = "tokens")]
        if let CredentialKind::Exchanged(exchange) = self.0 {
            return exchange.authenticator(scheme, setup);
        }
        let (place, secret) = match (self.0, scheme.kind) {
            (CredentialKind::Secret(token), kind) if kind.is_bearer() => (Place::Bearer, token),
            #[cfg(feature = "basic")]
            (CredentialKind::Basic(user, password), SchemeKind::Basic) => {
                (Place::Basic(user), password)
            }
            #[cfg(feature = "basic")]
            (CredentialKind::UserPass(both), SchemeKind::Basic) => (Place::UserPass, both),
            #[cfg(feature = "digest")]
            (CredentialKind::Digest(user, password), SchemeKind::Digest) => {
                return Ok(Box::new(Digest::new(user, password)));
            }
            (CredentialKind::Secret(credentials), SchemeKind::Http(name)) => {
                (Place::Http(name), credentials)
            }
            (CredentialKind::Secret(key), SchemeKind::ApiKeyHeader(name)) => {
                (Place::Header(name), key)
            }
            #[cfg(feature = "query-key")]
            (CredentialKind::Secret(key), SchemeKind::ApiKeyQuery(name)) => {
                (Place::Query(name), key)
            }
            (CredentialKind::Secret(key), SchemeKind::ApiKeyCookie(name)) => {
                (Place::Cookie(name), key)
            }
            _ => {
                let message = format!(
                    "this kind of credential does not fit the security scheme `{}`",
                    scheme.name
                );
                return Err(Error::new(ErrorKind::Configuration, message));
            }
        };
        place.header(secret.get().expose_secret()).transpose()?;
        Ok(Box::new(Direct { place, secret }))
    }
}

impl std::fmt::Debug for CredentialKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Secret(_) => "Secret(***)",
            #[cfg(feature = "basic")]
            Self::Basic(..) => "Basic(***)",
            #[cfg(feature = "basic")]
            Self::UserPass(_) => "UserPass(***)",
            #[cfg(feature = "digest")]
            Self::Digest(..) => "Digest(***)",
            #[cfg(feature = "tokens")]
            Self::Exchanged(_) => "Exchanged(***)",
        })
    }
}

/// A credential that is sent as it is.
struct Direct {
    place: Place,
    secret: SecretHandle,
}

/// Where a credential goes.
enum Place {
    Bearer,
    /// Behind the name of this scheme.
    Http(&'static str),
    /// With the password of this user.
    #[cfg(feature = "basic")]
    Basic(String),
    #[cfg(feature = "basic")]
    UserPass,
    Header(&'static str),
    #[cfg(feature = "query-key")]
    Query(&'static str),
    Cookie(&'static str),
}

impl Place {
    /// The header that holds this secret, where one does entirely.
    fn header(&self, secret: &str) -> Option<Result<(HeaderName, HeaderValue), Error>> {
        let value = match self {
            Self::Bearer => secret_value("Bearer ", secret),
            Self::Http(scheme) => secret_value(&format!("{scheme} "), secret),
            #[cfg(feature = "basic")]
            Self::Basic(user) => basic(user, secret),
            #[cfg(feature = "basic")]
            Self::UserPass => user_pass(secret),
            Self::Header(_) => secret_value("", secret),
            #[cfg(feature = "query-key")]
            Self::Query(_) => return None,
            Self::Cookie(_) => return None,
        };
        Some(value.and_then(|value| match self {
            Self::Header(name) => Ok((header(name, "")?.0, value)),
            _ => Ok((AUTHORIZATION, value)),
        }))
    }
}

impl Direct {
    fn add(&self, request: &mut Unsent, secrets: &mut Secrets) -> Result<Stamp, Error> {
        let secret = self.secret.get();
        let text = secret.expose_secret();
        if let Some(header) = self.place.header(text) {
            let (name, value) = header?;
            request.headers.insert(name, value);
        }
        #[cfg(feature = "query-key")]
        if let Place::Query(name) = self.place {
            let encoded = (&*encode(name), &*encode(text));
            let query = with_pair(request.url.query(), name, encoded);
            request.url.set_query(Some(&query));
        }
        if let Place::Cookie(name) = self.place {
            add_cookie(&mut request.headers, name, text);
        }
        #[cfg(feature = "basic")]
        if let Place::UserPass = self.place {
            let password = text.split_once(':').map(|(_, password)| password);
            secrets.add(password.unwrap_or_default().into());
        }
        secrets.add(secret);
        Ok(Stamp::default())
    }
}

impl Authenticator for Direct {
    fn authorize<'a>(
        &'a self,
        #[cfg(feature = "tokens")] _sender: &'a Arc<dyn Dispatch>,
        request: &'a mut Unsent,
        secrets: &'a mut Secrets,
    ) -> BoxFuture<'a, Result<Stamp, Error>> {
        Box::pin(std::future::ready(self.add(request, secrets)))
    }
}

/// The value of the header `Authorization` (RFC 7617, section 2).
#[cfg(feature = "basic")]
pub(super) fn basic(user: &str, password: &str) -> Result<HeaderValue, Error> {
    user_pass(&format!("{user}:{password}"))
}

#[cfg(feature = "basic")]
fn user_pass(both: &str) -> Result<HeaderValue, Error> {
    secret_value("Basic ", &base64(both.as_bytes()))
}
