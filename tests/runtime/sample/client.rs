use super::runtime::{
    Api, Client, ClientBuilder, Credential, Scheme, SchemeKind, SecretString, TokenEndpoint,
    TokenEnvelope,
};

/// The sample API.
pub static API: Api = Api {
    name: "Sample",
    version: "1.0",
    base_url: "https://api.example.com/pub",
    user_agent: "sample/1.0",
    schemes: &[
        Scheme {
            name: "OAuth2",
            kind: SchemeKind::OAuth2(TokenEndpoint {
                url: "/oauth/token",
                scopes: &[],
                media_type: "application/vnd.api+json",
                accept: "application/vnd.api+json",
                envelope: TokenEnvelope::JsonApi {
                    resource_type: "token",
                },
            }),
        },
        Scheme {
            name: "form",
            kind: SchemeKind::OAuth2(TokenEndpoint {
                url: "/oauth/form",
                scopes: &["read", "write"],
                media_type: "application/x-www-form-urlencoded",
                accept: "application/json",
                envelope: TokenEnvelope::Form,
            }),
        },
        Scheme {
            name: "json",
            kind: SchemeKind::OAuth2(TokenEndpoint {
                url: "/oauth/json",
                scopes: &[],
                media_type: "application/json",
                accept: "application/json",
                envelope: TokenEnvelope::Json,
            }),
        },
        Scheme {
            name: "basic",
            kind: SchemeKind::Basic,
        },
        Scheme {
            name: "key",
            kind: SchemeKind::ApiKeyHeader("X-Api-Key"),
        },
        Scheme {
            name: "query_key",
            kind: SchemeKind::ApiKeyQuery("api_key"),
        },
        Scheme {
            name: "cookie_key",
            kind: SchemeKind::ApiKeyCookie("session"),
        },
    ],
};

impl Client {
    /// Configures a client of the sample API.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new(&API)
    }
}

impl ClientBuilder {
    /// Sends this token with every request that needs one.
    pub fn bearer_token(self, token: impl Into<SecretString>) -> Self {
        self.credential("OAuth2", Credential::bearer(token))
    }
}
