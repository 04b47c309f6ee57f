//! Whether a request proves who it is, by the schemes of the document.

use std::sync::Arc;

use axum::http::HeaderMap;

use super::Engine;
use crate::auth::{Client, Principal, Refused};
use crate::error::Failure;
use crate::plan::{Operation, Proof, Scheme};
use crate::query::Query;

impl Engine {
    /// On whose behalf a request is made: the first alternative of which it has all proofs.
    pub(super) fn principal(
        &self,
        operation: &Operation,
        headers: &HeaderMap,
        query: &Query,
    ) -> Result<Arc<Principal>, Vec<Failure>> {
        if self.no_auth || operation.security.is_empty() {
            return Ok(Arc::new(Principal::anyone()));
        }
        let mut first = None;
        for alternative in &operation.security {
            let schemes = alternative
                .iter()
                .filter_map(|position| self.plan.schemes.get(*position));
            let proven = schemes
                .map(|scheme| self.proven(scheme, headers, query))
                .collect::<Result<Vec<_>, _>>();
            match proven {
                Ok(principals) => {
                    let anyone = || Arc::new(Principal::anyone());
                    return Ok(principals
                        .into_iter()
                        .flatten()
                        .next()
                        .unwrap_or_else(anyone));
                }
                Err(why) => first = first.or(Some(why)),
            }
        }
        Err(vec![Failure::unauthorized(first.unwrap_or_default())])
    }

    /// The principal that a scheme tells; none for schemes that a mock cannot check.
    fn proven(
        &self,
        scheme: &Scheme,
        headers: &HeaderMap,
        query: &Query,
    ) -> Result<Option<Arc<Principal>>, String> {
        let authorization = |wanted: &str| {
            let header = headers.get("authorization")?.to_str().ok()?;
            let (scheme, text) = header.split_once(' ')?;
            scheme
                .eq_ignore_ascii_case(wanted)
                .then(|| text.trim().to_owned())
        };
        match &scheme.proof {
            Proof::Nothing => Ok(None),
            Proof::Bearer { fixed } => {
                let token = authorization("bearer").ok_or("A valid bearer token is required")?;
                if let Some(client) = self.by_secret(&token).filter(|_| *fixed) {
                    return Ok(Some(Arc::new(Principal::of(client))));
                }
                self.auth
                    .principal(&token, self.clock.now())
                    .map(Some)
                    .map_err(|refused| {
                        match refused {
                            Refused::Unknown => "A valid bearer token is required",
                            Refused::Expired => "The bearer token has expired",
                        }
                        .to_owned()
                    })
            }
            Proof::Basic => {
                let why = "A user name and its password are required (HTTP basic authentication)";
                let text = authorization("basic").ok_or(why)?;
                let client = self.auth.clients.iter().find(|client| {
                    base64(format!("{}:{}", client.id, client.secret).as_bytes()) == text
                });
                let client = client.ok_or("The user name or its password is wrong")?;
                Ok(Some(Arc::new(Principal::of(client))))
            }
            Proof::Authorization(name) => self.key(authorization(name).as_deref(), || {
                format!("An `Authorization: {name}` header is required")
            }),
            Proof::Header(name) => {
                let given = headers.get(name.as_str()).and_then(|key| key.to_str().ok());
                self.key(given, || {
                    format!("A valid key in the header {name} is required")
                })
            }
            Proof::Query(name) => self.key(query.get(name), || {
                format!("A valid key in the query parameter {name} is required")
            }),
            Proof::Cookie(name) => {
                let cookies = headers
                    .get_all("cookie")
                    .iter()
                    .filter_map(|cookies| cookies.to_str().ok())
                    .flat_map(|cookies| cookies.split(';'));
                let given = cookies
                    .filter_map(|cookie| cookie.trim().split_once('='))
                    .find(|(known, _)| known == name);
                self.key(given.map(|(_, value)| value), || {
                    format!("A valid key in the cookie {name} is required")
                })
            }
        }
    }

    /// A key is the secret of a client, or one of its tokens.
    fn key(
        &self,
        given: Option<&str>,
        why: impl Fn() -> String,
    ) -> Result<Option<Arc<Principal>>, String> {
        let given = given.ok_or_else(&why)?;
        // Some APIs ask for a word before the key, such as `Token` or `ApiKey`.
        let given = given.rsplit(' ').next().unwrap_or(given);
        if let Some(client) = self.by_secret(given) {
            return Ok(Some(Arc::new(Principal::of(client))));
        }
        self.auth
            .principal(given, self.clock.now())
            .map(Some)
            .map_err(|_| why())
    }

    fn by_secret(&self, secret: &str) -> Option<&Client> {
        let mut clients = self.auth.clients.iter();
        clients.find(|client| client.secret == secret)
    }
}

impl Scheme {
    /// What a request of `client` carries for this scheme, as a line to be read; none where nothing is checked, or where a
    /// token has to be fetched first.
    pub(crate) fn line(&self, client: &Client) -> Option<String> {
        let secret = &client.secret;
        Some(match &self.proof {
            Proof::Bearer { fixed: true } => format!("Authorization: Bearer {secret}"),
            Proof::Bearer { fixed: false } | Proof::Nothing => return None,
            Proof::Basic => {
                let pair = base64(format!("{}:{secret}", client.id).as_bytes());
                format!("Authorization: Basic {pair}")
            }
            Proof::Authorization(name) => format!("Authorization: {name} {secret}"),
            Proof::Header(name) => format!("{name}: {secret}"),
            Proof::Query(name) => format!("?{name}={secret}"),
            Proof::Cookie(name) => format!("Cookie: {name}={secret}"),
        })
    }
}

/// RFC 4648 section 4.
pub(crate) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let part = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = part(0) << 16 | part(1) << 8 | part(2);
        for digit in 0..4_usize {
            let value = usize::try_from(bits >> (18 - 6 * digit) & 63).unwrap_or(0);
            let letter = LETTERS.get(value).copied().unwrap_or(b'=');
            text.push(char::from(if digit <= chunk.len() { letter } else { b'=' }));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_is_that_of_rfc_4648() {
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }
}
