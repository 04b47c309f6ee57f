//! What a variable of a server's URL may be: one part of it, as its place says, and nothing that adds another part.

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

/// The part of a URL that a variable stands for (RFC 3986, section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Everything the URL begins with: another server as a whole.
    Start,
    Scheme,
    /// A host name or address, with a port where nothing follows it but a path.
    Host {
        port: bool,
    },
    /// A label of a host name, or some of its characters.
    Label,
    Port,
    /// A segment of the path, or some of its characters.
    Segment,
}

/// What the variable has to be, where it cannot have this value in that URL.
pub(super) fn refusal(variable: &ServerVariable, value: &str, url: &str) -> Option<&'static str> {
    let documented = || variable.values.iter().chain([&variable.default]);
    if documented().any(|known| *known == value) {
        return None;
    }
    if !variable.values.is_empty() {
        return Some("one of the values that the document lists");
    }
    // A document whose own value has several parts leaves room for as many as it takes.
    let parts = |separator: char| documented().any(|known| known.contains(separator));
    let braced = format!("{{{}}}", variable.name);
    let places = url
        .match_indices(&braced)
        .map(|(at, _)| Place::of(url, at, at + braced.len()));
    places.into_iter().find_map(|place| {
        let (allowed, what) = match place {
            Place::Start => (is_plain(value), "a URL without a query"),
            Place::Scheme => (matches!(value, "http" | "https"), "http or https"),
            Place::Host { port } => (is_authority(value, port), "a host name"),
            Place::Label if parts('.') => (is_name(value), "a part of a host name"),
            Place::Label => (is_label(value), "one label of a host name"),
            Place::Port => (is_port(value), "a port"),
            Place::Segment if parts('/') => (is_path(value), "a path"),
            Place::Segment => (is_segment(value), "one segment of a path"),
        };
        (!allowed).then_some(what)
    })
}

impl Place {
    fn of(url: &str, start: usize, end: usize) -> Self {
        let before = url.get(..start).unwrap_or_default();
        let after = url.get(end..).unwrap_or_default();
        let authority = match before.split_once("//") {
            Some((_, authority)) => authority,
            None if after.starts_with("://") => return Self::Scheme,
            None if before.is_empty() => return Self::Start,
            None => return Self::Segment,
        };
        let ends = after.is_empty() || after.starts_with('/');
        if authority.contains('/') {
            Self::Segment
        } else if authority.ends_with(':') {
            Self::Port
        } else if authority.is_empty() && (ends || after.starts_with(':')) {
            Self::Host { port: ends }
        } else {
            Self::Label
        }
    }
}

fn is_plain(value: &str) -> bool {
    !value.contains(['?', '#', '@', '\\', '{', '}']) && !value.contains(char::is_control)
}

/// Names of other scripts are written in their ASCII form (RFC 5890): otherwise a character may stand for several.
fn is_label(value: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    !value.is_empty() && value.bytes().all(is_part)
}

fn is_name(value: &str) -> bool {
    value.split('.').all(is_label)
}

fn is_port(value: &str) -> bool {
    value.parse::<u16>().is_ok() && value.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_authority(value: &str, may_have_port: bool) -> bool {
    let address = value
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'));
    let (is_host, rest) = match (address, value.split_once(':')) {
        (Some((address, rest)), _) => (
            address.parse::<std::net::Ipv6Addr>().is_ok(),
            rest.strip_prefix(':'),
        ),
        (None, Some((name, port))) => (is_name(name), Some(port)),
        (None, None) => (is_name(value), None),
    };
    let ends = address.is_none_or(|(_, rest)| rest.is_empty() || rest.starts_with(':'));
    is_host && ends && rest.is_none_or(|port| may_have_port && is_port(port))
}

/// A segment of dots alone leads to another path, and so does one that is encoded.
fn is_segment(value: &str) -> bool {
    is_plain(value) && !value.contains(['/', '%']) && value.contains(|c| c != '.')
}

fn is_path(value: &str) -> bool {
    value.split('/').all(is_segment)
}
