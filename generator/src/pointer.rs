//! JSON pointers (RFC 6901), and how they are written in URIs.

use std::borrow::Cow;

use serde_json::Value;

use crate::keywords::ADDITIONAL;

/// Escapes one reference token: `~` as `~0`, `/` as `~1` (RFC 6901 section 3).
pub fn escape(token: &str) -> Cow<'_, str> {
    if token.contains(['~', '/']) {
        Cow::Owned(token.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(token)
    }
}

/// The reverse of [`escape`].
pub fn unescape(token: &str) -> Cow<'_, str> {
    if token.contains('~') {
        Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(token)
    }
}

/// `pointer` extended by one token.
pub fn join(pointer: &str, token: &str) -> String {
    format!("{pointer}/{}", escape(token))
}

/// The tokens of `pointer`, unescaped.
pub fn tokens(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    pointer.split('/').skip(1).map(unescape)
}

/// The child of `value` that `token` names.
pub fn child<'a>(value: &'a Value, token: &str) -> Option<&'a Value> {
    match value {
        Value::Object(members) => members.get(token),
        Value::Array(items) => items.get(token.parse::<usize>().ok()?),
        _ => None,
    }
}

/// Whether `pointer` leads into a parameter of an operation, of a path or of the components.
pub fn is_in_parameter(pointer: &str) -> bool {
    let mut tokens = pointer.split('/').skip(1);
    match tokens.next() {
        Some("components") => tokens.next() == Some("parameters"),
        // Below the path stands the method, or what all its methods have in common.
        Some("paths") => {
            let mut below = tokens.skip(1).filter(|token| *token != ADDITIONAL).take(2);
            below.any(|token| token == "parameters")
        }
        _ => false,
    }
}

/// `pointer` as a reference into the same document: a URI fragment, which `percent_decoded` reads back (RFC 6901
/// section 6). Only what would be read as an encoding is encoded, as references are shown to people.
pub fn fragment(pointer: &str) -> String {
    format!("#{}", pointer.replace('%', "%25"))
}

/// Text of a URI without its percent-encoding (RFC 3986 section 2.1); as it is where the bytes are
/// not UTF-8.
pub(crate) fn percent_decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        match (first, tail) {
            (b'%', [high, low, tail @ ..]) if hex(*high, *low).is_some() => {
                bytes.extend(hex(*high, *low));
                rest = tail;
            }
            _ => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

fn hex(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    Some(digit(high)? * 16 + digit(low)?)
}
