//! Query strings: percent-encoding and the list and object styles of OpenAPI parameters.

use std::fmt::{Display, Write as _};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but the unreserved characters of RFC 3986, section 2.3.
pub(super) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// How the items of a list parameter are written (OpenAPI 3.0, "Style Values").
#[cfg(feature = "list")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListStyle {
    /// `ids=a,b`: style `form`, not exploded.
    Comma,
    /// `ids=a%20b`: style `spaceDelimited`.
    Space,
    /// `ids=a%7Cb`: style `pipeDelimited`.
    Pipe,
    /// `ids=a%09b`: `collectionFormat: tsv` of Swagger 2.0.
    Tab,
    /// `ids=a&ids=b`: style `form`, exploded.
    Repeat,
    /// `ids[]=a&ids[]=b`: what many servers expect though OpenAPI has no name for it.
    Brackets,
}

/// How the members of an object parameter are written (OpenAPI 3.0, "Style Values").
#[cfg(feature = "parameter")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObjectStyle {
    /// `filter[a]=1&filter[b]=2`.
    DeepObject,
    /// `a=1&b=2` exploded, `filter=a,1,b,2` otherwise.
    Form {
        /// Whether each member is a parameter of its own.
        explode: bool,
    },
    /// `filter=a%201%20b%202`: style `spaceDelimited`.
    Space,
    /// `filter=a%7C1%7Cb%7C2`: style `pipeDelimited`.
    Pipe,
}

/// An ordered query string, encoded as it grows.
#[derive(Debug, Clone, Default)]
pub(super) struct Query {
    pairs: Vec<Pair>,
}

#[derive(Debug, Clone)]
struct Pair {
    /// The parameter this pair belongs to, as the document names it.
    parameter: String,
    encoded: String,
}

impl Query {
    /// Sets a parameter, replacing what was set under this name.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.remove(name);
        self.push(name, name, &encode(value));
    }

    #[cfg(feature = "list")]
    pub(super) fn set_list<T: Display>(
        &mut self,
        name: &str,
        items: impl Iterator<Item = T>,
        style: ListStyle,
    ) {
        self.remove(name);
        let mut items = items.map(|item| encode(&item.to_string()));
        let separator = match style {
            ListStyle::Comma => ",",
            ListStyle::Space => "%20",
            ListStyle::Pipe => "%7C",
            ListStyle::Tab => "%09",
            ListStyle::Repeat => return items.for_each(|item| self.push(name, name, &item)),
            ListStyle::Brackets => {
                let bracketed = format!("{name}[]");
                return items.for_each(|item| self.push(name, &bracketed, &item));
            }
        };
        if let Some(first) = items.next() {
            let joined = items.fold(first, |joined, item| joined + separator + &item);
            self.push(name, name, &joined);
        }
    }

    #[cfg(feature = "parameter")]
    pub(super) fn set_object<K: Display, V: Display>(
        &mut self,
        name: &str,
        members: impl Iterator<Item = (K, V)>,
        style: ObjectStyle,
    ) {
        self.remove(name);
        let mut joined = String::new();
        for (key, value) in members {
            let (key, value) = (key.to_string(), encode(&value.to_string()));
            match style {
                ObjectStyle::DeepObject => self.push(name, &format!("{name}[{key}]"), &value),
                ObjectStyle::Form { explode: true } => self.push(name, &key, &value),
                ObjectStyle::Form { explode: false } | ObjectStyle::Space | ObjectStyle::Pipe => {
                    let separator = match style {
                        ObjectStyle::Space => "%20",
                        ObjectStyle::Pipe => "%7C",
                        _ => ",",
                    };
                    let before = if joined.is_empty() { "" } else { separator };
                    joined = joined + before + &encode(&key) + separator + &value;
                }
            }
        }
        if !joined.is_empty() {
            self.push(name, name, &joined);
        }
    }

    /// Writes what a parameter holds as it is, as far as that cannot be taken for something else.
    #[cfg(feature = "parameter")]
    pub(super) fn allow_reserved(&mut self, parameter: &str) {
        let pairs = self.pairs.iter_mut();
        for pair in pairs.filter(|pair| pair.parameter == parameter) {
            if let Some((name, value)) = pair.encoded.split_once('=') {
                pair.encoded = format!("{name}={}", readable(value));
            }
        }
    }

    pub(super) fn has(&self, parameter: &str) -> bool {
        self.pairs.iter().any(|pair| pair.parameter == parameter)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    fn remove(&mut self, parameter: &str) {
        self.pairs.retain(|pair| pair.parameter != parameter);
    }

    fn push(&mut self, parameter: &str, name: &str, encoded_value: &str) {
        let encoded = format!("{}={encoded_value}", encode(name));
        self.pairs.push(Pair {
            parameter: parameter.to_owned(),
            encoded,
        });
    }
}

impl Display for Query {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, pair) in self.pairs.iter().enumerate() {
            if index > 0 {
                f.write_char('&')?;
            }
            f.write_str(&pair.encoded)?;
        }
        Ok(())
    }
}

/// Reserved characters that have no meaning in a query (RFC 3986, section 3.4), as `allowReserved` asks for. `&`, `=`,
/// `+` and `#` have one, brackets are no part of a query, and the apostrophe is not left as it is by URL parsers.
#[cfg(feature = "parameter")]
fn readable(encoded: &str) -> String {
    const MEANINGLESS: [(&str, &str); 11] = [
        ("%3A", ":"),
        ("%2F", "/"),
        ("%3F", "?"),
        ("%40", "@"),
        ("%21", "!"),
        ("%24", "$"),
        ("%28", "("),
        ("%29", ")"),
        ("%2A", "*"),
        ("%2C", ","),
        ("%3B", ";"),
    ];
    let readable = MEANINGLESS.iter();
    readable.fold(encoded.to_owned(), |text, (code, character)| {
        text.replace(code, character)
    })
}

pub(super) fn encode(value: &str) -> String {
    utf8_percent_encode(value, RESERVED).to_string()
}
