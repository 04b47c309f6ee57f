//! The servers that the document names, and the parts of their URLs that can be chosen.

use super::builder::ClientBuilder;
use super::error::{Error, ErrorKind};
use super::server_variable::refusal;

/// A server (OpenAPI 3.0, "Server Object").
#[derive(Debug, Clone, Copy)]
pub struct Server {
    /// Its URL, with variables in braces.
    pub url: &'static str,
    /// What stands for the names in braces.
    pub variables: &'static [ServerVariable],
}

/// A part of a server's URL that can be chosen (OpenAPI 3.0, "Server Variable Object").
#[derive(Debug, Clone, Copy)]
pub struct ServerVariable {
    /// The name that stands in braces.
    pub name: &'static str,
    /// The value unless another one is set.
    pub default: &'static str,
    /// The values to choose from; any if there are none.
    pub values: &'static [&'static str],
}

/// What was chosen.
#[derive(Debug, Clone, Default)]
pub(super) struct ServerChoice {
    server: Option<&'static Server>,
    values: Vec<(&'static str, String)>,
}

impl ClientBuilder {
    /// Talks to one of the document's servers instead of its first.
    pub fn server(mut self, server: &'static Server) -> Self {
        self.choose(|choice| choice.server = Some(server));
        self
    }

    /// Sets a variable in the URL of the server, or of `first` if no other server is chosen.
    ///
    /// A value is one part of the URL, as the place of the variable says: a label of the host name, the host, the port, or a
    /// segment of the path. Where the document's own values have several labels or segments, it may have as well.
    /// Anything else is reported by `build`.
    pub fn server_variable(
        mut self,
        first: &'static Server,
        name: &'static str,
        value: impl Into<String>,
    ) -> Self {
        let value = value.into();
        self.choose(|choice| {
            choice.server.get_or_insert(first);
            choice.values.retain(|(other, _)| *other != name);
            choice.values.push((name, value));
        });
        self
    }

    fn choose(&mut self, change: impl FnOnce(&mut ServerChoice)) {
        let mut choice = self.extras.get().cloned().unwrap_or_default();
        change(&mut choice);
        self.server = choice.server.map(|server| server.url(&choice.values));
        self.extras.insert(choice);
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
