//! Time and tasks: those of tokio, and in a browser those of the browser.

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub(super) use tokio::time;

/// The same as in tokio.
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
pub(super) mod time {
    pub(in super::super) use wasmtimer::std::Instant;
    pub(in super::super) use wasmtimer::tokio::*;
}

/// The time by the system's clock.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub(super) fn now() -> std::time::SystemTime {
    std::time::SystemTime::now()
}

/// The time by the browser's clock.
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
pub(super) fn now() -> std::time::SystemTime {
    let now = wasmtimer::std::SystemTime::now();
    let since = now.duration_since(wasmtimer::std::UNIX_EPOCH);
    std::time::UNIX_EPOCH + since.unwrap_or_default()
}

/// Goes on with a future whatever becomes of the caller.
#[cfg(feature = "tokens")]
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub(super) fn spawn(future: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(future);
}

/// Goes on with a future whatever becomes of the caller.
#[cfg(feature = "tokens")]
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
pub(super) fn spawn(future: impl Future<Output = ()> + Send + 'static) {
    wasm_bindgen_futures::spawn_local(future);
}
