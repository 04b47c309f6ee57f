//! A resource as it is answered, written straight as text: a server that starts writes thousands of them.

use serde::Serialize;

use super::{Identifier, Resource};
use crate::plan::{Kind, Plan, Relationship};

/// The resource object (JSON:API 1.0, "Resource Objects").
pub(super) fn of(resource: &Resource, plan: &Plan, kind: &Kind) -> Vec<u8> {
    let own = format!("{}{}/{}", plan.base_path, kind.collection, resource.id);
    let mut text = Vec::with_capacity(1024);
    text.extend_from_slice(b"{\"type\":");
    value(&mut text, &resource.resource_type);
    text.extend_from_slice(b",\"id\":");
    value(&mut text, &resource.id);
    text.extend_from_slice(b",\"attributes\":");
    value(&mut text, &resource.attributes);
    let mut relationships = Members::new("relationships");
    for relationship in &kind.relationships {
        if !relationship.hidden {
            let targets = resource.targets(&relationship.name);
            shown(&mut text, &mut relationships, relationship, targets, &own);
        }
    }
    relationships.end(&mut text);
    let mut links = Members::new("links");
    if kind.self_link {
        links.name(&mut text, "self");
        value(&mut text, &own);
    }
    for (name, template) in &kind.links {
        links.name(&mut text, name);
        value(&mut text, &template.replace("{id}", &resource.id));
    }
    links.end(&mut text);
    text.push(b'}');
    text
}

/// A relationship object, if there is anything to show in it.
fn shown(
    text: &mut Vec<u8>,
    relationships: &mut Members,
    relationship: &Relationship,
    targets: &[Identifier],
    own: &str,
) {
    let linked = relationship.data && (relationship.many || !targets.is_empty());
    let links = relationship.links && (linked || !relationship.data_required);
    if !linked && !links {
        return;
    }
    relationships.name(text, &relationship.name);
    text.push(b'{');
    if linked {
        text.extend_from_slice(b"\"data\":");
        if relationship.many {
            text.push(b'[');
            for (position, target) in targets.iter().enumerate() {
                if position > 0 {
                    text.push(b',');
                }
                identifier(text, target);
            }
            text.push(b']');
        } else if let Some(target) = targets.first() {
            identifier(text, target);
        }
    }
    if links {
        if linked {
            text.push(b',');
        }
        text.extend_from_slice(b"\"links\":{\"related\":");
        value(text, &format!("{own}/{}", relationship.name));
        text.push(b'}');
    }
    text.push(b'}');
}

fn identifier(text: &mut Vec<u8>, target: &Identifier) {
    text.extend_from_slice(b"{\"type\":");
    value(text, &*target.resource_type);
    text.extend_from_slice(b",\"id\":");
    value(text, &*target.id);
    if let Some(meta) = &target.meta {
        text.extend_from_slice(b",\"meta\":");
        value(text, meta);
    }
    text.push(b'}');
}

/// An object that is left out where it has no members.
struct Members {
    name: &'static str,
    begun: bool,
}

impl Members {
    fn new(name: &'static str) -> Self {
        Self { name, begun: false }
    }

    fn name(&mut self, text: &mut Vec<u8>, name: &str) {
        text.push(b',');
        if !self.begun {
            value(text, self.name);
            text.extend_from_slice(b":{");
            // The comma before the first member stands before the object.
            self.begun = true;
        }
        value(text, name);
        text.push(b':');
    }

    fn end(self, text: &mut Vec<u8>) {
        if self.begun {
            text.push(b'}');
        }
    }
}

fn value(text: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) {
    // Neither writing to memory nor text as a key can fail.
    let written = serde_json::to_writer(text, value);
    debug_assert!(written.is_ok());
}
