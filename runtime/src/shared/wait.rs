//! Waiting until work on the server is done.

use std::time::Duration;

use super::clock::time::{Instant, sleep};
use http::header::LOCATION;

use super::call::Target;
use super::error::{Error, ErrorKind};
use super::mode::Async;
use super::operation::Operation;
use super::request::Request;
use super::response::Response;
use super::retry_after::retry_after;

/// How long to wait for work on the server, and how often to ask.
///
/// The pause between two questions doubles from the first to the longest. Where a response has a `Retry-After`, it is the
/// pause, but for one beyond the limit.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "this says how to wait; `wait_until` waits"]
pub struct Wait {
    first_pause: Duration,
    longest_pause: Duration,
    limit: Duration,
}

impl Default for Wait {
    /// Pauses from one second to 30 seconds, ten minutes in all.
    fn default() -> Self {
        Self {
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(30),
            limit: Duration::from_secs(600),
        }
    }
}

impl Wait {
    /// The default.
    pub fn new() -> Self {
        Self::default()
    }

    /// The first pause, and the longest.
    pub fn pauses(mut self, first: Duration, longest: Duration) -> Self {
        (self.first_pause, self.longest_pause) = (first, longest);
        self
    }

    /// How long to wait in all.
    pub fn limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }
}

/// Gives an operation's type `at` and `wait_until`.
#[cfg_attr(not(inline), macro_export)]
#[doc(hidden)]
#[allow(
    unused_macros,
    reason = "no operation may be compiled in that needs it"
)]
macro_rules! waits {
    ($name:ident -> $output:ty: $($method:ident)*) => { $(waits!(@$method $name $output);)* };
    (@at $name:ident $output:ty) => {
        impl<M> $name<M> {
            /// Sends the request to where a response says that its work can be asked after: its `Location` (RFC 9110, section
            /// 10.2.2), in the place of path and query of the operation. Without a `Location`, or with one that leads to another
            /// server, the call fails.
            pub fn at<T>(self, response: &runtime::Response<T>) -> Self {
                Self { request: self.request.at(response) }
            }
        }
    };
    (@wait_until $name:ident $output:ty) => {
        impl $name {
            /// Sends the request again and again, until `is_done` says so of a response.
            ///
            /// # Errors
            ///
            /// That of the first call that fails after its retries, and a timeout when the limit is reached.
            pub async fn wait_until(
                self,
                wait: runtime::Wait,
                is_done: impl FnMut(&runtime::Response<$output>) -> bool,
            ) -> ::std::result::Result<runtime::Response<$output>, runtime::Error> {
                self.request.wait_until(wait, is_done).await
            }
        }

        #[cfg(feature = "blocking")]
        impl $name<runtime::Blocking> {
            /// Sends the request again and again, until `is_done` says so of a response.
            ///
            /// # Errors
            ///
            /// That of the first call that fails after its retries, and a timeout when the limit is reached.
            pub fn wait_until(
                self,
                wait: runtime::Wait,
                is_done: impl FnMut(&runtime::Response<$output>) -> bool,
            ) -> ::std::result::Result<runtime::Response<$output>, runtime::Error> {
                self.request.wait_until(wait, is_done)
            }
        }
    };
}

#[cfg(inline)]
#[allow(
    unused_imports,
    reason = "no operation may be compiled in that needs it"
)]
pub(crate) use waits;

impl<O: Operation, M> Request<O, M> {
    /// Sends the request to where a response says that its work can be asked after: its `Location` (RFC 9110, section
    /// 10.2.2), in the place of path and query of the operation. Without a `Location`, or with one that leads to another
    /// server, the call fails.
    pub fn at<T>(mut self, response: &Response<T>) -> Self {
        let head = response.head();
        let location = head.header(LOCATION.as_str());
        match location.and_then(|location| head.url().join(location).ok()) {
            Some(url) => self.call.target = Target::Link(url),
            None => self
                .call
                .invalid("the response has no `Location` that can be followed"),
        }
        self
    }

    /// How long until the next question; nothing once waiting would go beyond the limit.
    fn pause(
        wait: &Wait,
        next: &mut Duration,
        begun: Instant,
        response: &Response<O::Output>,
    ) -> Option<Duration> {
        let pause = retry_after(response.headers()).unwrap_or(*next);
        *next = next.saturating_mul(2).min(wait.longest_pause);
        let left = wait.limit.saturating_sub(begun.elapsed());
        (pause < left).then_some(pause)
    }

    fn gave_up(&self, wait: &Wait) -> Error {
        let message = format!(
            "what was waited for did not come about within {:?}",
            wait.limit
        );
        Error::new(ErrorKind::Timeout, message).with_call(&self.call.operation, None)
    }
}

impl<O: Operation> Request<O, Async> {
    /// Sends the request again and again, until `is_done` says so of a response.
    ///
    /// # Errors
    ///
    /// That of the first call that fails after its retries; [`ErrorKind::Timeout`] when the limit is reached.
    pub async fn wait_until(
        self,
        wait: Wait,
        mut is_done: impl FnMut(&Response<O::Output>) -> bool,
    ) -> Result<Response<O::Output>, Error> {
        let begun = Instant::now();
        let mut next = wait.first_pause;
        loop {
            let response = self.clone().send().await?;
            if is_done(&response) {
                return Ok(response);
            }
            match Self::pause(&wait, &mut next, begun, &response) {
                Some(pause) => sleep(pause).await,
                None => return Err(self.gave_up(&wait)),
            }
        }
    }
}

#[cfg(feature = "blocking")]
impl<O: Operation> Request<O, super::mode::Blocking> {
    /// Sends the request again and again, until `is_done` says so of a response.
    ///
    /// # Errors
    ///
    /// That of the first call that fails after its retries; [`ErrorKind::Timeout`] when the limit is reached.
    pub fn wait_until(
        self,
        wait: Wait,
        mut is_done: impl FnMut(&Response<O::Output>) -> bool,
    ) -> Result<Response<O::Output>, Error> {
        let begun = Instant::now();
        let mut next = wait.first_pause;
        loop {
            let response = self.clone().send()?;
            if is_done(&response) {
                return Ok(response);
            }
            match Self::pause(&wait, &mut next, begun, &response) {
                Some(pause) => std::thread::sleep(pause),
                None => return Err(self.gave_up(&wait)),
            }
        }
    }
}
