//! How an application says who it is.

/// How an application says who it is to a token endpoint (RFC 6749, section 2.3), by the names of RFC 7591, section 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum ClientAuthentication {
    /// `client_secret_basic`: id and secret, each percent-encoded, in `Authorization: Basic`. An application without a
    /// secret sends its id as [`None`](Self::None) does.
    #[default]
    ClientSecretBasic,
    /// `client_secret_post`: id and secret among the fields of the form.
    ClientSecretPost,
    /// `none`: a public client, which sends its id among the fields and no secret.
    None,
}
