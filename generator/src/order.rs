//! The order of members in a document's tree.
//!
//! Members of a JSON object have no order (RFC 8259 section 4): the same document yields the same client, however it was
//! written down. Elements of XML do have one, and schemas have no other place for it than the order of `properties`.

use serde_json::Value;

use crate::media_type::is_xml;

/// Sorts members by name; not those of `properties` in a document with bodies of XML.
pub(crate) fn settle(tree: &mut Value) {
    if has_xml(tree) {
        sort(tree);
    } else {
        tree.sort_all_objects();
    }
}

fn has_xml(node: &Value) -> bool {
    match node {
        Value::Object(members) => members.iter().any(|(name, member)| {
            let content = member.as_object().filter(|_| name == "content");
            content.is_some_and(|content| content.keys().any(|name| is_xml(name)))
                || has_xml(member)
        }),
        Value::Array(items) => items.iter().any(has_xml),
        _ => false,
    }
}

fn sort(node: &mut Value) {
    match node {
        Value::Object(members) => {
            members.sort_keys();
            for (name, member) in members.iter_mut() {
                match (name.as_str(), member) {
                    ("properties", Value::Object(properties)) => {
                        properties.values_mut().for_each(sort);
                    }
                    (_, member) => sort(member),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(sort),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::settle;

    fn document(media_type: &str) -> String {
        let mut tree = json!({
            "paths": { "/a": { "get": { "responses": { "200": { "content": { media_type: {} } } } } } },
            "info": { "version": "1", "title": "a" },
            "components": { "schemas": { "S": { "type": "object", "properties": { "z": {}, "b": { "type": 1, "format": 2 } } } } },
        });
        settle(&mut tree);
        tree.to_string()
    }

    #[test]
    fn properties_keep_their_order_where_there_are_bodies_of_xml() {
        assert!(document("application/json").contains(r#"{"b":{"format":2,"type":1},"z":{}}"#));
        let xml = document("application/vnd.a+xml; charset=utf-8");
        assert!(
            xml.contains(r#"{"z":{},"b":{"format":2,"type":1}}"#),
            "{xml}"
        );
        assert!(xml.contains(r#"{"title":"a","version":"1"}"#), "{xml}");
    }
}
