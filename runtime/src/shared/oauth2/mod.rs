//! OAuth2 (RFC 6749): client credentials and refresh tokens.

mod credential;
mod endpoint;
mod held;
mod renewal;
mod session;
