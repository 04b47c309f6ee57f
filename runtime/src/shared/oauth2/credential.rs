//! The OAuth2 credentials an application is given.

use secrecy::SecretString;
use url::Url;

use super::super::api::{Scheme, SchemeKind};
use super::super::auth::{Credential, CredentialKind, Exchange, Setup};
use super::super::authenticator::Authenticator;
use super::super::error::{Error, ErrorKind};
use super::super::server_url::check_scheme;
use super::super::tokens::Session;
use super::endpoint::{Endpoint, Identity};
#[cfg(feature = "flow")]
use super::flow::Flow;
use super::grant::{ClientCredentials, Grant, Granted, RefreshToken};

impl Credential {
    /// The id and secret of an application, exchanged for tokens (RFC 6749, section 4.4).
    pub fn client_credentials(id: impl Into<String>, secret: impl Into<SecretString>) -> Self {
        Self::granted(id, secret, ClientCredentials)
    }

    /// A refresh token (RFC 6749, section 6), with the id and secret of the application it was issued to. Leave
    /// the secret empty for an application without one.
    pub fn refresh_token(
        id: impl Into<String>,
        secret: impl Into<SecretString>,
        refresh_token: impl Into<SecretString>,
    ) -> Self {
        Self::granted(id, secret, RefreshToken(refresh_token.into()))
    }

    fn granted(
        id: impl Into<String>,
        secret: impl Into<SecretString>,
        grant: impl Grant + 'static,
    ) -> Self {
        let granting = Granting::new(id.into(), secret.into(), Box::new(grant));
        Self(CredentialKind::Exchanged(Box::new(granting)))
    }

    /// The grant of a flow with URLs of its own.
    #[cfg(feature = "flow")]
    #[allow(dead_code, reason = "each grant of a flow is a part of its own")]
    pub(super) fn of_flow(
        flow: &'static Flow,
        id: impl Into<String>,
        secret: impl Into<SecretString>,
        grant: impl Grant + 'static,
    ) -> Self {
        let mut granting = Granting::new(id.into(), secret.into(), Box::new(grant));
        granting.flow = Some(flow);
        Self(CredentialKind::Exchanged(Box::new(granting)))
    }
}

/// An application and what it obtains tokens for.
struct Granting {
    identity: Identity,
    grant: Box<dyn Grant>,
    /// Where the grant is that of a flow with URLs of its own.
    #[cfg(feature = "flow")]
    flow: Option<&'static Flow>,
}

impl Granting {
    fn new(id: String, secret: SecretString, grant: Box<dyn Grant>) -> Self {
        Self {
            identity: Identity { id, secret },
            grant,
            #[cfg(feature = "flow")]
            flow: None,
        }
    }
}

impl Exchange for Granting {
    fn authenticator(
        self: Box<Self>,
        scheme: &Scheme,
        setup: &Setup<'_>,
    ) -> Result<Box<dyn Authenticator>, Error> {
        let SchemeKind::OAuth2(data) = scheme.kind else {
            let message = format!("the security scheme `{}` is not OAuth2", scheme.name);
            return Err(Error::new(ErrorKind::Configuration, message));
        };
        let (url, refresh_url, scopes) = (data.url, data.refresh_url, data.scopes);
        #[cfg(feature = "flow")]
        let (url, refresh_url, scopes) = match self.flow {
            Some(flow) => (flow.token_url, flow.refresh_url, flow.scopes),
            None => (url, refresh_url, scopes),
        };
        let resolved = |url| {
            let url = absolute(url, setup.base_url)?;
            check_scheme(&url, setup.allow_insecure_http).map(|()| url)
        };
        let url = resolved(url)?;
        let mut chosen = setup.scopes.iter();
        let chosen = chosen.find(|(name, _)| *name == scheme.name);
        let mut authentications = setup.authentications.iter();
        let authentication = authentications.find(|(name, _)| *name == scheme.name);
        let endpoint = Endpoint {
            data,
            authentication: authentication
                .map(|(_, method)| *method)
                .unwrap_or_default(),
            scopes: chosen.map_or_else(|| scopes.join(" "), |(_, scopes)| scopes.join(" ")),
            refresh_url: match refresh_url {
                "" => url.clone(),
                other => resolved(other)?,
            },
            #[cfg(feature = "device-code")]
            device_url: match self.flow.map(|flow| flow.authorization_url) {
                None | Some("") => None,
                Some(url) => Some(resolved(url)?),
            },
            url,
            identity: self.identity,
        };
        let grant = self.grant;
        let source = Granted { endpoint, grant };
        let session = Session::new(scheme.name, Box::new(source), setup);
        Ok(Box::new(session))
    }
}

/// A relative URL is below the base URL, as the paths of operations are.
pub(in super::super) fn absolute(url: &str, base_url: &Url) -> Result<Url, Error> {
    let absolute = Url::parse(url).or_else(|_| {
        let base = base_url.as_str().trim_end_matches('/');
        Url::parse(&format!("{base}/{}", url.trim_start_matches('/')))
    });
    absolute.map_err(|error| {
        Error::new(
            ErrorKind::Configuration,
            "the URL of an OAuth2 flow is not valid",
        )
        .with_source(error)
    })
}
