//! What a generated client knows about its API: plain data, written by the generator.

/// The API a client talks to.
#[derive(Debug, Clone, Copy)]
pub struct Api {
    /// The title of the API, `info.title` in the document.
    pub name: &'static str,
    /// The version of the API, `info.version` in the document.
    pub version: &'static str,
    /// The server that the document names; `ClientBuilder::base_url` replaces it.
    pub base_url: &'static str,
    /// The `User-Agent` sent unless `ClientBuilder::user_agent` replaces it.
    pub user_agent: &'static str,
    /// The servers that the document gives to single paths and operations, as they stand there.
    pub operation_servers: &'static [&'static str],
    /// Headers of every request, unless the application sets others.
    pub headers: &'static [(&'static str, &'static str)],
    /// The security schemes that operations refer to by name.
    pub schemes: &'static [Scheme],
}

impl Api {
    /// The security scheme of this name.
    pub fn scheme(&self, name: &str) -> Option<&'static Scheme> {
        self.schemes.iter().find(|scheme| scheme.name == name)
    }
}

/// One security scheme (OpenAPI 3.0, "Security Scheme Object").
#[derive(Debug, Clone, Copy)]
pub struct Scheme {
    /// Its name under `components.securitySchemes`.
    pub name: &'static str,
    /// How a credential of this scheme travels.
    pub kind: SchemeKind,
}

/// How a credential travels.
#[derive(Debug, Clone, Copy)]
pub enum SchemeKind {
    /// `Authorization: Bearer ...` (RFC 6750).
    Bearer,
    /// `Authorization: Basic ...` (RFC 7617).
    Basic,
    /// `Authorization: Digest ...` (RFC 7616).
    Digest,
    /// `Authorization: ...` with another scheme, of this name (RFC 9110, section 11.4).
    Http(&'static str),
    /// A key in the header of this name.
    ApiKeyHeader(&'static str),
    /// A key in the query parameter of this name.
    ApiKeyQuery(&'static str),
    /// A key in the cookie of this name.
    ApiKeyCookie(&'static str),
    /// A bearer token obtained from a token endpoint (RFC 6749).
    #[cfg(feature = "oauth2")]
    OAuth2(TokenEndpoint),
}

impl SchemeKind {
    /// Whether requests carry a bearer token.
    #[allow(
        clippy::match_like_matches_macro,
        reason = "not every client has all arms"
    )]
    pub(super) fn is_bearer(self) -> bool {
        match self {
            Self::Bearer => true,
            #[cfg(feature = "oauth2")]
            Self::OAuth2(_) => true,
            _ => false,
        }
    }
}

/// Where and how OAuth2 tokens are obtained.
#[cfg(feature = "oauth2")]
#[derive(Debug, Clone, Copy)]
pub struct TokenEndpoint {
    /// Absolute, or resolved against the base URL: `/oauth/token` is appended to the path of the base URL.
    pub url: &'static str,
    /// Where refresh tokens are exchanged (`refreshUrl`); empty if that is `url`.
    pub refresh_url: &'static str,
    /// The scopes asked for unless others are chosen; none are sent when this is empty.
    pub scopes: &'static [&'static str],
    /// The `Content-Type` of the request.
    pub media_type: &'static str,
    /// The `Accept` of the request.
    pub accept: &'static str,
    /// How the grant is wrapped.
    pub envelope: TokenEnvelope,
}

/// How a token request and its answer are wrapped.
#[cfg(feature = "oauth2")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenEnvelope {
    /// Form fields, and the application's id and secret in `Authorization: Basic` (RFC 6749, sections 2.3.1 and
    /// 4.4.2); the answer is a JSON object.
    Form,
    /// As `Form`, but with the application's id and secret among the fields, for servers that ask for that.
    FormBody,
    /// The same members as one JSON object, both ways.
    Json,
    /// The same members as the attributes of a JSON:API resource, both ways.
    JsonApi {
        /// The `type` of the resource sent.
        resource_type: &'static str,
    },
}
