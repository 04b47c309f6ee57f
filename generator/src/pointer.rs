//! JSON pointers (RFC 6901).

use std::borrow::Cow;

use serde_json::Value;

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
        Some("paths") => tokens.skip(1).take(2).any(|token| token == "parameters"),
        _ => false,
    }
}
