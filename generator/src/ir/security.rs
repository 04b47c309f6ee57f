//! Security schemes.

/// A security scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityScheme {
    /// Name in the document.
    pub name: String,
    /// `description`.
    pub docs: Option<String>,
    /// What it is.
    pub kind: SchemeKind,
    /// What the builder takes for it, in the order of its methods.
    pub credentials: Vec<Credential>,
}

/// What the builder of a client takes for a scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential {
    /// A bearer token that is already known.
    BearerToken,
    /// What the application obtains bearer tokens with by its own means.
    TokenProvider,
    /// The client credentials grant (RFC 6749 section 4.4).
    ClientCredentials,
    /// A refresh token (RFC 6749 section 6).
    RefreshToken,
    /// The resource owner password credentials grant (RFC 6749 section 4.3).
    Password,
    /// The beginning of the authorization code grant (RFC 6749 section 4.1, RFC 7636): a URL for a browser.
    Authorization,
    /// Its end: the code that the browser brings back.
    AuthorizationCode,
    /// The device authorization grant (RFC 8628).
    DeviceCode,
    /// The scopes of the tokens asked for (RFC 6749 section 3.3).
    Scopes,
    /// How the application says who it is to the token endpoint (RFC 6749 section 2.3).
    ClientAuthentication,
    /// A user name and a password (RFC 7617).
    Basic,
    /// The same, of which a digest is sent (RFC 7616).
    Digest,
    /// An API key.
    ApiKey,
    /// What stands behind the name of an HTTP authentication scheme.
    HttpCredentials,
}

/// What a security scheme is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// HTTP bearer (RFC 6750).
    Bearer,
    /// HTTP basic (RFC 7617).
    Basic,
    /// HTTP digest (RFC 7616).
    Digest,
    /// Another HTTP authentication scheme, by its name (RFC 9110 section 11.1).
    Http(String),
    /// A key in a header.
    ApiKeyHeader(String),
    /// A key in the query string.
    ApiKeyQuery(String),
    /// A key in a cookie.
    ApiKeyCookie(String),
    /// `OAuth2` (RFC 6749).
    OAuth2(OAuth2),
}

/// How `OAuth2` tokens are had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OAuth2 {
    /// Where a client asks for tokens by itself, if there is a grant that it could use. Otherwise it is given them, as for
    /// [`SchemeKind::Bearer`].
    pub endpoint: Option<TokenEndpoint>,
    /// Scopes asked for there unless the user chooses others.
    pub scopes: Vec<String>,
    /// The flows in which people sign in.
    pub flows: Vec<Flow>,
}

/// Where and how a token is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenEndpoint {
    /// Absolute, or relative to the base URL.
    pub url: String,
    /// Where tokens are refreshed, if not there.
    pub refresh_url: Option<String>,
    /// Form of the request and the answer.
    pub envelope: TokenEnvelope,
}

/// A flow in which people sign in, with all that a client needs of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Which one.
    pub kind: FlowKind,
    /// Where people sign in, or where a device asks for its codes; empty for passwords.
    pub authorization_url: String,
    /// Where tokens are obtained.
    pub token_url: String,
    /// Where tokens are refreshed, if not there.
    pub refresh_url: Option<String>,
    /// Scopes asked for unless the user chooses others.
    pub scopes: Vec<String>,
}

/// A kind of flow in which people sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowKind {
    /// `authorizationCode`.
    AuthorizationCode,
    /// `deviceAuthorization`.
    Device,
    /// `password`.
    Password,
}

impl FlowKind {
    /// All of them, in the order of their methods.
    pub const ALL: [Self; 3] = [Self::Password, Self::AuthorizationCode, Self::Device];

    /// Its member in the "OAuth Flows Object".
    pub fn member(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "authorizationCode",
            Self::Device => "deviceAuthorization",
            Self::Password => "password",
        }
    }
}

/// Form of a token request and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenEnvelope {
    /// RFC 6749: form in, JSON out.
    Form,
    /// JSON in, JSON out, under this media type.
    Json(String),
    /// A JSON:API document in and out.
    JsonApi {
        /// Media type.
        media_type: String,
        /// `type` of the resource.
        resource_type: String,
    },
}
