//! Signing a user in with a browser: the authorization code grant with PKCE (RFC 6749, section 4.1; RFC 7636).

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use url::{Url, form_urlencoded};

use super::super::auth::Credential;
use super::super::base64::base64_url;
use super::super::dispatch::{BoxFuture, Dispatch};
use super::super::error::{Error, ErrorKind};
use super::super::token::Token;
use super::super::token_error::TokenError;
use super::endpoint::Endpoint;
use super::flow::Flow;
use super::grant::Grant;

/// A sign-in that has begun: where to send the user's browser, and what its return is held against.
///
/// The browser, and the server or listener that it comes back to, are the application's. It belongs to one user: keep it
/// until that user's browser comes back.
pub struct Authorization {
    url: Url,
    state: String,
    verifier: SecretString,
    redirect_uri: String,
}

impl Authorization {
    /// Random bytes of the state and of the verifier (RFC 7636, section 4.1, recommends 32).
    const RANDOM: usize = 32;

    pub(in super::super) fn new(
        mut url: Url,
        client_id: &str,
        redirect_uri: String,
        scopes: &str,
    ) -> Result<Self, Error> {
        let (state, verifier) = (Self::random()?, Self::random()?);
        let challenge = base64_url(&Sha256::digest(verifier.as_bytes()));
        let mut query = url.query_pairs_mut();
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", client_id)
            .append_pair("redirect_uri", &redirect_uri)
            .append_pair("state", &state)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        if !scopes.is_empty() {
            query.append_pair("scope", scopes);
        }
        drop(query);
        Ok(Self {
            url,
            state,
            verifier: verifier.into(),
            redirect_uri,
        })
    }

    fn random() -> Result<String, Error> {
        let mut bytes = [0; Self::RANDOM];
        getrandom::fill(&mut bytes).map_err(|cause| {
            let message = "the operating system gives no random numbers";
            Error::new(ErrorKind::Authentication, message).with_source(cause)
        })?;
        Ok(base64_url(&bytes))
    }

    /// Adds a parameter that the server knows beyond the standard, such as `prompt`, `login_hint` or `audience`.
    #[must_use]
    pub fn parameter(mut self, name: &str, value: &str) -> Self {
        self.url.query_pairs_mut().append_pair(name, value);
        self
    }

    /// Where to send the user's browser.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// What the browser has to bring back in `state`: by it an application with many users finds the sign-in that a
    /// browser comes back from.
    pub fn state(&self) -> &str {
        &self.state
    }

    /// What proves to the token endpoint that the code was asked for here (`code_verifier`), for applications that keep
    /// sign-ins elsewhere than in memory; see [`AuthorizationCode::new`].
    pub fn verifier(&self) -> &SecretString {
        &self.verifier
    }

    /// Reads the code from the URL that the browser came back to, whole or from its path on.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Authentication`] if `state` is missing or another one, if the server refused
    /// ([`Error::token_error`] says why: RFC 6749, section 4.1.2.1), or if there is no code.
    pub fn code(&self, redirected: &str) -> Result<AuthorizationCode, Error> {
        let query = redirected.split_once('?').map_or("", |(_, query)| query);
        let query = query.split('#').next().unwrap_or_default();
        let one = |name: &str| {
            let mut pairs = form_urlencoded::parse(query.as_bytes());
            pairs
                .find(|(other, _)| other == name)
                .map(|(_, value)| value.into_owned())
        };
        let failed = |message: String| Error::new(ErrorKind::Authentication, message);
        if one("state").as_ref() != Some(&self.state) {
            let message =
                "the browser does not come back from this sign-in: its `state` is another";
            return Err(failed(message.to_owned()));
        }
        if let Some(error) = one("error") {
            let said = TokenError {
                error,
                error_description: one("error_description"),
                error_uri: one("error_uri"),
            };
            return Err(failed(format!("the sign-in failed: {said}")).with_source(said));
        }
        let code = one("code").filter(|code| !code.is_empty());
        let code = code.ok_or_else(|| failed("the sign-in gave no `code`".to_owned()))?;
        let verifier = self.verifier.clone();
        Ok(AuthorizationCode::new(code, &*self.redirect_uri, verifier))
    }
}

impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authorization(***)")
    }
}

/// What a user's browser brought back: good for one exchange, within minutes.
#[derive(Clone)]
pub struct AuthorizationCode {
    code: SecretString,
    redirect_uri: String,
    verifier: SecretString,
}

impl AuthorizationCode {
    /// Of a sign-in that was kept elsewhere: the code, and the redirect URI and the verifier that it was asked for with. The
    /// caller has compared `state`.
    pub fn new(
        code: impl Into<SecretString>,
        redirect_uri: impl Into<String>,
        verifier: impl Into<SecretString>,
    ) -> Self {
        Self {
            code: code.into(),
            redirect_uri: redirect_uri.into(),
            verifier: verifier.into(),
        }
    }
}

impl fmt::Debug for AuthorizationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthorizationCode(***)")
    }
}

impl Credential {
    /// A code of this flow, exchanged for tokens on first use by the application of this id and secret. Leave the secret
    /// empty for an application without one.
    #[doc(hidden)]
    pub fn authorization_code(
        flow: &'static Flow,
        id: impl Into<String>,
        secret: impl Into<SecretString>,
        code: AuthorizationCode,
    ) -> Self {
        let grant = Code {
            code,
            used: AtomicBool::new(false),
        };
        Self::of_flow(flow, id, secret, grant)
    }
}

struct Code {
    code: AuthorizationCode,
    /// A server that sees a code twice may end all tokens that came of it (RFC 6749, section 4.1.2).
    used: AtomicBool,
}

impl Grant for Code {
    fn token<'a>(
        &'a self,
        endpoint: &'a Endpoint,
        calls: &'a Arc<dyn Dispatch>,
    ) -> BoxFuture<'a, Result<Token, Error>> {
        Box::pin(async move {
            if self.used.load(Ordering::Relaxed) {
                let message = "the authorization code was exchanged before, and there is no refresh token: \
                               the user has to sign in again";
                return Err(Error::new(ErrorKind::Authentication, message));
            }
            let AuthorizationCode {
                code,
                redirect_uri,
                verifier,
            } = &self.code;
            let fields = [
                ("grant_type", "authorization_code"),
                ("code", code.expose_secret()),
                ("redirect_uri", redirect_uri),
                ("code_verifier", verifier.expose_secret()),
            ];
            let token = endpoint.by_grant(calls, &fields, &[code, verifier]).await?;
            self.used.store(true, Ordering::Relaxed);
            Ok(token)
        })
    }

    fn is_silent(&self) -> bool {
        false
    }

    fn is_lasting(&self) -> bool {
        false
    }
}
