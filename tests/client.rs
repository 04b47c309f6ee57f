//! One client for all fixtures: that of the notes, of whatever API a test needs.

pub use crate::notes::client::{Client, ClientBuilder};
use crate::runtime::{Api, Settings};

impl ClientBuilder {
    /// Starts with an API of the test's own.
    pub fn new(api: &'static Api) -> Self {
        Settings::new(api).into()
    }
}
