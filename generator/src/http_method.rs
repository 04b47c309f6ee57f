//! Members of a path item that are operations (OpenAPI "Path Item Object").

use std::borrow::Cow;

use serde_json::Value;

pub(crate) use crate::keywords::ADDITIONAL;
use crate::pointer;

/// In the order of the standard; `query` since OpenAPI 3.2.
pub(crate) const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// Whether a member of a path item is an operation.
pub(crate) fn is_method(name: &str) -> bool {
    METHODS.contains(&name)
}

/// A member of a path item that is meant as an operation, whatever it is.
pub(crate) struct Listed<'a> {
    /// The method as it is sent: `GET`, `COPY`.
    pub(crate) method: Cow<'a, str>,
    /// JSON pointer below the path item, without its first slash: `get`, `additionalOperations/COPY`.
    pub(crate) place: Cow<'a, str>,
    pub(crate) node: &'a Value,
}

/// The operations of a path item, those of other methods last.
pub(crate) fn operations(item: &Value) -> impl Iterator<Item = Listed<'_>> {
    let fixed = item.as_object().into_iter().flatten();
    let fixed = fixed.filter(|(name, _)| is_method(name));
    let fixed = fixed.map(|(name, node)| Listed {
        method: Cow::Owned(name.to_ascii_uppercase()),
        place: Cow::Borrowed(name),
        node,
    });
    let usable = additional(item).filter(|(method, _)| why_not(method).is_none());
    fixed.chain(usable.map(|(method, node)| Listed {
        method: Cow::Borrowed(method),
        place: Cow::Owned(pointer::join(ADDITIONAL, method)),
        node,
    }))
}

/// What a path item lists of other methods.
pub(crate) fn additional(item: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let listed = item.get(ADDITIONAL).and_then(Value::as_object);
    let listed = listed.into_iter().flatten();
    listed.map(|(method, node)| (method.as_str(), node))
}

/// Why `additionalOperations` cannot have a method, if so.
pub(crate) fn why_not(method: &str) -> Option<&'static str> {
    let fixed = METHODS
        .iter()
        .any(|fixed| fixed.to_ascii_uppercase() == method);
    if fixed {
        return Some("has a member of its own in path items");
    }
    (!is_token(method)).then_some("is no name of a method (a token, RFC 9110 section 5.6.2)")
}

/// The pointer of an operation as that of its path item, and its place below.
pub(crate) fn split(pointer: &str) -> (&str, &str) {
    let Some((before, _)) = pointer.rsplit_once('/') else {
        return ("", pointer);
    };
    let item = before
        .strip_suffix(ADDITIONAL)
        .and_then(|item| item.strip_suffix('/'));
    let item = item.unwrap_or(before);
    (item, pointer.get(item.len() + 1..).unwrap_or_default())
}

/// The member of a path item that the first of these tokens of a JSON pointer name, and the tokens behind it: the method
/// of an operation, and where its parts stand.
pub(crate) fn member<T: AsRef<str>>(tokens: &[T]) -> Option<(&str, &[T])> {
    match tokens {
        [first, method, rest @ ..] if first.as_ref() == ADDITIONAL => Some((method.as_ref(), rest)),
        [method, rest @ ..] => Some((method.as_ref(), rest)),
        [] => None,
    }
}

/// RFC 9110, section 5.6.2.
fn is_token(text: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !text.is_empty() && text.chars().all(is_allowed)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn methods_are_fixed_members_and_tokens() {
        let item = json!({
            "summary": "none", "x-get": {}, "get": {}, "query": {},
            ADDITIONAL: { "COPY": {}, "a/b": {}, "M-SEARCH~": {}, "POST": {}, "post": {}, "": {}, "é": {} },
        });
        let found: Vec<(String, String)> = operations(&item)
            .map(|found| (found.method.into_owned(), found.place.into_owned()))
            .collect();
        let expected = [
            ("GET", "get"),
            ("QUERY", "query"),
            ("COPY", "additionalOperations/COPY"),
            ("M-SEARCH~", "additionalOperations/M-SEARCH~0"),
            ("post", "additionalOperations/post"),
        ];
        let expected = expected.map(|(method, place)| (method.to_owned(), place.to_owned()));
        assert_eq!(found, expected);
    }
}
