//! Query strings: what they say, whether they may say it, and what they find.

mod check;
mod cursor;
mod include;
mod page;
mod select;

use percent_encoding::percent_decode_str;

pub(crate) use cursor::Cursor;
pub(crate) use include::included;
pub(crate) use page::{Page, Paging};
pub(crate) use select::{Cache, Selection, select};

/// The parameters of a request that passed all checks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query {
    /// Name and value as they were sent, decoded.
    pub(crate) pairs: Vec<(String, String)>,
}

impl Query {
    /// Reads a query string (`application/x-www-form-urlencoded`).
    pub(crate) fn parse(text: &str) -> Self {
        let decode = |text: &str| {
            percent_decode_str(&text.replace('+', " "))
                .decode_utf8_lossy()
                .into_owned()
        };
        let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        });
        Self {
            pairs: pairs.collect(),
        }
    }

    /// The value of a parameter.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.pairs
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// All values of a parameter, in whatever way it is repeated.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.pairs
            .iter()
            .filter(move |(known, _)| known == name || known.strip_suffix("[]") == Some(name))
            .flat_map(|(_, value)| value.split(','))
    }

    /// The items of a list parameter.
    pub(crate) fn list(&self, name: &str) -> impl Iterator<Item = &str> {
        self.get(name)
            .into_iter()
            .flat_map(|value| value.split(','))
            .map(str::trim)
            .filter(|item| !item.is_empty())
    }

    /// As text again, without the parameters for which `skip` holds.
    pub(crate) fn text(&self, skip: impl Fn(&str) -> bool) -> String {
        let mut text = String::new();
        for (name, value) in self.pairs.iter().filter(|(name, _)| !skip(name)) {
            if !text.is_empty() {
                text.push('&');
            }
            text.push_str(&encode(name));
            text.push('=');
            text.push_str(&encode(value));
        }
        text
    }
}

/// Escapes what would break a query string; brackets and colons stay readable, as the API leaves them.
pub(crate) fn encode(text: &str) -> String {
    const KEPT: percent_encoding::AsciiSet = percent_encoding::NON_ALPHANUMERIC
        .remove(b'[')
        .remove(b']')
        .remove(b':')
        .remove(b'.')
        .remove(b'-')
        .remove(b'_')
        .remove(b',')
        .remove(b'~');
    percent_encoding::utf8_percent_encode(text, &KEPT).to_string()
}
