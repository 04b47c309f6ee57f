//! Which bodies of XML have types, and how their values stand in it (OpenAPI "XML Object").
//!
//! A type reads and writes a value in XML as it does in JSON; here it is said what is translated into what. Where XML
//! does not tell what a value is, as it does not for a union, the body stays text.

mod annotation;
mod tables;

use std::collections::HashMap;

use serde_json::Value;

use super::{Lowerer, composition, members};
use crate::diag::Diagnostic;
use crate::ir::{XmlContent, XmlContentId, XmlElement, XmlMember, XmlPlace, XmlRoot};
use crate::media_type::is_xml;
use crate::{pointer, resolve};

use annotation::{Annotation, LONGEST};
pub(super) use tables::Tables;
use tables::{ANY, BOOLEAN, NUMBER, TEXT, Untold};

/// More contents than these are not looked at.
const MOST: usize = 50_000;

/// What a schema is, as far as XML is concerned.
enum Kind {
    Scalar(XmlContentId),
    List(Value, String),
    Object,
}

impl Lowerer<'_> {
    /// The element of a body of XML, if values can be told from it. Otherwise it is text, which a diagnostic says where the
    /// document says more.
    pub(super) fn xml(
        &mut self,
        media_type: &str,
        schema: Option<&Value>,
        at: &str,
        sent: bool,
    ) -> Option<XmlRoot> {
        let schema = schema.filter(|_| is_xml(media_type))?;
        if matches!(self.xml_kind(schema, at), Ok(Kind::Scalar(_))) {
            return None;
        }
        let found = self.xml_root(schema, &pointer::join(at, "schema"), sent);
        match found {
            Ok(root) => Some(root),
            Err(untold) => {
                let message = format!("`{media_type}` is read and written as text: {}", untold.why);
                self.warn(Diagnostic::note("xml", untold.at, message));
                None
            }
        }
    }

    fn xml_root(&mut self, schema: &Value, at: &str, sent: bool) -> Result<XmlRoot, Untold> {
        let tree = self.tree;
        let annotation = Annotation::of(tree, schema);
        let component = component_name(tree, schema, at);
        let name = annotation.text("name").or(component.as_deref());
        if sent && name.is_none() {
            let why = "the outermost element has no name; give it one by `xml: { name: … }`";
            return Err(untold(at, why));
        }
        let kind = self.xml_kind(schema, at)?;
        let content = match kind {
            Kind::List(items, place) => {
                let item = component_name(tree, &items, &place);
                let item = item.as_deref().or(name).unwrap_or("item");
                self.xml_list(&items, &place, item)
            }
            _ => self.xml_content(schema, at),
        };
        let element = annotation.element(name.unwrap_or_default(), content);
        if !element.name.is_empty() && !is_name(&element) {
            return Err(untold(at, NO_NAME));
        }
        self.look();
        if let Some(untold) = self.xml.untold.get(&content) {
            return Err(untold.clone());
        }
        let roots = &mut self.xml.xml.roots;
        let root = self.xml.roots.entry(element).or_insert_with_key(|element| {
            roots.push(element.clone());
            XmlRoot(roots.len() - 1)
        });
        Ok(*root)
    }

    /// A content to be defined.
    fn xml_push(&mut self) -> XmlContentId {
        let contents = &mut self.xml.xml.contents;
        contents.push(XmlContent::Any);
        XmlContentId(contents.len() - 1)
    }

    /// The content of a schema that is no list, to be looked at later.
    fn xml_content(&mut self, schema: &Value, at: &str) -> XmlContentId {
        let Ok(resolved) = resolve::resolve(self.tree, schema, at) else {
            return self.xml_untold(at, DANGLING);
        };
        let key = resolved.pointer.into_owned();
        let node = resolved.node.clone();
        if let Some(known) = self.xml.by_pointer.get(&key) {
            return *known;
        }
        if self.xml.xml.contents.len() > MOST {
            return self.xml_untold(&key, "it consists of too many elements");
        }
        let kind = match self.xml_kind(&node, &key) {
            Ok(kind) => kind,
            Err(untold) => return self.xml_untold(&untold.at, untold.why),
        };
        let id = match kind {
            Kind::Scalar(id) => return id,
            // A list in a list, or as a further member: its items have no other name.
            Kind::List(items, place) => {
                let name = Annotation::of(self.tree, &node)
                    .text("name")
                    .unwrap_or("item")
                    .to_owned();
                self.xml_list(&items, &place, &name)
            }
            Kind::Object => {
                let id = self.xml_push();
                self.xml.waiting.push_back((id, node, key.clone()));
                id
            }
        };
        if super::node::is_component(&key) {
            self.xml.by_pointer.insert(key, id);
        }
        id
    }

    fn xml_untold(&mut self, at: &str, why: &'static str) -> XmlContentId {
        let id = self.xml_push();
        self.xml.give_up(id, &untold(at, why));
        id
    }

    fn xml_list(&mut self, items: &Value, at: &str, name: &str) -> XmlContentId {
        let content = self.xml_content(items, at);
        let annotation = Annotation::of(self.tree, items);
        let item = annotation.element(name, content);
        if !is_name(&item) {
            return self.xml_untold(at, NO_NAME);
        }
        let id = self.xml_push();
        self.xml.define(id, XmlContent::List(item));
        id
    }

    /// Looks at the objects that wait.
    fn look(&mut self) {
        while let Some((id, node, at)) = self.xml.waiting.pop_front() {
            match self.xml_object(&node, &at) {
                Ok(object) => self.xml.define(id, object),
                Err(untold) => self.xml.give_up(id, &untold),
            }
        }
    }

    fn xml_object(&mut self, node: &Value, at: &str) -> Result<XmlContent, Untold> {
        let found = self.members(node, at);
        if found.cut {
            return Err(untold(at, "it has too many members"));
        }
        let mut members = Vec::with_capacity(found.properties.len());
        for (name, (schema, place)) in &found.properties {
            let mut member = self.xml_member(name, schema, place)?;
            member.required = found.required.contains(name);
            members.push(member);
        }
        // Members that have their name from one schema that all of them refer to: their own names tell them apart.
        let mut counts: HashMap<String, usize> = HashMap::new();
        for member in members.iter().filter(|member| is_element(member)) {
            *counts.entry(member.element.name.clone()).or_default() += 1;
        }
        for (member, (schema, _)) in members.iter_mut().zip(found.properties.values()) {
            let is_own = schema.pointer("/xml/name").is_some();
            let is_shared = counts
                .get(&member.element.name)
                .is_some_and(|count| *count > 1);
            if is_shared && !is_own && is_element(member) {
                member.element.name.clone_from(&member.wire);
                if !is_name(&member.element) {
                    return Err(untold(at, NO_NAME));
                }
            }
        }
        let further = found.additional.filter(|(schema, _)| {
            let members = schema.as_object();
            members.is_some_and(|members| !members.is_empty())
        });
        let further = further.map(|(schema, place)| self.xml_content(&schema, &place));
        Ok(XmlContent::Object { members, further })
    }

    fn xml_member(&mut self, name: &str, schema: &Value, at: &str) -> Result<XmlMember, Untold> {
        let annotation = Annotation::of(self.tree, schema);
        let (place, element) = match (annotation.place(), self.xml_kind(schema, at)?) {
            (XmlPlace::Element, Kind::List(items, below)) => {
                let around = annotation.element(name, ANY);
                if annotation.is_wrapped() {
                    let item = component_name(self.tree, &items, &below);
                    let item = item.as_deref().unwrap_or(&around.name);
                    let content = self.xml_list(&items, &below, item);
                    (XmlPlace::Element, XmlElement { content, ..around })
                } else {
                    let content = self.xml_content(&items, &below);
                    let of_item = Annotation::of(self.tree, &items);
                    // The name of a list is that of the element around it (OpenAPI "XML Arrays"): here there is none.
                    (XmlPlace::Items, of_item.element(name, content))
                }
            }
            (XmlPlace::Element, _) => {
                let content = self.xml_content(schema, at);
                (XmlPlace::Element, annotation.element(name, content))
            }
            (place, Kind::Scalar(content)) => (place, annotation.element(name, content)),
            (_, _) => return Err(untold(at, "an attribute or a text holds one value only")),
        };
        if place != XmlPlace::Text && !is_name(&element) {
            return Err(untold(at, NO_NAME));
        }
        Ok(XmlMember {
            wire: name.to_owned(),
            place,
            element,
            required: false,
        })
    }

    fn xml_kind(&self, schema: &Value, at: &str) -> Result<Kind, Untold> {
        let tree = self.tree;
        let (mut node, mut at) = (schema, at.to_owned());
        for _ in 0..LONGEST {
            let Ok(resolved) = resolve::resolve(tree, node, "") else {
                return Err(untold(&at, DANGLING));
            };
            node = resolved.node;
            if !resolved.pointer.is_empty() {
                at = resolved.pointer.into_owned();
            }
            match composition::only_member(tree, node, &at) {
                Some((only, place)) => (node, at) = (only, place),
                None => break,
            }
        }
        if node.get("type").and_then(Value::as_str) == Some("array") {
            let items = node.get("items").cloned().unwrap_or(Value::Bool(true));
            return Ok(Kind::List(items, pointer::join(&at, "items")));
        }
        if members::is_object(tree, node) {
            if is_choice(node) || !self.hierarchy.subtypes(&at).is_empty() {
                return Err(untold(&at, UNION));
            }
            return Ok(Kind::Object);
        }
        scalar(tree, node, DEEPEST)
            .map(Kind::Scalar)
            .ok_or_else(|| untold(&at, UNION))
    }
}

