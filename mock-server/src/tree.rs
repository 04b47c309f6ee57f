//! Looking into the document: JSON pointers (RFC 6901) and references.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde_json::Value;

/// A longer chain of references is a circle.
const LONGEST_CHAIN: usize = 64;

/// What stands at a pointer.
pub(crate) fn lookup<'a>(tree: &'a Value, pointer: &str) -> Option<&'a Value> {
    tree.pointer(pointer)
}

/// `pointer` extended by one token.
#[cfg(feature = "documents")]
pub(crate) fn join(pointer: &str, token: &str) -> String {
    format!("{pointer}/{}", token.replace('~', "~0").replace('/', "~1"))
}

/// What stands at the end of a node's references, and where; `None` if they lead nowhere.
pub(crate) fn resolved<'a>(
    tree: &'a Value,
    node: &'a Value,
    at: &'a str,
) -> Option<(&'a Value, Cow<'a, str>)> {
    let (mut node, mut at) = (node, Cow::Borrowed(at));
    for _ in 0..LONGEST_CHAIN {
        let Some(target) = node.get("$ref").and_then(Value::as_str) else {
            return Some((node, at));
        };
        let pointer = percent_decode_str(target.strip_prefix('#')?)
            .decode_utf8()
            .ok()?
            .into_owned();
        node = lookup(tree, &pointer)?;
        at = Cow::Owned(pointer);
    }
    None
}
