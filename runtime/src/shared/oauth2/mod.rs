//! OAuth2 (RFC 6749): the grants that a document declares.

#[cfg(feature = "authorization-code")]
mod authorization;
mod credential;
#[cfg(feature = "device-code")]
mod device;
mod endpoint;
#[cfg(feature = "flow")]
mod flow;
mod grant;
#[cfg(feature = "password")]
mod password;

#[cfg(feature = "authorization-code")]
pub use authorization::{Authorization, AuthorizationCode};
#[cfg(feature = "authorization-code")]
pub(super) use credential::absolute;
#[cfg(feature = "device-code")]
pub use device::DevicePrompt;
#[cfg(feature = "flow")]
pub use flow::Flow;
