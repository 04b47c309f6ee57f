//! What requests prove who they are with (OpenAPI "Security Scheme Object", "Security Requirement Object").

use serde::{Deserialize, Serialize};

/// A security scheme of the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Scheme {
    /// Its name in the document.
    pub(crate) name: String,
    pub(crate) proof: Proof,
}

/// Where a request carries what, for a scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Proof {
    /// `Authorization: Bearer`, a token of the token endpoint (`OAuth2`) or, if `fixed`, the secret of a client as well.
    Bearer { fixed: bool },
    /// `Authorization: Basic` (RFC 7617): id and secret of a client.
    Basic,
    /// `Authorization` with another scheme, such as `Digest`: the secret of a client.
    Authorization(String),
    /// A header with the secret of a client.
    Header(String),
    /// A query parameter with the secret of a client.
    Query(String),
    /// A cookie with the secret of a client.
    Cookie(String),
    /// Nothing that a mock could check, such as a certificate.
    Nothing,
}
