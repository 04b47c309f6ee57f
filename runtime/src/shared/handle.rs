//! A cheap handle on what all requests of a client share.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use url::Url;

use super::core::Core;
use super::mode::Async;

/// What the client of an API is made of: all but its operations.
pub struct Handle<M = Async> {
    pub(super) core: Arc<Core>,
    mode: PhantomData<fn() -> M>,
}

impl<M> Handle<M> {
    pub(super) fn new(core: Core) -> Self {
        Self {
            core: Arc::new(core),
            mode: PhantomData,
        }
    }

    /// The URL below which all operations are, but for those that the document gives a server of their own.
    pub fn base_url(&self) -> &Url {
        &self.core.base_url
    }
}

impl<M> Clone for Handle<M> {
    fn clone(&self) -> Self {
        Self {
            core: Arc::clone(&self.core),
            mode: PhantomData,
        }
    }
}

impl<M> fmt::Debug for Handle<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("api", &self.core.api.name)
            .field("base_url", &self.core.base_url.as_str())
            .finish_non_exhaustive()
    }
}
