//! Servers that the document gives to single paths and operations.

use super::builder::ClientBuilder;

impl ClientBuilder {
    /// Says which servers the document gives to single paths and operations. The generated `Client::builder` calls
    /// this.
    pub fn operation_servers(mut self, documented: &'static [&'static str]) -> Self {
        self.operation_servers.documented = documented;
        self
    }

    /// Puts this URL in the place of one of them.
    pub fn operation_server(mut self, documented: &'static str, url: impl Into<String>) -> Self {
        let given = &mut self.operation_servers.given;
        given.retain(|(known, _)| *known != documented);
        given.push((documented, url.into()));
        self
    }
}
