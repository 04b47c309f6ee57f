//! The OAuth2 credentials an application is given.

use secrecy::SecretString;
use url::Url;

use super::super::api::{Scheme, SchemeKind};
use super::super::auth::{Credential, CredentialKind, Exchange, Setup};
use super::super::authenticator::Authenticator;
use super::super::error::{Error, ErrorKind};
use super::super::server_url::check_scheme;
use super::endpoint::{Endpoint, Identity};
use super::renewal::Source;
use super::session::Session;

impl Credential {
    /// The id and secret of an application, exchanged for tokens (RFC 6749, section 4.4).
    pub fn client_credentials(id: impl Into<String>, secret: impl Into<SecretString>) -> Self {
        let identity = Identity {
            id: id.into(),
            secret: secret.into(),
        };
        Self(CredentialKind::Exchanged(Box::new(Grant {
            identity,
            refresh_token: None,
        })))
    }

    /// A refresh token (RFC 6749, section 6), with the id and secret of the application it was issued to. Leave
    /// the secret empty for an application without one.
    pub fn refresh_token(
        id: impl Into<String>,
        secret: impl Into<SecretString>,
        refresh_token: impl Into<SecretString>,
    ) -> Self {
        let identity = Identity {
            id: id.into(),
            secret: secret.into(),
        };
        Self(CredentialKind::Exchanged(Box::new(Grant {
            identity,
            refresh_token: Some(refresh_token.into()),
        })))
    }
}

/// What tokens are obtained with.
struct Grant {
    identity: Identity,
    refresh_token: Option<SecretString>,
}

impl Exchange for Grant {
    fn authenticator(
        self: Box<Self>,
        scheme: &Scheme,
        setup: &Setup<'_>,
    ) -> Result<Box<dyn Authenticator>, Error> {
        let SchemeKind::OAuth2(endpoint) = scheme.kind else {
            let message = format!("the security scheme `{}` is not OAuth2", scheme.name);
            return Err(Error::new(ErrorKind::Configuration, message));
        };
        let url = token_url(endpoint.url, setup.base_url)?;
        check_scheme(&url, setup.allow_insecure_http)?;
        let refresh_url = match endpoint.refresh_url {
            "" => url.clone(),
            other => token_url(other, setup.base_url)?,
        };
        check_scheme(&refresh_url, setup.allow_insecure_http)?;
        let mut chosen = setup.scopes.iter();
        let scopes = match chosen.find(|(name, _)| *name == scheme.name) {
            Some((_, scopes)) => scopes.join(" "),
            None => endpoint.scopes.join(" "),
        };
        let mut chosen = setup.authentications.iter();
        let authentication = chosen.find(|(name, _)| *name == scheme.name);
        let endpoint = Endpoint {
            data: endpoint,
            authentication: authentication
                .map(|(_, method)| *method)
                .unwrap_or_default(),
            scopes,
            url,
            refresh_url,
            identity: self.identity,
        };
        Ok(Box::new(Session::new(Source {
            scheme: scheme.name,
            endpoint,
            refresh_token: self.refresh_token,
            store: setup.token_store.clone(),
            limit: setup.total_timeout,
        })))
    }
}

/// A relative URL is below the base URL, as the paths of operations are.
fn token_url(url: &str, base_url: &Url) -> Result<Url, Error> {
    let absolute = Url::parse(url).or_else(|_| {
        let base = base_url.as_str().trim_end_matches('/');
        Url::parse(&format!("{base}/{}", url.trim_start_matches('/')))
    });
    absolute.map_err(|error| {
        Error::new(
            ErrorKind::Configuration,
            "the URL of the token endpoint is not valid",
        )
        .with_source(error)
    })
}
