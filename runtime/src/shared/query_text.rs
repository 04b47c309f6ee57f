//! Queries as text: a pair is found or replaced, and all others keep every byte.

#[cfg(feature = "query-key")]
use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// The query with this pair: where one of this name stands already, else at the end.
#[cfg(feature = "query-key")]
pub(super) fn with_pair(query: Option<&str>, name: &str, encoded: (&str, &str)) -> String {
    let pair = format!("{}={}", encoded.0, encoded.1);
    let mut placed = false;
    let mut pairs = Vec::new();
    for other in query.unwrap_or_default().split('&') {
        if name_of(other) != name {
            pairs.push(other);
        } else if !std::mem::replace(&mut placed, true) {
            pairs.push(&pair);
        }
    }
    if !placed {
        // An empty query has no pair that a sign would have to separate.
        pairs.retain(|_| query.is_some_and(|query| !query.is_empty()));
        pairs.push(&pair);
    }
    pairs.join("&")
}

/// The query with this value for all pairs of such a name.
#[cfg(feature = "query-key")]
pub(super) fn with_values(query: &str, value: &str, is: impl Fn(&str) -> bool) -> String {
    let pairs = query.split('&').map(|pair| {
        if is(&name_of(pair)) {
            let (name, _) = pair.split_once('=').unwrap_or((pair, ""));
            Cow::Owned(format!("{name}={value}"))
        } else {
            Cow::Borrowed(pair)
        }
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// The query without the pairs of such a name; `None` if that leaves nothing of it.
#[cfg(feature = "paging")]
pub(super) fn without(query: &str, is: impl Fn(&str) -> bool) -> Option<String> {
    let pairs: Vec<&str> = query
        .split('&')
        .filter(|pair| !is(&name_of(pair)))
        .collect();
    let only_keys = pairs.is_empty();
    (!only_keys).then(|| pairs.join("&"))
}

/// The name of a pair, as servers read it (WHATWG URL, section 5.1).
fn name_of(pair: &str) -> String {
    let (name, _) = pair.split_once('=').unwrap_or((pair, ""));
    let spaced = name.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}
