//! Tokens that are renewed: one renewal at a time, whatever the number of callers.

mod held;
mod provided;
mod renewal;
mod session;

#[cfg(feature = "oauth2")]
pub(super) use renewal::Source;
#[cfg(feature = "oauth2")]
pub(super) use session::Session;
