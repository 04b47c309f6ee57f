//! The servers that the document names, and the parts of their URLs that can be chosen.

use super::error::{Error, ErrorKind};
use super::server_variable::{ServerVariable, refusal};

/// A server (OpenAPI 3.0, "Server Object").
#[derive(Debug, Clone, Copy)]
pub struct Server {
    /// Its URL, with variables in braces.
    pub url: &'static str,
    /// What stands for the names in braces.
    pub variables: &'static [ServerVariable],
}

/// What was chosen.
#[derive(Debug, Clone, Default)]
pub(super) struct ServerChoice {
    server: Option<&'static Server>,
    values: Vec<(&'static str, String)>,
}

impl ServerChoice {
    /// Chooses a server.
    pub(super) fn server(&mut self, server: &'static Server) {
        self.server = Some(server);
    }

    /// Sets a variable of the chosen server, or of `first` if none is chosen.
    pub(super) fn variable(&mut self, first: &'static Server, name: &'static str, value: String) {
        self.server.get_or_insert(first);
        self.values.retain(|(other, _)| *other != name);
        self.values.push((name, value));
    }

    /// The URL of the chosen server.
    pub(super) fn url(&self) -> Option<Result<String, Error>> {
        self.server.map(|server| server.url(&self.values))
    }
}

impl Server {
    /// Its URL with these values, or the default ones.
    fn url(&self, values: &[(&'static str, String)]) -> Result<String, Error> {
        let mut url = self.url.to_owned();
        for variable in self.variables {
            let chosen = values.iter().find(|(name, _)| *name == variable.name);
            let value = chosen.map_or(variable.default, |(_, value)| value);
            if let Some(wanted) = refusal(variable, value, self.url) {
                let message = format!(
                    "the server variable `{}` cannot be {value:?}: it is {wanted}{}",
                    variable.name,
                    match variable.values {
                        [] => String::new(),
                        values => format!(", {}", values.join(", ")),
                    }
                );
                return Err(Error::new(ErrorKind::Configuration, message));
            }
            url = url.replace(&format!("{{{}}}", variable.name), value);
        }
        Ok(url)
    }
}
