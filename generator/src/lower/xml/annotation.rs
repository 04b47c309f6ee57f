//! What a schema says of its place in XML (OpenAPI "XML Object").

use serde_json::Value;

use super::super::node::flag;
use crate::ir::{XmlContentId, XmlElement, XmlPlace};
use crate::resolve;

/// So many steps from one schema to the one that it repeats.
pub(super) const LONGEST: usize = 100;

/// What `xml` says of a schema.
#[derive(Default)]
pub(super) struct Annotation<'a> {
    node: Option<&'a Value>,
}

impl<'a> Annotation<'a> {
    /// That of the schema, else that of what it repeats.
    pub(super) fn of(tree: &'a Value, schema: &'a Value) -> Self {
        let mut schema = schema;
        for _ in 0..LONGEST {
            if let Some(node) = schema.get("xml").filter(|node| node.is_object()) {
                return Self { node: Some(node) };
            }
            let next = match resolve::reference(schema) {
                Some(_) => resolve::resolve(tree, schema, "")
                    .ok()
                    .map(|found| found.node),
                None => match schema
                    .get("allOf")
                    .and_then(Value::as_array)
                    .map(Vec::as_slice)
                {
                    Some([only]) => Some(only),
                    _ => None,
                },
            };
            match next {
                Some(next) => schema = next,
                None => break,
            }
        }
        Self::default()
    }

    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        let text = self.node?.get(name)?.as_str()?.trim();
        (!text.is_empty()).then_some(text)
    }

    fn flag(&self, name: &str) -> bool {
        self.node.is_some_and(|node| flag(node, name))
    }

    /// `nodeType` is of OpenAPI 3.2, which says the same by it as `attribute` and `wrapped` do; `x-ms-text` is of `AutoRest`.
    pub(super) fn place(&self) -> XmlPlace {
        match self.text("nodeType") {
            Some("attribute") => XmlPlace::Attribute,
            Some("text" | "cdata") => XmlPlace::Text,
            _ if self.flag("attribute") => XmlPlace::Attribute,
            _ if self.flag("x-ms-text") => XmlPlace::Text,
            _ => XmlPlace::Element,
        }
    }

    /// Whether there is an element around the items of a list.
    pub(super) fn is_wrapped(&self) -> bool {
        self.flag("wrapped") || self.text("nodeType") == Some("element")
    }

    /// The element, which has this name where none is given.
    pub(super) fn element(&self, name: &str, content: XmlContentId) -> XmlElement {
        let name = self.text("name").unwrap_or(name);
        let (prefix, name) = match (self.text("prefix"), name.split_once(':')) {
            (_, Some((prefix, name))) => (prefix, name),
            (prefix, None) => (prefix.unwrap_or_default(), name),
        };
        XmlElement {
            name: name.to_owned(),
            prefix: prefix.to_owned(),
            namespace: self.text("namespace").unwrap_or_default().to_owned(),
            content,
        }
    }
}