const UNION: &str = "XML does not tell which alternative of this schema a value is";
const NO_NAME: &str = "this name cannot be that of an element";

const DANGLING: &str = "a reference leads nowhere";

/// How deep alternatives in alternatives are looked at.
const DEEPEST: usize = 20;

fn untold(at: &str, why: &'static str) -> Untold {
    Untold {
        at: at.to_owned(),
        why,
    }
}

fn is_element(member: &XmlMember) -> bool {
    matches!(member.place, XmlPlace::Element | XmlPlace::Items)
}

/// Whether an object is one of several.
fn is_choice(node: &Value) -> bool {
    ["oneOf", "anyOf"].iter().any(|key| {
        let alternatives = node.get(key).and_then(Value::as_array);
        let mut alternatives = alternatives.into_iter().flatten();
        alternatives.any(|one| one.get("$ref").is_some() || one.get("properties").is_some())
    })
}

/// What a schema that is neither a list nor an object is, if that is one thing.
fn scalar(tree: &Value, node: &Value, deeper: usize) -> Option<XmlContentId> {
    let deeper = deeper.checked_sub(1)?;
    match node.get("type").and_then(Value::as_str) {
        Some("string") => return Some(TEXT),
        Some("integer" | "number") => return Some(NUMBER),
        Some("boolean") => return Some(BOOLEAN),
        Some(_) => return None,
        None => {}
    }
    if let Some(values) = node.get("enum").and_then(Value::as_array) {
        let mut kinds = values
            .iter()
            .filter(|value| !value.is_null())
            .map(|value| match value {
                Value::String(_) => Some(TEXT),
                Value::Number(_) => Some(NUMBER),
                Value::Bool(_) => Some(BOOLEAN),
                _ => None,
            });
        let first = kinds.next()??;
        return kinds.all(|kind| kind == Some(first)).then_some(first);
    }
    let parts = ["allOf", "oneOf", "anyOf"].iter();
    let parts = parts
        .filter_map(|key| node.get(key).and_then(Value::as_array))
        .flatten();
    let mut kind = None;
    let mut parts = parts.filter(|part| !super::node::is_null(part)).peekable();
    if parts.peek().is_none() {
        return Some(ANY);
    }
    for part in parts {
        let found = scalar(tree, resolve::resolve(tree, part, "").ok()?.node, deeper)?;
        if kind.is_some_and(|kind| kind != found) {
            return None;
        }
        kind = Some(found);
    }
    kind
}

/// The name of the component that a schema is, or refers to.
fn component_name(tree: &Value, schema: &Value, at: &str) -> Option<String> {
    let found = resolve::resolve(tree, schema, at).ok()?;
    let name = found.pointer.strip_prefix("/components/schemas/")?;
    (!name.contains('/')).then(|| pointer::unescape(name).into_owned())
}

/// Whether these are names without a colon (Namespaces in XML, section 3).
fn is_name(element: &XmlElement) -> bool {
    let begins = |first: char| first.is_alphabetic() || first == '_';
    let follows = |other: char| begins(other) || other.is_numeric() || matches!(other, '-' | '.');
    let is = |text: &str| text.starts_with(begins) && text.chars().all(follows);
    is(&element.name) && (element.prefix.is_empty() || is(&element.prefix))
}
