//! A flow in which people sign in, as the document declares it.

/// A flow of an OAuth2 security scheme (OpenAPI 3.2, "OAuth Flow Object").
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Flow {
    /// `authorizationUrl` or `deviceAuthorizationUrl`; empty where the flow has none.
    pub authorization_url: &'static str,
    /// `tokenUrl`.
    pub token_url: &'static str,
    /// `refreshUrl`; empty if that is `token_url`.
    pub refresh_url: &'static str,
    /// The scopes asked for unless others are chosen.
    pub scopes: &'static [&'static str],
}
