//! Values as XML.

use serde_json::{Map, Value};

use crate::plan::xml::{Content, Element, Member, Place, Xml};

/// A document whose outermost element is the root at this position.
pub(super) fn document(xml: &Xml, root: usize, value: &Value) -> Option<String> {
    let root = xml.roots.get(root)?;
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    let name = if root.name.is_empty() {
        "document"
    } else {
        &root.name
    };
    element(xml, name, Some(root), root.content, value, &mut text);
    Some(text)
}

fn element(
    xml: &Xml,
    name: &str,
    known: Option<&Element>,
    content: usize,
    value: &Value,
    text: &mut String,
) {
    let prefixed = match known {
        Some(known) if !known.prefix.is_empty() => format!("{}:{name}", known.prefix),
        _ => name.to_owned(),
    };
    text.push('<');
    text.push_str(&prefixed);
    // Said anew at each element: that is longer than it need be, and right everywhere.
    if let Some(known) = known.filter(|known| !known.namespace.is_empty()) {
        let colon = if known.prefix.is_empty() { "" } else { ":" };
        text.push_str(&format!(
            " xmlns{colon}{}=\"{}\"",
            known.prefix,
            escaped(&known.namespace)
        ));
    }
    match (xml.contents.get(content), value) {
        (_, Value::Null) => {
            text.push_str(
                " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/>",
            );
            return;
        }
        (Some(Content::Object(members, further)), Value::Object(values)) => {
            object(xml, members, *further, values, text);
        }
        (Some(Content::List(item)), Value::Array(items)) => {
            text.push('>');
            for value in items {
                element(xml, &item.name, Some(item), item.content, value, text);
            }
        }
        (_, Value::Object(values)) => object(xml, &[], None, values, text),
        (_, value) => {
            text.push('>');
            text.push_str(&escaped(&plain(value)));
        }
    }
    text.push_str(&format!("</{prefixed}>"));
}

fn object(
    xml: &Xml,
    members: &[Member],
    further: Option<usize>,
    values: &Map<String, Value>,
    text: &mut String,
) {
    for member in members
        .iter()
        .filter(|member| member.place == Place::Attribute)
    {
        if let Some(value) = values.get(&member.name).filter(|value| !value.is_null()) {
            let colon = if member.element.prefix.is_empty() {
                ""
            } else {
                ":"
            };
            let (prefix, name) = (&member.element.prefix, &member.element.name);
            if !member.element.namespace.is_empty() && !prefix.is_empty() {
                text.push_str(&format!(
                    " xmlns:{prefix}=\"{}\"",
                    escaped(&member.element.namespace)
                ));
            }
            text.push_str(&format!(
                " {prefix}{colon}{name}=\"{}\"",
                escaped(&plain(value))
            ));
        }
    }
    text.push('>');
    for member in members {
        let Some(value) = values.get(&member.name) else {
            continue;
        };
        let (known, content) = (&member.element, member.element.content);
        match (member.place, value) {
            (Place::Attribute, _) | (Place::Text, Value::Null) => {}
            (Place::Text, value) => text.push_str(&escaped(&plain(value))),
            (Place::Items, Value::Array(items)) => {
                for value in items {
                    element(xml, &known.name, Some(known), content, value, text);
                }
            }
            (_, value) => element(xml, &known.name, Some(known), content, value, text),
        }
    }
    let declared = |name: &str| members.iter().any(|member| member.name == name);
    for (name, value) in values.iter().filter(|(name, _)| !declared(name)) {
        element(xml, name, None, further.unwrap_or(usize::MAX), value, text);
    }
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// Text of an element or attribute; what is no character of XML becomes the one for what cannot be shown.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\r' => escaped.push_str("&#13;"),
            '\t' => escaped.push_str("&#9;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}
