//! Answers in XML, as the generator reads them.

use std::collections::BTreeMap;

use openapi_client_generator::unstable::ir::{self, Api, Decode, Shape, Type};

use crate::plan::xml::{Content, Element, Member, Place, Xml};

pub(super) fn xml(api: &Api) -> Xml {
    Xml {
        roots: api.xml.roots.iter().map(element).collect(),
        contents: api.xml.contents.iter().map(content).collect(),
    }
}

fn element(found: &ir::XmlElement) -> Element {
    Element {
        name: found.name.clone(),
        prefix: found.prefix.clone(),
        namespace: found.namespace.clone(),
        content: found.content.0,
    }
}

fn content(found: &ir::XmlContent) -> Content {
    match found {
        ir::XmlContent::List(item) => Content::List(element(item)),
        ir::XmlContent::Object { members, further } => {
            let members = members.iter().map(|member| Member {
                name: member.wire.clone(),
                place: match member.place {
                    ir::XmlPlace::Element => Place::Element,
                    ir::XmlPlace::Items => Place::Items,
                    ir::XmlPlace::Attribute => Place::Attribute,
                    ir::XmlPlace::Text => Place::Text,
                },
                element: element(&member.element),
            });
            Content::Object(members.collect(), further.map(|further| further.0))
        }
        _ => Content::Plain,
    }
}

/// The outermost elements of the answers of an operation, by status as written; `2XX` for what all successes are.
pub(super) fn roots(api: &Api, operation: &ir::Operation) -> BTreeMap<String, usize> {
    let mut roots = BTreeMap::new();
    let mut add = |status: &str, decode: Decode| {
        if let Decode::Xml(root) | Decode::XmlOrEmpty(root) = decode {
            roots.insert(status.to_owned(), root.0);
        }
    };
    add("2XX", operation.output.decode);
    if let Type::Named(id) = &operation.output.ty
        && let Shape::Responses(variants) = &api.types[id.0].shape
    {
        for variant in variants {
            add(&variant.status, variant.decode);
        }
    }
    for error in &operation.errors {
        add(&error.status, error.decode);
    }
    roots
}
