//! JSON pointers as JSONPath expressions (RFC 9535), for the targets of overlay actions.

use serde_json::Value;

use crate::pointer;

/// The expression that selects the node at `pointer` and nothing else.
pub(super) fn jsonpath(tree: &Value, pointer: &str) -> String {
    let mut path = "$".to_owned();
    let mut node = Some(tree);
    for token in pointer::tokens(pointer) {
        let is_index = node.is_some_and(Value::is_array);
        if is_index {
            path.extend(["[", token.as_ref(), "]"]);
        } else if is_plain(&token) {
            path.extend([".", token.as_ref()]);
        } else {
            path.extend(["[", &quoted(&token), "]"]);
        }
        node = node.and_then(|node| pointer::child(node, &token));
    }
    path
}

/// A string literal of JSONPath.
pub(super) fn quoted(text: &str) -> String {
    let mut literal = "'".to_owned();
    for character in text.chars() {
        match character {
            '\'' | '\\' => literal.extend(['\\', character]),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            character if u32::from(character) < 0x20 => {
                literal.extend(["\\u", &format!("{:04x}", u32::from(character))]);
            }
            character => literal.push(character),
        }
    }
    literal.push('\'');
    literal
}

fn is_plain(name: &str) -> bool {
    let mut characters = name.chars();
    characters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && characters.all(|character| character.is_ascii_alphanumeric() || character == '_')
}
