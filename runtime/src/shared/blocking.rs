//! Waiting for a future from code that is not async.

use std::sync::OnceLock;

use tokio::runtime::{Builder, Handle, Runtime};

use super::error::{Error, ErrorKind};

/// One runtime for all blocking clients of the process. Its only thread keeps connections alive between
/// calls; the calls themselves run on the threads that make them. It is never dropped, as dropping a runtime
/// panics within async code.
static RUNTIME: OnceLock<Option<Runtime>> = OnceLock::new();

/// Runs a future to its end on the current thread.
pub(super) fn wait<T>(future: impl Future<Output = T>) -> Result<T, Error> {
    if Handle::try_current().is_ok() {
        let message = "a blocking call within an async runtime would stop its other tasks: \
                       use the async client there, or a thread of your own";
        return Err(Error::new(ErrorKind::BlockingInAsync, message));
    }
    let start = || {
        Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .ok()
    };
    match RUNTIME.get_or_init(start) {
        Some(runtime) => Ok(runtime.block_on(future)),
        None => Err(Error::new(
            ErrorKind::Configuration,
            "no thread for blocking calls could be started",
        )),
    }
}
