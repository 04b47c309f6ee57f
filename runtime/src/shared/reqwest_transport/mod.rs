//! The default transport: reqwest.

#[cfg(all(target_family = "wasm", target_os = "unknown"))]
mod browser;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
mod native;

#[cfg(all(target_family = "wasm", target_os = "unknown"))]
pub(super) use browser::ReqwestTransport;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub(super) use native::ReqwestTransport;
